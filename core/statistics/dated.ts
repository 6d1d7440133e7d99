/** Records by local date, and the dates of a period. */
import { addDays } from '../calendar.ts';
import type { Json, SiteId } from '../entry.ts';
import type { Store } from '../ports.ts';
import type { Dates } from './runs.ts';

const PAGE_DAYS = 100;

export type Dated = { readonly date: string; readonly value: Json };

/** Those that there are, ascending. @example await listDated(store, [DAYS, site], { from: '2026-05-01', to: '2026-05-28' }) */
export async function listDated(
  store: Pick<Store, 'listRecords'>,
  [collection, site]: readonly [collection: string, site: SiteId],
  { from, to }: Dates,
): Promise<readonly Dated[]> {
  const found: Dated[] = [];
  for (let after = addDays(from, -1); ; ) {
    const page = await store.listRecords(collection, site, after, PAGE_DAYS);
    for (const { key, value } of page) if (key <= to) found.push({ date: key, value });
    const last = page.at(-1)?.key;
    if (last === undefined || page.length < PAGE_DAYS || last > to) return found;
    after = last;
  }
}

/** @example datesOf({ from: '2026-05-01', to: '2026-05-02' }) // ['2026-05-01', '2026-05-02'] */
export function datesOf({ from, to }: Dates): readonly string[] {
  const dates: string[] = [];
  for (let date = from; date <= to; date = addDays(date, 1)) dates.push(date);
  return dates;
}
