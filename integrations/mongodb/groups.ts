/** Appends in groups, and everything else that writes the log, one after the other in the order it was asked for. */
import type { Entry } from '../../core/entry.ts';
import type { AppendOutcome } from '../../core/ports.ts';
import { encodeRest } from '../../core/stores/codec.ts';
import type { Load } from '../../core/stores/load.ts';
import { createTurns } from '../../core/turns.ts';

type Append = (entries: readonly Entry[]) => Promise<readonly AppendOutcome[]>;

export type Groups = {
  readonly append: Append;
  /** After everything that was asked for before, and before what is asked for later. */
  inTurn<T>(work: () => Promise<T>): Promise<T>;
  /** Ends once nothing is left to be done. */
  drain(): Promise<void>;
};

/** Entries that one group takes: the commands of a group hold them all. */
const MOST_ENTRIES = 1_000;
/** What a document holds beside its texts. */
const DOCUMENT_BYTES = 200;

type OpenGroup = { readonly entries: Entry[]; readonly written: Promise<readonly AppendOutcome[]> };

/** @example const groups = createGroups(append, load); await groups.append([entry]) */
export function createGroups(append: Append, load: Load): Groups {
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
      const bytes = entries.reduce((sum, entry) => sum + encodeRest(entry).length + DOCUMENT_BYTES, 0);
      const weight = { entries: entries.length, bytes };
      load.add(weight);
      if (open === null || open.entries.length + entries.length > MOST_ENTRIES) open = openGroup();
      const from = open.entries.length;
      open.entries.push(...entries);
      try {
        return (await open.written).slice(from, from + entries.length);
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
