/** Arms by their sums, and visitors by chance. */
import {
  addContribution,
  type Contribution,
  type Moments,
  NO_MOMENTS,
} from '../../../../core/measurement/experiment/moments.ts';
import type { GoalKind, Pair } from '../../../../core/measurement/experiment/sample.ts';
import { sampleOf } from '../../../../core/measurement/experiment/sample.ts';
import { createRandom, type Random } from '../../../durability/random.ts';

/** Sums in hundredths, as a shop with cents has them; 2 digits of the sum and 4 of the squares are whole. */
export function amounts(sum: number, sumSquares: number, n: number): Moments {
  return {
    ...NO_MOMENTS,
    n,
    sum: BigInt(Math.round(sum * 100)),
    sumSquares: BigInt(Math.round(sumSquares * 10_000)),
  };
}

export function shares(did: number, of: number): Moments {
  return { ...NO_MOMENTS, n: of, sum: BigInt(did), sumSquares: BigInt(did) };
}

export function gather(contributions: readonly Contribution[]): Moments {
  return contributions.reduce(addContribution, NO_MOMENTS);
}

export function pairOf(control: Moments, treatment: Moments, goal: GoalKind): Pair {
  const [own, other] = [sampleOf(control, goal), sampleOf(treatment, goal)];
  if (own === null || other === null) throw new Error('an arm of the test has fewer than two visitors');
  return { control: own, treatment: other };
}

export type Draws = Random & {
  /** 0 <= number < 1. */
  uniform(): number;
  /** Of the standard normal distribution (Box and Muller 1958). */
  normal(): number;
};

export function createDraws(seed: number): Draws {
  const random = createRandom(seed);
  const uniform = (): number => random.below(2 ** 32) / 2 ** 32;
  return {
    ...random,
    uniform,
    normal: () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform()),
  };
}
