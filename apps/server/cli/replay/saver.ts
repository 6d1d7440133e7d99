/** Writes progress down now and then, and at the end. */
import type { Progress, ProgressFile } from './state.ts';

const SAVE_EVERY_MS = 1_000;

export type Saver = {
  /** Everything up to this row is with the server. */
  note(rows: number): void;
  rows(): number;
  flush(): Promise<void>;
};

export function createSaver(file: ProgressFile, before: Progress, now: () => number): Saver {
  let { rows } = before;
  let savedAt = now();
  let saving: Promise<void> = Promise.resolve();
  const flush = (): Promise<void> => {
    savedAt = now();
    const progress = { ...before, rows };
    saving = saving.catch(() => undefined).then(() => file.save(progress));
    return saving;
  };
  return {
    note: (next) => {
      rows = Math.max(rows, next);
      // A save that fails now is tried again by the last one, whose fault is told.
      if (now() - savedAt >= SAVE_EVERY_MS) flush().catch(() => undefined);
    },
    rows: () => rows,
    flush,
  };
}
