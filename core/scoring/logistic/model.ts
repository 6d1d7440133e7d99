/**
 * A fitted logistic regression as what serves it needs it: no fitting and no parsing here, so that a browser loads few
 * bytes.
 */
import type { Row } from '../matrix.ts';
import { toProbability } from '../probability.ts';

/**
 * What one feature adds to the log-odds, against its mean over the rows of the training. A model that is a sum explains
 * itself: these numbers are its SHAP values for features that are independent of each other (Lundberg and Lee, NIPS 2017,
 * corollary 1).
 */
export type LogisticTerm =
  | {
      readonly name: string;
      readonly kind: 'number';
      /** Of the values that were there at training; what is missing counts for it. */
      readonly mean: number;
      /** Log-odds for each unit of the feature. */
      readonly slope: number;
      /** Added where the value is there, and in place of everything where it is not. */
      readonly present: number;
      readonly missing: number;
      /** What lies further out is read as this; left out, nothing is too far. */
      readonly low?: number;
      readonly high?: number;
    }
  | {
      readonly name: string;
      readonly kind: 'category';
      readonly levels: readonly string[];
      /** By level. */
      readonly effects: readonly number[];
      /** Where the value is missing, or a level that was not there at training. */
      readonly other: number;
    };

/** Plain JSON. The margin is the base and one number for each term. */
export type LogisticModel = {
  readonly kind: 'logistic';
  readonly version: typeof LOGISTIC_VERSION;
  /** Margin of the mean row, in log-odds. */
  readonly base: number;
  /** In the order of the features. */
  readonly terms: readonly LogisticTerm[];
};

export const LOGISTIC_VERSION = 1;

export type LogisticExplanation = {
  readonly margin: number;
  readonly base: number;
  /** One for each feature, in log-odds: they sum to margin - base. */
  readonly contributions: Float64Array;
};

/**
 * Log-odds of label 1.
 *
 * @param row One value for each term; what is not a finite number is missing.
 * @throws RangeError when the row has another length than the model has terms.
 * @example marginLogistic(model, [3, 0]) // -1.2
 */
export function marginLogistic(model: LogisticModel, row: Row): number {
  checkLength(model, row);
  let margin = model.base;
  for (let at = 0; at < model.terms.length; at++) margin += addedBy(model.terms[at], row[at]);
  return margin;
}

/**
 * Probability of label 1, before any calibration.
 *
 * @throws RangeError as {@link marginLogistic} does.
 * @example predictLogistic(model, [3, 0]) // 0.2315
 */
export function predictLogistic(model: LogisticModel, row: Row): number {
  return toProbability(marginLogistic(model, row));
}

/**
 * What each feature adds: its levels, and whether it is missing, together.
 *
 * @throws RangeError as {@link marginLogistic} does.
 * @example explainLogistic(model, [3, 0]).contributions // Float64Array [0.9, -0.1]
 */
export function explainLogistic(model: LogisticModel, row: Row): LogisticExplanation {
  checkLength(model, row);
  const contributions = Float64Array.from(model.terms, (term, at) => addedBy(term, row[at]));
  return { margin: marginLogistic(model, row), base: model.base, contributions };
}

/** What one feature adds, in log-odds. */
export function addedBy(term: LogisticTerm | undefined, value: number | undefined): number {
  if (term === undefined) return 0;
  if (term.kind === 'category') return term.effects[value ?? -1] ?? term.other;
  if (value === undefined || !Number.isFinite(value)) return term.missing;
  const { low = value, high = value } = term;
  return term.present + term.slope * (Math.min(Math.max(value, low), high) - term.mean);
}

function checkLength({ terms }: LogisticModel, row: Row): void {
  if (row.length === terms.length) return;
  throw new RangeError(`the row has ${row.length} values, and the model has ${terms.length} terms`);
}
