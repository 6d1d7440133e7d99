/** Figures of a site by day, and of its events and choices. */
import { addDays } from '../../../core/calendar.ts';
import type { Engine } from '../../../core/engine.ts';
import { accept, type Outcome, refuse } from '../../../core/errors.ts';
import { toMajor } from '../../../core/events/money.ts';
import { describeSteps } from '../../../core/privacy/told-words.ts';
import type { Site } from '../../../core/sites/site.ts';
import type { ChoicesReport } from '../../../core/statistics/choices.ts';
import type { EventFigures, EventsReport } from '../../../core/statistics/events.ts';
import { KEPT_DAYS } from '../../../core/statistics/follower.ts';
import type { DayFigures, StatisticsReport, Totals } from '../../../core/statistics/report.ts';
import type { Dates } from '../../../core/statistics/runs.ts';
import { SKETCH_ERROR } from '../../../core/statistics/sketch.ts';
import { localDate } from '../../../core/zone.ts';
import { ok } from '../answer.ts';
import { pickQuery } from '../period.ts';
import { type Route, siteOf } from '../route.ts';

const USUAL_DAYS = 28;
const DATE = /^\d{4}-\d{2}-\d{2}$/;

export function statisticsRoutes({ statistics, now }: Engine): readonly Route[] {
  const readPeriod = ({ settings }: Site, query: URLSearchParams): Outcome<Dates> =>
    readDates(pickQuery(query, ['from', 'to', 'days']), localDate(now(), settings.timezone));
  return [
    {
      method: 'GET',
      path: '/v1/statistics',
      key: 'secret',
      summary: 'Views, estimated visitors, pages, sources, funnel, orders and revenue by day',
      query: DATES,
      handle: async ({ caller, query }) => {
        const site = siteOf(caller);
        const period = readPeriod(site, query);
        if (!period.ok) return period;
        return ok(presentStatistics(await statistics.read(site, period.value), site.settings));
      },
    },
    {
      method: 'GET',
      path: '/v1/statistics/events',
      key: 'secret',
      summary: 'How often each event came, and when last, by name',
      query: DATES,
      handle: async ({ caller, query }) => {
        const site = siteOf(caller);
        const period = readPeriod(site, query);
        if (!period.ok) return period;
        return ok(presentEvents(await statistics.readEvents(site, period.value), site.settings));
      },
    },
    {
      method: 'GET',
      path: '/v1/statistics/choices',
      key: 'secret',
      summary:
        'Page loads by day: with consent, undecided, refused, and with Global Privacy Control honoured',
      query: DATES,
      handle: async ({ caller, query }) => {
        const site = siteOf(caller);
        const period = readPeriod(site, query);
        if (!period.ok) return period;
        const { timezone } = site.settings;
        const report: ChoicesView = {
          timezone,
          ...(await statistics.choices.read(site.siteId, period.value)),
        };
        return ok(report);
      },
    },
  ];
}

const DATES = {
  from: 'first local day of the site, YYYY-MM-DD',
  to: 'last day, with it (today)',
  days: 'how many days, in place of the first one, 1 to 400 (28)',
};

type AskedDates = Readonly<Record<'from' | 'to' | 'days', string | undefined>>;

function readDates(query: AskedDates, today: string): Outcome<Dates> {
  const { from: asked, to = today, days } = query;
  if (!isDate(to)) return refuse('invalid_value', 'to', 'write a day, like 2026-05-28');
  if (asked !== undefined && days !== undefined)
    return refuse('invalid_value', 'days', 'write the first day, or how many there are');
  const count = Number(days ?? USUAL_DAYS);
  if (!(Number.isInteger(count) && count >= 1 && count <= KEPT_DAYS))
    return refuse('invalid_value', 'days', `write a whole number from 1 to ${KEPT_DAYS}`);
  const from = asked ?? addDays(to, 1 - count);
  if (!isDate(from)) return refuse('invalid_value', 'from', 'write a day, like 2026-05-01');
  if (from > to) return refuse('invalid_value', 'from', 'write a day that is not after the last one');
  if (from < addDays(to, 1 - KEPT_DAYS))
    return refuse('invalid_value', 'from', `ask for at most ${KEPT_DAYS} days`);
  return accept({ from, to });
}

/** 30 February is none. */
function isDate(text: string): boolean {
  if (!DATE.test(text)) return false;
  const t = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(t) && new Date(t).toISOString().startsWith(text);
}

type Priced<Figures> = Omit<Figures, 'revenueMinor' | 'refundedMinor'> & {
  readonly revenue: number;
  readonly refunded: number;
};

/** Money in major units. */
export type StatisticsView = Omit<StatisticsReport, 'days' | 'totals'> & {
  readonly timezone: string;
  readonly currency: string;
  /** One standard error of estimated visitors, as a share. */
  readonly error: number;
  /** How numbers of pages and sources are to be read. */
  readonly withheldBelow: number;
  readonly steps: string;
  /** What came in last is not counted yet. */
  readonly isBehind: boolean;
  readonly days: readonly Priced<DayFigures>[];
  readonly totals: Priced<Totals>;
};

/** @example presentStatistics(report, site.settings).totals.revenue // 19.99 */
export function presentStatistics(
  report: StatisticsReport & { readonly isBehind: boolean },
  { timezone, currency, smallNumbers: { k } }: Site['settings'],
): StatisticsView {
  return {
    ...report,
    timezone,
    currency,
    error: Math.round(SKETCH_ERROR * 10_000) / 10_000,
    withheldBelow: k,
    steps: `Pages are told from ${k} views on, sources of crowds of ${k} visitors or more, ${describeSteps(k)}.`,
    days: report.days.map((day) => priced(day, currency)),
    totals: priced(report.totals, currency),
  };
}

export type ChoicesView = ChoicesReport & { readonly timezone: string };

/** Instants in ISO 8601. */
export type EventsView = Omit<EventsReport, 'events'> & {
  readonly timezone: string;
  readonly isBehind: boolean;
  readonly events: readonly (Omit<EventFigures, 'lastAt'> & { readonly lastAt: string })[];
};

function presentEvents(
  { events, ...report }: EventsReport & { readonly isBehind: boolean },
  { timezone }: Site['settings'],
): EventsView {
  const told = events.map((row) => ({ ...row, lastAt: new Date(row.lastAt).toISOString() }));
  return { ...report, timezone, events: told };
}

function priced<Figures extends { readonly revenueMinor: number; readonly refundedMinor: number }>(
  { revenueMinor, refundedMinor, ...figures }: Figures,
  currency: string,
): Priced<Figures> {
  return {
    ...figures,
    revenue: toMajor(revenueMinor, currency),
    refunded: toMajor(refundedMinor, currency),
  };
}
