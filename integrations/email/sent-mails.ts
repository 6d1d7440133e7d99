/**
 * Which mails the mail server has taken, so that a decision that comes a second time, after a crash for example, is no
 * second mail. Kept under the visitor, and erased with them.
 */
import type { SiteId, VisitorId } from '../../core/entry.ts';
import type { RecordStore } from '../../core/ports.ts';

const COLLECTION = 'mail-sent';
const PAGE = 1_000;
/** Deliveries are given up after a day; twice that is time enough. */
export const KEPT_MS = 2 * 24 * 3_600_000;

export type SentMails = {
  has(site: SiteId, visitor: VisitorId, id: string): Promise<boolean>;
  note(site: SiteId, visitor: VisitorId, id: string, at: number): Promise<void>;
  /** Forgets those from before an instant; answers how many. */
  sweep(site: SiteId, before: number): Promise<number>;
};

export function createSentMails(store: RecordStore): SentMails {
  const keyOf = (visitor: VisitorId, id: string): string => `${visitor}:${id}`;
  return {
    has: async (site, visitor, id) =>
      (await store.getRecord(COLLECTION, site, keyOf(visitor, id))) !== undefined,
    note: async (site, visitor, id, at) =>
      void (await store.putRecord(COLLECTION, site, keyOf(visitor, id), at)),
    sweep: async (site, before) => {
      let swept = 0;
      for (let after: string | null = null; ; ) {
        const page = await store.listRecords(COLLECTION, site, after, PAGE);
        for (const { key, value } of page) {
          if (typeof value === 'number' && value >= before) continue;
          await store.deleteRecord(COLLECTION, site, key);
          swept += 1;
        }
        const last = page.at(-1);
        if (last === undefined || page.length < PAGE) return swept;
        after = last.key;
      }
    },
  };
}
