/** Writes that may take a document to another shard: whom an entry is recorded under places it. */
import type { AnyBulkWriteOperation, Collection, MongoBulkWriteError } from 'mongodb';
import type { AnyDocument } from './collections.ts';
import { MOST_CHANGES, WRITE_MS } from './faults.ts';

/** What a mongos says of each that has to come by itself: https://www.mongodb.com/docs/manual/core/sharding-change-shard-key-value */
const INVALID_OPTIONS = 72;
type Written = Pick<MongoBulkWriteError, 'matchedCount'> & { readonly writeErrors: unknown };

/** Places of those that a mongos wants by themselves, where nothing else went wrong; null otherwise. */
function singlesOf(error: unknown): { readonly matched: number; readonly places: readonly number[] } | null {
  if (!(error instanceof Error) || !('writeErrors' in error) || !('matchedCount' in error)) return null;
  const { writeErrors, matchedCount } = error as unknown as Written;
  const failed = (Array.isArray(writeErrors) ? writeErrors : [writeErrors]) as readonly {
    readonly code?: unknown;
    readonly index?: unknown;
  }[];
  // None where it broke off as a whole, with its connection.
  if (failed.length === 0 || !failed.every(({ code }) => code === INVALID_OPTIONS)) return null;
  return { matched: matchedCount, places: failed.map(({ index }) => Number(index)) };
}

/**
 * Few in one command; what has to move then in one each, since a mongos moves one document a command. Answers how many documents
 * were there to be changed.
 *
 * @param before Called before each command.
 * @example const matched = await writeMoving(entries, writes, mark.assertHeld)
 */
export async function writeMoving<T extends AnyDocument | { readonly _id: string }>(
  collection: Collection<T>,
  writes: readonly AnyBulkWriteOperation<T>[],
  before: () => void = () => undefined,
): Promise<number> {
  let matched = 0;
  for (let from = 0; from < writes.length; from += MOST_CHANGES) {
    matched += await writeSome(collection, writes.slice(from, from + MOST_CHANGES), before);
  }
  return matched;
}

async function writeSome<T extends AnyDocument | { readonly _id: string }>(
  collection: Collection<T>,
  writes: readonly AnyBulkWriteOperation<T>[],
  before: () => void,
): Promise<number> {
  const write = async (some: readonly AnyBulkWriteOperation<T>[]): Promise<number> => {
    before();
    const options = { ordered: false, maxTimeMS: WRITE_MS };
    return (await collection.bulkWrite([...some], options)).matchedCount;
  };
  try {
    return await write(writes);
  } catch (error) {
    const singles = singlesOf(error);
    if (singles === null || writes.length === 1) throw error;
    const left = singles.places.flatMap((place) => writes[place] ?? []);
    // At once, each in a transaction of the mongos.
    const moved = await Promise.all(left.map((one) => write([one])));
    return moved.reduce((sum, one) => sum + one, singles.matched);
  }
}
