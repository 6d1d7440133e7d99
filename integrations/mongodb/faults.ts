/** What can go wrong with the database server, told in words an operator can act on. */
import type { MongoError } from 'mongodb';
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

/** Most that one command of a group may take on the database, however its connection fares. */
export const WRITE_MS = 10_000;

/** Documents that are changed one by one in one command: few enough that it ends long before its time on a slow server too. */
export const MOST_CHANGES = 25;

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

/** Whether it may be gone with the next try: a connection that broke, or a primary that is none any more. */
function isPassing(error: unknown): boolean {
  if (!isOfDriver(error)) return false;
  const isOfNetwork = error.name === 'MongoNetworkError' || error.name === 'MongoNetworkTimeoutError';
  // NotWritablePrimary, InterruptedAtShutdown and their like, as the driver knows them: it has forgotten that server.
  return isOfNetwork || error.hasErrorLabel('RetryableWriteError') || error.hasErrorLabel('ResetPool');
}

function isOfDriver(error: unknown): error is MongoError {
  return error instanceof Error && 'hasErrorLabel' in error;
}

/** The first try, and those after a connection broke: by then there is a new one, or another server is the primary. */
const TRIES = 3;

/**
 * Does again what failed with its connection. Only for what may be done twice.
 *
 * @example await tryAgain(() => places.release())
 */
export async function tryAgain<T>(work: () => Promise<T>): Promise<T> {
  for (let left = TRIES - 1; ; left -= 1) {
    try {
      return await work();
    } catch (error) {
      if (left === 0 || !isPassing(error)) throw error;
    }
  }
}

/** The same for whoever is asked often. @example const reach = again(() => places.reach()) */
export function again<Given extends readonly unknown[], Answer>(
  ask: (...given: Given) => Promise<Answer>,
): (...given: Given) => Promise<Answer> {
  return (...given) => tryAgain(() => ask(...given));
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

/** @example const hear = inOurWords(() => collection.findOne({})) */
export function inOurWords<Given extends readonly unknown[], Answer>(
  ask: (...given: Given) => Promise<Answer>,
): (...given: Given) => Promise<Answer> {
  return async (...given) => {
    try {
      return await ask(...given);
    } catch (error) {
      throw toFault(error);
    }
  };
}
