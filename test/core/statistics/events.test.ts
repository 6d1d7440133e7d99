import { describe, expect, it } from 'vitest';
import { EMPTY_DAY } from '../../../core/statistics/day.ts';
import { dropPointsOf } from '../../../core/statistics/drops.ts';
import { reportEvents } from '../../../core/statistics/events.ts';
import { addNames, MOST_NAMES, OTHER_NAMES } from '../../../core/statistics/names.ts';
import { addTraces, EMPTY_SKETCH, traceOf } from '../../../core/statistics/sketch.ts';

const PERIOD = { from: '2026-05-01', to: '2026-05-01' };
const dayOf = (counts: object) => ({ date: '2026-05-01', counts: { ...EMPTY_DAY, ...counts } });

describe('names of events', () => {
  const flood = Array.from({ length: MOST_NAMES + 5 }, (_, n) => [`Made Up ${n}`, 1, 10] as const);

  it('beyond the bound are one, and known ones have a place in any case', () => {
    const names = new Map(
      addNames(addNames([], flood, MOST_NAMES), [['Product Viewed', 3, 20]], MOST_NAMES).map(
        ([name, ...rest]) => [name, rest],
      ),
    );
    expect(names.get(OTHER_NAMES)).toEqual([5, 10]);
    expect(names.get('Product Viewed')).toEqual([3, 20]);
    expect(names.size).toBe(MOST_NAMES + 2);
  });

  it('are taken off where they were added', () => {
    const known = addNames([], flood, MOST_NAMES);
    const names = new Map(
      addNames(
        known,
        flood.map(([name]) => [name, -1, 0]),
        MOST_NAMES,
      ).map(([name, ...rest]) => [name, rest]),
    );
    expect([...names.values()].every(([count, last]) => count === 0 && last === 10)).toBe(true);
  });

  it('are told most frequent first, without those of which nothing is left', () => {
    const names = [
      ['a', 1, 1],
      ['b', 5, 2],
      ['gone', 0, 3],
      [OTHER_NAMES, 7, 4],
    ];
    expect(reportEvents([dayOf({ names }), dayOf({ names })], PERIOD)).toEqual({
      ...PERIOD,
      events: [
        { name: 'b', count: 10, lastAt: 2 },
        { name: 'a', count: 2, lastAt: 1 },
      ],
      otherCount: 14,
    });
  });
});

describe('drop points', () => {
  const sketchOf = (what: string, from: number, to: number) =>
    addTraces(
      EMPTY_SKETCH,
      Array.from({ length: to - from }, (_, n) => traceOf(what, `v${from + n}`)),
    );
  const told = (counts: object) =>
    dropPointsOf([dayOf(counts)]).steps.map(({ step, came, stopped }) => [step, came, stopped]);

  it('are where visitors took no later step, also where an earlier one was never told of', () => {
    // 10 looked at a product, 4 of them and 2 others filled a cart, one of these began the checkout, and so did a guest.
    const reached = [
      sketchOf('r', 0, 10),
      sketchOf('r', 6, 12),
      [...sketchOf('r', 11, 12), ...sketchOf('r', 50, 51)].toSorted(),
      sketchOf('r', 90, 91),
    ];
    const counts = {
      views: 40,
      named: 40,
      seen: sketchOf('s', 0, 20),
      reached,
      steps: [10, 6, 2, 0],
      orders: 1,
    };
    expect(told(counts)).toEqual([
      ['visit', 20, 7],
      ['product', 13, 6],
      ['cart', 7, 5],
      ['checkout', 2, 1],
      ['order', 1, 0],
    ]);
    expect(dropPointsOf([dayOf(counts)]).unit).toBe('visitors');
    // It was cancelled.
    expect(told({ ...counts, orders: 0 }).at(-1)).toEqual(['order', 0, 0]);
  });

  it('are how often each step was taken where nobody is known, and what comes later came by all before', () => {
    const counted = { views: 40, steps: [10, 12, 3, 0], orders: 5 };
    expect(dropPointsOf([dayOf(counted)]).unit).toBe('events');
    expect(told(counted)).toEqual([
      ['visit', 40, 28],
      ['product', 12, 0],
      ['cart', 12, 7],
      ['checkout', 5, 0],
      ['order', 5, 0],
    ]);
  });

  it('leave out days of which nobody is known where others are', () => {
    const known = dayOf({ views: 2, named: 2, seen: sketchOf('s', 0, 2) });
    // Of pages that were only counted; the shop's server tells who ordered.
    const ordered = { reached: [EMPTY_SKETCH, EMPTY_SKETCH, EMPTY_SKETCH, sketchOf('r', 0, 5)], orders: 5 };
    expect(dropPointsOf([known, dayOf({ views: 100, ...ordered })]).steps[0]).toEqual({
      ...{ step: 'visit', came: 2, stopped: 2 },
    });
  });
});
