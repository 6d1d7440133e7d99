/** The chance that one share truly is larger than another, exactly. */
import type { Share } from '../proportions.ts';
import { logBeta } from './stirling.ts';

/**
 * P(B > A) of two independent shares with the prior Beta(1, 1), by Miller's sum (Formulas for Bayesian A/B Testing,
 * 2014, equation 6). Its terms rise to one peak and fall, so they are summed from there outwards for as long as they
 * count; the peak's logarithm is taken, so any counts will do. Relative error about 1e-16 for each visitor, that is 1e-12
 * at 10,000.
 *
 * @example chanceOfLarger({ did: 122, of: 21_306 }, { did: 189, of: 21_387 }) // 0.9999238490
 */
export function chanceOfLarger(a: Share, b: Share): number {
  const sum = sumOf({ a1: a.did + 1, b1: a.of - a.did + 1, a2: b.did + 1, b2: b.of - b.did + 1 });
  return Math.min(1, sum);
}

/** A ~ Beta(a1, b1), B ~ Beta(a2, b2). */
type Posteriors = { readonly a1: number; readonly b1: number; readonly a2: number; readonly b2: number };

/** Below this share of the sum, what is left out is lost in rounding. */
const NEGLIGIBLE = 2 ** -56;

function sumOf(posteriors: Posteriors): number {
  const { a1, b1, a2, b2 } = posteriors;
  const last = a2 - 1;
  const peak = Math.min(last, Math.max(0, Math.ceil((a1 * b2 - a1 - b1 - b2) / (b1 + 1))));
  const largest = Math.exp(logTermOf(posteriors, peak));
  let sum = largest;
  for (let i = peak, term = largest; i < last && term * (last - i) > sum * NEGLIGIBLE; i += 1) {
    term *= growthAt(posteriors, i);
    sum += term;
  }
  for (let i = peak, term = largest; i > 0 && term * i > sum * NEGLIGIBLE; i -= 1) {
    term /= growthAt(posteriors, i - 1);
    sum += term;
  }
  return sum;
}

function logTermOf({ a1, b1, b2 }: Posteriors, i: number): number {
  return logBeta(a1 + i, b1 + b2) - logBeta(a1, b1) - logBeta(i + 1, b2) - Math.log(b2 + i);
}

/** Term i + 1 over term i: falls as i grows, and is 1 at the peak. */
function growthAt({ a1, b1, b2 }: Posteriors, i: number): number {
  return ((a1 + i) / (a1 + b1 + b2 + i)) * ((b2 + i) / (1 + i));
}
