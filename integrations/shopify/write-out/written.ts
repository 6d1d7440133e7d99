/**
 * What each customer has of ours at Shopify, so that only changes go, and so that it can be taken back. A row goes with the visitor.
 * Before anything is written it is unsure what will be there: a row says so first, and whoever comes next asks Shopify.
 */
import type { Json, SiteId, VisitorId } from '../../../core/entry.ts';
import type { RecordStore } from '../../../core/ports.ts';
import { isNothing, NOTHING_WRITTEN, type Picture } from './picture.ts';

const COLLECTION = 'platform-written';
const PAGE = 500;
/** Of whoever has more than a page, the count is that old at most: those who look at it look often. */
const COUNTED_MS = 60_000;

export type Row = Picture & {
  /** A write began and nobody saw it end: then anything of ours may be there. */
  readonly isUnsure: boolean;
};

/** Of whom nobody has looked. */
export const UNSURE: Row = { ...NOTHING_WRITTEN, isUnsure: true };

export type WrittenCounts = { readonly scores: number; readonly tags: number };

export type WrittenBook = {
  /** Null: nothing is known to be there. */
  read(site: SiteId, visitor: VisitorId): Promise<Row | null>;
  keep(site: SiteId, visitor: VisitorId, row: Row): Promise<void>;
  drop(site: SiteId, visitor: VisitorId): Promise<void>;
  visitors(site: SiteId): AsyncIterable<VisitorId>;
  /** Customers with scores, and with tags; whoever is unsure is both. Of many, up to a minute old. */
  count(site: SiteId): Promise<WrittenCounts>;
  clear(site: SiteId): Promise<void>;
};

/** @example await createWrittenBook(store, now).read(siteId, visitor) */
export function createWrittenBook(store: RecordStore, now: () => number): WrittenBook {
  const counted = new Map<SiteId, { readonly counts: WrittenCounts; readonly at: number }>();

  async function* rows(site: SiteId) {
    for (let after: string | null = null; ; ) {
      const page = await store.listRecords(COLLECTION, site, after, PAGE);
      yield* page;
      if (page.length < PAGE) return;
      after = page.at(-1)?.key ?? null;
    }
  }

  const drop = async (site: SiteId, visitor: string): Promise<void> => {
    await store.deleteRecord(COLLECTION, site, visitor);
  };

  return {
    read: async (site, visitor) =>
      ((await store.getRecord(COLLECTION, site, visitor)) as Row | undefined) ?? null,
    keep: async (site, visitor, row) =>
      isNothing(row) && !row.isUnsure
        ? drop(site, visitor)
        : void (await store.putRecord(COLLECTION, site, visitor, row as unknown as Json)),
    drop,
    visitors: async function* (site) {
      for await (const { key } of rows(site)) yield key as VisitorId;
    },
    count: async (site) => {
      const earlier = counted.get(site);
      if (earlier && now() - earlier.at < COUNTED_MS) return earlier.counts;
      const counts = { scores: 0, tags: 0 };
      let read = 0;
      for await (const { value } of rows(site)) {
        read += 1;
        const { scores, segments, isUnsure } = value as unknown as Row;
        if (isUnsure || Object.keys(scores).length > 0) counts.scores += 1;
        if (isUnsure || segments.length > 0) counts.tags += 1;
      }
      if (read > PAGE) counted.set(site, { counts, at: now() });
      return counts;
    },
    clear: async (site) => {
      counted.delete(site);
      for await (const { key } of rows(site)) await drop(site, key);
    },
  };
}
