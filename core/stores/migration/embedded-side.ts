/** An embedded store as one side of a migration: the folder held, the file open, no engine. */
import type { DatabaseSync } from 'node:sqlite';
import { openSource, openTarget } from '../connection.ts';
import { refusalToOpen } from '../faults.ts';
import { holdFolder } from '../folder.ts';
import { createTableReads } from '../read-tables.ts';
import { createSiteCodes } from '../site-codes.ts';
import type { StoredTable } from './embedded-cells.ts';
import { listSites } from './embedded-pages.ts';
import { openStoredTables } from './embedded-tables.ts';
import { NOTE } from './note.ts';
import type { SourceSide, TargetSide } from './sides.ts';
import {
  comparePlaces,
  type LogMarks,
  type Rows,
  TABLES,
  type TableName,
  type WriteTable,
  type WriteTables,
} from './tables.ts';

/** Sites in the order of the rows that begin with their names; those of `retired` go on after a colon. */
const orderOf = (name: TableName) => (a: string, b: string) =>
  name === 'retired' ? comparePlaces([`${a}:`], [`${b}:`]) : comparePlaces([a], [b]);

const NOWHERE = { code: 0, site: '' };

function createTable<T extends TableName>(
  db: DatabaseSync,
  name: T,
  { from, counted, isBySite, read, write, remove }: StoredTable<Rows[T]>,
): WriteTable<Rows[T]> {
  const [begin, commit] = [db.prepare('BEGIN IMMEDIATE'), db.prepare('COMMIT')];

  function inOne(rows: readonly Rows[T][], work: (row: Rows[T]) => void): void {
    try {
      begin.run();
      for (const row of rows) work(row);
      commit.run();
    } catch (error) {
      if (db.isTransaction) db.exec('ROLLBACK');
      throw refusalToOpen('the database', error);
    }
  }

  return {
    async count() {
      return countRows(db, counted === undefined ? from : [counted]);
    },
    async *read() {
      for (const site of isBySite ? listSites(db, orderOf(name)) : [NOWHERE]) yield* read(site);
    },
    write: async (rows) => inOne(rows, write),
    remove: async (rows) => inOne(rows, remove),
  };
}

function countRows(db: DatabaseSync, from: readonly string[]): number {
  const counts = from.map((table) => db.prepare(`SELECT count(*) AS n FROM ${table}`).get());
  return counts.reduce((sum, row) => sum + Number(row?.n), 0);
}

function createTables(db: DatabaseSync): WriteTables['tables'] {
  const stored = openStoredTables({ db, sites: createSiteCodes(db) });
  const open = <T extends TableName>(name: T): WriteTable<Rows[T]> => createTable(db, name, stored[name]);
  return {
    records: open('records'),
    claims: open('claims'),
    entries: open('entries'),
    retired: open('retired'),
    superseded: open('superseded'),
    bases: open('bases'),
    accountBases: open('accountBases'),
    ledgers: open('ledgers'),
    profiles: open('profiles'),
    ended: open('ended'),
  };
}

function createMarks(db: DatabaseSync): Pick<WriteTables, 'readMarks' | 'writeMarks'> {
  const value = (sql: string): number => Number(db.prepare(sql).get()?.value ?? 0);
  return {
    readMarks: async () => ({
      checkpoint: value("SELECT value FROM meta WHERE key = 'checkpoint'"),
      last: value("SELECT seq AS value FROM sqlite_sequence WHERE name = 'entries'"),
    }),
    async writeMarks({ checkpoint, last }: LogMarks) {
      db.exec('BEGIN IMMEDIATE');
      db.prepare("INSERT OR REPLACE INTO meta (key, value) VALUES ('checkpoint', ?)").run(checkpoint);
      db.exec("DELETE FROM sqlite_sequence WHERE name = 'entries'");
      db.prepare("INSERT INTO sqlite_sequence (name, seq) VALUES ('entries', ?)").run(last);
      db.exec('COMMIT');
    },
  };
}

/** The folder, and the file opened in it; both are let go of together. */
function hold(dataDir: string, open: (path: string) => DatabaseSync) {
  const folder = holdFolder(dataDir);
  const db = folder.whileOpening(() => open(folder.databasePath));
  const close = async (): Promise<void> => {
    db.close();
    folder.release();
  };
  return { db, records: createTableReads(db), close };
}

/**
 * Opens a store to be read, and keeps servers out of its folder. Nothing in it is changed.
 *
 * @throws InklingError `store_locked` while a server has it, `store_older` and `store_newer` for another schema.
 * @example const source = openEmbeddedSource('data')
 */
export function openEmbeddedSource(dataDir: string): SourceSide {
  const { db, records, close } = hold(dataDir, openSource);
  const { readMarks } = createMarks(db);
  // Whoever writes has the folder.
  return { records, close, tables: createTables(db), readMarks, assertIdle: async () => undefined };
}

/**
 * Opens a store to be filled; the folder is made where it is missing.
 *
 * @throws InklingError `store_locked` while a server has it.
 * @example const target = openEmbeddedTarget('data')
 */
export function openEmbeddedTarget(dataDir: string): TargetSide {
  const { db, records, close } = hold(dataDir, openTarget);
  const tables = createTables(db);
  return {
    records,
    close,
    tables,
    ...createMarks(db),
    async isEmpty() {
      const counts = await Promise.all(TABLES.map((name) => tables[name].count()));
      return counts.every((count) => count === 0);
    },
    async readNote() {
      const row = db.prepare('SELECT value FROM meta WHERE key = ?').get(NOTE);
      return row === undefined ? null : String(row.value);
    },
    async writeNote(text) {
      db.prepare('INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)').run(NOTE, text);
    },
    async tidy(hasRemoved) {
      db.exec(`${hasRemoved ? 'VACUUM;' : ''} PRAGMA wal_checkpoint(TRUNCATE);`);
    },
  };
}
