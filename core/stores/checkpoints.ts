/**
 * When the write-ahead log is copied into the database file. The bulk of it is copied beside the writing, by a thread of its
 * own, since it takes longer than a commit may wait; what was written meanwhile is copied between two commits, so
 * that the log can begin anew. It is copied to the last byte when the store rests or somebody was erased.
 */
import type { DatabaseSync } from 'node:sqlite';
import { BUSY_MS } from './connection.ts';
import type { Copier } from './copier.ts';
import { faultOf } from './faults.ts';
import { CHECKPOINTING, CHECKPOINTS, countUp, IDLE, STATE, setPhase } from './phase.ts';

export type Checkpoints = {
  /** Has the log copied when it holds enough; never waits for a reader. */
  trim(): void;
  /** Copies everything and empties the log file. False when somebody reads for longer than a moment. */
  empty(): boolean;
};

export type CheckpointSettings = {
  readonly phase: Int32Array;
  /** The log is copied when it holds this much. */
  readonly walBytes: number;
  readonly copier: Pick<Copier, 'copy'>;
};

/**
 * How long emptying the log waits for whoever reads. Those of this process are done in less; a program that copies the file
 * would have every answer wait for it.
 */
const READERS_MS = 50;

/** SQLite's answer to a checkpoint (https://www.sqlite.org/pragma.html#pragma_wal_checkpoint). */
type Progress = { readonly busy: number; readonly log: number; readonly checkpointed: number };

/**
 * One checkpoint. One that fails loses nothing: the log still holds it all, and the next one tries again.
 *
 * @param place Where in `phase` it is seen.
 * @returns Whether nobody was in its way.
 * @example const isWhole = createCheckpoint(db, 'PASSIVE', phase, STATE)()
 */
export function createCheckpoint(
  db: DatabaseSync,
  how: 'PASSIVE' | 'TRUNCATE',
  phase: Int32Array,
  place: number,
): () => boolean {
  const statement = db.prepare(`PRAGMA wal_checkpoint(${how})`);
  return () => {
    setPhase(phase, place, CHECKPOINTING);
    try {
      return (statement.get() as Progress).busy === 0;
    } catch (error) {
      if (faultOf(error)) return false;
      throw error;
    } finally {
      countUp(phase, CHECKPOINTS);
      setPhase(phase, place, IDLE);
    }
  };
}

export function createCheckpoints(
  db: DatabaseSync,
  { phase, walBytes, copier }: CheckpointSettings,
): Checkpoints {
  const pageBytes = Number(db.prepare('PRAGMA page_size').get()?.page_size);
  const look = db.prepare('PRAGMA wal_checkpoint(NOOP)');
  const copyRest = createCheckpoint(db, 'PASSIVE', phase, STATE);
  const truncate = createCheckpoint(db, 'TRUNCATE', phase, STATE);
  return {
    trim() {
      const { log, checkpointed } = look.get() as Progress;
      if ((log - checkpointed) * pageBytes >= walBytes) copier.copy(copyRest);
    },
    empty() {
      db.exec(`PRAGMA busy_timeout = ${READERS_MS}`);
      try {
        return truncate();
      } finally {
        db.exec(`PRAGMA busy_timeout = ${BUSY_MS}`);
      }
    },
  };
}
