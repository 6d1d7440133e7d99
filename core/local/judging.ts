/** What conditions need while they are compiled and asked: counters, and the matches of a session. */
import type { LocalBundle } from './bundle.ts';
import { type Counted, createCounter, type Hit, type ReadHits } from './counting.ts';
import type { Session } from './session.ts';

/** A session with what every counter matched in it. */
export type View = Session & {
  readonly hits: readonly (readonly Hit[])[];
  /** Unit of stable shares. */
  readonly unit: string;
  /** What the model said at each instant at which something happened; made when it is first asked for. */
  scores(): readonly { readonly t: number; readonly p: number }[];
};

/** Whether something holds at an instant, and when time alone may change that next. */
export type Judge = {
  holds(view: View, t: number): boolean;
  next(view: View, t: number): number | null;
};

export type Counting = Pick<LocalBundle, 'site' | 'segments'> & {
  readonly counters: readonly ReadHits[];
  /** Place of the counter. */
  count(counted: Counted): number;
};

export function createCounting({ site, segments }: Pick<LocalBundle, 'site' | 'segments'>): Counting {
  const counters: ReadHits[] = [];
  return { site, segments, counters, count: (counted) => counters.push(createCounter(counted)) - 1 };
}

/** Those of a counter in `(from, to]`. */
export function hitsIn({ hits }: View, counter: number, from: number, to: number): readonly Hit[] {
  return (hits[counter] ?? []).filter(({ t }) => t > from && t <= to);
}

/** By group, in order of the first of each. */
export function groupHits(hits: readonly Hit[]): ReadonlyMap<Hit['g'], readonly Hit[]> {
  const groups = new Map<Hit['g'], Hit[]>();
  for (const hit of hits) groups.set(hit.g, [...(groups.get(hit.g) ?? []), hit]);
  return groups;
}

/** The soonest of them after an instant; null: there is none. */
export function soonest(instants: Iterable<number>, t: number): number | null {
  const later = [...instants].filter((at) => at > t && Number.isFinite(at));
  return later.length > 0 ? Math.min(...later) : null;
}
