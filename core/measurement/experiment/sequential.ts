/**
 * Asymptotic confidence sequences: intervals that hold at every look at once, so that an experiment may be looked at
 * daily and ended when it pleases (Waudby-Smith, Arbour, Sinha, Kennedy and Ramdas, arXiv 2103.06476, equations 9, 155
 * and 161).
 */
import { type Effect, intervalAround, type Tested } from './effect.ts';

export type Tuning = {
  /** Visitors of both arms together so far. */
  readonly visitors: number;
  /** Of {@link tuneRho}; fixed before the start. */
  readonly rho: number;
  /** All intervals together miss the truth in a share of at most alpha of all experiments. */
  readonly alpha: number;
};

/**
 * The parameter that makes the interval narrowest at a number of visitors. A wrong guess costs width and never truth.
 *
 * @param plannedVisitors Of both arms together, N* in the paper.
 * @example tuneRho(0.05, 5_000) // 0.0398400668
 */
export function tuneRho(alpha: number, plannedVisitors: number): number {
  return Math.sqrt(weightAtBest(alpha) / plannedVisitors);
}

/** n rho² where the interval is narrowest. */
function weightAtBest(alpha: number): number {
  const surprise = -2 * Math.log(alpha);
  return surprise + Math.log(surprise + 1);
}

/**
 * Interval and always-valid p of an effect, absolute or relative. The interval leaves out 0 exactly where p is below
 * alpha.
 *
 * @param effect With a standard error above 0.
 * @example confidenceSequence(effect, { visitors: 10_000, rho, alpha: 0.05 }) // half as wide: 0.0306147722 at variance 1
 */
export function confidenceSequence(effect: Effect, { visitors, rho, alpha }: Tuning): Tested {
  const { estimate, standardError } = effect;
  const weight = visitors * rho ** 2;
  const half = standardError * multiplierAt(weight, alpha);
  const z = estimate / standardError;
  const logEvidence = (weight * z ** 2) / (2 * (weight + 1)) - Math.log1p(weight) / 2;
  return { ...effect, interval: intervalAround(estimate, half), p: Math.min(1, Math.exp(-logEvidence)) };
}

/**
 * Standard errors from the estimate to the end of the interval: what 1.96 is to an interval that is looked at once.
 *
 * @example sequentialMultiplier({ visitors: 10_000, rho, alpha: 0.05 }) // 3.0615
 */
export function sequentialMultiplier({ visitors, rho, alpha }: Tuning): number {
  return multiplierAt(visitors * rho ** 2, alpha);
}

/**
 * The same at the visitors it was planned for, however many those are.
 *
 * @example bestMultiplier(0.05) // 3.0352
 */
export function bestMultiplier(alpha: number): number {
  return multiplierAt(weightAtBest(alpha), alpha);
}

function multiplierAt(weight: number, alpha: number): number {
  return Math.sqrt(((2 * (weight + 1)) / weight) * (Math.log1p(weight) / 2 - Math.log(alpha)));
}
