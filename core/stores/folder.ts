/** The data folder: made private to its owner, and held by one server at a time. */
import { accessSync, closeSync, constants, mkdirSync, openSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { InklingError } from '../errors.ts';
import { isBusy, refusalToOpen, unavailable } from './faults.ts';

export type HeldFolder = {
  readonly databasePath: string;
  release(): void;
  /** Lets go of the folder when the opening of what is in it fails. */
  whileOpening<T>(open: () => T): T;
};

/**
 * SQLite gives its WAL and shared-memory files the mode of the database, so setting this one is enough. A file that is there
 * is not touched: closing it would end the locks that this process may have on it (fcntl(2)).
 */
function makePrivate(path: string): void {
  const known = statSync(path, { throwIfNoEntry: false });
  if (known === undefined) {
    closeSync(openSync(path, 'a', 0o600));
    return;
  }
  if (known.isDirectory()) throw Object.assign(new Error('it is a folder'), { code: 'EISDIR' });
  accessSync(path, constants.R_OK | constants.W_OK);
}

function makeWritable(dataDir: string, files: readonly string[]): void {
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    for (const file of files) makePrivate(file);
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? String(error.code) : 'unknown reason';
    throw unavailable(
      `cannot write in the folder ${dataDir} (${reason})`,
      'give the server a folder it may write to, in DATA_DIR',
      error,
    );
  }
}

/**
 * An exclusive lock that the operating system drops with the process, however that ends: no stale
 * lock file is ever left to be removed by hand.
 */
function lock(dataDir: string, path: string): DatabaseSync {
  const holder = new DatabaseSync(path, { timeout: 0 });
  try {
    holder.exec('BEGIN EXCLUSIVE');
    return holder;
  } catch (error) {
    holder.close();
    if (!isBusy(error)) throw refusalToOpen(path, error);
    throw new InklingError(
      'store_locked',
      'embedded store',
      `another server uses the folder ${dataDir}`,
      'stop that server, or give this one its own DATA_DIR',
      { cause: error },
    );
  }
}

/**
 * Makes the folder (mode 0700) and its files (0600), and takes it for this process.
 *
 * @throws InklingError `store_locked` when another server has it, `store_unavailable` when it cannot be written.
 * @example const folder = holdFolder('data');
 */
export function holdFolder(dataDir: string): HeldFolder {
  const databasePath = join(dataDir, 'inkling.db');
  const release = takeFolder(dataDir, [databasePath]);
  return {
    databasePath,
    release,
    whileOpening(open) {
      try {
        return open();
      } catch (error) {
        release();
        throw error;
      }
    },
  };
}

/**
 * The same of a folder without a database, for a server whose store lies elsewhere.
 *
 * @param files Made beside the lock.
 * @returns Lets go of it.
 * @throws InklingError as {@link holdFolder}.
 * @example const release = takeFolder('data');
 */
export function takeFolder(dataDir: string, files: readonly string[] = []): () => void {
  const lockPath = join(dataDir, 'lock.db');
  makeWritable(dataDir, [...files, lockPath]);
  const holder = lock(dataDir, lockPath);
  return () => holder.close();
}
