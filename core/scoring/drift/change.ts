/** Since when things come true more often, or less, than they were said to. */

/** What was said of a row, and what came of it. */
export type Spoken = { readonly probability: number; readonly label: number };

/** With less, a few labels in a row look like a change. In labels, of a rate of 0.1: 111. */
const LEAST_VARIANCE = 10;

/**
 * The first of the labels that came after the change: from there on to the end they surprise most, in standard deviations
 * of true probabilities. It is the likeliest place of a single change (the scan of Page, Biometrika 41, 1954).
 *
 * @param spoken In time order.
 * @returns 0 where none of its ends is long enough to be surprising, and where all of it changed.
 * @example spoken.slice(findChange(spoken)) // what a calibration has to be true of
 */
export function findChange(spoken: readonly Spoken[]): number {
  let [excess, variance, most, change] = [0, 0, 0, 0];
  for (let at = spoken.length - 1; at >= 0; at--) {
    const { probability, label } = spoken[at] as Spoken;
    excess += label - probability;
    variance += probability * (1 - probability);
    const surprise = variance < LEAST_VARIANCE ? 0 : Math.abs(excess) / Math.sqrt(variance);
    if (surprise > most) [most, change] = [surprise, at];
  }
  return change;
}
