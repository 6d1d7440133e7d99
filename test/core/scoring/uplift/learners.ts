/** Learners that uplift is tried with. */
import { fitBoosting } from '../../../../core/scoring/boosting/fit.ts';
import { predict } from '../../../../core/scoring/boosting/predict.ts';
import { fitLogistic } from '../../../../core/scoring/logistic/fit.ts';
import { predictLogistic } from '../../../../core/scoring/logistic/model.ts';
import { type Matrix, type Row, readRow } from '../../../../core/scoring/matrix.ts';
import type { Learner } from '../../../../core/scoring/uplift/two-models.ts';

/** As small as the reference's 60 trees of depth 3: an arm has far fewer conversions than rows. */
export const smallTrees: Learner = (matrix, targets) => {
  const model = fitBoosting(matrix, targets, { rounds: 60, leaves: 8, learningRate: 0.1 });
  const into = new Float64Array(1);
  return (row) => predict(model, row, into)[0] ?? 0;
};

export const logistic: Learner = (matrix, targets) => {
  const model = fitLogistic(matrix, targets);
  return (row) => predictLogistic(model, row);
};

/** By row. */
export function scoreRows(matrix: Matrix, predictRow: (row: Row) => number): Float64Array {
  return Float64Array.from({ length: matrix.rows }, (_, row) => predictRow(readRow(matrix, row)));
}
