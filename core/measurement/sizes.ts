/** How large each segment was, day by day. */

import { addDays } from '../calendar.ts';
import type { Json, SiteId } from '../entry.ts';
import type { RecordStore } from '../ports.ts';

export type SizeRow = { readonly date: string; readonly sizes: Readonly<Record<string, number>> };

const COLLECTION = 'segment-sizes';
const KEPT_DAYS = 400;
const PAGE = 500;

type SizeStore = RecordStore;

export async function isRecorded(store: SizeStore, site: SiteId, date: string): Promise<boolean> {
  return (await store.getRecord(COLLECTION, site, date)) !== undefined;
}

/**
 * One record a local day, the first one stands; those of more than 400 days ago go.
 *
 * @param row `date` is the local one (YYYY-MM-DD); sizes by key.
 */
export async function recordSizes(store: SizeStore, site: SiteId, { date, sizes }: SizeRow): Promise<void> {
  await store.putRecord(COLLECTION, site, date, sizes as Json, { was: undefined });
  const oldest = addDays(date, 1 - KEPT_DAYS);
  const old = await store.listRecords(COLLECTION, site, null, PAGE);
  for (const { key } of old) if (key < oldest) await store.deleteRecord(COLLECTION, site, key);
}

/** The same where it is known better by now: in the place of what stands there. */
export async function replaceSizes(
  store: Pick<RecordStore, 'putRecord'>,
  site: SiteId,
  { date, sizes }: SizeRow,
): Promise<void> {
  await store.putRecord(COLLECTION, site, date, sizes as Json);
}

/** Ascending; from `from` (local date) on. */
export async function readSizes(store: SizeStore, site: SiteId, from: string): Promise<readonly SizeRow[]> {
  const rows = await store.listRecords(COLLECTION, site, addDays(from, -1), PAGE);
  return rows.map(({ key, value }) => ({ date: key, sizes: value as Readonly<Record<string, number>> }));
}
