/** Inserting many documents whose ids may be taken. */
import type { Collection } from 'mongodb';
import { isTaken, takenPlaces, WRITE_MS } from './faults.ts';

/**
 * In no order. Answers the places of those whose ids are taken: they were not written, all others were.
 *
 * @example const taken = await insertAll(entries, documents)
 */
export async function insertAll<T extends { readonly _id: string }>(
  collection: Collection<T>,
  documents: readonly T[],
): Promise<readonly number[]> {
  if (documents.length === 0) return [];
  try {
    await collection.insertMany(documents as never, { ordered: false, maxTimeMS: WRITE_MS });
    return [];
  } catch (error) {
    const taken = takenPlaces(error);
    if (taken === null) throw error;
    return taken;
  }
}

/**
 * Writes a document that is made where it is missing. Of two that make it at once the second is told that its id is taken:
 * then it is there, and is written.
 *
 * @example await makeOrWrite(() => meta.updateOne({ _id }, change, { upsert: true }))
 */
export async function makeOrWrite<T>(write: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await write();
    } catch (error) {
      if (!isTaken(error)) throw error;
    }
  }
}
