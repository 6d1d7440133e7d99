/** Inserting many documents whose ids may be taken. */
import type { Collection } from 'mongodb';
import { takenPlaces } from './faults.ts';

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
    await collection.insertMany(documents as never, { ordered: false });
    return [];
  } catch (error) {
    const taken = takenPlaces(error);
    if (taken === null) throw error;
    return taken;
  }
}
