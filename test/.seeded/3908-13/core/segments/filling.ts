/**
 * Counts that only a new match can fill: seen from the newest match on, the one that fills the count is also the one
 * whose leaving ends it. So one pass says whether the condition holds and until when.
 */
import type { Scalar } from './condition.ts';
import type { Hit } from './counter.ts';
import { type Counted, type EventLeaf, isClear, nextEdge } from './event-judge.ts';
import { hitsOf, type Subject, sessionFor, sumsOf } from './subject.ts';
import { NEVER, type Verdict } from './verdict.ts';
import { indexAfter } from './window.ts';

/** `blocked`: it is full, but something stands in the way. */
type Filling = Hit | 'blocked' | null;

/** @returns undefined where matches that no longer stand one by one have a say. */
export function evaluateFilling(leaf: EventLeaf, subject: Subject, t: number): Verdict | undefined {
  const { window, counter, unless } = leaf;
  const session = sessionFor(window, subject, t);
  const from = window.from(t, session);
  const isLifetime = from === Number.NEGATIVE_INFINITY;
  if (isLifetime && sumsOf(subject, counter).length > 0) return undefined;
  const hits = hitsOf(subject, counter);
  const range = { hits, start: isLifetime ? 0 : indexAfter(hits, from), end: indexAfter(hits, window.to(t)) };
  const filling = findFilling(leaf, subject, t, range);
  if (filling === null) return NEVER;
  const mayReturn = unless !== null && (unless.window.admits || unless.factTimes !== null);
  if (mayReturn) return { holds: filling !== 'blocked', until: nextEdge(leaf, subject, t) };
  if (filling === 'blocked') {
    return { holds: false, until: unless === null ? null : nextOf(unless, subject, t) };
  }
  // What is not `(t - w, t]` loses all it holds at once, or nothing ever.
  const until = window.slideMs === null ? window.next(t, hits, session) : filling.t + window.slideMs;
  return { holds: true, until };
}

function nextOf({ window, counter }: Counted, subject: Subject, t: number): number | null {
  return window.next(t, hitsOf(subject, counter), sessionFor(window, subject, t));
}

type Range = { readonly hits: readonly Hit[]; readonly start: number; readonly end: number };

function findFilling(leaf: EventLeaf, subject: Subject, t: number, range: Range): Filling {
  const least = leaf.bounds.leastInteger ?? 1;
  if (range.end - range.start < least) return null;
  if (leaf.isGrouped) return findInGroups(leaf, subject, t, range, least);
  const hit = leaf.kind === 'count' ? range.hits[range.end - least] : newestOfValues(range, least);
  if (hit === undefined) return null;
  return isClear(leaf, subject, undefined, t) ? hit : 'blocked';
}

function newestOfValues({ hits, start, end }: Range, least: number): Hit | undefined {
  const values = new Set<Scalar>();
  for (let i = end - 1; i >= start; i--) {
    const hit = hits[i] as Hit;
    if (hit.v !== undefined && values.add(hit.v).size === least) return hit;
  }
  return undefined;
}

/** Of the groups that are full, the first to be so stays so longest. */
function findInGroups(leaf: EventLeaf, subject: Subject, t: number, range: Range, least: number): Filling {
  const { hits, start, end } = range;
  const fill = leaf.kind === 'count' ? createTally() : createValueTally();
  let found: Filling = null;
  for (let i = end - 1; i >= start; i--) {
    const hit = hits[i] as Hit;
    if (fill(hit) !== least) continue;
    if (isClear(leaf, subject, hit.g, t)) return hit;
    found = 'blocked';
  }
  return found;
}

/** How many matches its group has with this one; 0 where it adds nothing. */
type Fill = (hit: Hit) => number;

function createTally(): Fill {
  const counts = new Map<Scalar | undefined, number>();
  return ({ g }) => {
    const count = (counts.get(g) ?? 0) + 1;
    counts.set(g, count);
    return count;
  };
}

function createValueTally(): Fill {
  const values = new Map<Scalar | undefined, Set<Scalar>>();
  return ({ g, v }) => {
    if (v === undefined) return 0;
    const own = values.get(g);
    if (own === undefined) {
      values.set(g, new Set([v]));
      return 1;
    }
    const before = own.size;
    return own.add(v).size === before ? 0 : own.size;
  };
}
