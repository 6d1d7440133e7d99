/** Tables of features and categories, in steps: two of nearly the same question would differ by one visitor (told-counts.ts). */
import { tellCount } from '../../privacy/told-counts.ts';
import type { FourFold, Lift } from './association.ts';

/**
 * Those who did it, and those of them who stayed, each in steps; the others are the rest of all, who are told as they are.
 *
 * @returns null where one of the four counts is below k.
 * @example tellTable({ did: { did: 14, of: 40 }, didNot: { did: 20, of: 160 } }, 10)?.did // { did: 15, of: 45 }
 */
export function tellTable({ did, didNot }: FourFold, k: number): FourFold | null {
  const four = [did.did, did.of - did.did, didNot.did, didNot.of - didNot.did];
  if (four.some((count) => count < k)) return null;
  const told = { did: tellCount(did.did, k), of: tellCount(did.of, k) };
  const rest = { did: did.did + didNot.did - told.did, of: did.of + didNot.of - told.of };
  return { did: told, didNot: rest };
}

/**
 * So many times as much a ratio of shares varies as it would by chance alone: where a number stands in its step is left
 * open, evenly over k.
 *
 * @example spreadOfSteps({ did: { did: 15, of: 45 }, didNot: { did: 19, of: 155 } }, 10) // 1.99
 */
export function spreadOfSteps({ did, didNot }: FourFold, k: number): number {
  const chance = 1 / did.did - 1 / did.of + 1 / didNot.did - 1 / didNot.of;
  const moved = (1 / did.did + 1 / didNot.did) ** 2 + (1 / did.of + 1 / didNot.of) ** 2;
  return 1 + ((k ** 2 - 1) / 12) * (moved / chance);
}

/** The same ratio, of so many times the variance. */
export function widenLift({ value, low, high }: Lift, spread: number): Lift {
  const wider = (end: number): number => value * (end / value) ** Math.sqrt(spread);
  return { value, low: wider(low), high: wider(high) };
}

/** Of ratios of two ratios: they hardly move with one visitor, and rounded so they do not show it. */
const DIGITS = 2;

/** The lift among visitors as active, as far from what is told as it is from what is so. */
export function tellAdjusted(adjusted: Lift, exact: Lift, told: Lift): Lift {
  const value = told.value * round(adjusted.value / exact.value);
  const half = halfOf(told) * round(halfOf(adjusted) / halfOf(exact));
  return { value, low: value * Math.exp(-half), high: value * Math.exp(half) };
}

function halfOf({ value, high }: Lift): number {
  return Math.log(high / value);
}

function round(ratio: number): number {
  return Number(ratio.toPrecision(DIGITS));
}
