/** Conditions that count events in a window, or take a property of them together. */

import { type Bounds, compileBounds } from './bounds.ts';
import {
  AGGREGATES,
  type AggregateName,
  type EventCondition,
  type Scalar,
  type Unless,
} from './condition.ts';
import { amountScale, type Hit, listNames } from './counter.ts';
import { compileFactTimes, type FactTimes } from './fact-time.ts';
import type { Compiling, Leaf } from './node.ts';
import { hitsOf, openSession, type Subject, type Sum, sumsOf, untilSessionEnds } from './subject.ts';
import { earlier, type Verdict } from './verdict.ts';
import { type CompiledWindow, compileWindow, indexAfter } from './window.ts';

type Kind = 'count' | AggregateName;

type Counted = {
  readonly counter: number;
  readonly window: CompiledWindow;
  readonly factTimes: FactTimes | null;
};

type EventLeaf = Counted & {
  readonly kind: Kind;
  readonly scale: number;
  readonly bounds: Bounds;
  readonly isGrouped: boolean;
  readonly unless: Counted | null;
  /** Its counters hear of sessions that end by time. */
  readonly hearsEnds: boolean;
  readonly canRise: boolean;
  readonly canFall: boolean;
};

const SESSION_ENDED = 'Session Ended';
/** How many edges a leaf looks past before it lets itself be asked again. */
const MOST_STEPS = 64;

/** @example compileEvent({ event: 'Product Viewed', within: '7d', count: { gte: 3 } }, compiling).evaluate(subject, t) */
export function compileEvent(condition: EventCondition, compiling: Compiling): Leaf {
  const leaf = readLeaf(condition, compiling);
  return {
    evaluate: leaf.hearsEnds
      ? (subject, t) => untilSessionEnds(evaluate(leaf, subject, t), subject, t)
      : (subject, t) => evaluate(leaf, subject, t),
    hits: (subject, t) => usedHits(leaf, subject, t),
  };
}

function readLeaf(condition: EventCondition, compiling: Compiling): EventLeaf {
  const { per, unless } = condition;
  const kind = AGGREGATES.find((name) => condition[name] !== undefined) ?? 'count';
  const aggregate = kind === 'count' ? undefined : condition[kind];
  const bounds = compileBounds(aggregate ?? condition.count ?? { gte: 1 });
  const window = compileWindow(condition.within ?? 'lifetime', compiling.zone);
  const factTimes = compileFactTimes(condition, per);
  const isCountable = kind === 'count' && !window.admits && factTimes === null;
  const counter = compiling.count({
    spec: {
      match: condition,
      per,
      of: aggregate && { path: aggregate.of, isDistinct: kind === 'distinct' },
    },
    reachMs: window.reachMs,
    enough: isCountable ? bounds.enough : null,
  });
  const absence = unless === undefined ? null : readUnless(unless, per, compiling);
  const hearsEnds = [condition.event, unless?.event ?? []].flatMap(listNames).includes(SESSION_ENDED);
  if (hearsEnds || condition.within === 'session' || unless?.within === 'session') compiling.hearSessions();
  const isRising = (kind === 'count' || kind === 'distinct') && bounds.leastInteger !== null;
  const hasAges = [factTimes, absence?.factTimes].some((times) => times?.hasAges === true);
  const lifts = absence !== null && (absence.window.releases || absence.window.admits);
  return {
    counter,
    window,
    factTimes,
    kind,
    scale: aggregate === undefined ? 1 : amountScale(aggregate.of, compiling.minorPerMajor),
    bounds,
    isGrouped: per !== undefined,
    unless: absence,
    hearsEnds,
    canRise: window.admits || (!isRising && window.releases) || lifts || hasAges,
    canFall: window.releases || window.admits || absence?.window.admits === true || hasAges,
  };
}

function readUnless(unless: Unless, per: string | undefined, compiling: Compiling): Counted {
  const window = compileWindow(unless.within ?? 'lifetime', compiling.zone);
  const factTimes = compileFactTimes(unless, per);
  const counter = compiling.count({
    spec: { match: unless, per, isAbsence: true },
    reachMs: window.reachMs,
    enough: window.admits || factTimes !== null ? null : 1,
  });
  return { counter, window, factTimes };
}

function evaluate(leaf: EventLeaf, subject: Subject, t: number): Verdict {
  const holds = judge(leaf, subject, t);
  if (holds ? !leaf.canFall : !leaf.canRise) return { holds, until: null };
  if (holds && leaf.window.slideMs !== null && isPlainCount(leaf)) {
    return { holds, until: fallOfCount(leaf, subject, t, leaf.window.slideMs) };
  }
  let at: number | null = t;
  for (let step = 0; step < MOST_STEPS; step++) {
    at = nextEdge(leaf, subject, at);
    if (at === null || judge(leaf, subject, at) !== holds) return { holds, until: at };
  }
  return { holds, until: at };
}

/** A count with only a least bound, no groups and nothing else: it falls when the one that makes it full slides out. */
function isPlainCount({ kind, bounds, isGrouped, unless, factTimes, hearsEnds }: EventLeaf): boolean {
  if (kind !== 'count' || isGrouped || hearsEnds) return false;
  return bounds.leastInteger !== null && bounds.leastInteger > 0 && unless === null && factTimes === null;
}

function fallOfCount({ counter, bounds }: EventLeaf, subject: Subject, t: number, slideMs: number): number {
  const hits = hitsOf(subject, counter);
  const last = indexAfter(hits, t) - (bounds.leastInteger ?? 1);
  return (hits[last]?.t ?? t) + slideMs;
}

/** First instant after `t` at which anything the leaf looks at moves by time alone. */
function nextEdge(leaf: EventLeaf, subject: Subject, t: number): number | null {
  const open = openSession(subject, t);
  const hits = hitsOf(subject, leaf.counter);
  let next = leaf.window.next(t, hits, open);
  if (leaf.unless !== null) {
    next = earlier(next, leaf.unless.window.next(t, hitsOf(subject, leaf.unless.counter), open));
  }
  if (leaf.factTimes?.hasAges || leaf.unless?.factTimes?.hasAges) {
    for (const group of groupValues(leaf, subject, hits)) {
      next = earlier(next, leaf.factTimes?.next(subject, group, t) ?? null);
      next = earlier(next, leaf.unless?.factTimes?.next(subject, group, t) ?? null);
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

function judge(leaf: EventLeaf, subject: Subject, t: number): boolean {
  const { window, counter, bounds, isGrouped, unless } = leaf;
  const open = openSession(subject, t);
  const { from, to } = window.edges(t, open);
  const hits = hitsOf(subject, counter);
  const start = from === Number.NEGATIVE_INFINITY ? 0 : indexAfter(hits, from);
  const end = indexAfter(hits, to);
  const sums = from === Number.NEGATIVE_INFINITY ? sumsOf(subject, counter) : NO_SUMS;
  if (!isGrouped) {
    const restricted = restrict(leaf, subject, undefined, t, hits.slice(start, end), sums);
    return (
      restricted !== null &&
      isWithin(leaf, bounds, restricted.hits, restricted.sums) &&
      (unless === null || !isViolated(unless, subject, undefined, t))
    );
  }
  if (start >= end && sums.length === 0) return false;
  for (const [group, own] of groupHits(hits, start, end, sums)) {
    const restricted = restrict(leaf, subject, group, t, own.hits, own.sums);
    if (restricted === null || restricted.hits.length + restricted.sums.length === 0) continue;
    if (!isWithin(leaf, bounds, restricted.hits, restricted.sums)) continue;
    if (unless === null || !isViolated(unless, subject, group, t)) return true;
  }
  return false;
}

const NO_SUMS: readonly Sum[] = [];
type Portion = { readonly hits: readonly Hit[]; readonly sums: readonly Sum[] };

function groupHits(
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
function restrict(
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
function isViolated(unless: Counted, subject: Subject, group: Scalar | undefined, t: number): boolean {
  const open = openSession(subject, t);
  let { from, to } = unless.window.edges(t, open);
  const isLifetime = from === Number.NEGATIVE_INFINITY;
  if (unless.factTimes !== null) {
    const edges = unless.factTimes.edges(subject, group, t);
    if (edges === null) return false;
    from = Math.max(from, edges.from);
    to = Math.min(to, edges.to);
  }
  const concerns = (g: Scalar | undefined): boolean => g === undefined || group === undefined || g === group;
  const hits = hitsOf(subject, unless.counter);
  for (let i = indexAfter(hits, to) - 1; i >= 0; i--) {
    const hit = hits[i] as Hit;
    if (hit.t <= from) break;
    if (concerns(hit.g)) return true;
  }
  return (
    isLifetime &&
    sumsOf(subject, unless.counter).some((sum) => concerns(sum.g) && sum.last > from && sum.last <= to)
  );
}

function isWithin(leaf: EventLeaf, bounds: Bounds, hits: readonly Hit[], sums: readonly Sum[]): boolean {
  const value = TOTALS[leaf.kind](hits, sums, leaf.scale);
  return value !== null && bounds.accepts(value);
}

type Total = (hits: readonly Hit[], sums: readonly Sum[], scale: number) => number | null;

const TOTALS: Readonly<Record<Kind, Total>> = {
  count: (hits, sums) => hits.length + sums.reduce((n, sum) => n + sum.n, 0),
  sum: (hits, sums, scale) => addAmounts(hits, sums) / scale,
  avg: (hits, sums, scale) => {
    const n = hits.reduce((count, { v }) => (v === undefined ? count : count + 1), 0);
    const all = n + sums.reduce((count, sum) => count + sum.n, 0);
    return all === 0 ? null : addAmounts(hits, sums) / (scale * all);
  },
  min: (hits, sums, scale) =>
    extreme(
      hits,
      sums.map(({ min }) => min),
      Math.min,
      scale,
    ),
  max: (hits, sums, scale) =>
    extreme(
      hits,
      sums.map(({ max }) => max),
      Math.max,
      scale,
    ),
  distinct: (hits, sums) => {
    const values = new Set<Scalar>(sums.flatMap((sum) => sum.values ?? []));
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
  others: readonly number[],
  pick: (a: number, b: number) => number,
  scale: number,
): number | null {
  let best: number | null = null;
  for (const { v } of hits) if (typeof v === 'number') best = best === null ? v : pick(best, v);
  for (const v of others) best = best === null ? v : pick(best, v);
  return best === null ? null : best / scale;
}

/** The matches that a verdict rests on. */
function usedHits(leaf: EventLeaf, subject: Subject, t: number): readonly Hit[] {
  const open = openSession(subject, t);
  return [leaf, ...(leaf.unless === null ? [] : [leaf.unless])].flatMap(({ counter, window }) => {
    const { from, to } = window.edges(t, open);
    const hits = hitsOf(subject, counter);
    return hits.slice(indexAfter(hits, from), indexAfter(hits, to));
  });
}
