/** Logistic regression with an L2 penalty. */
import type { Matrix } from '../matrix.ts';
import { checkLabels } from '../ranking.ts';
import { clampMatrix } from './clamp.ts';
import { type Coding, createDesign, type Design } from './design.ts';
import { LOGISTIC_VERSION, type LogisticModel, type LogisticTerm } from './model.ts';
import { minimizeLoss } from './newton.ts';

export type LogisticOptions = {
  /**
   * Half of it times the sum of squared weights is added to the summed log loss, in nats; the weights are log-odds for a
   * standard deviation of a number, a level of a category, or a gap. 1 is what scikit-learn calls C = 1, and is a prior
   * of deviation 1 on each weight. 0 has no answer where the labels can be separated.
   */
  readonly l2?: number;
  /**
   * Share of the known values of a number, at either end, that are read as the outermost of the others, here and whenever
   * the model is asked: 0.001, say. Where it is left out every value is taken as it is, and lines go on for ever.
   */
  readonly clamp?: number;
};

/**
 * Fits P(label = 1) as a logistic function of a weighted sum. Missing numbers stand at the mean and have a weight of their
 * own; missing and unknown levels have none. With labels of one kind alone nothing can be learned but the rate: the model
 * is the rate (k + 1/2) / (n + 1), without weights.
 *
 * Each step costs rows x features² / 2 and weights³ / 6 products.
 *
 * @param matrix By columns; NaN is missing.
 * @param labels 1 or 0, one a row.
 * @throws RangeError when there is no row, the labels are not as many or neither 1 nor 0, a column has another length, a
 * number is infinite, the penalty is below 0, or half of the values or more were to be clamped.
 * @example predictLogistic(fitLogistic(toMatrix([[1], [2], [3], [4]]), [0, 0, 1, 1]), [4]) // 0.7802
 */
export function fitLogistic(
  matrix: Matrix,
  labels: ArrayLike<number>,
  { l2 = 1, clamp }: LogisticOptions = {},
): LogisticModel {
  checkLabels(matrix.rows, labels);
  if (!(l2 >= 0 && l2 < Number.POSITIVE_INFINITY)) throw new RangeError(`l2 is ${l2}: 0 or more`);
  const clamped = clamp === undefined ? { matrix, limits: [] } : clampMatrix(matrix, clamp);
  const design = createDesign(clamped.matrix);
  const weights = weigh(design, Float64Array.from(labels), l2);
  const terms = design.codings.map((coding, at) => ({
    ...termOf(coding, weights),
    ...(coding.kind === 'number' && clamped.limits[at]),
  }));
  const base = design.codings.reduce(
    (sum, coding) => sum + meanOf(coding, weights),
    weights[design.width - 1] ?? 0,
  );
  return { kind: 'logistic', version: LOGISTIC_VERSION, base, terms };
}

function weigh(design: Design, labels: Float64Array, l2: number): Float64Array {
  const positives = labels.reduce((sum, label) => sum + label, 0);
  if (positives > 0 && positives < labels.length) return minimizeLoss({ design, labels, l2 });
  const weights = new Float64Array(design.width);
  weights[design.width - 1] = Math.log((positives + 0.5) / (labels.length - positives + 0.5));
  return weights;
}

/** What the feature adds to the margin on average: numbers are centred already. */
function meanOf(coding: Coding, weights: Float64Array): number {
  if (coding.kind === 'number') return coding.missingShare * gapOf(coding, weights);
  return coding.shares.reduce((sum, share, level) => sum + share * (weights[coding.place + level] ?? 0), 0);
}

function gapOf(coding: Coding & { readonly kind: 'number' }, weights: Float64Array): number {
  return coding.missingPlace === null ? 0 : (weights[coding.missingPlace] ?? 0);
}

function termOf(coding: Coding, weights: Float64Array): LogisticTerm {
  const mean = meanOf(coding, weights);
  const { name } = coding.feature;
  if (coding.kind === 'category') {
    const { levels } = coding.feature;
    const effects = levels.map((_, level) => (weights[coding.place + level] ?? 0) - mean);
    return { name, kind: 'category', levels, effects, other: 0 - mean };
  }
  const slope = coding.deviation === 0 ? 0 : (weights[coding.place] ?? 0) / coding.deviation;
  const missing = gapOf(coding, weights) - mean;
  return { name, kind: 'number', mean: coding.mean, slope, present: 0 - mean, missing };
}
