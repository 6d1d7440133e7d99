/**
 * A collection on several shards, as a mongos shows it: each document lies where the fields of the shard key place it, and
 * an `_id` is unique on its shard only. What a mongos refuses is refused.
 * https://www.mongodb.com/docs/manual/core/sharding-change-shard-key-value
 */
import { hash } from 'node:crypto';
import {
  createMemoryCollection,
  type MemoryCollection,
  type Change as Noted,
  takeFirst,
} from './collection.ts';
import { equalsOf } from './shelves.ts';
import type { Document, Filter } from './values.ts';

/** By the name of the collection, the fields of its key. */
export type ShardKeys = Readonly<Record<string, readonly string[]>>;

export type Shards = { readonly count: number; readonly keys: ShardKeys };

/** A collection, and what of one document a mongos does not do. */
export type PlacedCollection = MemoryCollection & {
  /** Fields of the shard key; none where all lies on one shard. */
  readonly key: readonly string[];
  readonly shardOf: (document: Document) => number;
};

/** https://www.mongodb.com/docs/manual/reference/error-codes */
const [ILLEGAL_OPERATION, SHARD_KEY_NOT_FOUND, INVALID_OPTIONS] = [20, 61, 72];

export class Refusal extends Error {
  readonly code: number;
  constructor(code: number, message: string) {
    super(message);
    this.code = code;
  }
}

/** @example createPlacedCollection({ count: 2, keys: { entries: ['s', 'v'] } }, 'entries', noteChange) */
export function createPlacedCollection(
  { count, keys }: Shards,
  name: string,
  note: (change: Noted) => void,
): PlacedCollection {
  const key = keys[name] ?? [];
  const shards = Array.from({ length: key.length === 0 ? 1 : count }, () => createMemoryCollection(note));
  const [first] = shards as [MemoryCollection];
  const shardOf = (document: Document): number => {
    if (shards.length === 1) return 0;
    // What a document lacks is null to its shard key.
    const place = JSON.stringify(key.map((field) => document[field] ?? null));
    return hash('sha256', place, 'buffer').readUInt32BE(0) % shards.length;
  };
  const of = (document: Document): MemoryCollection => shards[shardOf(document)] ?? first;
  return {
    key,
    shardOf,
    size: () => shards.reduce((sum, shard) => sum + shard.size(), 0),
    find: (question) =>
      takeFirst(
        shards.flatMap((shard) => shard.find(question)),
        question,
      ),
    insert: (document) => of(document).insert(document),
    replace(before, after) {
      if (of(before) === of(after)) return of(before).replace(before, after);
      // In one transaction, as a mongos does it.
      if (!of(after).insert(after)) return false;
      of(before).remove(before);
      return true;
    },
    remove: (document) => of(document).remove(document),
    addIndex: (index) => {
      for (const shard of shards) shard.addIndex(index);
    },
    indexes: () => first.indexes(),
    scans: () => shards.reduce((sum, shard) => sum + shard.scans(), 0),
  };
}

const isExact = (filter: Filter, field: string): boolean => equalsOf(filter, field)?.length === 1;

/**
 * A write of one document has to say which: by its shard key, or by its `_id` where nothing is made.
 *
 * @throws Refusal as a mongos answers.
 */
export function assertTargeted(
  { key }: PlacedCollection,
  filter: Filter,
  { isWhole }: { readonly isWhole: boolean },
): void {
  if (key.length === 0 || key.every((field) => isExact(filter, field))) return;
  if (!isWhole && isExact(filter, '_id')) return;
  throw new Refusal(SHARD_KEY_NOT_FOUND, 'the filter must contain the shard key');
}

export type Change = {
  readonly before: Document;
  readonly after: Document;
  readonly filter: Filter;
  /** Writes that the command has. */
  readonly batch: number;
  readonly isRetryable: boolean;
};

/** @throws Refusal where the values of the shard key change in a way that a mongos does not do. */
export function assertPlaced(collection: PlacedCollection, change: Change): void {
  const { before, after, filter, batch, isRetryable } = change;
  const { key, shardOf } = collection;
  if (key.every((field) => (before[field] ?? null) === (after[field] ?? null))) return;
  if (!key.every((field) => isExact(filter, field)))
    throw new Refusal(SHARD_KEY_NOT_FOUND, 'the filter must contain the shard key that is changed');
  if (!isRetryable) throw new Refusal(ILLEGAL_OPERATION, 'a shard key changes in retryable writes only');
  if (batch > 1 && shardOf(before) !== shardOf(after))
    throw new Refusal(
      INVALID_OPTIONS,
      'updates that move a document must be sent with write batch of size 1',
    );
}
