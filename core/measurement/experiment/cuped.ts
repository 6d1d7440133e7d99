/**
 * CUPED: what was known of the visitors before the exposure explains a part of their differences, and is taken out
 * (Deng, Xu, Kohavi and Walker, WSDM 2013).
 */
import { covariateScatterOf, crossScatterOf, type Moments, scatterOf } from './moments.ts';
import { type GoalKind, type Sample, sampleOf } from './sample.ts';

/** Estimated once for all arms, so that it favours none. */
export type Adjustment = {
  /** What a unit more of the covariate goes with, within an arm. */
  readonly theta: number;
  /** Mean of the covariate over all arms. */
  readonly centre: number;
  /** Of theta times that mean. */
  readonly centreVariance: number;
};

/**
 * The slope is pooled within the arms: between them the covariate can only differ by chance, and what the treatment does
 * must not leak into it.
 *
 * @param arms All that have visitors.
 * @returns null where the covariate is the same for everybody.
 * @example fitAdjustment([control, treatment])?.theta
 */
export function fitAdjustment(arms: readonly Moments[]): Adjustment | null {
  const scatter = total(arms, covariateScatterOf);
  if (!(scatter > 0)) return null;
  const theta = total(arms, crossScatterOf) / scatter;
  const visitors = total(arms, ({ n }) => n);
  const centre = total(arms, ({ sumX }) => Number(sumX)) / visitors;
  return { theta, centre, centreVariance: (theta ** 2 * scatter) / visitors ** 2 };
}

/**
 * The arm as it would be if its visitors had been like all visitors before.
 *
 * @returns null with fewer than two visitors.
 * @example adjustSample(moments, 'revenue', adjustment) // variance lower by the square of the correlation
 */
export function adjustSample(
  moments: Moments,
  goal: GoalKind,
  { theta, centre, centreVariance }: Adjustment,
): Sample | null {
  const sample = sampleOf(moments, goal);
  if (sample === null) return null;
  const ownMean = Number(moments.sumX) / moments.n;
  const scatter =
    scatterOf(moments) - 2 * theta * crossScatterOf(moments) + theta ** 2 * covariateScatterOf(moments);
  return {
    n: sample.n,
    mean: sample.mean - theta * (ownMean - centre),
    variance: Math.max(0, scatter) / (goal === 'conversion' ? moments.n : moments.n - 1),
    sharedVariance: centreVariance,
  };
}

function total(arms: readonly Moments[], measure: (moments: Moments) => number): number {
  return arms.filter(({ n }) => n > 0).reduce((sum, arm) => sum + measure(arm), 0);
}
