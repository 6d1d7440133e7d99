/** What removed rows leave behind: in the write-ahead log, in gaps of pages of the file, and in pages that the writer keeps. */
import type { DatabaseSync } from 'node:sqlite';
import { type CheckpointSettings, createCheckpoints } from './checkpoints.ts';
import { createGaps, type GapsSettings } from './gaps.ts';

export type Leftovers = {
  /** After each commit. */
  committed(hasErased: boolean): void;
  /** Has the log copied when it holds enough; never waits for a reader. */
  trim(): void;
  /** Does away with all of it. False while something is left to do: somebody was reading, or there were many pages. */
  clear(): boolean;
  close(): void;
};

export type LeftoverSettings = CheckpointSettings & GapsSettings;

/** Looked at between two commits: some 50 ms. */
const PAGES_AT_ONCE = 16_384;

/** @param db The connection that writes. */
export function createLeftovers(db: DatabaseSync, settings: LeftoverSettings): Leftovers {
  const checkpoints = createCheckpoints(db, settings);
  const gaps = createGaps(db, settings);
  /** Somebody was removed, and not everything that was left of them is gone. */
  let hasErased = false;

  function clear(): boolean {
    if (!checkpoints.empty() || !gaps.overwrite(PAGES_AT_ONCE)) return false;
    // Pages in memory are from before their gaps were overwritten, and would be written with what stood there.
    if (hasErased) db.exec('PRAGMA shrink_memory');
    hasErased = false;
    return true;
  }

  /** A disk that fails here fails the next commit as well, and that one says so. */
  function attempt<T>(work: () => T): T | false {
    try {
      return work();
    } catch {
      return false;
    }
  }

  return {
    committed(isErasure) {
      hasErased ||= isErasure;
      attempt(gaps.note);
      if (hasErased) attempt(clear);
    },
    trim: checkpoints.trim,
    clear: () => attempt(clear),
    close: gaps.close,
  };
}
