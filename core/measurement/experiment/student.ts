/** Student's t distribution. */
import { type BetaPlace, betaFront, regularizedBeta } from './incomplete-beta.ts';
import { normalQuantile } from './normal.ts';

/**
 * Probability above t (DLMF 8.17, as an incomplete beta function). Relative error below 1e-12 down to 1e-290, for 1 to
 * 1e7 degrees.
 *
 * @param degrees Above 0; need not be whole.
 * @example studentUpper(2.2281388519649, 10) // 0.025
 */
export function studentUpper(t: number, degrees: number): number {
  const tail = regularizedBeta(placeOf(t, degrees)) / 2;
  return t < 0 ? 1 - tail : tail;
}

/**
 * The t with so much probability above it.
 *
 * Newton's method: right of 0 the tail is convex, and the normal quantile lies left of Student's, so that every step
 * comes closer from the left.
 *
 * @param tail Above 0, at most 0.5.
 * @example studentQuantile(0.025, 10) // 2.2281388519649
 */
export function studentQuantile(tail: number, degrees: number): number {
  let t = normalQuantile(tail);
  for (let step = t; step > t * 1e-9; t += step) {
    const density = betaFront(placeOf(t, degrees)) / t;
    step = (studentUpper(t, degrees) - tail) / density;
  }
  return t;
}

function placeOf(t: number, degrees: number): BetaPlace {
  const squares = degrees + t * t;
  return { a: degrees / 2, b: 0.5, x: degrees / squares, y: (t * t) / squares };
}
