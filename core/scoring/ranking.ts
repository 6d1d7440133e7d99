/** Scores in order with what came of them: all that measures of ranking and calibration need to know. */

/**
 * One group for each different score, ascending. Rows with one score have no order among themselves, so that no measure
 * may depend on the order in which they happened to stand.
 */
export type Ranking = {
  readonly scores: Float64Array;
  /** Rows of the group whose label is 1, and 0. */
  readonly positives: Float64Array;
  readonly negatives: Float64Array;
  /** Of all groups. */
  readonly total: { readonly positives: number; readonly negatives: number };
};

/**
 * Sorted by class and merged, because typed arrays are sorted without a comparison in JavaScript: O(n log n).
 *
 * @param scores One a row: probabilities, margins, or anything that orders.
 * @param labels 1 or 0, in the order of the scores.
 * @throws RangeError when there are not as many labels as scores, a score is NaN, or a label is neither 1 nor 0.
 * @example rankScores([0.3, 0.1, 0.3], [1, 0, 0]).scores // Float64Array [0.1, 0.3]
 */
export function rankScores(scores: ArrayLike<number>, labels: ArrayLike<number>): Ranking {
  const [negatives, positives] = splitByLabel(scores, labels);
  return mergeClasses(positives.sort(), negatives.sort());
}

function splitByLabel(scores: ArrayLike<number>, labels: ArrayLike<number>): [Float64Array, Float64Array] {
  checkLabels(scores.length, labels);
  const sides: [Float64Array, Float64Array] = [
    new Float64Array(scores.length),
    new Float64Array(scores.length),
  ];
  const sizes: [number, number] = [0, 0];
  for (let row = 0; row < scores.length; row++) {
    const [score, label] = [scores[row] as number, labels[row] as 0 | 1];
    if (Number.isNaN(score)) throw new RangeError(`the score of row ${row} is not a number`);
    // Zero has two signs, which are one score.
    sides[label][sizes[label]++] = score + 0;
  }
  return [sides[0].subarray(0, sizes[0]), sides[1].subarray(0, sizes[1])];
}

/**
 * @throws RangeError when there are not `rows` labels, or one is neither 1 nor 0.
 * @example checkLabels(2, [0, 1])
 */
export function checkLabels(rows: number, labels: ArrayLike<number>): void {
  if (labels.length !== rows) throw new RangeError(`there are ${rows} rows and ${labels.length} labels`);
  for (let row = 0; row < rows; row++) {
    const label = labels[row];
    if (label !== 0 && label !== 1) throw new RangeError(`the label of row ${row} is ${label}: 1 or 0`);
  }
}

/** Both sorted. */
function mergeClasses(positives: Float64Array, negatives: Float64Array): Ranking {
  const most = positives.length + negatives.length;
  const [scores, above, below] = [new Float64Array(most), new Float64Array(most), new Float64Array(most)];
  let groups = 0;
  for (let p = 0, n = 0; p < positives.length || n < negatives.length; groups++) {
    const score = Math.min(
      positives[p] ?? Number.POSITIVE_INFINITY,
      negatives[n] ?? Number.POSITIVE_INFINITY,
    );
    const [pAfter, nAfter] = [endOfRun(positives, p, score), endOfRun(negatives, n, score)];
    scores[groups] = score;
    above[groups] = pAfter - p;
    below[groups] = nAfter - n;
    [p, n] = [pAfter, nAfter];
  }
  return {
    scores: scores.subarray(0, groups),
    positives: above.subarray(0, groups),
    negatives: below.subarray(0, groups),
    total: { positives: positives.length, negatives: negatives.length },
  };
}

function endOfRun(sorted: Float64Array, from: number, value: number): number {
  let end = from;
  while (end < sorted.length && sorted[end] === value) end++;
  return end;
}
