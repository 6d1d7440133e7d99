/** Whether a condition that counts events holds at an instant, and when it has to be looked at again. */
import type { Bounds } from './bounds.ts';
import type { Scalar } from './condition.ts';
import type { Hit } from './counter.ts';
import type { FactTimes } from './fact-time.ts';
import type { LatestFull } from './full-groups.ts';
import { type Grouping, LONG_HISTORY } from './grouped-hits.ts';
import { hitsOf, type Subject, type Sum, sessionFor, sumsOf } from './subject.ts';
import { type Kind, TOTALS } from './totals.ts';
import { earlier } from './verdict.ts';
import { type CompiledWindow, indexAfter } from './window.ts';

export type Counted = {
  readonly counter: number;
  readonly window: CompiledWindow;
  readonly factTimes: FactTimes | null;
  /** Of long histories: its matches by group. */
  readonly grouping: Grouping;
};

export type EventLeaf = Counted & {
  readonly kind: Kind;
  readonly scale: number;
  readonly bounds: Bounds;
  readonly isGrouped: boolean;
  readonly unless: Counted | null;
  /** Of long histories that are counted by group. */
  readonly latestFull: LatestFull;
  /** Its counters hear of sessions that end by time. */
  readonly hearsEnds: boolean;
  /** Only a new match can fill it: `filling.ts` looks at it. */
  readonly isFilling: boolean;
  readonly canRise: boolean;
  readonly canFall: boolean;
};

/** Whether the condition holds at `t`. */
export function judgeEvent(leaf: EventLeaf, subject: Subject, t: number): boolean {
  const { window, counter } = leaf;
  const from = window.from(t, sessionFor(window, subject, t));
  const to = window.to(t);
  const isLifetime = from === Number.NEGATIVE_INFINITY;
  const hits = hitsOf(subject, counter);
  const start = isLifetime ? 0 : indexAfter(hits, from);
  const end = indexAfter(hits, to);
  const sums = isLifetime ? sumsOf(subject, counter) : NO_SUMS;
  if (!leaf.isGrouped && leaf.kind === 'count' && leaf.factTimes === null && sums.length === 0) {
    return leaf.bounds.accepts(end - start) && isClear(leaf, subject, undefined, t);
  }
  if (!leaf.isGrouped)
    return judgePortion(leaf, subject, undefined, t, { hits: hits.slice(start, end), sums });
  for (const [group, own] of groupHits(hits, start, end, sums)) {
    if (judgePortion(leaf, subject, group, t, own)) return true;
  }
  return false;
}

export function isClear(
  { unless }: EventLeaf,
  subject: Subject,
  group: Scalar | undefined,
  t: number,
): boolean {
  return unless === null || !isViolated(unless, subject, group, t);
}

/** One group, or everything where nothing is grouped; a group of which nothing is left is none. */
function judgePortion(
  leaf: EventLeaf,
  subject: Subject,
  group: Scalar | undefined,
  t: number,
  portion: Portion,
): boolean {
  const restricted = restrict(leaf, subject, group, t, portion.hits, portion.sums);
  if (restricted === null) return false;
  const { hits, sums } = restricted;
  if (leaf.isGrouped && hits.length + sums.length === 0) return false;
  return isWithin(leaf, leaf.bounds, hits, sums) && isClear(leaf, subject, group, t);
}

const NO_SUMS: readonly Sum[] = [];
type Portion = { readonly hits: readonly Hit[]; readonly sums: readonly Sum[] };

export function groupHits(
  hits: readonly Hit[],
  start: number,
  end: number,
  sums: readonly Sum[],
): ReadonlyMap<Scalar | undefined, Portion> {
  const groups = new Map<Scalar | undefined, { hits: Hit[]; sums: Sum[] }>();
  const groupOf = (g: Scalar | undefined): { hits: Hit[]; sums: Sum[] } => {
    let own = groups.get(g);
    if (own === undefined) {
      own = { hits: [], sums: [] };
      groups.set(g, own);
    }
    return own;
  };
  for (let i = start; i < end; i++) {
    const hit = hits[i] as Hit;
    groupOf(hit.g).hits.push(hit);
  }
  for (const sum of sums) groupOf(sum.g).sums.push(sum);
  return groups;
}

/** The part of them that lies before or after the fact that is asked for; null: there is no such fact. */
export function restrict(
  { factTimes }: Counted,
  subject: Subject,
  group: Scalar | undefined,
  t: number,
  hits: readonly Hit[],
  sums: readonly Sum[],
): Portion | null {
  if (factTimes === null) return { hits, sums };
  const edges = factTimes.edges(subject, group, t);
  if (edges === null) return null;
  const { from, to } = edges;
  return {
    hits: hits.slice(indexAfter(hits, from), indexAfter(hits, to)),
    sums: sums.filter(({ last }) => last > from && last <= to),
  };
}

/** Whether an event stands in the way of this group. */
export function isViolated(unless: Counted, subject: Subject, group: Scalar | undefined, t: number): boolean {
  let from = unless.window.from(t, sessionFor(unless.window, subject, t));
  let to = unless.window.to(t);
  const isLifetime = from === Number.NEGATIVE_INFINITY;
  if (unless.factTimes !== null) {
    const edges = unless.factTimes.edges(subject, group, t);
    if (edges === null) return false;
    from = Math.max(from, edges.from);
    to = Math.min(to, edges.to);
  }
  const concerns = (g: Scalar | undefined): boolean => g === undefined || group === undefined || g === group;
  const hits = hitsOf(subject, unless.counter);
  if (hits.length >= LONG_HISTORY && group !== undefined) {
    const { groups } = unless.grouping(hits);
    if (isAnyWithin(groups.of(group), from, to) || isAnyWithin(groups.common, from, to)) return true;
  } else {
    for (let i = indexAfter(hits, to) - 1; i >= 0; i--) {
      const hit = hits[i] as Hit;
      if (hit.t <= from) break;
      if (concerns(hit.g)) return true;
    }
  }
  return (
    isLifetime &&
    sumsOf(subject, unless.counter).some((sum) => concerns(sum.g) && sum.last > from && sum.last <= to)
  );
}

function isAnyWithin(hits: readonly Hit[], from: number, to: number): boolean {
  return indexAfter(hits, to) > indexAfter(hits, from);
}

export function isWithin(
  leaf: EventLeaf,
  bounds: Bounds,
  hits: readonly Hit[],
  sums: readonly Sum[],
): boolean {
  const value = TOTALS[leaf.kind](hits, sums, leaf.scale);
  return value !== null && bounds.accepts(value);
}

/** First instant after `t` at which anything the leaf looks at moves by time alone. */
export function nextEdge(leaf: EventLeaf, subject: Subject, t: number): number | null {
  const { window, unless } = leaf;
  const hits = hitsOf(subject, leaf.counter);
  let next = window.next(t, hits, sessionFor(window, subject, t));
  if (unless !== null) {
    const session = sessionFor(unless.window, subject, t);
    next = earlier(next, unless.window.next(t, hitsOf(subject, unless.counter), session));
  }
  if (leaf.factTimes !== null || (unless !== null && unless.factTimes !== null)) {
    for (const group of groupValues(leaf, subject, hits)) {
      next = earlier(next, leaf.factTimes?.next(subject, group, t) ?? null);
      next = earlier(next, unless?.factTimes?.next(subject, group, t) ?? null);
    }
  }
  return next;
}

function groupValues(
  { isGrouped, counter }: EventLeaf,
  subject: Subject,
  hits: readonly Hit[],
): Iterable<Scalar | undefined> {
  if (!isGrouped) return [undefined];
  const values = new Set<Scalar | undefined>();
  for (const { g } of hits) values.add(g);
  for (const { g } of sumsOf(subject, counter)) values.add(g);
  return values;
}
