/** How tracks stand in a stored profile: JSON arrays in a fixed order, times as steps from one to the next. */
import type { VisitorId } from '../entry.ts';
import type { Scalar } from './condition.ts';
import type { Hit } from './counter.ts';
import type { Count } from './counts.ts';
import type { LatchState } from './latch.ts';
import type { Sum } from './subject.ts';
import { type Move, NO_TRACKS, type Standing, type Tracks } from './tracks.ts';

type EncodedHit = readonly [tAfterMs: number, nAfter: number, g?: Scalar | null, v?: Scalar];
export type EncodedSum = readonly [
  g: Scalar | null,
  n: number,
  sum: number,
  min: number | null,
  max: number | null,
  values: readonly Scalar[] | null,
  last: number,
];
type EncodedCount = readonly [counter: number, hits: readonly EncodedHit[], sums: readonly EncodedSum[]];
type EncodedLatch = readonly [latch: number, since: number | null, leavesAt: number | null];
type EncodedStanding = readonly [segment: number, since: number | null, until: number | null];
type EncodedMove = readonly [segment: number, entered: 0 | 1, at: number, since: number, byTime: 0 | 1];

export type EncodedTracks =
  | readonly [
      program: string | null,
      n: number,
      unit: VisitorId | null,
      counts: readonly EncodedCount[],
      latches: readonly EncodedLatch[],
      standings: readonly EncodedStanding[],
      moves: readonly EncodedMove[],
      settled: number | null,
    ]
  | null;

/** @returns null for tracks of which nothing is known. */
export function encodeTracks(tracks: Tracks): EncodedTracks {
  if (tracks === NO_TRACKS) return null;
  const { program, n, unit, counts, latches, standings, moves, settled } = tracks;
  return [
    program,
    n,
    unit,
    counts.map(encodeCount),
    latches.map(({ latch, since, leavesAt }) => [latch, since, leavesAt]),
    standings.map(({ segment, since, until }) => [segment, since, until]),
    moves.map(encodeMove),
    finite(settled),
  ];
}

export function decodeTracks(encoded: EncodedTracks): Tracks {
  if (encoded === null) return NO_TRACKS;
  const [program, n, unit, counts, latches, standings, moves, settled] = encoded;
  return {
    program,
    n,
    unit,
    counts: counts.map(decodeCount),
    latches: latches.map(([latch, since, leavesAt]): LatchState => ({ latch, since, leavesAt })),
    standings: standings.map(([segment, since, until]): Standing => ({ segment, since, until })),
    moves: moves.map(decodeMove),
    settled: settled ?? Number.NEGATIVE_INFINITY,
  };
}

function encodeMove({ segment, type, at, since, cause }: Move): EncodedMove {
  return [segment, type === 'entered' ? 1 : 0, at, since, cause === 'time' ? 1 : 0];
}

function decodeMove([segment, entered, at, since, byTime]: EncodedMove): Move {
  return { segment, type: entered ? 'entered' : 'left', at, since, cause: byTime ? 'time' : 'event' };
}

function encodeCount({ counter, hits, sums }: Count): EncodedCount {
  let before = { t: 0, n: 0 };
  const steps = hits.map((hit): EncodedHit => {
    const step = encodeHit(hit, before);
    before = hit;
    return step;
  });
  return [counter, steps, sums.map(encodeSum)];
}

function encodeHit({ t, n, g, v }: Hit, before: { readonly t: number; readonly n: number }): EncodedHit {
  const place = [t - before.t, n - before.n] as const;
  if (v !== undefined) return [...place, g ?? null, v];
  return g === undefined ? place : [...place, g];
}

function decodeCount([counter, steps, sums]: EncodedCount): Count {
  let t = 0;
  let n = 0;
  const hits = steps.map(([tAfterMs, nAfter, g, v]): Hit => {
    t += tAfterMs;
    n += nAfter;
    return { t, n, ...(g !== undefined && g !== null && { g }), ...(v !== undefined && { v }) };
  });
  return { counter, hits, sums: sums.map(decodeSum) };
}

/** JSON has no infinity: the extremes of no number are null. */
export function encodeSum({ g, n, sum, min, max, values, last }: Sum): EncodedSum {
  return [g ?? null, n, sum, finite(min), finite(max), values ?? null, last];
}

export function decodeSum([g, n, sum, min, max, values, last]: EncodedSum): Sum {
  return {
    ...(g !== null && { g }),
    n,
    sum,
    min: min ?? Number.POSITIVE_INFINITY,
    max: max ?? Number.NEGATIVE_INFINITY,
    ...(values !== null && { values }),
    last,
  };
}

function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
