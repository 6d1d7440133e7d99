/** Isotonic regression: the best probabilities that never fall while the margin rises. */
import type { Ranking } from '../ranking.ts';

type Steps = { readonly margins: readonly number[]; readonly probabilities: readonly number[] };

/** Neighbouring rows with one rate. A pseudo-row has a weight, and no margin. */
type Blocks = {
  readonly hits: Float64Array;
  readonly weights: Float64Array;
  readonly margins: Float64Array;
  readonly rows: Float64Array;
};

/**
 * Pools neighbours until the rates rise (Ayer et al., Annals of Mathematical Statistics 26, 1955), and stands each rate at
 * the mean margin of its rows, so that straight lines keep the order of nearly all visitors where steps would make one
 * rank of thousands (centred isotonic regression: Oron and Flournoy, Statistics in Biopharmaceutical Research 9, 2017).
 *
 * Before that, one row is added below all and one above all, each with the rate of all rows as its label: the outer
 * rates, which rest on few rows and often are 0 and 1, come to r / (n + 1) and (n + r) / (n + 1), and the mean stays.
 *
 * @param ranking With rows of both labels.
 * @example fitIsotonic(rankScores(margins, labels)).probabilities
 */
export function fitIsotonic(ranking: Ranking): Steps {
  const blocks = blocksOf(ranking);
  const parts = Object.values(blocks);
  let last = -1;
  for (let at = 0; at < blocks.rows.length; at++) {
    last++;
    for (const part of parts) part[last] = part[at] as number;
    while (last > 0 && isOutOfOrder(blocks, last)) {
      for (const part of parts) (part[last - 1] as number) += part[last] as number;
      last--;
    }
  }
  const places = [...Array(last + 1).keys()];
  return {
    margins: places.map((at) => (blocks.margins[at] as number) / (blocks.rows[at] as number)),
    probabilities: places.map((at) => (blocks.hits[at] as number) / (blocks.weights[at] as number)),
  };
}

/** One block for each margin; the pseudo-rows are in the outer two, where pooling would put them first. */
function blocksOf({ scores, positives, negatives, total }: Ranking): Blocks {
  const rate = total.positives / (total.positives + total.negatives);
  const rows = positives.map((hits, at) => hits + (negatives[at] as number));
  const [hits, weights] = [positives.slice(), rows.slice()];
  for (const end of [0, hits.length - 1]) {
    (hits[end] as number) += rate;
    (weights[end] as number) += 1;
  }
  return { hits, weights, margins: scores.map((score, at) => score * (rows[at] as number)), rows };
}

/** Equal rates are one block too. */
function isOutOfOrder({ hits, weights }: Blocks, at: number): boolean {
  const [own, before] = [(hits[at] as number) / (weights[at] as number), at - 1];
  return (hits[before] as number) / (weights[before] as number) >= own;
}
