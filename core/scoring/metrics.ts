/**
 * How well scores rank, and how true probabilities are. Labels are 1 or 0 everywhere; what a measure needs and is not
 * there makes it NaN, which no gate lets through.
 */
import { type Interval, wilsonInterval } from '../measurement/proportions.ts';
import { checkLabels, type Ranking, rankScores } from './ranking.ts';

/** A probability of 0 that comes true would cost without end: scikit-learn 1.2 has the same bound. */
const LEAST_PROBABILITY = 1e-15;

/**
 * Area under the ROC curve: the chance that a row of label 1 scores above one of label 0, a tie counting for half
 * (Mann and Whitney 1947). Exact up to 2^53 pairs.
 *
 * @param scores Probabilities or margins: only their order counts.
 * @returns NaN where there is no row of one of the labels.
 * @throws RangeError as {@link rankScores} does.
 * @example rocAuc([0.1, 0.4, 0.35, 0.8], [0, 0, 1, 1]) // 0.75
 */
export function rocAuc(scores: ArrayLike<number>, labels: ArrayLike<number>): number {
  const { positives, negatives, total } = rankScores(scores, labels);
  let below = 0;
  let halfPairs = 0;
  for (let group = 0; group < positives.length; group++) {
    const losers = negatives[group] as number;
    halfPairs += (positives[group] as number) * (2 * below + losers);
    below += losers;
  }
  return halfPairs / (2 * total.positives * total.negatives);
}

/**
 * Average precision: the precision at each score, weighed by the share of the label 1 that is found there. No straight
 * lines are drawn between the points, which would flatter (Davis and Goadrich, ICML 2006).
 *
 * @param scores Probabilities or margins: only their order counts.
 * @returns NaN where no label is 1.
 * @throws RangeError as {@link rankScores} does.
 * @example prAuc([0.1, 0.4, 0.35, 0.8], [0, 0, 1, 1]) // 0.8333
 */
export function prAuc(scores: ArrayLike<number>, labels: ArrayLike<number>): number {
  const { positives, negatives, total } = rankScores(scores, labels);
  let [found, taken, sum] = [0, 0, 0];
  for (let group = positives.length - 1; group >= 0; group--) {
    const hits = positives[group] as number;
    found += hits;
    taken += hits + (negatives[group] as number);
    sum += (hits * found) / taken;
  }
  return sum / total.positives;
}

/**
 * Mean of -ln of the probability that was given to what happened, in nats.
 *
 * @param probabilities Of label 1; below 1e-15 and above 1 - 1e-15 they count for that.
 * @returns NaN of no rows.
 * @throws RangeError when there are not as many labels as probabilities, or a label is neither 1 nor 0.
 * @example logLoss([0.9, 0.2], [1, 0]) // 0.1643
 */
export function logLoss(probabilities: ArrayLike<number>, labels: ArrayLike<number>): number {
  checkLabels(probabilities.length, labels);
  let sum = 0;
  for (let row = 0; row < labels.length; row++) {
    const p = probabilities[row] as number;
    const given = labels[row] === 1 ? p : 1 - p;
    sum -= Math.log(Math.min(1 - LEAST_PROBABILITY, Math.max(LEAST_PROBABILITY, given)));
  }
  return sum / labels.length;
}

/**
 * Mean squared distance between probability and label (Brier 1950).
 *
 * @returns NaN of no rows.
 * @throws RangeError when there are not as many labels as probabilities, or a label is neither 1 nor 0.
 * @example brier([0.9, 0.2], [1, 0]) // 0.025
 */
export function brier(probabilities: ArrayLike<number>, labels: ArrayLike<number>): number {
  checkLabels(probabilities.length, labels);
  let sum = 0;
  for (let row = 0; row < labels.length; row++) {
    sum += ((probabilities[row] as number) - (labels[row] as number)) ** 2;
  }
  return sum / labels.length;
}

/** Rows with neighbouring probabilities: a point of the reliability diagram. */
export type ReliabilityBin = {
  /** Least and largest probability in it. */
  readonly low: number;
  readonly high: number;
  readonly rows: number;
  readonly meanProbability: number;
  /** Share of label 1. */
  readonly observedRate: number;
  /** Wilson's, 95 %, of the observed rate. */
  readonly interval: Interval;
};

/**
 * Bins with as many rows each as can be, rows of one probability in one bin. With bins of equal width nearly all visitors
 * of a shop, where one of fifty buys, would be in the first, which would say nothing of them, and one or two in the last.
 *
 * @param bins At most so many: fewer where many rows share a probability.
 * @throws RangeError as {@link rankScores} does.
 * @example reliabilityBins(probabilities, labels)[9].observedRate // of the tenth that is the likeliest
 */
export function reliabilityBins(
  probabilities: ArrayLike<number>,
  labels: ArrayLike<number>,
  bins = 10,
): readonly ReliabilityBin[] {
  const ranking = rankScores(probabilities, labels);
  return cutEvenly(ranking, bins).map(([from, to]) => binOf(ranking, from, to));
}

/** Runs of groups: one ends with the group in which its due share of the rows is reached. */
function cutEvenly({ positives, negatives, total }: Ranking, bins: number): readonly [number, number][] {
  const rows = total.positives + total.negatives;
  const cuts: [number, number][] = [];
  let [from, taken, due] = [0, 0, 1];
  for (let group = 0; group < positives.length; group++) {
    taken += (positives[group] as number) + (negatives[group] as number);
    if (taken * bins < rows * due) continue;
    cuts.push([from, group + 1]);
    from = group + 1;
    due = Math.floor((taken * bins) / rows) + 1;
  }
  return cuts;
}

function binOf({ scores, positives, negatives }: Ranking, from: number, to: number): ReliabilityBin {
  let [did, rows, sum] = [0, 0, 0];
  for (let group = from; group < to; group++) {
    const size = (positives[group] as number) + (negatives[group] as number);
    did += positives[group] as number;
    rows += size;
    sum += size * (scores[group] as number);
  }
  return {
    low: scores[from] as number,
    high: scores[to - 1] as number,
    rows,
    meanProbability: sum / rows,
    observedRate: did / rows,
    interval: wilsonInterval({ did, of: rows }),
  };
}

/**
 * Mean distance between probability and observed rate over the bins of {@link reliabilityBins}, weighed by their rows
 * (Naeini, Cooper and Hauskrecht, AAAI 2015; here with bins of equal count). Chance alone leaves about
 * sqrt(rate (1 - rate) bins / rows).
 *
 * @returns NaN of no rows.
 * @throws RangeError as {@link rankScores} does.
 * @example expectedCalibrationError([0.5, 0.5, 0.5, 0.5], [1, 0, 0, 0]) // 0.25
 */
export function expectedCalibrationError(
  probabilities: ArrayLike<number>,
  labels: ArrayLike<number>,
  bins = 10,
): number {
  let distance = 0;
  for (const { rows, meanProbability, observedRate } of reliabilityBins(probabilities, labels, bins)) {
    distance += rows * Math.abs(meanProbability - observedRate);
  }
  return distance / labels.length;
}
