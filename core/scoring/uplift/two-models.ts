/** What a treatment changes, by visitor. */
import { type Matrix, pickRows, type Row } from '../matrix.ts';
import { rowsOf, type Trial } from './trial.ts';

/** Fits the probability of a 1. @param targets 0 or 1 by row. */
export type Learner = (matrix: Matrix, targets: Float64Array) => (row: Row) => number;

export type TwoModels = {
  /** What the treatment changes: -1 to 1. */
  readonly uplift: (row: Row) => number;
  /** The probability of the goal when nothing is done. */
  readonly untreated: (row: Row) => number;
};

/**
 * The probability of the goal with the treatment, less that without: one model of each arm, as Hansotia and Rukstales
 * (2002) have it; the T-learner of Künzel et al. (PNAS 2019).
 *
 * The draw needs no weights here. Within an arm a model asks what happens at given features, and that is the same
 * however often such visitors came into the arm, as long as what the draw depended on is among the features.
 *
 * @example fitTwoModels(trial, learn).uplift(readRow(matrix, 0)) // 0.05: the coupon wins 5 of 100 such visitors
 */
export function fitTwoModels(
  trial: Pick<Trial, 'matrix' | 'treated' | 'outcomes'>,
  learn: Learner,
): TwoModels {
  const [untreated, treated] = ([0, 1] as const).map((arm) => {
    const { matrix, targets } = pickArm(trial, arm);
    return learn(matrix, targets);
  }) as [(row: Row) => number, (row: Row) => number];
  return { untreated, uplift: (row) => treated(row) - untreated(row) };
}

type ArmRows = { readonly matrix: Matrix; readonly targets: Float64Array };

/** What a model of one arm is fitted to. */
export function pickArm(trial: Pick<Trial, 'matrix' | 'treated' | 'outcomes'>, arm: 0 | 1): ArmRows {
  const rows = rowsOf(trial, arm);
  const targets = Float64Array.from(rows, (row) => trial.outcomes[row] ?? 0);
  return { matrix: pickRows(trial.matrix, rows), targets };
}
