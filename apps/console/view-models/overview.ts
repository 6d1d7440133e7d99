/** The figures of a period beside those of the period before. */
import type { DayAnswer, StatisticsAnswer, TotalsAnswer } from '../api/answers/overview.ts';
import type { OverviewWords } from '../words/overview.ts';
import type { OverviewFormat } from './overview-format.ts';
import type { Series } from './plot.ts';

export const PERIODS = [7, 28, 90] as const;
export type PeriodDays = (typeof PERIODS)[number];

const DAY_MS = 86_400_000;
/** Two standard errors: 95 in 100 estimates are no further off. */
const ERRORS = 2;

/** @example dayBefore('2026-03-01') // '2026-02-28' */
export function dayBefore(date: string): string {
  return new Date(Date.parse(date) - DAY_MS).toISOString().slice(0, 10);
}

export type FigureView = {
  readonly key: 'views' | 'visitors' | 'orders' | 'revenue';
  readonly label: string;
  readonly value: string;
  /** Beside the period before. */
  readonly note: string;
};

export type Writing = { readonly words: OverviewWords; readonly format: OverviewFormat };

/** @example viewFigures(now, before, writing)[0]?.value // '1,204' */
export function viewFigures(
  { totals, currency }: StatisticsAnswer,
  before: StatisticsAnswer,
  { words, format }: Writing,
): readonly FigureView[] {
  const money = (amount: number): string => format.money(amount, currency);
  const figure = (
    key: FigureView['key'],
    read: (totals: TotalsAnswer) => number | null,
    write: (value: number) => string = format.count,
  ): FigureView => {
    const [value, past] = [read(totals), read(before.totals)];
    const note = value === null ? words.unknownWhy : wordChange({ value, past, write }, { words, format });
    return { key, label: words.figures[key], value: value === null ? words.unknown : write(value), note };
  };
  return [
    figure('views', ({ views }) => views),
    figure('visitors', ({ dailyUniques }) => dailyUniques),
    figure('orders', ({ orders }) => orders),
    figure('revenue', ({ revenue }) => revenue, money),
  ];
}

type Change = {
  readonly value: number;
  readonly past: number | null;
  readonly write: (value: number) => string;
};

function wordChange({ value, past, write }: Change, { words, format }: Writing): string {
  if (past === null || past <= 0) return words.noBefore;
  return value === past ? words.same : words.change(format.change(value / past - 1), write(past));
}

/** What has to be known of the figures, in sentences. */
export function listNotes(
  { totals, currency, error }: StatisticsAnswer,
  { words, format }: Writing,
): readonly string[] {
  const { views, viewsOfVisitors, refunded, dailyUniques } = totals;
  const share = views === 0 ? 1 : viewsOfVisitors / views;
  return [
    ...(dailyUniques === null ? [] : [words.estimate(format.share(ERRORS * error))]),
    ...(dailyUniques !== null && share < 1 ? [words.partly(format.share(share))] : []),
    ...(refunded > 0 ? [words.refunded(format.money(refunded, currency))] : []),
  ];
}

/** Whether there is anything to show. */
export function isEmpty({ totals }: StatisticsAnswer): boolean {
  return totals.views === 0 && totals.orders === 0 && totals.funnel.every(({ count }) => count === 0);
}

type Read = (day: DayAnswer) => number | null;

/** Days of which something is unknown are left out. */
function seriesOf(key: string, label: string, days: readonly DayAnswer[], read: Read): Series {
  const points = days.flatMap((day) => {
    const y = read(day);
    return y === null ? [] : [{ x: Date.parse(day.date), y }];
  });
  return { key, label, points };
}

/** @example viewVisits(answer, words) // views, and visitors where they are known */
export function viewVisits({ days }: StatisticsAnswer, { figures }: OverviewWords): readonly Series[] {
  const views = seriesOf('views', figures.views, days, (day) => day.views);
  const visitors = seriesOf('visitors', figures.visitors, days, ({ uniques }) => uniques);
  return visitors.points.length === 0 ? [views] : [views, visitors];
}

export function viewRevenue({ days }: StatisticsAnswer, { figures }: OverviewWords): readonly Series[] {
  return [seriesOf('revenue', figures.revenue, days, ({ revenue }) => revenue)];
}

export function viewOrders({ days }: StatisticsAnswer, { figures }: OverviewWords): readonly Series[] {
  return [seriesOf('orders', figures.orders, days, ({ orders }) => orders)];
}
