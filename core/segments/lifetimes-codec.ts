/** How what is left of a counter's matches stands in a stored base. */
import { decodeHits, decodeSum, type EncodedHit, type EncodedSum, encodeHits, encodeSum } from './codec.ts';
import type { Amount } from './counter.ts';
import type { Lifetime } from './lifetimes.ts';

export type EncodedLifetime = readonly [
  key: string,
  amount: number,
  hits: readonly EncodedHit[],
  sums: readonly EncodedSum[],
  isCut: 0 | 1,
];

/** By code; never reordered. */
const AMOUNTS: readonly Amount[] = ['match', 'number', 'value'];

export function encodeLifetime({ key, amount, hits, sums, isCut }: Lifetime): EncodedLifetime {
  return [key, AMOUNTS.indexOf(amount), encodeHits(hits), sums.map(encodeSum), isCut ? 1 : 0];
}

export function decodeLifetime([key, amount, hits, sums, isCut]: EncodedLifetime): Lifetime {
  return {
    key,
    amount: AMOUNTS[amount] ?? 'match',
    hits: decodeHits(hits),
    sums: sums.map(decodeSum),
    isCut: isCut === 1,
  };
}
