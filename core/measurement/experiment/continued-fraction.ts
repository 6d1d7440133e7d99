/** Continued fractions, from the front. */

const CLOSE = 2 ** -52;
/** Instead of 0, where a step would divide by it. */
const TINY = 1e-300;
const MOST_STEPS = 100_000;

/** Numerator and denominator of a step, the first being 1. */
export type Step = (n: number) => readonly [numerator: number, denominator: number];

/**
 * The value of a1 / (b1 + a2 / (b2 + ...)), by Lentz's method as modified by Thompson and Barnett (1986).
 *
 * @example continuedFraction(() => [1, 1]) // 0.618..., the golden ratio less 1
 */
export function continuedFraction(step: Step): number {
  let value = TINY;
  let upper = TINY;
  let lower = 0;
  for (let n = 1; n <= MOST_STEPS; n += 1) {
    const [numerator, denominator] = step(n);
    lower = 1 / keepFromZero(denominator + numerator * lower);
    upper = keepFromZero(denominator + numerator / upper);
    value *= upper * lower;
    if (Math.abs(upper * lower - 1) <= CLOSE) break;
  }
  return value;
}

function keepFromZero(value: number): number {
  return Math.abs(value) < TINY ? TINY : value;
}
