/** Which groups of a long history are full, carried on from one event to the next. */
import type { Scalar } from './condition.ts';
import type { Hit } from './counter.ts';
import { createGrouping, type HitGroups } from './grouped-hits.ts';

/**
 * For one condition: of the groups with at least so many matches, the match that fills the one that stays full longest;
 * null: none is full.
 *
 * @param isClear Whether nothing stands in the way of a group; null: nothing ever does.
 * @param from Matches after this instant count, UTC ms.
 */
export type LatestFull = (
  hits: readonly Hit[],
  least: number,
  from: number,
  isClear: ((group: Scalar | undefined) => boolean) | null,
) => Hit | 'blocked' | null;

export function createLatestFull(): LatestFull {
  const group = createGrouping();
  /** Nothing is ever taken from a group, so that what fills it only moves on. */
  let latest: Hit | null = null;
  return (hits, least, from, isClear) => {
    const { groups, touched } = group(hits);
    if (touched === 'all') latest = null;
    for (const g of touched === 'all' ? groups.all() : touched) {
      latest = laterOf(latest, groups.of(g).at(-least) ?? null);
    }
    if (latest === null || latest.t <= from) return null;
    return isClear === null ? latest : (findClear(groups, least, from, isClear) ?? 'blocked');
  };
}

function findClear(
  groups: HitGroups,
  least: number,
  from: number,
  isClear: (group: Scalar | undefined) => boolean,
): Hit | null {
  let clear: Hit | null = null;
  for (const g of groups.all()) {
    const filling = groups.of(g).at(-least);
    if (filling === undefined || filling.t <= from || laterOf(clear, filling) === clear) continue;
    if (isClear(g)) clear = filling;
  }
  return clear;
}

function laterOf(a: Hit | null, b: Hit | null): Hit | null {
  if (a === null || b === null) return a ?? b;
  return b.t - a.t > 0 || (b.t === a.t && b.n > a.n) ? b : a;
}
