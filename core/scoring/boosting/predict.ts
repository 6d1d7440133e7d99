/** What a boosting answers about a row. */
import type { Row } from '../matrix.ts';
import { toProbability } from '../probability.ts';
import { sumLeaves } from './forest.ts';
import { toShares } from './losses.ts';
import type { BoostedModel } from './model.ts';

/**
 * Sums of the trees, one an output: log-odds (logistic), unnormalized log-shares (softmax), the amount (squared) or its
 * logarithm (gamma, tweedie).
 *
 * @param row One value a feature, in the order of `model.features`; NaN is missing.
 * @param into Filled and answered where given, so that nothing is allocated.
 * @throws RangeError when the row has another length than there are features.
 * @example predictMargins(model, [3, 0.2, Number.NaN])[0] // -1.386: odds of 1 to 4
 */
export function predictMargins(
  model: BoostedModel,
  row: Row,
  into: Float64Array = new Float64Array(model.outputs),
): Float64Array {
  const { outputs, base, features } = model;
  if (row.length !== features.length)
    throw new RangeError(`the row has ${row.length} values, and there are ${features.length} features`);
  for (let output = 0; output < outputs; output++)
    into[output] = (base[output] as number) + sumLeaves(model, row, { first: output, step: outputs });
  return into;
}

/**
 * The answer in its own unit: the probability (logistic), the share of each class (softmax), or the amount.
 *
 * @param row One value a feature, in the order of `model.features`; NaN is missing.
 * @param into Filled and answered where given, so that nothing is allocated.
 * @throws RangeError when the row has another length than there are features.
 * @example predict(model, [3, 0.2, Number.NaN])[0] // 0.2
 */
export function predict(model: BoostedModel, row: Row, into?: Float64Array): Float64Array {
  const margins = predictMargins(model, row, into);
  if (model.loss === 'softmax') toShares(margins);
  else if (model.loss === 'logistic') margins[0] = toProbability(margins[0] as number);
  else if (model.loss !== 'squared') margins[0] = Math.exp(margins[0] as number);
  return margins;
}
