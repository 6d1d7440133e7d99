/** When a count that holds falls by time alone: known without looking past every edge. */
import type { Scalar } from './condition.ts';
import type { Hit } from './counter.ts';
import { type EventLeaf, isViolated } from './event-judge.ts';
import { hitsOf, openSession, type Subject } from './subject.ts';
import { indexAfter } from './window.ts';

/**
 * For leaves that fall with their window: when the one that makes the count full goes out.
 *
 * @returns undefined where it has to be looked for edge by edge.
 */
export function fallOf(leaf: EventLeaf, subject: Subject, t: number): number | null | undefined {
  const { window, counter, bounds, isGrouped, kind } = leaf;
  const hits = hitsOf(subject, counter);
  // What is not `(t - w, t]` loses all it holds at once.
  if (window.slideMs === null) return window.next(t, hits, openSession(subject, t));
  const end = indexAfter(hits, t);
  const start = indexAfter(hits, t - window.slideMs);
  const least = bounds.leastInteger ?? 1;
  const last =
    kind === 'distinct'
      ? isGrouped || leaf.unless !== null
        ? undefined
        : newestOfValues(hits, start, end, least)
      : isGrouped
        ? newestOfGroups(leaf, subject, t, { hits, start, end, least })
        : hits[end - least];
  return last && last.t + window.slideMs;
}

/** The one after whose end fewer than `least` values are left. */
function newestOfValues(hits: readonly Hit[], start: number, end: number, least: number): Hit | undefined {
  const values = new Set<Scalar>();
  for (let i = end - 1; i >= start; i--) {
    const { v } = hits[i] as Hit;
    if (v !== undefined && values.add(v).size === least) return hits[i];
  }
  return undefined;
}

type Range = {
  readonly hits: readonly Hit[];
  readonly start: number;
  readonly end: number;
  readonly least: number;
};

/** Of the groups that are full, the one that stays so longest: seen from the newest on, the first to be full. */
function newestOfGroups(
  { unless }: EventLeaf,
  subject: Subject,
  t: number,
  { hits, start, end, least }: Range,
): Hit | undefined {
  const counts = new Map<Scalar | undefined, number>();
  for (let i = end - 1; i >= start; i--) {
    const hit = hits[i] as Hit;
    const count = (counts.get(hit.g) ?? 0) + 1;
    counts.set(hit.g, count);
    if (count === least && (unless === null || !isViolated(unless, subject, hit.g, t))) return hit;
  }
  return undefined;
}
