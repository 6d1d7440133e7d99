/** What can go wrong with the database server, told in words an operator can act on. */
import { InklingError } from '../../core/errors.ts';

/** @example throw unavailable('no primary answers', 'look at the replica set') */
export function unavailable(fault: string, cure: string, cause?: unknown): InklingError {
  return new InklingError('store_unavailable', 'mongodb', fault, cure, { cause });
}

export function shuttingDown(): InklingError {
  return new InklingError(
    'shutting_down',
    'mongodb',
    'the store is closing',
    'send it again when the server is back',
  );
}

/** https://www.mongodb.com/docs/manual/reference/error-codes */
const DUPLICATE_KEY = 11_000;

/** The driver's errors by what they carry: its classes are loaded only where a server is asked for. */
type DriverError = Error & { readonly code?: unknown; readonly writeErrors?: unknown };

/** Whether a write failed for nothing but ids that are taken. Places in the list that was written; null: it failed otherwise. */
export function takenPlaces(error: unknown): readonly number[] | null {
  if (!(error instanceof Error)) return null;
  const { code, writeErrors } = error as DriverError;
  const failed = Array.isArray(writeErrors) ? writeErrors : writeErrors === undefined ? [] : [writeErrors];
  if (failed.length === 0) return code === DUPLICATE_KEY ? [0] : null;
  const isTaken = failed.every((one) => (one as { code?: unknown }).code === DUPLICATE_KEY);
  const hasConcern = 'result' in error && hasConcernError(error.result);
  return isTaken && !hasConcern ? failed.map((one) => Number((one as { index?: unknown }).index ?? 0)) : null;
}

/** The write is on one server and may be lost with it. */
function hasConcernError(result: unknown): boolean {
  const read = (result as { getWriteConcernError?: () => unknown } | null)?.getWriteConcernError;
  return typeof read === 'function' && read.call(result) !== undefined;
}

export function isTaken(error: unknown): boolean {
  return takenPlaces(error) !== null;
}

/** What the driver says never names a document, but a server's message may: only its kind is told. */
export function toFault(error: unknown): InklingError {
  if (error instanceof InklingError) return error;
  const kind = error instanceof Error ? error.name : 'unknown error';
  const code = error instanceof Error && 'codeName' in error ? ` ${String(error.codeName)}` : '';
  return unavailable(
    `the database did not do it (${kind}${code})`,
    'look at the MongoDB server; what was not acknowledged is sent again',
    error,
  );
}
