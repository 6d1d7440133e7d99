/** Sample ratio mismatch: whether the arms hold as many visitors as chance would have given them. */
import { upperGamma } from './incomplete-gamma.ts';

export type ArmCount = {
  readonly visitors: number;
  /** The share it was to have, or any multiple of it; visitors that were due will do too. */
  readonly weight: number;
};

export type SampleRatio = {
  /** `not_enough`: in the smallest arm fewer than {@link LEAST_DUE} were due. */
  readonly state: 'quiet' | 'mismatch' | 'not_enough';
  /** Of the arms with a weight above 0, and so is `p`. null with one such arm or without visitors. */
  readonly chiSquare: number | null;
  readonly degrees: number;
  readonly p: number | null;
  /** In each arm, in the given order. */
  readonly visitors: readonly number[];
  /** How many were due in each arm, in the given order. */
  readonly due: readonly number[];
  /** In arms of weight 0, where nobody can come to be by chance. */
  readonly strays: number;
};

/** An alarm says that the experiment is worth nothing, so that it should be false once in a thousand experiments. */
const ALARM = 0.001;
/** With fewer the chi-square distribution is too rough so far out in its tail. */
export const LEAST_DUE = 10;

/**
 * Pearson's chi-square test with arms of weight above 0, less 1, as degrees of freedom.
 *
 * @example checkSampleRatio([{ visitors: 5200, weight: 1 }, { visitors: 4800, weight: 1 }]) // mismatch, p 6.3e-5
 */
export function checkSampleRatio(arms: readonly ArmCount[]): SampleRatio {
  const open = arms.filter(({ weight }) => weight > 0);
  const all = open.reduce((sum, arm) => sum + arm.visitors, 0);
  const weights = open.reduce((sum, arm) => sum + arm.weight, 0);
  const strays = arms.reduce((sum, arm) => sum + (arm.weight > 0 ? 0 : arm.visitors), 0);
  const due = arms.map(({ weight }) => (weight > 0 ? (all * weight) / weights : 0));
  const degrees = Math.max(0, open.length - 1);
  const isKnown = degrees > 0 && all > 0;
  const chiSquare = isKnown ? chiSquareOf(arms, due) : null;
  const p = chiSquare === null ? null : upperGamma(degrees / 2, chiSquare / 2);
  const state = stateOf(strays, p, due);
  return { state, chiSquare, degrees, p, visitors: arms.map((arm) => arm.visitors), due, strays };
}

function chiSquareOf(arms: readonly ArmCount[], due: readonly number[]): number {
  return arms.reduce((sum, { visitors, weight }, arm) => {
    const expected = due[arm] ?? 0;
    return weight > 0 ? sum + (visitors - expected) ** 2 / expected : sum;
  }, 0);
}

function stateOf(strays: number, p: number | null, due: readonly number[]): SampleRatio['state'] {
  if (strays > 0) return 'mismatch';
  if (p === null || due.some((expected) => expected > 0 && expected < LEAST_DUE)) return 'not_enough';
  return p < ALARM ? 'mismatch' : 'quiet';
}
