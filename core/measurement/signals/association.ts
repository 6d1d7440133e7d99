/** How two yes-or-no things go together: tables of four counts. */
import { normalUpper } from '../experiment/normal.ts';
import type { Interval, Share } from '../proportions.ts';

/** Of those who did it and of those who did not, how many stayed. */
export type FourFold = { readonly did: Share; readonly didNot: Share };

export type Lift = Interval & { readonly value: number };

/** 97.5 % quantile of the standard normal distribution: intervals of 95 %. */
const Z = 1.959963984540054;

/**
 * Share of the ones over the share of the others, with the interval of 95 % on the logarithm (Katz, Baptista, Azen, Pike,
 * Biometrics 34, 1978). Where a share is 0, half a visitor is added to each count (Pettigrew, Gart, Thomas, Biometrika 73,
 * 1986): there would be no ratio.
 *
 * @param table With at least one on each side.
 * @example liftOf({ did: { did: 189, of: 11034 }, didNot: { did: 104, of: 11037 } }) // 1.82, 1.43 to 2.31 (Agresti 2002)
 */
export function liftOf({ did, didNot }: FourFold): Lift {
  const more = did.did === 0 || didNot.did === 0 ? 0.5 : 0;
  const [a, n, c, m] = [did.did + more, did.of + more, didNot.did + more, didNot.of + more];
  return intervalOf(a / n / (c / m), 1 / a - 1 / n + 1 / c - 1 / m);
}

/**
 * The lift that is left among visitors of the same stratum: Mantel and Haenszel's ratio of shares, with the variance of
 * its logarithm by Greenland and Robins (Biometrics 41, 1985).
 *
 * @returns null where no stratum has both sides, or nobody stayed on one.
 */
export function adjustedLift(strata: readonly FourFold[]): Lift | null {
  let [above, below, spread] = [0, 0, 0];
  for (const { did, didNot } of strata) {
    const all = did.of + didNot.of;
    if (did.of === 0 || didNot.of === 0) continue;
    above += (did.did * didNot.of) / all;
    below += (didNot.did * did.of) / all;
    spread += ((did.did + didNot.did) * did.of * didNot.of) / all ** 2 - (did.did * didNot.did) / all;
  }
  return above === 0 || below === 0 ? null : intervalOf(above / below, spread / (above * below));
}

function intervalOf(value: number, variance: number): Lift {
  const half = Z * Math.sqrt(Math.max(0, variance));
  return { value, low: value * Math.exp(-half), high: value * Math.exp(half) };
}

/**
 * Bits of what is unknown about staying that knowing the deed takes away: H(stayed) - H(stayed | did), at most 1
 * (Shannon 1948; Quinlan, Machine Learning 1, 1986).
 *
 * @example informationGain({ did: { did: 10, of: 10 }, didNot: { did: 0, of: 10 } }) // 1
 */
export function informationGain({ did, didNot }: FourFold): number {
  const all = did.of + didNot.of;
  const before = entropy((did.did + didNot.did) / all);
  const after = (did.of * entropy(did.did / did.of) + didNot.of * entropy(didNot.did / didNot.of)) / all;
  return Math.max(0, before - after);
}

/** What chance alone gains on average in a table of four counts: 1 / (2 n ln 2) bits (Miller 1955). */
export function chanceGain(all: number): number {
  return 1 / (2 * all * Math.LN2);
}

function entropy(share: number): number {
  const term = (p: number): number => (p <= 0 ? 0 : -p * Math.log2(p));
  return term(share) + term(1 - share);
}

/**
 * Chance of a gain as large as this where the two have nothing to do with each other: G = 2 n ln 2 x gain is distributed
 * as chi-square with one degree of freedom (Woolf, Annals of Human Genetics 21, 1957).
 *
 * @example gainChance(0.02, 500) // 0.000140
 */
export function gainChance(gainBits: number, all: number): number {
  return 2 * normalUpper(Math.sqrt(2 * all * Math.LN2 * gainBits));
}
