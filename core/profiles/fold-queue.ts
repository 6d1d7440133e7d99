/** Folds what a commit brought in its order, one batch at a time, and tells everybody when theirs is in. */
import type { LoggedEntry } from '../entry.ts';

type Batch = {
  readonly entries: readonly LoggedEntry[];
  readonly done: () => void;
  readonly fail: (error: unknown) => void;
};

export type FoldQueue = {
  /** Resolves when the entries are folded. */
  add(entries: readonly LoggedEntry[]): Promise<void>;
};

/**
 * @param fold Folds entries of several requests, in the order of the log.
 * @param rest Called when nothing waits any more.
 */
export function createFoldQueue(
  fold: (entries: readonly LoggedEntry[]) => Promise<void>,
  rest: () => void,
): FoldQueue {
  let waiting: Batch[] = [];
  let draining = false;

  async function drain(): Promise<void> {
    while (waiting.length > 0) {
      const batches = waiting;
      waiting = [];
      try {
        await fold(batches.flatMap((batch) => batch.entries));
        for (const batch of batches) batch.done();
      } catch (error) {
        for (const batch of batches) batch.fail(error);
      }
    }
    draining = false;
    rest();
  }

  return {
    add: (entries) =>
      new Promise((done, fail) => {
        waiting.push({ entries, done, fail });
        if (draining) return;
        draining = true;
        // The requests of one commit are answered in one turn: they are folded together.
        queueMicrotask(() => void drain());
      }),
  };
}
