/** By how much all log-odds moved when the rate did. */

/**
 * The shift that makes the mean probability what was observed: the likeliest one, the sum of probabilities being all that
 * an intercept can learn from. One half more of each label is taken for seen, so that labels of one kind alone have an
 * answer too.
 *
 * @param probabilities That were given to rows whose labels are known by now; above 0 and below 1.
 * @param positives How many of these labels are 1.
 * @returns Log-odds, for {@link shiftIntercept}.
 * @throws RangeError when there is no row, or there are more labels 1 than rows.
 * @example findShift([0.1, 0.1, 0.1, 0.1], 2) // 2.197: from odds of 1 to 9 to odds of 1 to 1
 */
export function findShift(probabilities: ArrayLike<number>, positives: number): number {
  const rows = probabilities.length;
  if (rows === 0 || !(positives >= 0 && positives <= rows))
    throw new RangeError(`${positives} labels of ${rows} rows are 1`);
  const due = ((positives + 0.5) / (rows + 1)) * rows;
  let [low, high] = [-MOST_SHIFT, MOST_SHIFT];
  for (let halving = 0; halving < HALVINGS; halving++) {
    const middle = (low + high) / 2;
    if (sumShifted(probabilities, middle) < due) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** In log-odds: no shop changes by more. */
const MOST_SHIFT = 32;
const HALVINGS = 55;

function sumShifted(probabilities: ArrayLike<number>, shift: number): number {
  const factor = Math.exp(shift);
  let sum = 0;
  for (let row = 0; row < probabilities.length; row++) {
    const p = probabilities[row] as number;
    sum += (p * factor) / (1 - p + p * factor);
  }
  return sum;
}

/**
 * The shift between two rates when the visitors of each label are as before and only their shares changed, as where a model
 * was trained on a part of the label 0 (King and Zeng, Political Analysis 9, 2001; Saerens, Latinne and Decaestecker,
 * Neural Computation 14, 2002).
 *
 * @param trained Rate among the rows of the training, above 0 and below 1; `real` likewise.
 * @example priorShift({ trained: 0.5, real: 0.02 }) // -3.892
 */
export function priorShift({ trained, real }: { readonly trained: number; readonly real: number }): number {
  return Math.log(real / (1 - real)) - Math.log(trained / (1 - trained));
}
