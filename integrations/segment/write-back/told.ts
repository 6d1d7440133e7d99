/** What Segment was told of each visitor last, so that only changes go; and whom nothing could be told of. */
import type { Json, SiteId, VisitorId } from '../../../core/entry.ts';
import type { RecordStore } from '../../../core/ports.ts';
import { NOTHING_TOLD, type Picture } from './picture.ts';

const COLLECTION = 'segment-told';
const PAGE = 1_000;

/** Visitors who allow passing on. */
export type ToldCounts = {
  /** Of whom Segment was told something. */
  readonly told: number;
  /** Passed over: no user id of theirs lies in the vault. */
  readonly unnamed: number;
};

export type Told = {
  read(site: SiteId, visitor: VisitorId): Promise<Picture>;
  /** @param others Ids that are the same person: whom they were passed over as before. */
  keep(site: SiteId, visitor: VisitorId, picture: Picture, others: readonly VisitorId[]): Promise<void>;
  passOver(site: SiteId, visitor: VisitorId): Promise<void>;
  count(site: SiteId): Promise<ToldCounts>;
  clear(site: SiteId): Promise<void>;
};

type Row = { readonly picture: Picture | null };

/** @example await createTold(store).read(site, visitor) */
export function createTold(store: RecordStore): Told {
  async function readRow(site: SiteId, visitor: VisitorId): Promise<Row | null> {
    return ((await store.getRecord(COLLECTION, site, visitor)) as Row | undefined) ?? null;
  }

  async function* pages(site: SiteId) {
    for (let after: string | null = null; ; ) {
      const page = await store.listRecords(COLLECTION, site, after, PAGE);
      yield page;
      if (page.length < PAGE) return;
      after = page.at(-1)?.key ?? null;
    }
  }

  const put = async (site: SiteId, visitor: VisitorId, row: Row): Promise<void> => {
    await store.putRecord(COLLECTION, site, visitor, row as unknown as Json);
  };

  return {
    read: async (site, visitor) => (await readRow(site, visitor))?.picture ?? NOTHING_TOLD,
    keep: async (site, visitor, picture, others) => {
      const isFirst = (await readRow(site, visitor))?.picture == null;
      await put(site, visitor, { picture });
      if (isFirst) for (const other of others) await store.deleteRecord(COLLECTION, site, other);
    },
    passOver: async (site, visitor) => {
      if ((await readRow(site, visitor)) === null) await put(site, visitor, { picture: null });
    },
    count: async (site) => {
      const counts = { told: 0, unnamed: 0 };
      for await (const page of pages(site))
        for (const { value } of page) counts[(value as Row).picture === null ? 'unnamed' : 'told'] += 1;
      return counts;
    },
    clear: async (site) => {
      for await (const page of pages(site))
        for (const { key } of page) await store.deleteRecord(COLLECTION, site, key);
    },
  };
}
