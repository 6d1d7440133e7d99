/**
 * Counts that only a new match can fill: seen from the newest match on, the one that fills the count is also the one
 * whose leaving ends it. So one pass says whether the condition holds and until when.
 */
import type { Scalar } from './condition.ts';
import type { Hit } from './counter.ts';
import { type Counted, type EventLeaf, isClear, nextEdge } from './event-judge.ts';
import { LONG_HISTORY } from './grouped-hits.ts';
import { countOf, hitsOf, type Subject, sessionFor } from './subject.ts';
import { NEVER, type Verdict } from './verdict.ts';
import { indexAfter } from './window.ts';

/** `blocked`: it is full, but something stands in the way. */
type Filling = Hit | 'blocked' | null;

/** @returns undefined where matches that no longer stand one by one have a say. */
export function evaluateFilling(leaf: EventLeaf, subject: Subject, t: number): Verdict | undefined {
  const { window, counter, unless } = leaf;
  const count = countOf(subject, counter);
  if (count === undefined) return NEVER;
  const { hits, sums } = count;
  const session = sessionFor(window, subject, t);
  const from = window.from(t, session);
  const isLifetime = from === Number.NEGATIVE_INFINITY;
  if (isLifetime && sums.length > 0) return undefined;
  const start = isLifetime ? 0 : indexAfter(hits, from);
  const end = indexAfter(hits, window.to(t));
  const isLong = leaf.isGrouped && leaf.kind === 'count' && end === hits.length && end >= LONG_HISTORY;
  const filling = isLong
    ? findAmongGroups(leaf, subject, t, hits, from)
    : findFilling(leaf, subject, t, hits, start, end);
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

function findAmongGroups(
  leaf: EventLeaf,
  subject: Subject,
  t: number,
  hits: readonly Hit[],
  from: number,
): Filling {
  const isFree = leaf.unless && ((group: Scalar | undefined) => isClear(leaf, subject, group, t));
  return leaf.latestFull(hits, leaf.bounds.leastInteger ?? 1, from, isFree);
}

/** Among the matches from `start` to before `end`. */
function findFilling(
  leaf: EventLeaf,
  subject: Subject,
  t: number,
  hits: readonly Hit[],
  start: number,
  end: number,
): Filling {
  const least = leaf.bounds.leastInteger ?? 1;
  if (end - start < least) return null;
  const isOfValues = leaf.kind !== 'count';
  if (!leaf.isGrouped && !isOfValues) {
    return isClear(leaf, subject, undefined, t) ? (hits[end - least] as Hit) : 'blocked';
  }
  // Of the groups that are full, the first to be so stays so longest.
  const isShort = end - start <= SHORT;
  if (isShort && !isAnyFull(hits, start, end, least)) return null;
  const ranking = isShort && !isOfValues ? null : createRanking(isOfValues);
  let found: Filling = null;
  for (let i = end - 1; i >= start; i--) {
    const hit = hits[i] as Hit;
    const rank = ranking === null ? rankAmong(hits, i, end) : ranking(hit);
    if (rank !== least) continue;
    if (isClear(leaf, subject, hit.g, t)) return hit;
    found = 'blocked';
  }
  return found;
}

/** So few are faster compared with each other than looked up. */
const SHORT = 16;

/** Whether any group has as many matches; of values it may have fewer. */
function isAnyFull(hits: readonly Hit[], start: number, end: number, least: number): boolean {
  for (let i = end - least; i >= start; i--) if (rankAmong(hits, i, end) >= least) return true;
  return false;
}

/** The how-many-th of its group it is, from the newest on. */
function rankAmong(hits: readonly Hit[], at: number, end: number): number {
  const { g } = hits[at] as Hit;
  let rank = 1;
  for (let i = at + 1; i < end; i++) if ((hits[i] as Hit).g === g) rank += 1;
  return rank;
}

/** Matches come from the newest on. Of each: the how-many-th of its group; 0 where its value was there. */
type Ranking = (hit: Hit) => number;

function createRanking(isOfValues: boolean): Ranking {
  return isOfValues ? createValueRanking() : createCountRanking();
}

function createCountRanking(): Ranking {
  const counts = new Map<Scalar | undefined, number>();
  return ({ g }) => {
    const count = (counts.get(g) ?? 0) + 1;
    counts.set(g, count);
    return count;
  };
}

function createValueRanking(): Ranking {
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
