/** Before the start: how small an effect so many visitors show, and how many visitors an effect takes. */
import { normalQuantile } from './normal.ts';
import type { GoalKind } from './sample.ts';
import { bestMultiplier } from './sequential.ts';

/** The control as it is, or as it was last month. */
export type Baseline = {
  readonly goal: GoalKind;
  /** Above 0. */
  readonly mean: number;
  /** Of one visitor's value; ignored for a conversion, whose mean tells it. */
  readonly variance: number;
};

export type Plan = {
  readonly baseline: Baseline;
  /** `fixed`: looked at once, at the end. `sequential`: at every look, and tuned for this number of visitors. */
  readonly method: 'fixed' | 'sequential';
  /** 0.05 unless said. */
  readonly alpha?: number;
  /** How likely the effect is to be shown at the end, if it is there. 0.8 unless said. */
  readonly power?: number;
  /** Treatments, times goals: alpha is divided by them. 1 unless said. */
  readonly comparisons?: number;
};

export type ArmSizes = { readonly control: number; readonly treatment: number };

export const USUAL_POWER = 0.8;
const USUAL_ALPHA = 0.05;

/**
 * Visitors an arm takes, all arms being alike: (k + z)² (v1 + v2) / d², where k standard errors are asked of the
 * estimate, z belongs to the power, and v1 and v2 are the variances with and without the effect d.
 *
 * @param minimumEffect Relative to the control: 0.1 for a tenth more, -0.1 for a tenth less.
 * @returns null for no effect, and for a share that would leave 0 to 1.
 * @example visitorsNeeded({ baseline: { goal: 'conversion', mean: 0.1, variance: 0 }, method: 'fixed' }, 0.1) // 14749
 */
export function visitorsNeeded(plan: Plan, minimumEffect: number): number | null {
  const { baseline } = plan;
  const mean = baseline.mean * (1 + minimumEffect);
  if (minimumEffect === 0 || (baseline.goal === 'conversion' && (mean < 0 || mean > 1))) return null;
  const variances = varianceAt(baseline, baseline.mean) + varianceAt(baseline, mean);
  return Math.ceil((reachOf(plan) ** 2 * variances) / (mean - baseline.mean) ** 2);
}

/**
 * The smallest relative lift that so many visitors show.
 *
 * @returns null where not even all of them converting would be shown.
 * @example detectableEffect(plan, { control: 14_749, treatment: 14_749 }) // 0.1
 */
export function detectableEffect(plan: Plan, sizes: ArmSizes): number | null {
  return detectableAt(plan.baseline, sizes, reachOf(plan));
}

/**
 * The same where the estimate must be so many standard errors away from 0.
 *
 * @param reach Those that are asked of it and those that the power takes, for example 1.96 + 0.84.
 */
export function detectableAt(baseline: Baseline, sizes: ArmSizes, reach: number): number | null {
  if (!(sizes.control > 0 && sizes.treatment > 0 && baseline.mean > 0)) return null;
  if (baseline.goal === 'conversion') return detectableShare(baseline.mean, sizes, reach);
  const perVisitor = 1 / sizes.control + 1 / sizes.treatment;
  return (reach * Math.sqrt(baseline.variance * perVisitor)) / baseline.mean;
}

/** Larger root q of (q - p)² = reach² (p (1 - p) / n1 + q (1 - q) / n2): a larger share is also scattered otherwise. */
function detectableShare(p: number, { control, treatment }: ArmSizes, reach: number): number | null {
  const [own, other] = [reach ** 2 / control, reach ** 2 / treatment];
  const a = 1 + other;
  const b = 2 * p + other;
  const c = p * p - own * p * (1 - p);
  const q = (b + Math.sqrt(b * b - 4 * a * c)) / (2 * a);
  return q > 1 ? null : q / p - 1;
}

/**
 * Full days until every arm has its visitors.
 *
 * @param arms With the control.
 * @param dailyVisitors Who come to all arms together for the first time, each day; above 0.
 * @example daysNeeded({ visitorsPerArm: 14_749, arms: 2, dailyVisitors: 1_000 }) // 30
 */
export function daysNeeded(traffic: {
  readonly visitorsPerArm: number;
  readonly arms: number;
  readonly dailyVisitors: number;
}): number {
  return Math.ceil((traffic.visitorsPerArm * traffic.arms) / traffic.dailyVisitors);
}

function reachOf({ method, alpha = USUAL_ALPHA, power = USUAL_POWER, comparisons = 1 }: Plan): number {
  const each = alpha / comparisons;
  const asked = method === 'fixed' ? normalQuantile(each / 2) : bestMultiplier(each);
  return asked + normalQuantile(1 - power);
}

function varianceAt({ goal, variance }: Baseline, mean: number): number {
  return goal === 'conversion' ? mean * (1 - mean) : variance;
}
