/** Against mpmath 1.3.0 with 60 digits. */
import { expect, it } from 'vitest';
import { logGaussRest } from '../../../../core/scoring/lifetime/hypergeometric.ts';

it.each([
  [1, 1, 2, 0.5, -0.2580084260092509],
  [0.243, 2.426, 2.219, 0.9, 0.7432667301465461],
  [0.243, 0.3, -0.2, 0.7, -1.8249049485651216],
  [0.3, 0.5, -0.7, 0.99, 6.191748804276109],
  [300, 302, 301.5, 0.9, 697.6333449507814],
  [1_000, 1_000, 1_999, 0.999, 1335.491166122566],
  [0.001, 0.001, -0.998, 0.5, -8.777780719594597],
  [5, 40, 44, 0.9999, 24.654609556038455],
  [0.2, 900, 1_800, 0.001, -1.7144981963644603],
])('the hypergeometric function of %d, %d, %d at %d, less its first term', (a, b, c, z, expected) => {
  expect(Math.abs(Math.expm1(logGaussRest({ a, b, c, z }) - expected))).toBeLessThan(1e-12);
});
