/** What a model was like when it was made, as far as drift is measured against it: counts, and no row. */
import type { Matrix } from '../matrix.ts';
import { logLoss } from '../metrics.ts';
import { checkLabels } from '../ranking.ts';
import { type Bins, countBins, countRows, cutBins, findBin } from './bins.ts';

export const REFERENCE_VERSION = 1;

export type Counted = { readonly bins: Bins; readonly counts: readonly number[] };

/** Plain JSON. */
export type DriftReference = {
  readonly version: typeof REFERENCE_VERSION;
  /** In the order of the features. */
  readonly features: readonly Counted[];
  /** Of the margin: what a change of the calibration does not touch. */
  readonly score: Counted;
  /** Rows of either label by finer bins of the margin, for the ranking. */
  readonly ranks: {
    readonly bins: Bins;
    readonly positives: readonly number[];
    readonly negatives: readonly number[];
  };
  /** Of the calibrated probabilities, in nats. */
  readonly logLoss: number;
};

/** Rows with known labels that the model was not fitted to, in the order of the rows of the matrix. */
export type ReferenceRows = {
  readonly matrix: Matrix;
  /** In log-odds, before calibration. */
  readonly margins: Float64Array;
  /** After it. */
  readonly probabilities: ArrayLike<number>;
  readonly labels: ArrayLike<number>;
};

const BINS = 10;
/** So fine that ties within a bin hide less than a thousandth of the area under the curve. */
const RANK_BINS = 50;

/**
 * @throws RangeError when there are not as many margins, probabilities and labels as rows, or none.
 * @example createReference({ matrix, margins, probabilities, labels }).features[0].counts
 */
export function createReference(rows: ReferenceRows): DriftReference {
  const { matrix, margins, probabilities, labels } = rows;
  if (matrix.rows === 0) throw new RangeError('there are no rows to measure drift against');
  for (const { length } of [margins, probabilities, labels]) {
    if (length !== matrix.rows)
      throw new RangeError(`there are ${matrix.rows} rows, and ${length} margins, probabilities or labels`);
  }
  const score = { name: 'score', kind: 'number' } as const;
  const features = matrix.features.map((feature, at) =>
    countColumn(
      cutBins(feature, matrix.columns[at] as Float64Array, BINS),
      matrix.columns[at] as Float64Array,
    ),
  );
  return {
    version: REFERENCE_VERSION,
    features,
    score: countColumn(cutBins(score, margins, BINS), margins),
    ranks: rankRows(cutBins(score, margins, RANK_BINS), margins, labels),
    logLoss: logLoss(probabilities, labels),
  };
}

function countColumn(bins: Bins, column: Float64Array): Counted {
  return { bins, counts: countRows(bins, column) };
}

function rankRows(bins: Bins, margins: Float64Array, labels: ArrayLike<number>): DriftReference['ranks'] {
  checkLabels(margins.length, labels);
  const [negatives, positives] = [0, 1].map(() => Array<number>(countBins(bins)).fill(0)) as [
    number[],
    number[],
  ];
  for (let row = 0; row < margins.length; row++) {
    const side = labels[row] === 1 ? positives : negatives;
    (side[findBin(bins, margins[row] as number)] as number) += 1;
  }
  return { bins, positives, negatives };
}
