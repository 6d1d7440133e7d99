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
  /** Does something with the profiles while nothing is folded. */
  run<T>(task: () => Promise<T>): Promise<T>;
  /** Nothing is folded now. */
  isIdle(): boolean;
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
  const tasks: (() => Promise<void>)[] = [];
  let draining = false;

  async function foldWaiting(): Promise<void> {
    const batches = waiting;
    waiting = [];
    if (batches.length === 0) return;
    try {
      await fold(batches.flatMap((batch) => batch.entries));
      for (const batch of batches) batch.done();
    } catch (error) {
      for (const batch of batches) batch.fail(error);
    }
  }

  async function drain(): Promise<void> {
    while (waiting.length > 0 || tasks.length > 0) {
      await foldWaiting();
      await tasks.shift()?.();
    }
    draining = false;
    rest();
  }

  function start(): void {
    if (draining) return;
    draining = true;
    // The requests of one commit are answered in one turn: they are folded together.
    queueMicrotask(() => void drain());
  }

  return {
    add: (entries) =>
      new Promise((done, fail) => {
        waiting.push({ entries, done, fail });
        start();
      }),
    run: (task) =>
      new Promise((done, fail) => {
        tasks.push(() => task().then(done, fail));
        start();
      }),
    isIdle: () => !draining,
  };
}
