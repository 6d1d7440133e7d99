/**
 * The library face of scoring: models on a plain matrix, without a site, a visitor or a store.
 *
 * @example
 * const matrix = toMatrix([[1, 20], [3, 80]], features);
 * const model = fitBoosting(matrix, labels, { holdout: 0.2 });
 * const calibrator = calibrate(laterMargins, laterLabels);
 * predict(model, [2, 50]); // 0.31
 * explain(model, [2, 50]); // { margin, base, contributions }
 */
import type { BoostedModel } from './boosting/model.ts';
import { predict as predictTrees } from './boosting/predict.ts';
import { explainLogistic, type LogisticModel, predictLogistic } from './logistic/model.ts';
import type { Row } from './matrix.ts';
import { explainTrees } from './shap/trees.ts';

export { fitBoosting } from './boosting/fit.ts';
export type { BoostedModel } from './boosting/model.ts';
export type { BoostingOptions } from './boosting/options.ts';
export { calibrate } from './calibration/calibrate.ts';
export { applyCalibration, type Calibrator } from './calibration/calibrator.ts';
export { fitLogistic, type LogisticOptions } from './logistic/fit.ts';
export type { LogisticModel } from './logistic/model.ts';
export { type Feature, type Matrix, type Row, toMatrix } from './matrix.ts';
export { brier, expectedCalibrationError, logLoss, prAuc, rocAuc } from './metrics.ts';

export type Model = LogisticModel | BoostedModel;

export type Explanation = {
  /** In log-odds; of amounts, their logarithm; of squared loss, the amount itself. */
  readonly margin: number;
  /** Margin of the mean row. */
  readonly base: number;
  /** One a feature, in margin units: they add up to `margin - base`. */
  readonly contributions: Float64Array;
};

const isLogistic = (model: Model): model is LogisticModel => 'kind' in model && model.kind === 'logistic';

/**
 * The answer of a model for one row: probability of label 1, an amount, or with softmax the probability of a class.
 *
 * @param row One value a feature, NaN where it is missing.
 * @param output With softmax, the place of the class.
 * @throws RangeError when the row has another length than there are features.
 * @example predict(model, [2, 50]) // 0.31
 */
export function predict(model: Model, row: Row, output = 0): number {
  return isLogistic(model) ? predictLogistic(model, row) : (predictTrees(model, row)[output] ?? Number.NaN);
}

/**
 * Why: exact Shapley values of the margin, for trees along their paths (Lundberg et al. 2018), for a regression in closed
 * form, features taken as independent.
 *
 * @param output With softmax, the place of the class.
 * @throws RangeError as {@link predict} does.
 * @example explain(model, [2, 50]).contributions // Float64Array [0.9, -0.1]
 */
export function explain(model: Model, row: Row, output = 0): Explanation {
  const explained = isLogistic(model) ? explainLogistic(model, row) : explainTrees(model, row)[output];
  if (explained === undefined) throw new RangeError(`there is no output ${output}`);
  return explained;
}
