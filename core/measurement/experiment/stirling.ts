/** Stirling's series: gamma and beta functions without large terms that cancel. */

/** DLMF 5.11.1: 1/12x - 1/360x³ + ... */
const SERIES: readonly number[] = [1 / 12, -1 / 360, 1 / 1260, -1 / 1680, 1 / 1188, -691 / 360_360, 1 / 156];
/** From here on the first term left out is below 1e-19. */
const LEAST = 16;

/**
 * What Stirling's formula leaves of ln Γ(x): ln Γ(x) - ((x - ½) ln x - x + ½ ln 2π). Absolute error about 1e-15.
 *
 * @param x Above 0.
 * @example stirlingError(1) // 0.0810614667953
 */
export function stirlingError(x: number): number {
  let error = 0;
  let at = x;
  for (; at < LEAST; at += 1) error += (at + 0.5) * Math.log1p(1 / at) - 1;
  return error + SERIES.reduceRight((sum, coefficient) => sum / (at * at) + coefficient, 0) / at;
}

/**
 * ln B(a, b). Relative error about 1e-15.
 *
 * @example logBeta(2, 3) // ln(1/12) = -2.4849066497880
 */
export function logBeta(a: number, b: number): number {
  const shares = a * Math.log1p(b / a) + b * Math.log1p(a / b);
  return 0.5 * Math.log((2 * Math.PI * (a + b)) / a / b) - shares + betaError(a, b);
}

/** What Stirling's formula leaves of ln B(a, b). */
export function betaError(a: number, b: number): number {
  return stirlingError(a) + stirlingError(b) - stirlingError(a + b);
}
