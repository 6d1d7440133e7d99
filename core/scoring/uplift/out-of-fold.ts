/** Scores of visitors by models that never saw them: in a model's own rows everybody looks persuadable. */
import { type Row, readRow } from '../matrix.ts';
import { createRandom, shufflePlaces } from '../random.ts';
import { pickTrial, type Trial } from './trial.ts';
import { fitTwoModels, type Learner } from './two-models.ts';

export type Rankings = {
  /** What the treatment changes, by row. */
  readonly uplift: Float64Array;
  /**
   * The probability of the goal when nothing is done, by row: whom a shop without uplift would ask first. It is learned
   * from the control alone; a model of both arms has learned some of the uplift already.
   */
  readonly likelyBuyers: Float64Array;
};

export type Folding = { readonly folds: number; readonly seed: number };

/** @example rankOutOfFold(trial, learn, { folds: 5, seed: 1 }).uplift[0] // 0.05 */
export function rankOutOfFold(trial: Trial, learn: Learner, { folds, seed }: Folding): Rankings {
  const fold = dealFolds(trial, folds, seed);
  const rankings = {
    uplift: new Float64Array(trial.matrix.rows),
    likelyBuyers: new Float64Array(trial.matrix.rows),
  };
  const rows = [...fold.keys()];
  for (let left = 0; left < folds; left++) {
    const held = rows.filter((row) => fold[row] === left);
    const models = fitTwoModels(
      pickTrial(
        trial,
        rows.filter((row) => fold[row] !== left),
      ),
      learn,
    );
    scoreRows({ trial, rows: held, predict: models.uplift }, rankings.uplift);
    scoreRows({ trial, rows: held, predict: models.untreated }, rankings.likelyBuyers);
  }
  return rankings;
}

/** Every fold has its share of each arm's conversions: with few of them chance would leave folds without. */
function dealFolds({ treated, outcomes }: Trial, folds: number, seed: number): Uint8Array {
  const fold = new Uint8Array(treated.length);
  const dealt = [0, 0, 0, 0];
  for (const row of shufflePlaces(treated.length, createRandom(seed))) {
    const kind = 2 * (treated[row] ?? 0) + (outcomes[row] ?? 0);
    fold[row] = (dealt[kind] ?? 0) % folds;
    dealt[kind] = (dealt[kind] ?? 0) + 1;
  }
  return fold;
}

type Scoring = {
  readonly trial: Trial;
  readonly rows: readonly number[];
  readonly predict: (row: Row) => number;
};

function scoreRows({ trial, rows, predict }: Scoring, into: Float64Array): void {
  const values = new Float64Array(trial.matrix.columns.length);
  for (const row of rows) into[row] = predict(readRow(trial.matrix, row, values));
}
