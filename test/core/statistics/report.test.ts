import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays } from '../../../core/calendar.ts';
import { type DayCounts, EMPTY_DAY } from '../../../core/statistics/day.ts';
import { reportOf } from '../../../core/statistics/report.ts';
import { tellRuns } from '../../../core/statistics/runs.ts';
import { addTraces, EMPTY_SKETCH, type Sketch, traceOf } from '../../../core/statistics/sketch.ts';

const K = 10;
const crowds = { join: (a: number, b: number) => a + b, isEnough: (count: number) => count >= K };
const cellsOf = (first: string, counts: readonly number[]) =>
  counts.map((count, n) => ({ date: addDays(first, n), count, crowd: count }));

const crowdOf = (count: number, salt = 'm'): Sketch =>
  addTraces(
    EMPTY_SKETCH,
    Array.from({ length: count }, (_, n) => traceOf(salt, `v${n}`)),
  );

const dayOf = (date: string, counts: Partial<DayCounts>) => ({ date, counts: { ...EMPTY_DAY, ...counts } });

describe('what is told of a name', () => {
  it('is what lies in runs of days that hold enough', () => {
    const cells = cellsOf('2026-05-01', [4, 4, 4, 3, 12, 9]);
    // 1 to 3 May are a run, 4 and 5 May are another; 6 May waits for more.
    expect(tellRuns(cells, { from: '2026-05-01', to: '2026-05-31' }, crowds)).toBe(27);
    expect(tellRuns(cells, { from: '2026-05-01', to: '2026-05-04' }, crowds)).toBe(12);
    expect(tellRuns(cells, { from: '2026-05-02', to: '2026-05-31' }, crowds)).toBe(15);
  });

  it('begins anew with each month', () => {
    expect(tellRuns(cellsOf('2026-05-31', [9, 9, 9]), { from: '2026-05-01', to: '2026-06-30' }, crowds)).toBe(
      18,
    );
  });

  it('differs between two periods by nothing or by a whole crowd, however they are chosen', () => {
    const days = fc.array(fc.nat(14), { minLength: 1, maxLength: 45 });
    const ends = fc.tuple(fc.nat(44), fc.nat(44), fc.nat(44), fc.nat(44));
    const property = fc.property(days, ends, (counts, [a, b, c, d]) => {
      const cells = cellsOf('2026-05-01', counts);
      const tell = (from: number, to: number): number =>
        tellRuns(cells, { from: addDays('2026-05-01', from), to: addDays('2026-05-01', to) }, crowds);
      const [inner, outer] = [tell(Math.max(a, b), Math.min(c, d)), tell(Math.min(a, b), Math.max(c, d))];
      const between = outer - inner;
      expect(between === 0 || between >= K).toBe(true);
    });
    fc.assert(property, { numRuns: 500, seed: 9 });
  });
});

describe('a report', () => {
  const period = { from: '2026-05-01', to: '2026-05-02' };

  it('adds up days, and a day without anything is one of them', () => {
    const rows = [
      dayOf('2026-05-02', { views: 3, named: 3, orders: 1, grossMinor: 1_999, refundedMinor: 500 }),
    ];
    const { days, totals } = reportOf(rows, period, K);
    expect(days.map(({ date, views }) => [date, views])).toEqual([
      ['2026-05-01', 0],
      ['2026-05-02', 3],
    ]);
    expect(totals).toMatchObject({ views: 3, orders: 1, revenueMinor: 1_499, refundedMinor: 500 });
  });

  it('says that nobody knows how many there were, where pages were only counted', () => {
    const { days, totals } = reportOf([dayOf('2026-05-01', { views: 7, steps: [2, 0, 0, 0] })], period, K);
    expect(days[0]).toMatchObject({ views: 7, uniques: null, sessions: null });
    expect(days[0]?.funnel[0]).toEqual({ step: 'product', count: 2, visitors: null });
    expect(totals).toMatchObject({ dailyUniques: null, sessions: null });
  });

  it('averages visitors over the days of which they are known', () => {
    const rows = [
      dayOf('2026-05-01', { views: 9, named: 9, seen: crowdOf(6) }),
      dayOf('2026-05-02', { views: 4 }),
    ];
    expect(reportOf(rows, period, K).totals).toMatchObject({ dailyUniques: 6, daysWithUniques: 1 });
  });

  it('names pages of enough views, and what is left stands under one number', () => {
    const rows = [
      dayOf('2026-05-01', {
        views: 24,
        pages: [
          ['/a', 12],
          ['/rare', 9],
        ],
      }),
    ];
    expect(reportOf(rows, period, K).pages).toEqual({ rows: [{ path: '/a', views: 12 }], otherViews: 12 });
  });

  it('names sources of crowds of visitors, not of views, and in steps', () => {
    const rows = [
      dayOf('2026-05-01', {
        views: 90,
        sources: [
          ['utm:spring', 23],
          ['ref:https://one.example', 60],
        ],
        crowds: [
          ['utm:spring', crowdOf(11)],
          ['ref:https://one.example', crowdOf(1)],
        ],
      }),
    ];
    expect(reportOf(rows, period, K).sources.rows).toEqual([{ kind: 'campaign', name: 'spring', views: 25 }]);
  });
});
