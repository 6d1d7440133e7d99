/**
 * When customers buy and when they stop: BG/NBD, the beta-geometric / negative binomial model of Fader, Hardie and Lee
 * ("“Counting Your Customers” the Easy Way", Marketing Science 24, 2005). While alive, a customer buys at random times at
 * an own rate, and after each purchase may be gone for good with an own chance. Rates are gamma distributed, chances beta
 * distributed. Time is counted in weeks from a customer's first purchase, and purchases are those after it.
 */
import { regularizedBeta } from '../../measurement/experiment/incomplete-beta.ts';
import { logBeta } from '../../measurement/experiment/stirling.ts';
import { logGaussRest } from './hypergeometric.ts';

export type BgNbdParams = {
  /** Shape of the gamma distribution of rates. */
  readonly r: number;
  /** Its rate parameter α: the mean customer buys r / α times a week. */
  readonly alphaWeeks: number;
  /** Of the beta distribution of the chance to be gone after a purchase: its mean is a / (a + b). */
  readonly a: number;
  readonly b: number;
};

/** All that the model asks of a customer's history. */
export type PurchaseHistory = {
  /** Purchases after the first one: x. */
  readonly repeats: number;
  /** From the first to the latest purchase: t_x, 0 without repeats. */
  readonly recencyWeeks: number;
  /** From the first purchase to now: T. */
  readonly ageWeeks: number;
};

/** So close to a = 1 the formula divides nothing by nothing: there it is a straight line between its two sides. */
const CLOSE_TO_ONE = 1e-5;

/**
 * Purchases a new customer makes in the weeks after the first one: E[X(t)], equation 9 of the paper. Relative error below
 * 1e-8.
 *
 * @param params All above 0.
 * @param weeks At least 0.
 * @example expectedPurchases({ r: 0.243, alphaWeeks: 4.414, a: 0.793, b: 2.426 }, 39) // 1.1967
 */
export function expectedPurchases(params: BgNbdParams, weeks: number): number {
  if (!(weeks > 0)) return 0;
  const { a } = params;
  if (Math.abs(a - 1) >= CLOSE_TO_ONE) return expectedAt(a, params, weeks);
  const below = expectedAt(1 - CLOSE_TO_ONE, params, weeks);
  const above = expectedAt(1 + CLOSE_TO_ONE, params, weeks);
  return below + ((above - below) * (a - 1 + CLOSE_TO_ONE)) / (2 * CLOSE_TO_ONE);
}

/** With another a. */
function expectedAt(a: number, { r, alphaWeeks, b }: BgNbdParams, weeks: number): number {
  const c = a + b - 1;
  const logStill = -r * Math.log1p(weeks / alphaWeeks);
  const rest = logGaussRest({ a: r, b, c, z: weeks / (alphaWeeks + weeks) });
  return (-c * Math.expm1(logStill) - Math.exp(logStill + rest)) / (a - 1);
}

/**
 * How likely a customer still buys, given the history (equation 8 of Fader and Hardie's note of 2008 on the paper). Who
 * never bought again cannot have stopped: 1.
 *
 * @example probabilityAlive(params, { repeats: 2, recencyWeeks: 30.43, ageWeeks: 38.86 }) // 0.7266
 */
export function probabilityAlive(params: BgNbdParams, history: PurchaseHistory): number {
  return history.repeats === 0 ? 1 : 1 / (1 + Math.exp(logOddsGone(params, history)));
}

/** ln of (gone / alive), of somebody who has bought again. */
function logOddsGone(
  { r, alphaWeeks, a, b }: BgNbdParams,
  { repeats, recencyWeeks, ageWeeks }: PurchaseHistory,
): number {
  const silence = (ageWeeks - recencyWeeks) / (alphaWeeks + recencyWeeks);
  return Math.log(a / (b + repeats - 1)) + (r + repeats) * Math.log1p(silence);
}

/**
 * Purchases in the next weeks, given the history: E[Y(t) | x, t_x, T], equation 10 of the paper. If the customer is alive,
 * the rate is Gamma(r + x, α + T) and the chance to go Beta(a, b + x), so that it is what {@link expectedPurchases} says
 * of a new customer with these.
 *
 * @example expectedRepeats(params, { repeats: 2, recencyWeeks: 30.43, ageWeeks: 38.86 }, 39) // 1.2260
 */
export function expectedRepeats(params: BgNbdParams, history: PurchaseHistory, weeks: number): number {
  const { r, alphaWeeks, a, b } = params;
  const { repeats, ageWeeks } = history;
  const known = { r: r + repeats, alphaWeeks: alphaWeeks + ageWeeks, a, b: b + repeats };
  return probabilityAlive(params, history) * expectedPurchases(known, weeks);
}

/**
 * How likely a new customer makes exactly so many purchases in the weeks after the first one: P(X(t) = n), equation 8 of
 * the paper.
 *
 * @param purchases Whole, at least 0.
 * @param weeks Above 0.
 * @example purchaseProbability(params, 0, 39) // 0.5738
 */
export function purchaseProbability(params: BgNbdParams, purchases: number, weeks: number): number {
  const { r, alphaWeeks, a, b } = params;
  const [bought, not] = [weeks / (alphaWeeks + weeks), alphaWeeks / (alphaWeeks + weeks)];
  const logCount = r * Math.log(not) + (purchases === 0 ? 0 : purchases * Math.log(bought));
  const logStayed = logBeta(a, b + purchases) - logBeta(a, b);
  const logWays = -logBeta(r, purchases + 1) - Math.log(r + purchases);
  const alive = Math.exp(logStayed + logWays + logCount);
  if (purchases === 0) return alive;
  const left = Math.exp(logBeta(a + 1, b + purchases - 1) - logBeta(a, b));
  // The chance that so many purchases or more fell into the weeks is a tail of the negative binomial distribution.
  return alive + left * regularizedBeta({ a: purchases, b: r, x: bought, y: not });
}
