/** What can go wrong with the database file, told in words an operator can act on. */
import { InklingError } from '../errors.ts';

type Fault = { readonly words: string; readonly cure: string };

const SQLITE_BUSY = 5;

/** SQLite's primary result codes (https://www.sqlite.org/rescode.html) that speak of the file, not of a statement. */
const FAULTS: ReadonlyMap<number, Fault> = new Map([
  [SQLITE_BUSY, { words: 'another program holds the database', cure: 'end that program' }],
  [7, { words: 'memory ran out', cure: 'give the server more memory' }],
  [8, { words: 'the folder is read-only', cure: 'give the server write access' }],
  [10, { words: 'the disk reports errors', cure: 'look at the disk and the system log' }],
  [11, { words: 'the database is damaged', cure: 'restore the folder from a backup' }],
  [13, { words: 'the disk is full', cure: 'free some space' }],
  [14, { words: 'the database file cannot be opened', cure: 'check the folder and its permissions' }],
  [26, { words: 'the file is not a database', cure: 'restore the folder from a backup' }],
]);

function resultCode(error: unknown): number | null {
  if (!(error instanceof Error) || !('errcode' in error)) return null;
  return typeof error.errcode === 'number' ? error.errcode & 0xff : null;
}

/** The fault of the file behind an error, or null when the error is about something else. */
export function faultOf(error: unknown): Fault | null {
  return FAULTS.get(resultCode(error) ?? 0) ?? null;
}

/** Another connection has the lock. */
export function isBusy(error: unknown): boolean {
  return resultCode(error) === SQLITE_BUSY;
}

/** @example throw unavailable('the disk is full', 'free some space') */
export function unavailable(fault: string, cure: string, cause?: unknown): InklingError {
  return new InklingError('store_unavailable', 'embedded store', fault, cure, { cause });
}

export function shuttingDown(): InklingError {
  return new InklingError(
    'shutting_down',
    'embedded store',
    'it is closing',
    'send it again when the server is back',
  );
}

/**
 * The error that stops a start: names the file, what is wrong with it and what to do.
 *
 * @example throw refusalToOpen('data/inkling.db', error)
 */
export function refusalToOpen(path: string, error: unknown): InklingError {
  if (error instanceof InklingError) return error;
  const fault = faultOf(error);
  const said = error instanceof Error ? error.message : String(error);
  const [words, cure] = fault ? [fault.words, fault.cure] : [said, 'check the folder and its permissions'];
  return unavailable(`cannot use ${path}: ${words}`, cure, error);
}
