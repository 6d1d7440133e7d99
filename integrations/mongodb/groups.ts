/** Appends in groups, and everything else that writes the log, one after the other in the order it was asked for. */
import type { Entry } from '../../core/entry.ts';
import { InklingError } from '../../core/errors.ts';
import type { AppendOutcome } from '../../core/ports.ts';
import type { Load } from '../../core/stores/load.ts';
import { createTurns } from '../../core/turns.ts';
import type { GroupOutcome } from './append.ts';
import { encodeEntry } from './entry-documents.ts';

type AppendGroup = (entries: readonly Entry[]) => Promise<readonly GroupOutcome[]>;

export type Groups = {
  append(entries: readonly Entry[]): Promise<readonly AppendOutcome[]>;
  /** After everything that was asked for before, and before what is asked for later. */
  inTurn<T>(work: () => Promise<T>): Promise<T>;
  /** Ends once nothing is left to be done. */
  drain(): Promise<void>;
};

/** Entries that one group takes: the commands of a group hold them all. */
const MOST_ENTRIES = 1_000;
/** What a document holds beside its texts. */
const DOCUMENT_BYTES = 200;
/** A document may have 16 MiB (https://www.mongodb.com/docs/manual/reference/limits); some room for its names. */
const MOST_BYTES = 16 * 1024 * 1024 - 16 * 1024;

type OpenGroup = { readonly entries: Entry[]; readonly written: Promise<readonly GroupOutcome[]> };

/** @throws InklingError `invalid_value` for an entry that no document can hold: nobody else's is kept from the log by it. */
function weigh(entry: Entry): number {
  const { d, n, i, g = '', a = '', to = '' } = encodeEntry(entry, 0);
  const bytes = [d, n, i, g, a, to].reduce((sum, text) => sum + Buffer.byteLength(text), DOCUMENT_BYTES);
  if (bytes <= MOST_BYTES) return bytes;
  throw new InklingError('invalid_value', 'mongodb', 'an entry is too large', 'send less than 16 MB in one');
}

/** @example const groups = createGroups(append, load); await groups.append([entry]) */
export function createGroups(append: AppendGroup, load: Load): Groups {
  const turns = createTurns();
  let open: OpenGroup | null = null;

  function openGroup(): OpenGroup {
    const entries: Entry[] = [];
    const group: OpenGroup = {
      entries,
      written: turns(() => {
        if (open === group) open = null;
        return append(entries);
      }),
    };
    return group;
  }

  return {
    async append(entries) {
      if (entries.length === 0) return [];
      const bytes = entries.reduce((sum, entry) => sum + weigh(entry), 0);
      const weight = { entries: entries.length, bytes };
      load.add(weight);
      if (open === null || open.entries.length + entries.length > MOST_ENTRIES) open = openGroup();
      const from = open.entries.length;
      open.entries.push(...entries);
      try {
        return (await open.written).slice(from, from + entries.length).map(assertTold);
      } finally {
        load.remove([weight]);
      }
    },
    inTurn(work) {
      open = null;
      return turns(work);
    },
    drain: () => turns(async () => undefined),
  };
}

function assertTold(outcome: GroupOutcome): AppendOutcome {
  if (outcome instanceof InklingError) throw outcome;
  return outcome;
}
