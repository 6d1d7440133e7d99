/** Intake where this server alone writes the log: what it appends is handed on in the order of the log. */
import type { LoggedEntry } from '../entry.ts';
import type { Store } from '../ports.ts';
import { createFoldQueue } from './fold-queue.ts';
import type { Reached } from './folding.ts';
import type { Intake } from './intake.ts';

const CATCH_UP_ENTRIES = 5_000;

export type AlonePorts = {
  readonly store: Pick<Store, 'readSince' | 'readCheckpoint'>;
  readonly reached: Reached;
  readonly fold: (entries: readonly LoggedEntry[]) => Promise<void>;
  /** Writes the rows that wait. */
  readonly flush: () => Promise<void>;
  /** Called when nothing waits any more, and between pieces of a long log. */
  readonly rest: () => void;
};

/** @example const intake = createAlone({ store, reached, fold, flush, rest }); await intake.catchUp() */
export function createAlone({ store, reached, fold, flush, rest }: AlonePorts): Intake {
  /** A fold failed, for example since the store could not write: entries after `folded` may be in no profile. */
  let brokeOff = false;

  async function foldLog(): Promise<number> {
    for (let count = 0; ; ) {
      const entries = await store.readSince(reached.folded, CATCH_UP_ENTRIES);
      if (entries.length === 0) return count;
      await fold(entries);
      count += entries.length;
      rest();
    }
  }

  /** What broke off was half folded: the log is read again from there, and what a profile has it passes over. */
  async function foldOn(entries: readonly LoggedEntry[]): Promise<void> {
    const resumes = brokeOff;
    brokeOff = true;
    await (resumes ? foldLog() : fold(withoutSuperseded(entries)));
    brokeOff = false;
  }

  const queue = createFoldQueue(foldOn, rest);
  return {
    queue,
    take: queue.add,
    catchUp: async () => {
      reached.folded = await store.readCheckpoint();
      reached.handed = reached.folded;
      return foldLog();
    },
    follow: async () => undefined,
    flush,
    flushHeard: flush,
    foldedUpTo: () => reached.folded,
    handedTo: () => reached.handed,
    assertOpen: () => undefined,
    stop: async () => undefined,
  };
}

/**
 * A copy that another one took the place of in the same commit is no longer in the log; whom that copy concerned, the one that
 * stands does.
 */
export function withoutSuperseded(entries: readonly LoggedEntry[]): readonly LoggedEntry[] {
  if (!entries.some((entry) => entry.supersedes !== undefined)) return entries;
  const standing = new Map<string, LoggedEntry>();
  for (const entry of entries) {
    const key = `${entry.site} ${entry.id}`;
    standing.set(key, takeOver(entry, standing.get(key)));
  }
  return [...standing.values()].sort((a, b) => a.seq - b.seq);
}

/** What a copy had superseded is superseded by the one that takes its place. */
function takeOver(entry: LoggedEntry, copy: LoggedEntry | undefined): LoggedEntry {
  if (copy?.supersedes === undefined) return entry;
  const { supersedes = [], supersedesFor = [] } = entry;
  return {
    ...entry,
    supersedes: [...copy.supersedes, ...supersedes],
    supersedesFor: [...(copy.supersedesFor ?? []), ...supersedesFor],
  };
}
