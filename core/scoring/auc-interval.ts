/** How surely an area under the ROC curve is known. */
import type { Interval } from '../measurement/proportions.ts';
import { rankScores } from './ranking.ts';

export type MeasuredAuc = {
  /** NaN where there is no row of one of the labels. */
  readonly auc: number;
  /** 95 %. */
  readonly interval: Interval;
  /** Rows of label 1, and of label 0. */
  readonly positives: number;
  readonly negatives: number;
};

/** 97.5 % quantile of the standard normal distribution: intervals of 95 %. */
const Z = 1.959963984540054;
const HALVINGS = 60;

/**
 * The area with Newcombe's score interval (Statistics in Medicine 25, 2006, part 2, method 5): the areas whose own
 * standard error, by Hanley and McNeil (Radiology 143, 1982) and the same for either label, reaches to the measured one.
 * An interval with the standard error of the measured area has no width where ten rows are ranked without a mistake; this
 * one then says what ten rows can. Where the scores themselves vary by more than Hanley and McNeil suppose (DeLong,
 * DeLong and Clarke-Pearson, Biometrics 44, 1988), as those of few buyers among many do, it is wider in that proportion.
 *
 * @param scores Probabilities or margins: only their order counts.
 * @returns With the interval 0 to 1 where there is no row of one of the labels.
 * @throws RangeError as {@link rankScores} does.
 * @example measureAuc([1, 2, 3, 4], [0, 0, 1, 1]).interval // { low: 0.3856, high: 1 }
 */
export function measureAuc(scores: ArrayLike<number>, labels: ArrayLike<number>): MeasuredAuc {
  return measureGroups(rankScores(scores, labels));
}

/** How many rows of either label have one score, or one of a range of scores; ascending. */
export type ScoreGroups = {
  readonly positives: ArrayLike<number>;
  readonly negatives: ArrayLike<number>;
};

/**
 * The same of rows that were only counted: those of one group tie.
 *
 * @example measureGroups({ positives: [0, 2], negatives: [2, 0] }).auc // 1
 */
export function measureGroups(groups: ScoreGroups): MeasuredAuc {
  const { auc, variance, positives, negatives } = placeRows(groups);
  if (Number.isNaN(auc)) return { auc, interval: { low: 0, high: 1 }, positives, negatives };
  const supposed = varianceAt(auc, positives, negatives);
  const wider = supposed > 0 ? Math.max(1, variance / supposed) : 1;
  const reach = (end: 0 | 1) =>
    findReach(auc, end, (at) => Z * Math.sqrt(wider * varianceAt(at, positives, negatives)));
  return { auc, interval: { low: reach(0), high: reach(1) }, positives, negatives };
}

/** The area, and DeLong's variance of it: how much the places of either label's rows among the other's vary. */
function placeRows({ positives, negatives }: ScoreGroups) {
  const [allPositives, allNegatives] = [sumOf(positives), sumOf(negatives)];
  let [below, found, sum, squares, otherSquares] = [0, 0, 0, 0, 0];
  for (let group = 0; group < positives.length; group++) {
    const [hits, losers] = [positives[group] as number, negatives[group] as number];
    const place = (below + losers / 2) / allNegatives;
    const otherPlace = 1 - (found + hits / 2) / allPositives;
    sum += hits * place;
    squares += hits * place ** 2;
    otherSquares += losers * otherPlace ** 2;
    below += losers;
    found += hits;
  }
  const auc = sum / allPositives;
  const variance =
    varianceOfMean(squares, auc, allPositives) + varianceOfMean(otherSquares, auc, allNegatives);
  return { auc, variance, positives: allPositives, negatives: allNegatives };
}

function sumOf(counts: ArrayLike<number>): number {
  let sum = 0;
  for (let group = 0; group < counts.length; group++) sum += counts[group] as number;
  return sum;
}

function varianceOfMean(squares: number, mean: number, count: number): number {
  return count < 2 ? 0 : Math.max(0, squares / count - mean ** 2) / (count - 1);
}

/** Where the distance from the measured area is as large as the reach there, on the way to `end`. */
function findReach(auc: number, end: 0 | 1, reachAt: (auc: number) => number): number {
  let [inside, outside] = [auc, end as number];
  for (let halving = 0; halving < HALVINGS; halving++) {
    const middle = (inside + outside) / 2;
    if (Math.abs(middle - auc) <= reachAt(middle)) inside = middle;
    else outside = middle;
  }
  return inside;
}

function varianceAt(auc: number, positives: number, negatives: number): number {
  const others = (positives + negatives) / 2 - 1;
  const shared = (1 - auc) / (2 - auc) + auc / (1 + auc);
  return (auc * (1 - auc) * (1 + others * shared)) / (positives * negatives);
}
