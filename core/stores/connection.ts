/** Connections to the database file: one that writes, and beside it one that reads and one that copies the write-ahead log. */
import { statSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { refusalToOpen, unavailable } from './faults.ts';
import { assertWhole, NOTE } from './migration/note.ts';
import { assertCurrent, migrate, readSchema } from './schema.ts';

/** Checking every page takes about a second at this size; larger files are checked as they are read. */
const CHECKED_BYTES = 512 * 1024 * 1024;

/** How long a connection waits for the other one's short locks. */
export const BUSY_MS = 5_000;

/**
 * WAL keeps readers and the writer out of each other's way; FULL makes a commit survive power loss;
 * secure_delete overwrites what is removed; checkpoints are ours to place.
 */
const FILE_SETTINGS = `
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = FULL;
  PRAGMA secure_delete = ON;
  PRAGMA wal_autocheckpoint = 0;
  PRAGMA temp_store = MEMORY;
`;

/** A negative cache size is in KiB. */
const WRITER_SETTINGS = 'PRAGMA cache_size = -32768;';
const READER_SETTINGS = 'PRAGMA cache_size = -16384; PRAGMA query_only = ON;';

function assertSound(db: DatabaseSync, path: string): void {
  if (statSync(path).size > CHECKED_BYTES) return;
  const verdict = db.prepare('PRAGMA quick_check(1)').get()?.quick_check;
  if (verdict === 'ok') return;
  throw unavailable(`${path} is damaged`, 'restore the folder from a backup');
}

function limitSize(db: DatabaseSync, maxBytes: number): void {
  const pageBytes = Number(db.prepare('PRAGMA page_size').get()?.page_size);
  db.exec(`PRAGMA max_page_count = ${Math.max(1, Math.floor(maxBytes / pageBytes))}`);
}

/** Brought to today's schema, and looked through. */
function openSound(path: string): DatabaseSync {
  const db = new DatabaseSync(path, { timeout: BUSY_MS });
  try {
    const schema = readSchema(db, path);
    db.exec(FILE_SETTINGS);
    migrate(db, schema);
    assertSound(db, path);
    return db;
  } catch (error) {
    db.close();
    throw refusalToOpen(path, error);
  }
}

function readMigration(db: DatabaseSync): string | null {
  const row = db.prepare('SELECT value FROM meta WHERE key = ?').get(NOTE);
  return row === undefined ? null : String(row.value);
}

/**
 * The reading connection; it sees every commit that has returned. Opened first, it also brings the file to
 * today's schema and checks it, so that a file that cannot serve stops the start and not a visitor's post.
 *
 * @throws InklingError when the file is damaged, foreign, newer, cannot be written or is the beginning of a migration.
 * @example const db = openReader('data/inkling.db');
 */
export function openReader(path: string): DatabaseSync {
  const db = openSound(path);
  try {
    assertWhole(readMigration(db), 'embedded store');
    db.exec(READER_SETTINGS);
    return db;
  } catch (error) {
    db.close();
    throw refusalToOpen(path, error);
  }
}

/**
 * A file that is read from one end to the other, and stays as it is.
 *
 * @throws InklingError `store_older` for one that today's code has never opened, and as {@link openReader}.
 */
export function openSource(path: string): DatabaseSync {
  const db = new DatabaseSync(path, { timeout: BUSY_MS });
  try {
    assertCurrent(readSchema(db, path), path);
    db.exec(FILE_SETTINGS);
    assertSound(db, path);
    assertWhole(readMigration(db), 'embedded store');
    db.exec(READER_SETTINGS);
    return db;
  } catch (error) {
    db.close();
    throw refusalToOpen(path, error);
  }
}

/** A file that nothing but a migration writes: it copies its log by itself. */
export function openTarget(path: string): DatabaseSync {
  const db = openSound(path);
  db.exec(`${WRITER_SETTINGS} PRAGMA wal_autocheckpoint = 1000;`);
  return db;
}

/**
 * The writing connection, to a file that {@link openReader} has prepared.
 *
 * @param maxBytes Most the file may grow to; past it the store says that the disk is full.
 */
export function openWriter(path: string, maxBytes: number | null): DatabaseSync {
  const db = new DatabaseSync(path, { timeout: BUSY_MS });
  db.exec(FILE_SETTINGS);
  db.exec(WRITER_SETTINGS);
  if (maxBytes !== null) limitSize(db, maxBytes);
  return db;
}

/** The connection of whoever copies the write-ahead log: it asks nothing, and so keeps no pages. */
export function openCopier(path: string): DatabaseSync {
  const db = new DatabaseSync(path, { timeout: BUSY_MS });
  db.exec(FILE_SETTINGS);
  return db;
}
