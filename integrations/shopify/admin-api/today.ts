/** The day so far. */

import { startOfDate } from '../../../core/calendar.ts';
import type { Site } from '../../../core/sites/site.ts';
import { localDate } from '../../../core/zone.ts';
import type { Today } from '../admin-page/contract.ts';
import type { Tally } from '../counting/tally.ts';

const MOST_NAMES = 20;

/** @example await readToday(site, { tally, now }) */
export async function readToday(
  { siteId, settings }: Site,
  { tally, now }: { readonly tally: Pick<Tally, 'sum'>; readonly now: () => number },
): Promise<Today> {
  const at = now();
  const zone = settings.timezone;
  const date = localDate(at, zone);
  const { events, loads, orders, names } = await tally.sum(siteId, startOfDate(date, zone));
  const counted = Object.entries(names).map(([name, count]) => ({ name, count }));
  return {
    ...{ date, zone, at: new Date(at).toISOString(), events, loads, orders },
    names: counted.toSorted((a, b) => b.count - a.count).slice(0, MOST_NAMES),
  };
}
