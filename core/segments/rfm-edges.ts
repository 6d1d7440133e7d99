/** Where one fifth of a site's buyers ends and the next begins. */
import type { RfmEdges } from './subject.ts';

/** What a buyer is sorted by: ms since the latest order, orders, minor units. */
export type Buyer = {
  readonly recencyMs: number;
  readonly frequency: number;
  readonly monetaryMinor: number;
};

const FIFTHS = 5;
const DAY_MS = 86_400_000;

/**
 * Four ascending edges for each of the three; a value lies in fifth 1 + the number of edges it exceeds (of recency
 * counted from above: 5 is the most recent).
 *
 * Edge k is the value at rank ceil(k n / 5), the nearest-rank quantile (Hyndman and Fan 1996, definition 1), so that
 * equal values share a fifth: the lower one of `f` and `m`. Where four fifths of the buyers ordered once, they are
 * f = 1 and everybody else is f = 5. With fewer than five buyers fifths do not exist: their values are then spread
 * from 1 to 5 in order, and a single value is f = m = 1 and r = 5.
 *
 * Recency grows while the edges of a day stand. So that nobody falls into the next fifth a moment after they were
 * drawn, an edge of `r` lies half way to the next larger value, and at most a day beyond its own.
 *
 * @param buyers At least one.
 * @example rfmEdges([1, 2, 3, 4, 5].map((n) => ({ recencyMs: n, frequency: n, monetaryMinor: n }))).f // [1, 2, 3, 4]
 */
export function rfmEdges(buyers: readonly Buyer[]): RfmEdges {
  return {
    r: withRoom(buyers.map(({ recencyMs }) => recencyMs)),
    f: edgesOf(buyers.map(({ frequency }) => frequency)),
    m: edgesOf(buyers.map(({ monetaryMinor }) => monetaryMinor)),
  };
}

/** 1 to 5, where 5 is the most recent, most frequent, largest fifth. */
export function quintilesOf(facts: Buyer, edges: RfmEdges): { r: number; f: number; m: number } {
  const above = (value: number, of: readonly number[]): number => of.filter((edge) => value > edge).length;
  return {
    r: FIFTHS - above(facts.recencyMs, edges.r),
    f: 1 + above(facts.frequency, edges.f),
    m: 1 + above(facts.monetaryMinor, edges.m),
  };
}

function withRoom(recencies: readonly number[]): readonly number[] {
  const ascending = recencies.toSorted((a, b) => a - b);
  return edgesOf(recencies).map((edge) => {
    const next = ascending.find((recency) => recency > edge) ?? Number.POSITIVE_INFINITY;
    return edge + Math.min(DAY_MS, Math.floor((next - edge) / 2));
  });
}

function edgesOf(values: readonly number[]): readonly number[] {
  const ascending = values.toSorted((a, b) => a - b);
  const edgeAt = ascending.length < FIFTHS ? spreadEdge : rankEdge;
  return [1, 2, 3, 4].map((k) => edgeAt(ascending, k));
}

function rankEdge(ascending: readonly number[], k: number): number {
  return ascending[Math.ceil((k * ascending.length) / FIFTHS) - 1] ?? 0;
}

/** The largest value that belongs into fifth k or below, when the distinct ones go from 1 to 5 in equal steps. */
function spreadEdge(ascending: readonly number[], k: number): number {
  const distinct = [...new Set(ascending)];
  const fifthOf = (at: number) => 1 + Math.round(((FIFTHS - 1) * at) / Math.max(1, distinct.length - 1));
  return distinct.findLast((_, at) => fifthOf(at) <= k) ?? 0;
}
