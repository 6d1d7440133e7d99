/** The matches of one visitor by counter, bounded by what conditions still look at. */
import type { Countable, Hit } from './counter.ts';
import { bitOf } from './hearing.ts';
import type { Keep, Program, ProgramCounter } from './program.ts';
import type { Sum } from './subject.ts';

export type Count = {
  readonly counter: number;
  /** Ascending. */
  readonly hits: readonly Hit[];
  readonly sums: readonly Sum[];
};

/** A short list is not worth looking through for what has gone out of reach. */
const SHORT = 24;
/** Nor is a long one at every match. */
const LOOK_EVERY = 16;
const NO_SUMS: readonly Sum[] = [];

export type CountedEvent = {
  readonly counts: readonly Count[];
  /** Segments that may be moved by it: those a counter of which took something, or that hear of it otherwise. */
  readonly touched: readonly number[];
};

/**
 * Counts with the matches of one event, later than all before.
 *
 * @param n Its place among everything that was counted.
 */
export function countEvent(
  counts: readonly Count[],
  event: Countable & { readonly name: string },
  n: number,
  program: Program,
): CountedEvent {
  const { counters, touchedBy } = program.hearingOf(event.name);
  let next: Count[] | null = null;
  let took = 0;
  const plain: readonly Hit[] = [{ t: event.t, n }];
  for (let at = 0; at < counters.length; at++) {
    const counter = counters[at] as number;
    const { read, keep } = program.counters[counter] as ProgramCounter;
    const hits = read(event, n, plain);
    if (hits.length === 0) continue;
    took |= bitOf(at);
    next ??= [...counts];
    addHits(next, counter, hits, keep);
  }
  return { counts: next ?? counts, touched: touchedBy(took) };
}

function addHits(counts: Count[], counter: number, hits: readonly Hit[], keep: Keep): void {
  let at = 0;
  while (at < counts.length && (counts[at] as Count).counter < counter) at++;
  const known = counts[at];
  if (known?.counter !== counter) {
    counts.splice(at, 0, { counter, hits, sums: NO_SUMS });
    return;
  }
  const all = known.hits.concat(hits);
  const isLong = all.length > SHORT && all.length % LOOK_EVERY === 0;
  counts[at] = { counter, hits: isLong ? prune(all, keep) : all, sums: known.sums };
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
