/** What a period of local days came to, told of from the days. */
import { tellCount } from '../privacy/told-counts.ts';
import { datesOf } from './dated.ts';
import { type DayCounts, EMPTY_DAY, STEPS, type Step } from './day.ts';
import { type DropPoints, dropPointsOf } from './drops.ts';
import { type Dates, tellRuns } from './runs.ts';
import { estimateOf, joinSketches, leastOf, type Sketch } from './sketch.ts';

export type StepFigures = {
  readonly step: Step;
  /** Events; of `order`, orders. */
  readonly count: number;
  /** Estimated visitors of the day; null: it was only counted. */
  readonly visitors: number | null;
};

export type DayFigures = {
  /** Local, `YYYY-MM-DD`. */
  readonly date: string;
  readonly views: number;
  /** Of these, of visitors: the others were only counted. */
  readonly viewsOfVisitors: number;
  /** Estimated; null: all views were only counted, nobody knows of how many visitors. */
  readonly uniques: number | null;
  /** Estimated; null likewise. */
  readonly sessions: number | null;
  readonly funnel: readonly StepFigures[];
  readonly orders: number;
  /** Net of what was paid back, in minor units of the site's currency. */
  readonly revenueMinor: number;
  readonly refundedMinor: number;
};

export type Totals = Omit<DayFigures, 'date' | 'uniques'> & {
  /** Estimated visitors on a day, on average of the days of which they are known; null: of none. */
  readonly dailyUniques: number | null;
  /** Of so many days. */
  readonly daysWithUniques: number;
};

export type PageRow = { readonly path: string; readonly views: number };
export type SourceRow = {
  readonly kind: 'campaign' | 'referrer';
  readonly name: string;
  /** Views that came from there, in steps of k. */
  readonly views: number;
};

export type StatisticsReport = Dates & {
  readonly days: readonly DayFigures[];
  readonly totals: Totals;
  readonly drops: DropPoints;
  /** Most viewed first. */
  readonly pages: {
    readonly rows: readonly PageRow[];
    /** Of pages that are withheld, or beyond the bound, or have no path. */
    readonly otherViews: number;
  };
  readonly sources: { readonly rows: readonly SourceRow[] };
};

export type DayRow = { readonly date: string; readonly counts: DayCounts };

const MOST_ROWS = 50;

/**
 * @param rows Ascending, from the beginning of the month on in which the period begins; days without anything may be missing.
 * @param k Below it nothing is told of a page or a source.
 * @example reportOf(rows, { from: '2026-05-01', to: '2026-05-28' }, 10).totals.views
 */
export function reportOf(rows: readonly DayRow[], period: Dates, k: number): StatisticsReport {
  const counts = new Map(rows.map((row) => [row.date, row.counts]));
  const days = datesOf(period).map((date) => figuresOf(date, counts.get(date) ?? EMPTY_DAY));
  const totals = totalsOf(days);
  const pages = tellPages(rows, period, k);
  const told = pages.reduce((sum, { views }) => sum + views, 0);
  return {
    ...period,
    days,
    totals,
    drops: dropPointsOf(rows.filter(({ date }) => date >= period.from && date <= period.to)),
    pages: { rows: pages.slice(0, MOST_ROWS), otherViews: totals.views - told + restOf(pages) },
    sources: { rows: tellSources(rows, period, k).slice(0, MOST_ROWS) },
  };
}

function restOf(pages: readonly PageRow[]): number {
  return pages.slice(MOST_ROWS).reduce((sum, { views }) => sum + views, 0);
}

function figuresOf(date: string, day: DayCounts): DayFigures {
  const { views, named, orders, grossMinor, refundedMinor } = day;
  const isKnown = named > 0 || views === 0;
  const reached = day.reached.map((sketch) => Math.round(estimateOf(sketch)));
  return {
    date,
    views,
    viewsOfVisitors: named,
    uniques: isKnown ? Math.round(estimateOf(day.seen)) : null,
    sessions: isKnown ? sessionsOf(day) : null,
    funnel: STEPS.map((step, at) => {
      const count = step === 'order' ? orders : (day.steps[at] ?? 0);
      const visitors = reached[at] ?? 0;
      return { step, count, visitors: visitors === 0 && count > 0 ? null : visitors };
    }),
    orders,
    revenueMinor: grossMinor - refundedMinor,
    refundedMinor,
  };
}

/** Stretches in a row are one session: each row has one stretch more than ends within it. */
function sessionsOf({ stretches, spans }: DayCounts): number {
  return Math.max(0, Math.round(estimateOf(spans) - estimateOf(stretches)));
}

function totalsOf(days: readonly DayFigures[]): Totals {
  const sum = (read: (day: DayFigures) => number): number =>
    days.reduce((total, day) => total + read(day), 0);
  const known = days.filter(({ uniques, views }) => uniques !== null && views > 0);
  const isUnknown = days.some(({ uniques }) => uniques === null) && known.length === 0;
  const seen = known.reduce((total, { uniques }) => total + (uniques ?? 0), 0);
  return {
    views: sum(({ views }) => views),
    viewsOfVisitors: sum(({ viewsOfVisitors }) => viewsOfVisitors),
    dailyUniques: isUnknown ? null : Math.round(seen / Math.max(1, known.length)),
    daysWithUniques: known.length,
    sessions: isUnknown ? null : sum(({ sessions }) => sessions ?? 0),
    funnel: STEPS.map((step, at) => {
      const cells = days.flatMap(({ funnel }) => funnel[at] ?? []);
      const visitors = cells.reduce((total, cell) => total + (cell.visitors ?? 0), 0);
      const count = cells.reduce((total, cell) => total + cell.count, 0);
      return { step, count, visitors: visitors === 0 && count > 0 ? null : visitors };
    }),
    orders: sum(({ orders }) => orders),
    revenueMinor: sum(({ revenueMinor }) => revenueMinor),
    refundedMinor: sum(({ refundedMinor }) => refundedMinor),
  };
}

function tellPages(rows: readonly DayRow[], period: Dates, k: number): readonly PageRow[] {
  const cells = rows.flatMap(({ date, counts }) =>
    counts.pages.map(([path, count]) => ({ path, date, count, crowd: count })),
  );
  const crowds = { join: (a: number, b: number) => a + b, isEnough: (views: number) => views >= k };
  return [...Map.groupBy(cells, ({ path }) => path)]
    .map(([path, own]) => ({ path, views: tellRuns(own, period, crowds) }))
    .filter(({ views }) => views > 0)
    .toSorted((a, b) => b.views - a.views || (a.path < b.path ? -1 : 1));
}

function tellSources(rows: readonly DayRow[], period: Dates, k: number): readonly SourceRow[] {
  const cells = rows.flatMap(({ date, counts }) => {
    const crowdOf = new Map(counts.crowds);
    return counts.sources.map(([source, count]) => ({
      source,
      date,
      count,
      crowd: crowdOf.get(source) ?? [],
    }));
  });
  const crowds = { join: joinSketches, isEnough: (crowd: Sketch) => leastOf(crowd) >= k };
  return [...Map.groupBy(cells, ({ source }) => source)]
    .map(([source, own]) => ({
      ...nameSource(source),
      views: tellCount(tellRuns<Sketch>(own, period, crowds), k),
    }))
    .filter(({ views }) => views > 0)
    .toSorted((a, b) => b.views - a.views || (a.name < b.name ? -1 : 1));
}

function nameSource(source: string): Pick<SourceRow, 'kind' | 'name'> {
  return { kind: source.startsWith('utm:') ? 'campaign' : 'referrer', name: source.slice(4) };
}
