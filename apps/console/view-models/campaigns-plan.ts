/** How small a lift can be shown by when, asked of the server's own planning. */

import type { Answer } from '../api/answer.ts';
import type { PlanAnswer, ReportAnswer } from '../api/answers/campaigns.ts';
import { mainUnit } from './campaigns-list.ts';

export type PlanQuestion = {
  readonly goal: 'conversion' | 'revenue' | 'count';
  readonly mean: number;
  readonly variance?: number;
  readonly arms: number;
  readonly dailyVisitors: number;
};

/** Relative; between two of these nobody chooses. */
export const LIFTS = [
  0.01, 0.02, 0.03, 0.04, 0.05, 0.06, 0.08, 0.1, 0.12, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5, 0.75, 1, 1.5, 2, 3, 5,
] as const;

type Ask = (question: PlanQuestion & { readonly lift: number }) => Promise<Answer<PlanAnswer>>;

/**
 * The smallest of the lifts above that is found within so many days, however often one looks.
 *
 * @returns null where not even the largest is.
 * @example await findSmallestLifts(ask, question, [14, 28]) // { ok: true, value: [0.2, 0.15] }
 */
export async function findSmallestLifts(
  ask: Ask,
  question: PlanQuestion,
  days: readonly number[],
): Promise<Answer<readonly (number | null)[]>> {
  // With a larger one more than everybody would do it.
  const lifts = LIFTS.filter((lift) => question.goal !== 'conversion' || question.mean * (1 + lift) <= 1);
  const known = new Map<number, number | null>();
  const found: (number | null)[] = [];
  for (const most of days) {
    let [from, to] = [0, lifts.length];
    while (from < to) {
      const middle = Math.floor((from + to) / 2);
      const lift = lifts[middle] ?? 1;
      if (!known.has(lift)) {
        const taken = await askDays(ask, question, lift);
        if (!taken.ok) return taken;
        known.set(lift, taken.value);
      }
      const needed = known.get(lift) ?? null;
      if (needed !== null && needed <= most) to = middle;
      else from = middle + 1;
    }
    found.push(lifts[from] ?? null);
  }
  return { ok: true, value: found };
}

async function askDays(ask: Ask, question: PlanQuestion, lift: number): Promise<Answer<number | null>> {
  const answer = await ask({ ...question, lift });
  return answer.ok ? { ok: true, value: answer.value.sequential.days } : answer;
}

/**
 * Visitors a day that arms of equal size would need to be told apart as soon as these: a small control arm keeps everybody waiting.
 *
 * @example evenTraffic(1_000, [10, 90]) // 360
 */
export function evenTraffic(dailyVisitors: number, weights: readonly number[]): number {
  const open = weights.filter((weight) => weight > 0);
  const all = open.reduce((sum, weight) => sum + weight, 0);
  const [control, other] = [open[0], Math.min(...open.slice(1))];
  if (control === undefined || open.length < 2) return 0;
  return (dailyVisitors * 2 * open.length) / (all / control + all / other);
}

const MEASURES = { count: 'count', revenue: 'revenue', expansion: 'revenue' } as const;

/** What is known of the control arm; null: nobody of it has done anything yet. */
export function baselineOf(report: ReportAnswer): Omit<PlanQuestion, 'arms' | 'dailyVisitors'> | null {
  const control = mainUnit(report)?.experiment?.control;
  const { kind } = report.goal;
  const [mean, deviation] = [control?.mean.value ?? null, control?.standardDeviation.value ?? null];
  if (mean === null || deviation === null || mean <= 0 || mean >= 1e9) return null;
  const goal = kind === 'count' || kind === 'revenue' || kind === 'expansion' ? MEASURES[kind] : 'conversion';
  if (goal === 'conversion') return mean < 1 ? { goal, mean } : null;
  return { goal, mean, variance: deviation ** 2 };
}
