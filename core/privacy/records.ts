/** Small documents that go after their term: found by what they say of their time. */
import type { Json } from '../entry.ts';
import type { Store } from '../ports.ts';

const PAGE = 500;

export type RecordSweep = {
  readonly collection: string;
  readonly site: string;
  isOver(key: string, value: Json): boolean;
};

/** Answers how many go, or went. @example await sweepRecords(store, { collection: 'audit', site, isOver }, false) */
export async function sweepRecords(
  store: Pick<Store, 'listRecords' | 'deleteRecord'>,
  { collection, site, isOver }: RecordSweep,
  isDry: boolean,
): Promise<number> {
  let count = 0;
  for (let after: string | null = null; ; ) {
    const page = await store.listRecords(collection, site, after, PAGE);
    for (const { key, value } of page) {
      if (!isOver(key, value)) continue;
      if (!isDry) await store.deleteRecord(collection, site, key);
      count += 1;
    }
    const last = page.at(-1);
    if (last === undefined || page.length < PAGE) return count;
    after = last.key;
  }
}
