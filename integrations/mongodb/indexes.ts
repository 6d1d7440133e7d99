/** Indexes, made at the start where they are missing. */
import type { Collection, CreateIndexesOptions, IndexSpecification } from 'mongodb';
import { COLLECTIONS, type Collections, INDEXES } from './collections.ts';

type Indexed = Pick<Collection, 'listIndexes' | 'createIndex'>;

/**
 * An hour is far more than any server takes between reading what stands under an id and claiming it. Only behind a mongos are
 * there claims, and there documents expire by themselves.
 */
const CLAIM_SECONDS = 3_600;

/** Those of this database: ids are claimed only where there are shards, or may be some day. */
function listIndexed(isSharded: boolean): readonly (keyof Collections)[] {
  return COLLECTIONS.filter((name) => name !== 'entryClaims' || isSharded);
}

/** Makes those that are missing. */
export async function ensureIndexes(collections: Collections, isSharded: boolean): Promise<void> {
  await Promise.all(
    listIndexed(isSharded).map((name) =>
      ensureIndexesOf(collections[name], INDEXES[name], (key) =>
        name === 'entryClaims' && 'at' in key ? { expireAfterSeconds: CLAIM_SECONDS } : {},
      ),
    ),
  );
}

type Index = IndexSpecification & object;

/** One at a time: some servers stumble over a list of which one is there. */
export async function ensureIndexesOf(
  collection: Indexed,
  indexes: readonly IndexSpecification[],
  optionsOf: (key: Index) => CreateIndexesOptions = () => ({}),
): Promise<void> {
  const known = new Set(await listKeys(collection));
  for (const key of indexes) {
    if (known.has(JSON.stringify(key))) continue;
    await collection.createIndex(key, typeof key === 'object' ? optionsOf(key) : {});
  }
}

/** By collection and keys. */
export async function findMissingIndexes(
  collections: Collections,
  isSharded: boolean,
): Promise<readonly string[]> {
  const missing = await Promise.all(
    listIndexed(isSharded).map(async (name) => {
      const known = new Set(await listKeys(collections[name]));
      const keys = INDEXES[name].map((key) => JSON.stringify(key)).filter((key) => !known.has(key));
      return keys.map((key) => `${collections[name].collectionName} ${key}`);
    }),
  );
  return missing.flat();
}

/** @example if (!(await listKeys(jobs)).includes(JSON.stringify({ name: 1 }))) await jobs.createIndex({ name: 1 }) */
export async function listKeys(collection: Indexed): Promise<readonly string[]> {
  try {
    return (await collection.listIndexes().toArray()).map(({ key }) => JSON.stringify(key));
  } catch (error) {
    // There is no such collection yet.
    if (error instanceof Error && 'codeName' in error && error.codeName === 'NamespaceNotFound') return [];
    throw error;
  }
}
