/** The matches of one visitor by counter, bounded by what conditions still look at. */
import type { Hit } from './counter.ts';
import type { Keep } from './program.ts';
import type { Sum } from './subject.ts';

export type Count = {
  readonly counter: number;
  /** Ascending. */
  readonly hits: readonly Hit[];
  readonly sums: readonly Sum[];
};

/** A short list is not worth looking through for what has gone out of reach. */
const SHORT = 24;
const NO_SUMS: readonly Sum[] = [];

/** @param hits Of one event, later than all before. */
export function addHits(
  counts: readonly Count[],
  counter: number,
  hits: readonly Hit[],
  keep: Keep,
): readonly Count[] {
  let at = 0;
  for (; at < counts.length; at++) if ((counts[at]?.counter ?? 0) >= counter) break;
  const known = counts[at];
  if (known?.counter !== counter) return counts.toSpliced(at, 0, { counter, hits, sums: NO_SUMS });
  const all = [...known.hits, ...hits];
  const next = all.length > SHORT ? prune(all, keep) : all;
  return counts.with(at, { counter, hits: next, sums: known.sums });
}

function prune(hits: readonly Hit[], { reachMs, enough }: Keep): readonly Hit[] {
  const from = (hits.at(-1)?.t ?? 0) - reachMs;
  const near = (hits[0]?.t ?? 0) > from ? hits : hits.filter(({ t }) => t > from);
  return enough === null ? near : keepNewest(near, enough);
}

/** Of each group so many; the count itself is never asked beyond them. */
function keepNewest(hits: readonly Hit[], enough: number): readonly Hit[] {
  const seen = new Map<Hit['g'], number>();
  const kept: Hit[] = [];
  for (let i = hits.length - 1; i >= 0; i--) {
    const hit = hits[i] as Hit;
    const count = (seen.get(hit.g) ?? 0) + 1;
    seen.set(hit.g, count);
    if (count <= enough) kept.push(hit);
  }
  return kept.length === hits.length ? hits : kept.reverse();
}
