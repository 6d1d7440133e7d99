/** What training is made of: models that learn from one piece, stop and are calibrated by the next, and have not seen the last. */
import { fitBoosting } from '../boosting/fit.ts';
import type { BoostedModel } from '../boosting/model.ts';
import { calibrate } from '../calibration/calibrate.ts';
import type { Piece, Split } from '../labels/dataset.ts';
import type { Label } from '../labels/label.ts';
import { fitLogistic } from '../logistic/fit.ts';
import { type Matrix, readRow } from '../matrix.ts';
import { marginOf, type ScoreModel, type Trained } from '../model.ts';

/** Answers false to stop. @param done Share of the work, 0 to 1. */
export type Progress = (done: number) => boolean | undefined;

/** Conversions at which data and heuristic weigh the same. */
const HALF_TRUST = 100;
const MOST_ROUNDS = 300;
/** Whoever can send an event can send one with a price of a billion. */
const OUTERMOST = 0.001;

export type BinaryFit = {
  readonly label: Label;
  /** Distinct things that came true, in all of the data. */
  readonly positives: number;
  readonly seed: number;
};

/**
 * Both models of a yes or no, each held back by the heuristic while data is thin.
 *
 * @throws RangeError where a piece has no row.
 * @example fitBinary(split, { label, positives: 250, seed: 1 }).logistic
 */
export function fitBinary(
  { train, tune }: Pick<Split, 'train' | 'tune'>,
  { label, positives, seed }: BinaryFit,
  progress: Progress = () => true,
): { readonly logistic: ScoreModel; readonly boosting: ScoreModel } {
  const complete = (trained: Trained): ScoreModel => {
    const heuristicShare = HALF_TRUST / (HALF_TRUST + positives);
    return calibrateOn({ label, trained, calibrator: null, heuristicShare }, [tune]);
  };
  const regression = fitLogistic(train.matrix, train.targets, { clamp: OUTERMOST });
  const logistic = complete({ kind: 'logistic', model: regression });
  progress(0.1);
  const trees = grow({ train, tune }, { loss: 'logistic', seed }, progress);
  return { logistic, boosting: complete({ kind: 'boosting', model: trees }) };
}

/**
 * The model with its probabilities fitted to these rows, whatever they were fitted to before.
 *
 * @param pieces Of which its trees or weights have not learned.
 * @throws RangeError where they have no row.
 */
export function calibrateOn(model: ScoreModel, pieces: readonly Piece[]): ScoreModel {
  const margins = pieces.flatMap(({ matrix }) => [...mapRows(matrix, (row) => marginOf(model, row))]);
  const labels = pieces.flatMap(({ targets }) => [...targets]);
  return { ...model, calibrator: calibrate(margins, labels) };
}

type Growing = {
  readonly loss: 'logistic' | 'softmax' | 'gamma';
  readonly seed: number;
  readonly classes?: number;
};

/** Trees of the earliest piece, as many as serve the next one. */
export function grow(
  { train: rows, tune }: Pick<Split, 'train' | 'tune'>,
  growing: Growing,
  progress: Progress,
): BoostedModel {
  return fitBoosting(rows.matrix, rows.targets, {
    ...growing,
    holdout: { matrix: tune.matrix, targets: tune.targets },
    onRound: (round) => progress(0.1 + (0.8 * round) / MOST_ROUNDS),
  });
}

/** A number of each row. */
export function mapRows(matrix: Matrix, of: (row: Float64Array) => number): Float64Array {
  const row = new Float64Array(matrix.columns.length);
  return Float64Array.from({ length: matrix.rows }, (_, at) => of(readRow(matrix, at, row)));
}
