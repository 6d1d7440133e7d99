/**
 * The matches of a long history sorted by group. Histories grow at their end, so that what was sorted for the last
 * event is carried on instead of being sorted anew: only groups that an event touches cost anything.
 */
import type { Scalar } from './condition.ts';
import type { Hit } from './counter.ts';

export type HitGroups = {
  /** Of the group alone, ascending. */
  of(group: Scalar | undefined): readonly Hit[];
  all(): Iterable<Scalar | undefined>;
  /** Those that stand for every group, ascending. */
  readonly common: readonly Hit[];
};

export type Grouping = (hits: readonly Hit[]) => Grown;

export type Grown = {
  readonly groups: HitGroups;
  /** Groups with a match that was not there when it was last asked; `all`: any may have. */
  readonly touched: ReadonlySet<Scalar | undefined> | 'all';
};

const NONE: Grown['touched'] = new Set();
const EVERY: Grown['touched'] = 'all';
const NO_HITS: readonly Hit[] = [];

/** Shorter ones are faster looked through. */
export const LONG_HISTORY = 32;

/**
 * For one condition: remembers the latest list that it was asked of, whosever it is. The same list gives the same
 * groups whatever was asked before.
 *
 * @example const sort = createGrouping(); sort(hits).groups.of('4711')
 */
export function createGrouping(): Grouping {
  let known: readonly Hit[] = NO_HITS;
  let groups = new Map<Scalar | undefined, Hit[]>();
  const view: HitGroups = {
    of: (group) => groups.get(group) ?? NO_HITS,
    all: () => groups.keys(),
    get common() {
      return groups.get(undefined) ?? NO_HITS;
    },
  };

  function take(hits: readonly Hit[], from: number): ReadonlySet<Scalar | undefined> {
    const touched = new Set<Scalar | undefined>();
    for (let at = from; at < hits.length; at++) {
      const hit = hits[at] as Hit;
      touched.add(hit.g);
      const own = groups.get(hit.g);
      if (own === undefined) groups.set(hit.g, [hit]);
      else own.push(hit);
    }
    known = hits;
    return touched;
  }

  return (hits) => {
    if (hits === known) return { groups: view, touched: NONE };
    if (continues(hits, known)) return { groups: view, touched: take(hits, known.length) };
    groups = new Map();
    take(hits, 0);
    return { groups: view, touched: EVERY };
  };
}

/** Matches are made once: one that is the same is the very same. */
function continues(hits: readonly Hit[], known: readonly Hit[]): boolean {
  if (hits.length < known.length) return false;
  for (let at = known.length - 1; at >= 0; at--) if (hits[at] !== known[at]) return false;
  return true;
}
