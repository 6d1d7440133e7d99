/** Where visitors stopped on their way to an order: who came as far as a step, and no further. */
import { type DayCounts, STEPS, type Step } from './day.ts';
import type { DayRow } from './report.ts';
import { EMPTY_SKETCH, estimateOf, joinSketches } from './sketch.ts';

export type DropPoint = {
  readonly step: 'visit' | Step;
  /** Who took this step or one behind it; of `order`, who ordered. */
  readonly came: number;
  /** Of these, who took none behind it; of `order`, nobody. */
  readonly stopped: number;
};

export type DropPoints = {
  /** `visitors`: estimated, of a day, where views are of somebody; `events`: how often, where all were only counted. */
  readonly unit: 'visitors' | 'events';
  /** In order, and each has fewer than the one before. */
  readonly steps: readonly DropPoint[];
};

const PLACES = ['visit', ...STEPS] as const;

/** @param rows Of the days of the period. @example dropPointsOf(rows).steps.find(({ step }) => step === 'cart')?.stopped */
export function dropPointsOf(rows: readonly DayRow[]): DropPoints {
  const days = rows.map(({ counts }) => counts);
  const isKnown = days.some(({ named }) => named > 0);
  const known = days.filter(({ named, views }) => named > 0 || views === 0);
  const came = sumUp(isKnown ? known.map(visitorsOf) : days.map(eventsOf));
  return {
    unit: isKnown ? 'visitors' : 'events',
    steps: PLACES.map((step, at) => {
      const own = came[at] ?? 0;
      return { step, came: own, stopped: step === 'order' ? 0 : own - (came[at + 1] ?? 0) };
    }),
  };
}

/**
 * Whoever filled a cart came past the product, also where no page told of that. Orders come without the visitor of the
 * page where a server tells of them, so they count by how many they are.
 */
function visitorsOf({ seen, reached, orders }: DayCounts): readonly number[] {
  const [product, cart, checkout, order] = STEPS.map((_, at) => reached[at] ?? EMPTY_SKETCH);
  const count = (sketch = EMPTY_SKETCH): number => Math.round(estimateOf(sketch));
  const carts = joinSketches(cart ?? EMPTY_SKETCH, checkout ?? EMPTY_SKETCH);
  const products = joinSketches(product ?? EMPTY_SKETCH, carts);
  return neverRising([
    count(seen),
    count(products),
    count(carts),
    count(checkout),
    Math.min(count(order), orders),
  ]);
}

function eventsOf({ views, steps, orders }: DayCounts): readonly number[] {
  return neverRising([views, ...STEPS.map((step, at) => (step === 'order' ? orders : (steps[at] ?? 0)))]);
}

/** At each place at least what is behind it. */
function neverRising(counts: readonly number[]): readonly number[] {
  return counts.map((_, at) => Math.max(0, ...counts.slice(at)));
}

function sumUp(days: readonly (readonly number[])[]): readonly number[] {
  return PLACES.map((_, at) => days.reduce((sum, counts) => sum + (counts[at] ?? 0), 0));
}
