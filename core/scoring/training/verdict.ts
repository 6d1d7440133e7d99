/** Whether what was trained is served: it has to be surely better than chance, and better than all that is there. */
import type { MeasuredAuc } from '../auc-interval.ts';
import type { Dataset } from '../labels/dataset.ts';
import type { BinaryMeasures } from './judge.ts';

export type CandidateName = 'logistic' | 'boosting' | 'champion' | 'heuristic' | 'constant';
export type Candidate = {
  readonly name: CandidateName;
  /** On the test rows: log loss, or for amounts gamma deviance. Less is better. */
  readonly loss: number;
  /** Of a yes or no. */
  readonly measures: BinaryMeasures | null;
};

export type Verdict = 'promoted' | 'too_little_to_test' | 'no_better_than_the_rate' | 'no_better_than_served';

/** One in a thousand rankings by chance alone reaches this many deviations above one half. */
const SURE = 3.09;

/** @example decide(best, rivals, dataset) === 'promoted' */
export function decide(best: Candidate, rivals: readonly Candidate[], dataset: Dataset): Verdict {
  const { auc } = best.measures ?? {};
  if (auc !== undefined && (auc.positives === 0 || auc.negatives === 0)) return 'too_little_to_test';
  const constant = rivals.find(({ name }) => name === 'constant');
  const isChance = auc !== undefined && auc.auc < 0.5 + SURE * deviationByChance(auc, dataset);
  if (isChance || (constant !== undefined && best.loss >= constant.loss)) return 'no_better_than_the_rate';
  return rivals.every(({ loss }) => best.loss < loss) ? 'promoted' : 'no_better_than_served';
}

/**
 * How far from one half the area lies where scores say nothing (Mann and Whitney, Annals of Mathematical Statistics 18,
 * 1947). Rows of one session resemble each other: as many things count as rows are about, not as many rows as there are.
 */
function deviationByChance({ positives, negatives }: MeasuredAuc, { targets, ...things }: Dataset): number {
  const positiveRows = targets.filter((target) => target > 0).length;
  const hits = positives * shareOf(things.positives, positiveRows);
  const misses = negatives * shareOf(things.negatives, targets.length - positiveRows);
  return Math.sqrt((hits + misses + 1) / (12 * hits * misses));
}

function shareOf(things: number, rows: number): number {
  return rows === 0 ? 1 : Math.min(1, things / rows);
}
