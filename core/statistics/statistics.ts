/** Figures of a site by local day: views, estimated visitors, pages, sources, how far they came, orders, revenue, events, choices. */
import { addDays } from '../calendar.ts';
import type { Json, SiteId } from '../entry.ts';
import type { Keys, Store } from '../ports.ts';
import { sweepRecords } from '../privacy/records.ts';
import type { SiteRegistry } from '../sites/registry.ts';
import type { Site } from '../sites/site.ts';
import { createTurns } from '../turns.ts';
import { localDate } from '../zone.ts';
import { CHOICE_DAYS, type Choices, createChoices } from './choices.ts';
import { listDated } from './dated.ts';
import { readDay } from './day.ts';
import { type EventsReport, reportEvents } from './events.ts';
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
  read(site: Site, period: Dates): Promise<StatisticsReport & Standing>;
  /** The same of events by name. */
  readEvents(site: Site, period: Dates): Promise<EventsReport & Standing>;
  /** What visitors let happen: no part of the log. */
  readonly choices: Choices;
  /** What is under way ends after its page; what only memory has is written. */
  stop(): Promise<void>;
};

/** Whether there is more to count than what came in just now. */
type Standing = { readonly isBehind: boolean };

export type StatisticsPorts = {
  readonly store: Pick<
    Store,
    'readSince' | 'readEntry' | 'getRecord' | 'putRecord' | 'listRecords' | 'deleteRecord' | 'health'
  >;
  readonly keys: Pick<Keys, 'random'>;
  readonly sites: Pick<SiteRegistry, 'list' | 'byId'>;
  readonly now: () => number;
  readonly pageEntries?: number;
};

const WRITER_BYTES = 6;

/** @example const statistics = createStatistics({ store, sites, keys, now }); await statistics.count() */
export function createStatistics(ports: StatisticsPorts): Statistics {
  const { store, sites, now, keys } = ports;
  const inTurn = createTurns();
  const writer = Buffer.from(keys.random(WRITER_BYTES)).toString('hex');
  const choices = createChoices({ store, now, writer });
  let isStopping = false;

  async function sweepSite({ siteId: site, settings }: Site): Promise<number> {
    const oldest = addDays(localDate(now(), settings.timezone), 1 - KEPT_DAYS);
    const isPast = (date: string): boolean => date < oldest;
    const days = { collection: DAYS, site, isOver: isPast };
    const chosen = { collection: CHOICE_DAYS, site, isOver: isPast };
    const isOver = (_: string, value: Json): boolean => readOrder(value).lastDate < oldest;
    const orders = { collection: ORDERS, site, isOver };
    let count = 0;
    for (const sweep of [days, chosen, orders]) count += await sweepRecords(store, sweep, false);
    return count;
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
    readEvents: async ({ siteId }, period) => {
      const rows = await readDays(store, siteId, period);
      return { ...reportEvents(rows, period), isBehind: await isFarBehind(store) };
    },
    choices,
    stop: async () => {
      isStopping = true;
      await Promise.all([inTurn(async () => undefined), choices.flush()]);
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
  period: Dates,
): Promise<readonly DayRow[]> {
  const found = await listDated(store, [DAYS, site], period);
  return found.map(({ date, value }) => ({ date, counts: readDay(value) }));
}
