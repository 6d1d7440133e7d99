/** What is to be believed of an effect: a normal likelihood with a flat or a normal prior. */
import type { Interval } from '../proportions.ts';
import { type Effect, intervalAround } from './effect.ts';
import { normalDensity, normalQuantile, normalUpper } from './normal.ts';

/** Of the effect, in the effect's own units. */
export type NormalPrior = { readonly mean: number; readonly variance: number };

export type Belief = {
  readonly estimate: number;
  /** Credible, with the share 1 - alpha of the probability, and as much on either side. */
  readonly interval: Interval;
  /** Probability that the effect is above 0. */
  readonly chanceToWin: number;
  /** What is lost on average by staying with the control, or by taking the treatment, when that is the wrong one. */
  readonly risk: { readonly control: number; readonly treatment: number };
};

/**
 * The posterior of an effect, as GrowthBook's gbstats 0.8 has it.
 *
 * @param effect With a standard error above 0.
 * @param prior null: flat.
 * @example beliefOf(effect, null, 0.05) // 49 and 51 of 100: chanceToWin 0.60918, risk 0.0814 and 0.04058
 */
export function beliefOf(effect: Effect, prior: NormalPrior | null, alpha: number): Belief {
  const { mean, deviation } = updatePrior(effect, prior);
  const z = mean / deviation;
  const chanceToWin = normalUpper(-z);
  const spread = deviation * normalDensity(z);
  return {
    estimate: mean,
    interval: intervalAround(mean, normalQuantile(alpha / 2) * deviation),
    chanceToWin,
    risk: {
      control: Math.max(0, spread + mean * chanceToWin),
      treatment: Math.max(0, spread - mean * normalUpper(z)),
    },
  };
}

/** Means weighed by their precision. */
function updatePrior({ estimate, standardError }: Effect, prior: NormalPrior | null) {
  if (prior === null) return { mean: estimate, deviation: standardError };
  const [precision, known] = [1 / standardError ** 2, 1 / prior.variance];
  const mean = (estimate * precision + prior.mean * known) / (precision + known);
  return { mean, deviation: 1 / Math.sqrt(precision + known) };
}
