/** Small documents under (collection, site, key): sites, products, plans, vault, audit. */
import type { Json } from '../entry.ts';

/** A small document under (collection, site, key): sites, products, plans, vault, audit. */
export type RecordOrder = 'up' | 'down';

export type RecordRow = { readonly key: string; readonly value: Json };

/** What stands in the store now; undefined: nothing. */
export type Standing = { readonly was: Json | undefined };

/** What books of definitions and settings are kept in. */
export type RecordStore = {
  getRecord(collection: string, site: string, key: string): Promise<Json | undefined>;
  /** With `standing`, answers false and writes nothing where something else stands, as it was read. */
  putRecord(
    collection: string,
    site: string,
    key: string,
    value: Json,
    standing?: Standing,
  ): Promise<boolean>;
  /** With `standing`, answers false and deletes nothing where something else stands, as it was read. */
  deleteRecord(
    collection: string,
    site: string,
    key: string,
    standing?: { readonly was: Json },
  ): Promise<boolean>;
  /** By key order, after `after`; `down`: the other way round, before it. */
  listRecords(
    collection: string,
    site: string,
    after: string | null,
    limit: number,
    order?: RecordOrder,
  ): Promise<readonly RecordRow[]>;
};
