/** What goes with a product, best first. */
import { type Candidate, FIELDS, readCandidate } from './candidates.ts';
import { countAt } from './decay.ts';
import { scoreLift } from './lift.ts';
import type { PairTable, Row } from './table.ts';

export type Related = {
  readonly product: string;
  /** How many sessions, or orders, had both: no more than there were. */
  readonly support: number;
  /** P(both) / (P(one) P(other)), recent ones weighing more. */
  readonly lift: number;
  /** Lower end of the interval of log2(lift): what they are ordered by. */
  readonly score: number;
};

/** Fewer different sessions or orders never tell of a pair: chance, and the privacy of the few (small-number rule). */
export const LEAST_SUPPORT = 3;

const DIGITS = 1e6;

/**
 * Products that come together with this one more often than chance brings them together; equal ones by their ids.
 *
 * @param now UTC ms; what is long ago says less.
 * @example rankRelated(table, 'p1', clock.now())[0]?.product
 */
export function rankRelated(table: PairTable, product: string, now: number): readonly Related[] {
  const row = table.byProduct.get(product);
  if (row === undefined) return [];
  const related: Related[] = [];
  for (let at = 0; at < row.candidates.length; at += FIELDS) {
    const candidate = readCandidate(row.candidates, at);
    const other = table.rows[candidate.product];
    if (other === undefined || candidate.support < LEAST_SUPPORT) continue;
    const judged = judge(table, [row, other], candidate, now);
    if (judged.lift > 1) related.push(judged);
  }
  return related.sort((a, b) => b.score - a.score || (a.product < b.product ? -1 : 1));
}

function judge(
  table: PairTable,
  [row, other]: readonly [Row, Row],
  candidate: Candidate,
  now: number,
): Related {
  const { seen, support } = candidate;
  const expected = (row.weight * other.weight) / table.weight;
  const score = scoreLift(countAt(seen, now), countAt(expected, now));
  return { product: other.product, support, lift: round(seen / expected), score: round(score) };
}

/** So that the last bit of a sum decides nothing. */
function round(value: number): number {
  return Math.round(value * DIGITS) / DIGITS;
}
