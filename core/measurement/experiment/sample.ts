/** An arm as the tests see it: how many, how much on average, how scattered. */
import { InklingError } from '../../errors.ts';
import { type Moments, meanOf, scatterOf, varianceOf } from './moments.ts';

/** Whether a visitor did it, how much they paid, how often they did it. */
export type GoalKind = 'conversion' | 'revenue' | 'count';

export type Sample = {
  readonly n: number;
  /** Of the goal's value of one visitor: a share, minor units, or times. */
  readonly mean: number;
  /** Of the goal's value of one visitor, not of the mean. */
  readonly variance: number;
  /**
   * Variance that all arms' means have in common, because all were moved by one estimate: it leaves a difference
   * alone, not a ratio. 0 for arms that were not adjusted.
   */
  readonly sharedVariance: number;
};

export type Pair = { readonly control: Sample; readonly treatment: Sample };

/**
 * A share has the variance p(1 - p), everything else the unbiased one.
 *
 * @returns null with fewer than two visitors.
 * @throws InklingError `invalid_moments` for sums that no visitors can have.
 * @example sampleOf(moments, 'conversion') // { n: 100, mean: 0.49, variance: 0.2499, sharedVariance: 0 }
 */
export function sampleOf(moments: Moments, goal: GoalKind): Sample | null {
  refuseImpossible(moments, goal);
  if (moments.n < 2) return null;
  const mean = meanOf(moments);
  const variance = goal === 'conversion' ? mean * (1 - mean) : varianceOf(moments);
  return { n: moments.n, mean, variance, sharedVariance: 0 };
}

function refuseImpossible(moments: Moments, goal: GoalKind): void {
  const { n, sum, sumSquares } = moments;
  if (n < 0 || (n > 0 && scatterOf(moments) < 0)) refuse('were taken away from more than was added to');
  if (goal === 'conversion' && sum !== sumSquares) refuse('are of a conversion and count other than 0 and 1');
}

function refuse(fault: string): never {
  throw new InklingError(
    'invalid_moments',
    'experiment',
    `the sums ${fault}`,
    'rebuild them from the profiles',
  );
}
