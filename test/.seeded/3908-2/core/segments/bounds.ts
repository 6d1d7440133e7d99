/** Comparisons of numbers, compiled. */
import type { NumberBounds } from './condition.ts';

export type Bounds = {
  accepts(value: number): boolean;
  /** The least value from which it accepts everything, for whole numbers; null where it is no such bound. */
  readonly leastInteger: number | null;
  /** More of the newest ones than this many change nothing. */
  readonly enough: number;
};

/** @example compileBounds({ gte: 3 }).accepts(3) // true */
export function compileBounds(bounds: NumberBounds): Bounds {
  const { eq, ne, gt, gte, lt, lte } = bounds;
  const isRising = eq === undefined && ne === undefined && lt === undefined && lte === undefined;
  const least = Math.max(gte === undefined ? 0 : Math.ceil(gte), gt === undefined ? 0 : Math.floor(gt) + 1);
  const numbers = [eq, ne, gt, gte, lt, lte].filter((value) => value !== undefined);
  return {
    accepts: (value) =>
      (eq === undefined || value === eq) &&
      (ne === undefined || value !== ne) &&
      (gt === undefined || value > gt) &&
      (gte === undefined || value >= gte) &&
      (lt === undefined || value < lt) &&
      (lte === undefined || value <= lte),
    leastInteger: isRising ? least : null,
    enough: Math.max(1, ...numbers.map((value) => Math.floor(value) + 1)),
  };
}
