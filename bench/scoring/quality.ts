/** How good a model is on rows that it was not fitted to. */
import { fitBoosting } from '../../core/scoring/boosting/fit.ts';
import type { BoostingOptions } from '../../core/scoring/boosting/options.ts';
import { predict } from '../../core/scoring/boosting/predict.ts';
import { fitLogistic } from '../../core/scoring/logistic/fit.ts';
import { predictLogistic } from '../../core/scoring/logistic/model.ts';
import { type Matrix, pickRows, readRow } from '../../core/scoring/matrix.ts';
import { expectedCalibrationError, logLoss, rocAuc } from '../../core/scoring/metrics.ts';
import { createRandom, shufflePlaces } from '../../core/scoring/random.ts';

export type Labelled = { readonly matrix: Matrix; readonly targets: Float64Array };

type Answer = (row: Float64Array) => number;

/** Fits, and gives what answers rows. */
export type Learner = (rows: Labelled) => Answer;

export function boosting(options: BoostingOptions): Learner {
  return ({ matrix, targets }) => {
    const model = fitBoosting(matrix, targets, options);
    return (row) => predict(model, row)[0] ?? Number.NaN;
  };
}

export const logistic: Learner = ({ matrix, targets }) => {
  const model = fitLogistic(matrix, targets);
  return (row) => predictLogistic(model, row);
};

/** What was answered about rows, beside what they turned out to be. */
type Answered = { readonly answers: readonly number[]; readonly targets: readonly number[] };

/** Learns from all rows but those at `places`, and answers these. */
export function answerHeld(rows: Labelled, places: ReadonlySet<number>, learn: Learner): Answered {
  const all = Array.from({ length: rows.matrix.rows }, (_, place) => place);
  const learnt = all.filter((place) => !places.has(place));
  const held = all.filter((place) => places.has(place));
  const answer = learn({
    matrix: pickRows(rows.matrix, learnt),
    targets: Float64Array.from(learnt, (place) => rows.targets[place] ?? Number.NaN),
  });
  return {
    answers: held.map((place) => answer(readRow(rows.matrix, place))),
    targets: held.map((place) => rows.targets[place] ?? Number.NaN),
  };
}

export type Quality = {
  /** Means over the folds. */
  readonly auc: number;
  readonly logLoss: number;
  /** Of all rows together, in ten bins: in a single fold most of it is chance. */
  readonly ece: number;
};

/** @param folds Of each row, in which it is answered by a model that did not see it. */
export function crossValidate(rows: Labelled, folds: readonly number[], learn: Learner): Quality {
  const answered = answerFolds(rows, folds, learn);
  const mean = (measure: (fold: Answered) => number) =>
    answered.reduce((sum, fold) => sum + measure(fold), 0) / answered.length;
  return {
    auc: mean(({ answers, targets }) => rocAuc(answers, targets)),
    logLoss: mean(({ answers, targets }) => logLoss(answers, targets)),
    ece: expectedCalibrationError(
      answered.flatMap(({ answers }) => answers),
      answered.flatMap(({ targets }) => targets),
    ),
  };
}

export function answerFolds(rows: Labelled, folds: readonly number[], learn: Learner): readonly Answered[] {
  return [...new Set(folds)].toSorted().map((fold) => {
    const places = folds.flatMap((own, place) => (own === fold ? [place] : []));
    return answerHeld(rows, new Set(places), learn);
  });
}

export function drawFolds(rows: number, count: number, seed: number): readonly number[] {
  const folds = new Array<number>(rows).fill(0);
  for (const [at, place] of shufflePlaces(rows, createRandom(seed)).entries()) folds[place] = at % count;
  return folds;
}
