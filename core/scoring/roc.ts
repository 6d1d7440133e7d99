/** How many of either label lie above each score: the curve whose area `rocAuc` measures. */
import { rankScores } from './ranking.ts';

/** Of the rows that score at least so much. */
export type RocPoint = {
  /** Share of all rows of label 0 among them. */
  readonly falsePositives: number;
  /** Share of all rows of label 1 among them. */
  readonly truePositives: number;
};

/** More points than that show in no plot, and say of few rows which label each has. */
const STEPS = 20;

/**
 * From (0, 0) to (1, 1), the best scored rows first: a point wherever a twentieth of either label is passed. Rows of one
 * score are taken together, so that no point depends on the order in which they stood.
 *
 * @param scores Probabilities or margins: only their order counts.
 * @returns Empty where there is no row of one of the labels.
 * @throws RangeError as {@link rankScores} does.
 * @example rocCurve([0.1, 0.4, 0.35, 0.8], [0, 0, 1, 1])[1] // { falsePositives: 0, truePositives: 0.5 }
 */
export function rocCurve(scores: ArrayLike<number>, labels: ArrayLike<number>): readonly RocPoint[] {
  const { positives, negatives, total } = rankScores(scores, labels);
  if (total.positives === 0 || total.negatives === 0) return [];
  const points: RocPoint[] = [{ falsePositives: 0, truePositives: 0 }];
  let [hits, misses, passed] = [0, 0, 0];
  for (let group = positives.length - 1; group >= 0; group--) {
    hits += positives[group] as number;
    misses += negatives[group] as number;
    const [truePositives, falsePositives] = [hits / total.positives, misses / total.negatives];
    const steps = Math.floor(truePositives * STEPS) + Math.floor(falsePositives * STEPS);
    if (steps === passed) continue;
    passed = steps;
    points.push({ falsePositives, truePositives });
  }
  return points;
}
