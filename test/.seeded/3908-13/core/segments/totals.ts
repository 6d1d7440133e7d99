/** What matches come to: how many, or a property of them taken together. */
import type { AggregateName, Scalar } from './condition.ts';
import type { Hit } from './counter.ts';
import type { Sum } from './subject.ts';

export type Kind = 'count' | AggregateName;

/** @returns null where it is undefined: the mean or an extreme of no numbers. */
type Total = (hits: readonly Hit[], sums: readonly Sum[], scale: number) => number | null;

/** Amounts are scaled integers, so that sums are exact; `scale` brings them back. */
export const TOTALS: Readonly<Record<Kind, Total>> = {
  count: (hits, sums) => hits.length + sums.reduce((n, sum) => n + sum.n, 0),
  sum: (hits, sums, scale) => addAmounts(hits, sums) / scale,
  avg: (hits, sums, scale) => {
    const n = hits.reduce((count, { v }) => (v === undefined ? count : count + 1), 0);
    const all = n + sums.reduce((count, sum) => count + sum.n, 0);
    return all === 0 ? null : addAmounts(hits, sums) / (scale * all);
  },
  min: (hits, sums, scale) => {
    const least = sums.reduce((best, { min }) => Math.min(best, min), Number.POSITIVE_INFINITY);
    return extreme(hits, least, Math.min, scale);
  },
  max: (hits, sums, scale) => {
    const most = sums.reduce((best, { max }) => Math.max(best, max), Number.NEGATIVE_INFINITY);
    return extreme(hits, most, Math.max, scale);
  },
  distinct: (hits, sums) => {
    const values = new Set<Scalar>();
    for (const sum of sums) for (const value of sum.values ?? []) values.add(value);
    for (const { v } of hits) if (v !== undefined) values.add(v);
    return values.size;
  },
};

function addAmounts(hits: readonly Hit[], sums: readonly Sum[]): number {
  let total = 0;
  for (const { v } of hits) if (typeof v === 'number') total += v;
  for (const { sum } of sums) total += sum;
  return total;
}

function extreme(
  hits: readonly Hit[],
  start: number,
  pick: (a: number, b: number) => number,
  scale: number,
): number | null {
  let best = start;
  for (const { v } of hits) if (typeof v === 'number') best = pick(best, v);
  return Number.isFinite(best) ? best / scale : null;
}
