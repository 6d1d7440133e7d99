/**
 * Tracks of a visitor whose earlier entries retention has taken: memberships of that time are known by their notices,
 * what conditions count over a whole life by the base.
 */
import type { VisitorId } from '../entry.ts';
import type { Hit } from './counter.ts';
import type { Count } from './counts.ts';
import { lifetimeKeys } from './lifetime-keys.ts';
import type { Lifetime } from './lifetimes.ts';
import { latestNotices, type Told } from './notices.ts';
import type { Program } from './program.ts';
import { type Move, NO_TRACKS, type Standing, type Tracks } from './tracks.ts';

export type Resumption = {
  readonly told: readonly Told[];
  /** From the next instant on every condition can be answered with what is kept, UTC ms. */
  readonly settled: number;
  readonly lifetimes: readonly Lifetime[];
  readonly unit: VisitorId | null;
};

/** @example resumeTracks(program, { told, settled, lifetimes: base.lifetimes, unit }).standings */
export function resumeTracks(program: Program, { told, settled, lifetimes, unit }: Resumption): Tracks {
  const latest = latestNotices(told, settled);
  const standings: Standing[] = [];
  const moves: Move[] = [];
  for (const [segment, { definition }] of program.segments.entries()) {
    const notice = latest.get(definition.key);
    const since = notice?.type === 'entered' ? notice.at : null;
    // Everything is asked again at the first instant that what is kept can answer.
    standings.push({ segment, since, until: settled + 1 });
    if (since !== null) moves.push({ segment, type: 'entered', at: since, since, cause: 'event' });
  }
  const counts = resumeCounts(program, lifetimes);
  return { ...NO_TRACKS, program: program.id, unit, counts, standings, moves, settled };
}

/** A counter that is newer than the base counts from what is kept. */
function resumeCounts(program: Program, lifetimes: readonly Lifetime[]): readonly Count[] {
  const byKey = new Map(lifetimes.map((lifetime) => [lifetime.key, lifetime]));
  const placeOf = orderPlaces(lifetimes);
  return lifetimeKeys(program).flatMap((key, counter): Count[] => {
    const lifetime = key === null ? undefined : byKey.get(key);
    if (lifetime === undefined) return [];
    return [
      { counter, hits: lifetime.hits.map((hit) => ({ ...hit, n: placeOf(hit) })), sums: lifetime.sums },
    ];
  });
}

/** One event has one place, whatever counters it matched; all places lie before those of what is kept. */
function orderPlaces(lifetimes: readonly Lifetime[]): (hit: Hit) => number {
  const textOf = ({ t, n }: Hit): string => `${t} ${n}`;
  const hits = new Map(lifetimes.flatMap((lifetime) => lifetime.hits).map((hit) => [textOf(hit), hit]));
  const sorted = [...hits.values()].toSorted((a, b) => a.t - b.t || a.n - b.n);
  const places = new Map(sorted.map((hit, place) => [textOf(hit), place - sorted.length]));
  return (hit) => places.get(textOf(hit)) ?? 0;
}
