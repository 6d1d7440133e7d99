/** How good scores were on rows that nothing was learned from. */
import { type MeasuredAuc, measureAuc } from '../auc-interval.ts';
import { type LiftDecile, liftByDecile } from '../lift.ts';
import {
  brier,
  expectedCalibrationError,
  logLoss,
  prAuc,
  type ReliabilityBin,
  reliabilityBins,
} from '../metrics.ts';
import { type RocPoint, rocCurve } from '../roc.ts';

/** Of a yes or no. */
export type BinaryMeasures = {
  readonly auc: MeasuredAuc;
  readonly prAuc: number;
  /** Nats a row. */
  readonly logLoss: number;
  readonly brier: number;
  /** Over ten bins of equally many rows. */
  readonly ece: number;
  readonly reliability: readonly ReliabilityBin[];
  readonly lift: readonly LiftDecile[];
  /** Absent from a card of before. */
  readonly roc?: readonly RocPoint[];
};

/** @example judgeBinary(probabilities, labels).auc.auc */
export function judgeBinary(probabilities: Float64Array, labels: Float64Array): BinaryMeasures {
  return {
    auc: measureAuc(probabilities, labels),
    prAuc: prAuc(probabilities, labels),
    logLoss: logLoss(probabilities, labels),
    brier: brier(probabilities, labels),
    ece: expectedCalibrationError(probabilities, labels),
    reliability: reliabilityBins(probabilities, labels),
    lift: liftByDecile(probabilities, labels),
    roc: rocCurve(probabilities, labels),
  };
}

/** Mean log loss of classes, nats a row. @param shares By row, then by class. */
export function classLogLoss(shares: readonly ArrayLike<number>[], classes: Float64Array): number {
  const sum = shares.reduce(
    (total, row, at) => total - Math.log(Math.max(1e-15, row[classes[at] ?? 0] ?? 0)),
    0,
  );
  return sum / shares.length;
}

/** Mean deviance of the gamma distribution: relative errors count, whatever the amount. */
export function gammaDeviance(expected: Float64Array, amounts: Float64Array): number {
  let sum = 0;
  for (let row = 0; row < amounts.length; row++) {
    const ratio = (amounts[row] ?? 1) / (expected[row] ?? 1);
    sum += 2 * (ratio - 1 - Math.log(ratio));
  }
  return sum / amounts.length;
}
