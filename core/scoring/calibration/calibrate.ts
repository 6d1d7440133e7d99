/** Fits the way from margins to probabilities. */
import { rankScores } from '../ranking.ts';
import { CALIBRATOR_VERSION, type Calibrator } from './calibrator.ts';
import { fitIsotonic } from './isotonic.ts';
import { fitPlatt } from './platt.ts';

/** Of either label: with fewer, the steps of the isotonic regression are noise (Niculescu-Mizil and Caruana, ICML 2005). */
const LEAST_FOR_ISOTONIC = 1_000;

/**
 * Platt scaling below 1,000 rows of either label, isotonic regression from there on.
 *
 * @param margins In log-odds, of rows that the model was not fitted to: of its own it is too sure.
 * @param labels 1 or 0, in the order of the margins.
 * @throws RangeError when there is no row, there are not as many labels as margins, a margin is NaN, or a label is
 * neither 1 nor 0.
 * @example applyCalibration(calibrate(margins, labels), margins[0]) // 0.171
 */
export function calibrate(margins: ArrayLike<number>, labels: ArrayLike<number>): Calibrator {
  if (margins.length === 0) throw new RangeError('there are no rows to calibrate by');
  const ranking = rankScores(margins, labels);
  const { positives, negatives } = ranking.total;
  const isMany = Math.min(positives, negatives) >= LEAST_FOR_ISOTONIC;
  return isMany
    ? { version: CALIBRATOR_VERSION, kind: 'isotonic', shift: 0, ...fitIsotonic(ranking) }
    : { version: CALIBRATOR_VERSION, kind: 'platt', shift: 0, ...fitPlatt(ranking) };
}
