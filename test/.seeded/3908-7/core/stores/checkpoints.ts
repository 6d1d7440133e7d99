/**
 * When the write-ahead log is copied into the database file. It is done between commits and in small
 * portions, so that no commit waits long, and to the last byte when the store rests or somebody was erased.
 */
import type { DatabaseSync } from 'node:sqlite';
import { faultOf } from './faults.ts';
import { CHECKPOINTING, CHECKPOINTS, countUp, IDLE, STATE, setPhase } from './phase.ts';

export type Checkpoints = {
  /** Copies when the log holds enough; never waits for a reader. */
  trim(): void;
  /** Copies everything and empties the log file. False when that has to wait. */
  empty(): boolean;
};

/** SQLite's answer to a checkpoint (https://www.sqlite.org/pragma.html#pragma_wal_checkpoint). */
type Progress = { readonly busy: number; readonly log: number; readonly checkpointed: number };

export function createCheckpoints(db: DatabaseSync, phase: Int32Array, walBytes: number): Checkpoints {
  const pageBytes = Number(db.prepare('PRAGMA page_size').get()?.page_size);
  const look = db.prepare('PRAGMA wal_checkpoint(NOOP)');
  const copy = db.prepare('PRAGMA wal_checkpoint(PASSIVE)');
  const truncate = db.prepare('PRAGMA wal_checkpoint(TRUNCATE)');

  /** One that fails loses nothing: the log still holds it all, and the next one tries again. */
  function checkpoint(statement: typeof copy): boolean {
    setPhase(phase, STATE, CHECKPOINTING);
    try {
      return (statement.get() as Progress).busy === 0;
    } catch (error) {
      if (faultOf(error)) return false;
      throw error;
    } finally {
      countUp(phase, CHECKPOINTS);
      setPhase(phase, STATE, IDLE);
    }
  }

  return {
    trim() {
      const { log, checkpointed } = look.get() as Progress;
      if ((log - checkpointed) * pageBytes >= walBytes) checkpoint(copy);
    },
    empty: () => checkpoint(truncate),
  };
}
