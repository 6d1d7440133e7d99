/** How much oftener than the average the best scored rows are of label 1. */
import { type Ranking, rankScores } from './ranking.ts';

/** A tenth of the rows, the best scored first. */
export type LiftDecile = {
  /** Of label 1 and of all. Where a score reaches over the edge, each side has its share of those rows. */
  readonly positives: number;
  readonly rows: number;
  /** Its rate over that of all rows: 1 is chance. */
  readonly lift: number;
  /** Share of all labels 1 that are in this tenth and those before it. */
  readonly captured: number;
};

const DECILES = 10;

/**
 * @param scores Probabilities or margins: only their order counts.
 * @returns Ten of them; `lift` and `captured` are NaN where no label is 1.
 * @throws RangeError as {@link rankScores} does.
 * @example liftByDecile(probabilities, labels)[0].lift // 4.9: the best tenth buys 4.9 times as often as the average
 */
export function liftByDecile(scores: ArrayLike<number>, labels: ArrayLike<number>): readonly LiftDecile[] {
  const ranking = rankScores(scores, labels);
  const rows = scores.length / DECILES;
  const found = spreadOverDeciles(ranking, rows);
  const all = ranking.total.positives;
  let captured = 0;
  return Array.from(found, (positives) => {
    captured += positives;
    return { positives, rows, lift: (positives * DECILES) / all, captured: captured / all };
  });
}

/** Labels 1 in each tenth. */
function spreadOverDeciles({ positives, negatives }: Ranking, rowsEach: number): Float64Array {
  const found = new Float64Array(DECILES);
  let taken = 0;
  for (let group = positives.length - 1; group >= 0; group--) {
    const hits = positives[group] as number;
    const size = hits + (negatives[group] as number);
    const end = taken + size;
    while (taken < end) {
      const decile = Math.min(DECILES - 1, Math.floor(taken / rowsEach + 1e-9));
      const edge = decile === DECILES - 1 ? end : Math.min(end, (decile + 1) * rowsEach);
      found[decile] = (found[decile] as number) + (hits * (edge - taken)) / size;
      taken = edge;
    }
  }
  return found;
}
