/**
 * A regression as it is served, in the server and in a page: held back by points while data is thin, calibrated, with its
 * reasons. Nothing here fits or parses, so that a browser loads few bytes.
 */
import { applyCalibration, type Calibrator } from '../calibration/calibrator.ts';
import type { Row } from '../matrix.ts';
import { type PointsTable, scoreByPoints } from '../points.ts';
import { toProbability } from '../probability.ts';
import { blend, type Held, type Score, toReasons } from '../score.ts';
import { explainLogistic, type LogisticModel } from './model.ts';

/** Plain JSON: what a page is given. */
export type ServedLogistic = {
  readonly model: LogisticModel;
  /** Null: the model's own probability. */
  readonly calibrator: Calibrator | null;
  /** Share of the points in the margin, 0 to 1. */
  readonly heuristicShare: number;
  /** Null where the label has none. */
  readonly points: PointsTable | null;
};

/**
 * The same numbers in every engine, to the last bit.
 *
 * @param row One value for each term; what is not a finite number is missing.
 * @throws RangeError when the row has another length than the model has terms.
 * @example scoreLogistic(served, [3, 0]) // { p: 0.21, margin: -1.3, base: -2.2, reasons: [{ feature: 'views', value: 3, shap: 0.9 }] }
 */
export function scoreLogistic(served: ServedLogistic, row: Row): Score {
  const { terms } = served.model;
  const placeOf = (feature: string): number => terms.findIndex(({ name }) => name === feature);
  const held = holdBack(served, (feature) => row[placeOf(feature)] ?? Number.NaN);
  const { margin, base, contributions } = blend(explainLogistic(served.model, row), held, placeOf);
  const p = served.calibrator ? applyCalibration(served.calibrator, margin) : toProbability(margin);
  return { p, margin, base, reasons: toReasons(contributions, row, terms) };
}

function holdBack(
  { heuristicShare: share, points }: ServedLogistic,
  read: (feature: string) => number,
): Held | null {
  return share === 0 || points === null ? null : { share, general: scoreByPoints(points, read) };
}
