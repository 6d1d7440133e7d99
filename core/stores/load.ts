/** How much waits to be written, and when that is too much. */
import { InklingError } from '../errors.ts';
import { QUEUED, setPhase } from './phase.ts';

const MAX_ENTRIES = 10_000;
const MAX_BYTES = 16 * 1024 * 1024;
const MAX_OPERATIONS = 10_000;

export type Weight = { readonly entries: number; readonly bytes: number };

export type Load = {
  read(): { readonly queuedEntries: number; readonly queuedBytes: number };
  /** @throws InklingError `queue_full` when it would go past a bound. */
  add(weight: Weight): void;
  remove(weights: readonly Weight[]): void;
};

/**
 * @param place Whose queue it is, in the words of the refusal.
 * @example load.add({ entries: 10, bytes: 4_000 })
 */
export function createLoad(phase: Int32Array, place = 'embedded store'): Load {
  const load = { entries: 0, bytes: 0, operations: 0 };

  function change({ entries, bytes }: Weight, sign: 1 | -1): void {
    load.entries += sign * entries;
    load.bytes += sign * bytes;
    load.operations += sign;
  }

  function hasRoomFor({ entries, bytes }: Weight): boolean {
    return (
      load.entries + entries <= MAX_ENTRIES &&
      load.bytes + bytes <= MAX_BYTES &&
      load.operations < MAX_OPERATIONS
    );
  }

  return {
    read: () => ({ queuedEntries: load.entries, queuedBytes: load.bytes }),
    add(weight) {
      if (!hasRoomFor(weight)) {
        throw new InklingError('queue_full', place, 'too much waits to be written', 'send it again later');
      }
      change(weight, 1);
      setPhase(phase, QUEUED, load.entries);
    },
    remove(weights) {
      for (const weight of weights) change(weight, -1);
      setPhase(phase, QUEUED, load.entries);
    },
  };
}
