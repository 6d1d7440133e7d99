/** Figures of a site by local day: views, estimated visitors, pages, sources, how far they came, orders and revenue. */
import { addDays } from '../calendar.ts';
import type { Json, SiteId } from '../entry.ts';
import type { Store } from '../ports.ts';
import { sweepRecords } from '../privacy/records.ts';
import type { SiteRegistry } from '../sites/registry.ts';
import type { Site } from '../sites/site.ts';
import { createTurns } from '../turns.ts';
import { localDate } from '../zone.ts';
import { readDay } from './day.ts';
import { countLog, DAYS, KEPT_DAYS, ORDERS, readPlace } from './follower.ts';
import { readOrder } from './order.ts';
import { type DayRow, reportOf, type StatisticsReport } from './report.ts';
import { type Dates, monthsOf } from './runs.ts';

export type Statistics = {
  /** Counts what the log holds by now; answers how many entries that were. One server at a time does it. */
  count(): Promise<number>;
  /** Removes what is older than 400 days; answers how many days and orders went. */
  sweep(): Promise<number>;
  /** @param period Local dates of the site. */
  read(site: Site, period: Dates): Promise<StatisticsReport & { readonly isBehind: boolean }>;
  /** What is under way ends after its page. */
  stop(): Promise<void>;
};

export type StatisticsPorts = {
  readonly store: Pick<
    Store,
    'readSince' | 'getRecord' | 'putRecord' | 'listRecords' | 'deleteRecord' | 'health'
  >;
  readonly sites: Pick<SiteRegistry, 'list' | 'byId'>;
  readonly now: () => number;
  readonly pageEntries?: number;
};

const PAGE_DAYS = 100;

/** @example const statistics = createStatistics({ store, sites, now }); await statistics.count() */
export function createStatistics(ports: StatisticsPorts): Statistics {
  const { store, sites, now } = ports;
  const inTurn = createTurns();
  let isStopping = false;

  async function sweepSite({ siteId: site, settings }: Site): Promise<number> {
    const oldest = addDays(localDate(now(), settings.timezone), 1 - KEPT_DAYS);
    const days = { collection: DAYS, site, isOver: (date: string) => date < oldest };
    const isOver = (_: string, value: Json): boolean => readOrder(value).lastDate < oldest;
    const orders = { collection: ORDERS, site, isOver };
    return (await sweepRecords(store, days, false)) + (await sweepRecords(store, orders, false));
  }

  return {
    count: () => inTurn(() => countLog(ports, () => isStopping)),
    sweep: async () => {
      let count = 0;
      for (const site of sites.list()) count += await sweepSite(site);
      return count;
    },
    read: async ({ siteId, settings }, period) => {
      const rows = await readDays(store, siteId, monthsOf(period));
      const isBehind = await isFarBehind(store);
      return { ...reportOf(rows, period, settings.smallNumbers.k), isBehind };
    },
    stop: async () => {
      isStopping = true;
      await inTurn(async () => undefined);
    },
  };
}

/** So many that are not counted yet are more than what came in since the last look. */
const BEHIND_ENTRIES = 5_000;

async function isFarBehind(store: StatisticsPorts['store']): Promise<boolean> {
  const [{ place }, { seq }] = [await readPlace(store), await store.health()];
  // Not every place holds an entry.
  return (
    seq - place >= BEHIND_ENTRIES && (await store.readSince(place, BEHIND_ENTRIES)).length === BEHIND_ENTRIES
  );
}

async function readDays(
  store: StatisticsPorts['store'],
  site: SiteId,
  { from, to }: Dates,
): Promise<readonly DayRow[]> {
  const rows: DayRow[] = [];
  for (let after = addDays(from, -1); ; ) {
    const page = await store.listRecords(DAYS, site, after, PAGE_DAYS);
    for (const { key, value } of page) if (key <= to) rows.push({ date: key, counts: readDay(value) });
    const last = page.at(-1)?.key;
    if (last === undefined || page.length < PAGE_DAYS || last > to) return rows;
    after = last;
  }
}
