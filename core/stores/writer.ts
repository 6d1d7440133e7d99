/** The writing side: a group of operations becomes one durable transaction. Runs in a thread of its own. */
import type { DatabaseSync } from 'node:sqlite';
import { createColumns } from './codec.ts';
import { faultOf } from './faults.ts';
import { createLeftovers, type LeftoverSettings } from './leftovers.ts';
import type { Answer, Group, GroupResult, Handlers, Kind, Operation, OperationResult } from './operations.ts';
import { COMMITS, COMMITTING, countUp, IDLE, STATE, setPhase, WRITING } from './phase.ts';
import { createSiteCodes } from './site-codes.ts';
import { createLedgerHandlers } from './write-ledger.ts';
import { createLogHandlers } from './write-log.ts';
import { createProfileHandlers } from './write-profiles.ts';
import { createRecordHandlers } from './write-records.ts';
import { createRemovalHandlers } from './write-removal.ts';

export type Writer = {
  /** Writes a group; what it answers is durable. */
  commit(group: Group): GroupResult;
  /** What can be done between two commits. */
  tidy(): void;
  /** What can be done when nothing came for a while. False: not all of it yet, and what was erased may still be there. */
  rest(): boolean;
  close(): void;
};

/** The entries of the running group, handed out to its appends in order. */
function createCursor() {
  let entries = createColumns();
  let position = 0;
  return {
    open(group: Group): void {
      entries = group.entries;
      position = 0;
    },
    take(count: number) {
      const from = position;
      position += count;
      return { entries, from };
    },
  };
}

function isErasure({ kind }: Operation): boolean {
  return kind === 'removeVisitor' || kind === 'removePart' || kind === 'removeSite';
}

function dispatch<K extends Kind>(handlers: Handlers, operation: Operation<K>): Answer<K> {
  return handlers[operation.kind](operation.input);
}

function failureOf(error: unknown): GroupResult {
  const fault = faultOf(error);
  const said = error instanceof Error ? error.message : String(error);
  return { ok: false, fault: fault?.words ?? said, cure: fault?.cure ?? 'look at the system log' };
}

/** @example const writer = createWriter(db, { phase, walBytes: 8_388_608, copier, databasePath, databaseFd }); */
export function createWriter(db: DatabaseSync, settings: LeftoverSettings): Writer {
  const { phase } = settings;
  const sites = createSiteCodes(db);
  const cursor = createCursor();
  const leftovers = createLeftovers(db, settings);
  const [begin, commit] = [db.prepare('BEGIN IMMEDIATE'), db.prepare('COMMIT')];
  const handlers: Handlers = {
    ...createLogHandlers(db, sites, cursor.take),
    ...createProfileHandlers(db, sites),
    ...createLedgerHandlers(db, sites),
    ...createRecordHandlers(db, sites),
    ...createRemovalHandlers(db, sites),
  };
  function perform(operation: Operation): OperationResult {
    return { ok: true, answer: dispatch(handlers, operation) };
  }

  /** Apart from its neighbours: what it wrote before it failed is taken back, what they wrote is not. */
  function performApart(operation: Operation): OperationResult {
    db.exec('SAVEPOINT apart');
    try {
      return perform(operation);
    } catch (error) {
      if (faultOf(error)) throw error;
      db.exec('ROLLBACK TO apart');
      sites.forget();
      return { ok: false, fault: error instanceof Error ? error.message : String(error) };
    } finally {
      if (db.isTransaction) db.exec('RELEASE apart');
    }
  }

  function rollBack(): void {
    if (db.isTransaction) db.exec('ROLLBACK');
    sites.forget();
  }

  function write(group: Group, how: (operation: Operation) => OperationResult): readonly OperationResult[] {
    setPhase(phase, STATE, WRITING);
    cursor.open(group);
    try {
      begin.run();
      const results = group.operations.map(how);
      setPhase(phase, STATE, COMMITTING);
      commit.run();
      countUp(phase, COMMITS);
      return results;
    } catch (error) {
      rollBack();
      throw error;
    } finally {
      setPhase(phase, STATE, IDLE);
    }
  }

  /** Savepoints cost more than most operations and hardly any fails, so they are set only after one did. */
  function writeGroup(group: Group): readonly OperationResult[] {
    try {
      return write(group, perform);
    } catch (error) {
      if (faultOf(error)) throw error;
      return write(group, performApart);
    }
  }

  return {
    commit(group) {
      try {
        const results = writeGroup(group);
        leftovers.committed(group.operations.some(isErasure));
        return { ok: true, results };
      } catch (error) {
        return failureOf(error);
      }
    },
    tidy: leftovers.trim,
    rest: leftovers.clear,
    close() {
      leftovers.clear();
      db.close();
      leftovers.close();
    },
  };
}
