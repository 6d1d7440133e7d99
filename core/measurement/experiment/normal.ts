/** The standard normal distribution. */
import { upperGamma } from './incomplete-gamma.ts';

export function normalDensity(z: number): number {
  return Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);
}

/**
 * Probability above z (DLMF 7.11.2). Relative error below 1e-13 down to 1e-290.
 *
 * @example normalUpper(1.959963984540054) // 0.025
 */
export function normalUpper(z: number): number {
  const tail = upperGamma(0.5, (z * z) / 2) / 2;
  return z < 0 ? 1 - tail : tail;
}

/**
 * The z with so much probability above it: relative error below 1e-14 for a tail from 1e-290 to 0.4.
 *
 * Newton's method on the logarithm of the tail: that is concave, so from the right, where Chernoff's bound
 * tail <= exp(-z²/2) / 2 starts it, every step comes closer and none goes too far.
 *
 * @param tail Above 0, below 1.
 * @example normalQuantile(0.025) // 1.959963984540054
 */
export function normalQuantile(tail: number): number {
  if (tail > 0.5) return -normalQuantile(1 - tail);
  let z = Math.sqrt(-2 * Math.log(2 * tail));
  for (let step = z; Math.abs(step) > z * 1e-9; z += step) {
    const above = normalUpper(z);
    step = (Math.log(above / tail) * above) / normalDensity(z);
  }
  return z;
}
