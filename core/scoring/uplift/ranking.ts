/** Visitors by what a treatment changes, as it is kept and asked: a boosting of each arm, and what a trial's visitors scored. */
import { fitBoosting } from '../boosting/fit.ts';
import type { BoostedModel } from '../boosting/model.ts';
import { predict } from '../boosting/predict.ts';
import { type Matrix, type Row, readRow } from '../matrix.ts';
import { type Cut, cutByUplift } from './allotment.ts';
import { compareRankings, type Estimate } from './evidence.ts';
import { pickTrial, type Trial } from './trial.ts';
import { type Learner, pickArm } from './two-models.ts';
import {
  findMissing,
  judgeUplift,
  LEAST_OF_EACH,
  type UpliftOptions,
  type UpliftVerdict,
} from './verdict.ts';

export type UpliftRanking = {
  readonly treated: BoostedModel;
  readonly untreated: BoostedModel;
  /** Uplift of a fair sample of the trial's visitors, by models that had not seen them, ascending. */
  readonly scores: Float64Array;
};

export type UpliftTraining = {
  readonly verdict: UpliftVerdict;
  /** Null unless it was shown to be better than chance. */
  readonly ranking: UpliftRanking | null;
  /** Qini of the ranking that was in use, on visitors who came after it was learned; null where they are too few. */
  readonly incumbent: Estimate | null;
};

/** What is in use, and which rows of the trial it cannot have been learned from. */
export type Incumbent = { readonly ranking: UpliftRanking; readonly unseen: readonly number[] };

/** An arm has far fewer conversions than rows: small trees, as the reference on Hillstrom's mails has them. */
const GROWING = { rounds: 60, leaves: 8, learningRate: 0.1 } as const;
/** A share of the visitors is cut off to a thousandth. */
const MOST_SCORES = 1_001;

/**
 * Judges what a trial can teach, and learns from all of it where that beats chance. Whether it also beats asking likely
 * buyers first is said by the verdict: where that is open, going by uplift is still what was shown to win something.
 *
 * @throws RangeError as {@link judgeUplift} does.
 * @example trainUplift(trial, { least: 100 }).ranking // null: 41 conversions in the control are too few
 */
export function trainUplift(
  trial: Trial,
  options: UpliftOptions = {},
  inUse: Incumbent | null = null,
): UpliftTraining {
  const { verdict, rankings } = judgeUplift(trial, learnArm, options);
  const incumbent =
    inUse === null ? null : measureRanking(pickTrial(trial, inUse.unseen), inUse.ranking, options);
  if (rankings === null || !((verdict.evidence?.uplift.qini.low ?? 0) > 0))
    return { verdict, ranking: null, incumbent };
  const [untreated, treated] = ([0, 1] as const).map((arm) => grow(pickArm(trial, arm))) as [
    BoostedModel,
    BoostedModel,
  ];
  const scores = sampleSorted(rankings.uplift);
  return { verdict, ranking: { treated, untreated, scores }, incumbent };
}

function measureRanking(trial: Trial, ranking: UpliftRanking, options: UpliftOptions): Estimate | null {
  const { least = LEAST_OF_EACH, repeats = 500, alpha = 0.05, seed = 1 } = options;
  if (findMissing(trial, least).length > 0) return null;
  const row = new Float64Array(trial.matrix.columns.length);
  const guesses = Array.from({ length: trial.matrix.rows }, (_, at) =>
    guessUplift(ranking, readRow(trial.matrix, at, row)),
  );
  const rankings = {
    uplift: Float64Array.from(guesses, ({ uplift }) => uplift),
    likelyBuyers: Float64Array.from(guesses, ({ untreated }) => untreated),
  };
  return compareRankings(trial, rankings, { repeats, alpha, seed }).uplift.qini;
}

const learnArm: Learner = (matrix, targets) => {
  const model = grow({ matrix, targets });
  const into = new Float64Array(1);
  return (row) => predict(model, row, into)[0] ?? 0;
};

function grow({
  matrix,
  targets,
}: {
  readonly matrix: Matrix;
  readonly targets: Float64Array;
}): BoostedModel {
  return fitBoosting(matrix, targets, GROWING);
}

function sampleSorted(scores: Float64Array): Float64Array {
  const sorted = scores.toSorted();
  if (sorted.length <= MOST_SCORES) return sorted;
  const step = (sorted.length - 1) / (MOST_SCORES - 1);
  return Float64Array.from({ length: MOST_SCORES }, (_, at) => sorted[Math.round(at * step)] ?? 0);
}

export type UpliftGuess = {
  /** What the treatment changes in the probability of the goal: -1 to 1. */
  readonly uplift: number;
  /** That probability when nothing is done. */
  readonly untreated: number;
};

/** @example guessUplift(ranking, row).uplift // 0.04: the coupon wins 4 of 100 such visitors */
export function guessUplift({ treated, untreated }: UpliftRanking, row: Row): UpliftGuess {
  const without = predict(untreated, row)[0] ?? 0;
  return { uplift: (predict(treated, row)[0] ?? 0) - without, untreated: without };
}

/** Where a budget ends. @param budget As {@link cutByUplift} has it. */
export function cutRanking({ scores }: UpliftRanking, budget: number): Cut {
  return cutByUplift(scores, budget);
}
