/** From a model's margin to a probability that can be taken at its word. No fitting here: a browser loads this. */
import { shiftProbability, toProbability } from '../probability.ts';

export const CALIBRATOR_VERSION = 1;

/** Plain JSON. Rises with the margin, or stays; its probabilities are above 0 and below 1. */
export type Calibrator = {
  readonly version: typeof CALIBRATOR_VERSION;
  /** Log-odds added after everything else: what a change of the rate alone moves. */
  readonly shift: number;
} & (
  | {
      readonly kind: 'platt';
      /** Not below 0. */
      readonly slope: number;
      readonly intercept: number;
    }
  | {
      readonly kind: 'isotonic';
      /** Ascending; between two of them lies a straight line, beyond the outer ones the outer probability. */
      readonly margins: readonly number[];
      readonly probabilities: readonly number[];
    }
);

/**
 * @param margin In log-odds, before calibration.
 * @returns A probability.
 * @example applyCalibration(calibrator, -1.4) // 0.171
 */
export function applyCalibration(calibrator: Calibrator, margin: number): number {
  const { shift } = calibrator;
  if (calibrator.kind === 'platt')
    return toProbability(calibrator.slope * margin + calibrator.intercept + shift);
  const p = interpolate(calibrator.margins, calibrator.probabilities, margin);
  return shift === 0 ? p : shiftProbability(p, shift);
}

/**
 * The calibrator whose every answer is so many log-odds higher: the ranking stays, the rate moves.
 *
 * @example shiftIntercept(calibrator, findShift(probabilities, 104))
 */
export function shiftIntercept(calibrator: Calibrator, logOdds: number): Calibrator {
  return { ...calibrator, shift: calibrator.shift + logOdds };
}

function interpolate(xs: readonly number[], ys: readonly number[], x: number): number {
  const after = countUpTo(xs, x);
  if (after === 0) return ys[0] as number;
  if (after === xs.length) return ys[after - 1] as number;
  const [x0, x1] = [xs[after - 1] as number, xs[after] as number];
  const [y0, y1] = [ys[after - 1] as number, ys[after] as number];
  return y0 + ((x - x0) / (x1 - x0)) * (y1 - y0);
}

/** How many of the ascending numbers are at most x. */
function countUpTo(xs: readonly number[], x: number): number {
  let [from, to] = [0, xs.length];
  while (from < to) {
    const middle = (from + to) >>> 1;
    if ((xs[middle] as number) <= x) from = middle + 1;
    else to = middle;
  }
  return from;
}
