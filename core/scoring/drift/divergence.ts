/** How far apart two distributions over the same bins are. */
import { upperGamma } from '../../measurement/experiment/incomplete-gamma.ts';

export type Counts = readonly number[];

/** Half a row in every bin, so that one that was empty costs much and not everything. */
const PRIOR = 0.5;

/**
 * Population stability index: sum of (a - e) ln(a / e) over the bins, a and e being the shares of now and of the training,
 * in nats; Jeffreys' divergence. By custom above 0.1 it is looked at, and above 0.2 something is done (Siddiqi 2006). Of
 * few rows it is never 0: see {@link psiChance}.
 *
 * @param expected Rows by bin at training; `actual` likewise now.
 * @returns NaN where there are no rows on one side.
 * @example populationStability([50, 50], [75, 25]) // 0.2682
 */
export function populationStability(expected: Counts, actual: Counts): number {
  if (sumOf(expected) === 0 || sumOf(actual) === 0) return Number.NaN;
  const [before, now] = [sharesOf(expected), sharesOf(actual)];
  return before.reduce((sum, share, bin) => {
    const other = now[bin] ?? share;
    return sum + (other - share) * Math.log(other / share);
  }, 0);
}

/**
 * How likely an index as large or larger is where nothing changed: over 1/n + 1/m it is chi-square with as many degrees of
 * freedom as there are bins that hold rows, less 1 (Yurdakul and Naranjo, Journal of Risk Model Validation 14, 2020).
 *
 * @param psi Of {@link populationStability}.
 * @example psiChance(0.2682, [50, 50], [75, 25]) // 0.00025
 */
export function psiChance(psi: number, expected: Counts, actual: Counts): number {
  const held = expected.filter((rows, bin) => rows + (actual[bin] ?? 0) > 0).length;
  if (held < 2 || Number.isNaN(psi)) return 1;
  const scale = 1 / sumOf(expected) + 1 / sumOf(actual);
  return upperGamma((held - 1) / 2, psi / scale / 2);
}

/**
 * Kolmogorov's and Smirnov's distance: the largest difference between the two cumulative shares, at the edges of the bins.
 * The distance between the values themselves is as large or a little larger.
 *
 * @param expected Rows by ascending bin; `actual` likewise.
 * @returns NaN where there are no rows on one side.
 * @example kolmogorovSmirnov([50, 50], [75, 25]) // 0.25
 */
export function kolmogorovSmirnov(expected: Counts, actual: Counts): number {
  const [all, allNow] = [sumOf(expected), sumOf(actual)];
  if (all === 0 || allNow === 0) return Number.NaN;
  let [distance, farthest] = [0, 0];
  for (const [bin, rows] of expected.entries()) {
    distance += (actual[bin] ?? 0) / allNow - rows / all;
    farthest = Math.max(farthest, Math.abs(distance));
  }
  return farthest;
}

function sharesOf(counts: Counts): readonly number[] {
  const all = sumOf(counts) + PRIOR * counts.length;
  return counts.map((rows) => (rows + PRIOR) / all);
}

function sumOf(counts: Counts): number {
  return counts.reduce((sum, rows) => sum + rows, 0);
}
