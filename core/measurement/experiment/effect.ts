/** What a treatment does compared with the control, and how surely that is known. */
import type { Interval } from '../proportions.ts';
import type { Pair } from './sample.ts';

export type Effect = { readonly estimate: number; readonly standardError: number };

/** An effect with what one test says of it: the interval, and p of no effect, two-sided. */
export type Tested = Effect & { readonly interval: Interval; readonly p: number };

/**
 * Treatment less control, in the goal's units.
 *
 * @example absoluteEffect({ control, treatment }) // { estimate: 29, standardError: 12.48 }: minor units a visitor
 */
export function absoluteEffect({ control, treatment }: Pair): Effect {
  return {
    estimate: treatment.mean - control.mean,
    standardError: Math.sqrt(treatment.variance / treatment.n + control.variance / control.n),
  };
}

/**
 * Treatment over control, less 1, with the standard error of the delta method (Deng, Knoblich and Lu, KDD 2018,
 * equation 5).
 *
 * @param pair With a control whose mean is above 0 by more than its own uncertainty, else it says nothing.
 * @example relativeEffect({ control, treatment }) // { estimate: 0.70732, standardError: 0.37879 }
 */
export function relativeEffect({ control, treatment }: Pair): Effect {
  const ratio = treatment.mean / control.mean;
  const estimate = ratio - 1;
  const variance =
    treatment.variance / treatment.n +
    (ratio ** 2 * control.variance) / control.n +
    estimate ** 2 * control.sharedVariance;
  return { estimate, standardError: Math.sqrt(variance) / control.mean };
}

export function intervalAround(estimate: number, half: number): Interval {
  return { low: estimate - half, high: estimate + half };
}
