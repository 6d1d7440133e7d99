/** What whoever asked for an erasure gets in hand: when, how much, who was told. Nothing of the person. */
import type { Json, SiteId } from '../entry.ts';
import type { Keys, RemovalCounts, Store } from '../ports.ts';
import { changeRecord } from '../record-change.ts';

const COLLECTION = 'erasures';
const PAGE = 1_000;
const ID = /^er_[0-9a-f]{24}$/;
const INSTANT_DIGITS = 12;

/** `waiting`: it is asked again until it has done it; `given up`: it has not, for 30 days. */
export type Told = 'done' | 'waiting' | 'given up';

export type Receipt = {
  readonly id: string;
  /** ISO 8601. */
  readonly erasedAt: string;
  /** Who asked: `secret key`, `command line`, `visitor`. */
  readonly by: string;
  /** Rows by kind. */
  readonly removed: RemovalCounts;
  /** By platform. */
  readonly told: Readonly<Record<string, Told>>;
};

export type Receipts = {
  put(site: SiteId, receipt: Receipt): Promise<void>;
  read(site: SiteId, id: string): Promise<Receipt | null>;
  /** All there are, oldest first. */
  list(site: SiteId): Promise<readonly Receipt[]>;
  /** The newest first, before one of them. @param before Its id; null: from the newest on. */
  page(site: SiteId, before: string | null, limit: number): Promise<readonly Receipt[]>;
  /** Notes how a platform has answered. */
  note(site: SiteId, id: string, platform: string, told: Told): Promise<void>;
};

/**
 * The id of an erasure: its instant, then chance, so that receipts lie in the order of their time.
 *
 * @param now UTC ms.
 * @example makeErasureId(clock.now(), keys) // 'er_019b8c…'
 */
export function makeErasureId(now: number, { random }: Pick<Keys, 'random'>): string {
  return `er_${now.toString(16).padStart(INSTANT_DIGITS, '0')}${Buffer.from(random(6)).toString('hex')}`;
}

/** @example await createReceipts(store).read(site, 'er_0f…') */
export function createReceipts(store: Pick<Store, 'getRecord' | 'putRecord' | 'listRecords'>): Receipts {
  const put = async (site: SiteId, receipt: Receipt): Promise<void> =>
    void (await store.putRecord(COLLECTION, site, receipt.id, receipt as unknown as Json));
  const read = async (site: SiteId, id: string): Promise<Receipt | null> => {
    const kept = ID.test(id) ? await store.getRecord(COLLECTION, site, id) : undefined;
    return kept === undefined ? null : (kept as unknown as Receipt);
  };
  return {
    put,
    read,
    list: async (site) => {
      const receipts: Receipt[] = [];
      for (let after: string | null = null; ; ) {
        const page = await store.listRecords(COLLECTION, site, after, PAGE);
        receipts.push(...page.map(({ value }) => value as unknown as Receipt));
        const last = page.at(-1);
        if (last === undefined || page.length < PAGE) break;
        after = last.key;
      }
      return receipts.toSorted((a, b) => (a.erasedAt < b.erasedAt ? -1 : 1));
    },
    page: async (site, before, limit) =>
      (await store.listRecords(COLLECTION, site, before, limit, 'down')).map(
        ({ value }) => value as unknown as Receipt,
      ),
    note: async (site, id, platform, told) => {
      if (!ID.test(id)) return;
      await changeRecord(store, [COLLECTION, site, id], (kept) => {
        if (kept === undefined) return { answer: null };
        const receipt = kept as unknown as Receipt;
        const next = { ...receipt, told: { ...receipt.told, [platform]: told } };
        return { next: next as unknown as Json, answer: null };
      });
    },
  };
}
