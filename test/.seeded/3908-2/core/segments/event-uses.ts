/** Which matches a condition on events rests on, and which stand in its way: what an explanation names. */
import type { Scalar } from './condition.ts';
import type { Hit } from './counter.ts';
import { type Counted, type EventLeaf, groupHits, isViolated, isWithin, restrict } from './event-judge.ts';
import type { Uses } from './node.ts';
import { hitsOf, openSession, type Subject, sumsOf } from './subject.ts';
import { indexAfter } from './window.ts';

type Judged = { readonly hits: readonly Hit[]; readonly isFull: boolean; readonly against: readonly Hit[] };

/**
 * Where it holds: the matches of every group that makes it hold. Where it does not: all matches it looked at, and what
 * stands in the way of the groups that would do.
 */
export function eventUses(leaf: EventLeaf, subject: Subject, t: number): Uses {
  const from = leaf.window.from(t, openSession(subject, t));
  const to = leaf.window.to(t);
  const all = hitsOf(subject, leaf.counter);
  const sums = from === Number.NEGATIVE_INFINITY ? sumsOf(subject, leaf.counter) : [];
  const [start, end] = [indexAfter(all, from), indexAfter(all, to)];
  const groups = leaf.isGrouped
    ? [...groupHits(all, start, end, sums)]
    : [[undefined, { hits: all.slice(start, end), sums }] as const];
  const judged = groups.flatMap(([group, own]): readonly Judged[] => {
    const portion = restrict(leaf, subject, group, t, own.hits, own.sums);
    if (portion === null) return [];
    const { hits } = portion;
    const isFull = isWithin(leaf, leaf.bounds, hits, portion.sums);
    return [{ hits, isFull, against: isFull ? listAgainst(leaf.unless, subject, group, t) : [] }];
  });
  const holding = judged.filter(({ isFull, against }) => isFull && against.length === 0);
  const shown = holding.length > 0 ? holding : judged;
  return {
    used: shown.flatMap(({ hits }) => hits),
    against: shown.flatMap(({ against }) => against),
  };
}

function listAgainst(
  unless: Counted | null,
  subject: Subject,
  group: Scalar | undefined,
  t: number,
): readonly Hit[] {
  if (unless === null || !isViolated(unless, subject, group, t)) return [];
  const from = unless.window.from(t, openSession(subject, t));
  const to = unless.window.to(t);
  const hits = hitsOf(subject, unless.counter);
  const near = hits.slice(indexAfter(hits, from), indexAfter(hits, to));
  const portion = restrict(unless, subject, group, t, near, []);
  return (portion?.hits ?? []).filter(({ g }) => g === undefined || group === undefined || g === group);
}
