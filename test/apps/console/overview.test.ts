import { describe, expect, it } from 'vitest';
import type {
  StatisticsAnswer,
  TotalsAnswer,
  TreatmentLine,
} from '../../../apps/console/api/answers/overview.ts';
import { ticksOf } from '../../../apps/console/view-models/days.ts';
import { createFormat } from '../../../apps/console/view-models/format.ts';
import {
  dayBefore,
  isEmpty,
  listNotes,
  viewFigures,
  viewVisits,
} from '../../../apps/console/view-models/overview.ts';
import { listChangers, viewChanged } from '../../../apps/console/view-models/overview-changed.ts';
import { extendFormat } from '../../../apps/console/view-models/overview-format.ts';
import { viewFunnel, viewPages, viewSources } from '../../../apps/console/view-models/overview-tables.ts';
import { OVERVIEW } from '../../../apps/console/words/overview.ts';

const writing = { words: OVERVIEW.en, format: extendFormat(createFormat('en', 0, 'UTC'), 'en') };

const TOTALS: TotalsAnswer = {
  ...{ views: 400, viewsOfVisitors: 400, dailyUniques: 50 },
  ...{ orders: 5, revenue: 100, refunded: 0 },
  funnel: [
    { step: 'product', count: 200, visitors: 60 },
    { step: 'cart', count: 40, visitors: 30 },
    { step: 'checkout', count: 12, visitors: 10 },
    { step: 'order', count: 5, visitors: 4 },
  ],
};

function answerOf(
  totals: Partial<TotalsAnswer> = {},
  more: Partial<StatisticsAnswer> = {},
): StatisticsAnswer {
  const day = { views: 200, uniques: 50, orders: 1, revenue: 50 };
  return {
    ...{
      from: '2026-05-01',
      to: '2026-05-02',
      currency: 'EUR',
      error: 0.016,
      withheldBelow: 10,
      isBehind: false,
    },
    days: [
      { date: '2026-05-01', ...day },
      { date: '2026-05-02', ...day },
    ],
    totals: { ...TOTALS, ...totals },
    pages: { rows: [{ path: '/', views: 300 }], otherViews: 100 },
    sources: { rows: [{ kind: 'referrer', name: 'https://www.search.example', views: 25 }] },
    ...more,
  };
}

describe('the figures of a period', () => {
  it('stand beside those before, with what changed', () => {
    const before = answerOf({ views: 500, orders: 5, revenue: 0 });
    const figures = viewFigures(answerOf(), before, writing);
    expect(figures.map(({ value, note }) => [value, note])).toEqual([
      ['400', '-20% (500 before)'],
      ['50', 'As before'],
      ['5', 'As before'],
      ['€100.00', 'Nothing before it'],
    ]);
  });

  it('are unknown, and not none, where pages were only counted', () => {
    const figures = viewFigures(answerOf({ dailyUniques: null }), answerOf(), writing);
    expect(figures.map(({ value }) => value).slice(0, 2)).toEqual(['400', 'Unknown']);
    expect(figures[1]?.note).toBe(OVERVIEW.en.unknownWhy);
  });

  it('say how sure they are, of whom they are, and what is taken off', () => {
    expect(listNotes(answerOf({ viewsOfVisitors: 100, refunded: 5 }), writing)).toEqual([
      expect.stringContaining('about 3%'),
      expect.stringContaining('25% of the views'),
      expect.stringContaining('€5.00'),
    ]);
    expect(listNotes(answerOf({ dailyUniques: null, viewsOfVisitors: 0 }), writing)).toEqual([]);
  });

  it('are drawn by day, visitors only of days of which they are known', () => {
    const days = answerOf().days.map((day, n) => ({ ...day, uniques: n === 0 ? null : day.uniques }));
    const [views, visitors] = viewVisits(answerOf({}, { days }), OVERVIEW.en);
    expect([views?.points.length, visitors?.points.length]).toEqual([2, 1]);
    const counted = days.map((day) => ({ ...day, uniques: null }));
    expect(viewVisits(answerOf({}, { days: counted }), OVERVIEW.en)).toHaveLength(1);
  });

  it('have a handful of days on their axis, however many there are', () => {
    const [day] = answerOf().days;
    if (day === undefined) throw new Error('there are two days');
    const days = Array.from({ length: 90 }, (_, n) => ({
      ...day,
      date: new Date(n * 86_400_000).toISOString(),
    }));
    expect(ticksOf(days)).toHaveLength(6);
    expect(dayBefore('2026-03-01')).toBe('2026-02-28');
  });

  it('are nothing where nothing happened', () => {
    const funnel = TOTALS.funnel.map((step) => ({ ...step, count: 0 }));
    expect(isEmpty(answerOf({ views: 0, orders: 0, funnel }))).toBe(true);
    expect(isEmpty(answerOf({ views: 0, funnel }))).toBe(false);
  });
});

describe('the tables', () => {
  it('show pages, and the rest as one', () => {
    expect(viewPages(answerOf(), writing).rows.map(({ cells }) => cells)).toEqual([
      ['/', '300', '75%'],
      ['All other pages', '100', '25%'],
    ]);
    expect(viewPages(answerOf({}, { pages: { rows: [], otherViews: 9 } }), writing).rows).toEqual([]);
  });

  it('show sources as people know them, and save them as they are', () => {
    const { rows, file } = viewSources(answerOf(), writing);
    expect(rows[0]?.cells).toEqual(['search.example', 'Other site', '25']);
    expect(file[0]?.[0]).toBe('https://www.search.example');
  });

  it('show how far visitors came, and where most are lost', () => {
    const funnel = viewFunnel(answerOf(), writing);
    expect(funnel.rows.map(({ cells }) => cells.slice(1))).toEqual([
      ['100', '100%', '–'],
      ['60', '60%', '40%'],
      ['30', '30%', '50%'],
      ['10', '10%', '67%'],
      ['5', '5%', '50%'],
    ]);
    expect(funnel.worst).toContain('“Used the cart” and “Began the checkout”: 67%');
  });

  it('show how often steps were taken, where visitors are unknown', () => {
    const steps = TOTALS.funnel.map((step) => ({ ...step, visitors: null }));
    const funnel = viewFunnel(answerOf({ dailyUniques: null, funnel: steps }), writing);
    expect(funnel.rows.map(({ cells }) => cells[1])).toEqual(['400', '200', '40', '12', '5']);
    expect(funnel.note).toBe(OVERVIEW.en.funnel.eventsNote);
  });
});

const treatment = (word: TreatmentLine['verdict']['word'], estimate: number | null): TreatmentLine => ({
  arm: { key: 'bar' },
  basis: 'plain',
  sequential: {
    relative: {
      value: estimate === null ? null : { estimate, interval: { low: estimate - 0.1, high: estimate + 0.1 } },
    },
  },
  cuped: { value: null },
  verdict: { word },
});

describe('what Inkling changed', () => {
  const campaign = { key: 'hi', name: 'Hello', state: 'live', liveSince: '2026-05-01T00:00:00Z' } as const;
  const view = (treatments: readonly TreatmentLine[]) =>
    viewChanged({ campaign, report: { experiment: { treatments } } }, writing);

  it('is a lift with its interval and a verdict', () => {
    const { badge, results } = view([treatment('ship', 0.2)]);
    expect([badge, results]).toEqual([
      { text: 'It helps', tone: 'good' },
      ['bar: +20%, somewhere between +10% and +30%'],
    ]);
  });

  it('is nothing yet, is not believed, or has nobody to compare with: each is said', () => {
    const texts = [
      view([treatment('not_enough_data', null)]),
      view([treatment('broken', 0.4)]),
      viewChanged({ campaign, report: { experiment: null } }, writing),
      viewChanged({ campaign, report: null }, writing),
    ].map(({ badge, results }) => [badge.text, ...results]);
    expect(texts).toEqual([
      ['Too early to say', 'Nothing can be shown yet.'],
      ['Not to be believed', 'Nothing can be shown yet.'],
      ['Nobody to compare with', 'Nothing can be shown yet.'],
      ['The report could not be read now.', 'Nothing can be shown yet.'],
    ]);
  });

  it('is told of what runs or ran, the latest first', () => {
    const all = [
      { ...campaign, key: 'draft', state: 'draft', liveSince: null },
      { ...campaign, key: 'ended', state: 'paused', liveSince: '2026-05-03T00:00:00Z' },
      { ...campaign, key: 'old' },
      { ...campaign, key: 'new', liveSince: '2026-05-02T00:00:00Z' },
    ] as const;
    expect(listChangers(all).map(({ key }) => key)).toEqual(['new', 'old', 'ended']);
  });
});
