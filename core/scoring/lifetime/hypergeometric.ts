/** Gauss's hypergeometric function, summed so that nothing cancels and nothing overflows. */

/** Above it a sum is scaled down. */
const LARGE = 1e200;
/** Below this share of the sum, what is left out is lost in rounding. */
const NEGLIGIBLE = 2 ** -54;

/**
 * ln of c (₂F₁(a, b; c; z) - 1), by its series without the first term (DLMF 15.2.1). Times c it has no pole at c = 0, and
 * all its terms are positive. About 40 / (1 - z) of them count, so z may be close to 1 but should not touch it.
 *
 * Relative error of what it is the logarithm of: below 1e-12, against 30 digits of mpmath.
 *
 * @param place `a` and `b` above 0, `c` above -1, `z` above 0 and below 1.
 * @example Math.exp(logGaussRest({ a: 1, b: 1, c: 2, z: 0.5 })) // 2 (2 ln 2 - 1) = 0.7725887222397811
 */
export function logGaussRest({ a, b, c, z }: Readonly<Record<'a' | 'b' | 'c' | 'z', number>>): number {
  let [term, sum, logScale] = [a * b * z, a * b * z, 0];
  for (let k = 1; ; k += 1) {
    const ratio = ((a + k) / (c + k)) * ((b + k) / (k + 1)) * z;
    term *= ratio;
    sum += term;
    // From where they fall on, the rest is at most a geometric series.
    const slowest = Math.max(ratio, z);
    if (slowest < 1 && term * slowest <= sum * NEGLIGIBLE * (1 - slowest)) return Math.log(sum) + logScale;
    if (sum > LARGE) {
      term /= LARGE;
      sum /= LARGE;
      logScale += Math.log(LARGE);
    }
  }
}
