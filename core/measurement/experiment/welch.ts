/** Welch's test of two means with unequal variances: right when it is asked once, at an end that was fixed before. */
import { type Effect, intervalAround, type Tested } from './effect.ts';
import type { Pair } from './sample.ts';
import { studentQuantile, studentUpper } from './student.ts';

/**
 * Degrees of freedom after Welch (Biometrika 34, 1947) and Satterthwaite.
 *
 * @param pair With a variance above 0 on one side.
 */
export function welchDegrees({ control, treatment }: Pair): number {
  const a = control.variance / control.n;
  const b = treatment.variance / treatment.n;
  return (a + b) ** 2 / (a ** 2 / (control.n - 1) + b ** 2 / (treatment.n - 1));
}

/**
 * Interval and p of an effect, absolute or relative.
 *
 * @param effect With a standard error above 0.
 * @param degrees As {@link welchDegrees} tells, also for a relative effect.
 * @param alpha The interval covers a share of 1 - alpha.
 * @example welchTest({ estimate: 0.29, standardError: 0.12479 }, 5839, 0.05) // interval 0.04538 to 0.53462, p 0.02016
 */
export function welchTest(effect: Effect, degrees: number, alpha: number): Tested {
  const { estimate, standardError } = effect;
  const half = studentQuantile(alpha / 2, degrees) * standardError;
  const p = 2 * studentUpper(Math.abs(estimate) / standardError, degrees);
  return { ...effect, interval: intervalAround(estimate, half), p };
}
