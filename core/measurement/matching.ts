/** One non-member for each entry into a segment: of the same stratum at that very instant. */
import { type History, stratumAt, turnsOf } from './strata.ts';

/** Somebody came into a segment. `visitor` is a place in the list of histories. */
export type Arrival = { readonly segment: string; readonly visitor: number; readonly t: number };
/** `other` did not belong to the segment when the arrival came. */
export type Pair = { readonly arrival: Arrival; readonly other: number };

export type MatchInput = {
  readonly histories: readonly History[];
  /** In time order. */
  readonly arrivals: readonly Arrival[];
  isInside(segment: string, visitor: number, t: number): boolean;
};

const HOUR_MS = 3_600_000;
const HISTORIES_A_SLICE = 500;
const ARRIVALS_A_SLICE = 50;
/** So many are looked at before an arrival goes without a match: pools can be large, and all of it inside. */
const MOST_LOOKS = 200;

/**
 * Exact matching without replacement: nobody stands twice on the other side of one segment. Walks through time, so
 * that everybody's stratum is the one of the arrival's instant.
 *
 * @example const pairs = await inSlices(matchArrivals({ histories, arrivals, isInside }))
 */
export function* matchArrivals(input: MatchInput): Generator<void, readonly Pair[]> {
  const { histories, arrivals } = input;
  const [first, last] = [arrivals[0]?.t, arrivals.at(-1)?.t];
  if (first === undefined || last === undefined) return [];
  const pools = yield* placeAll(histories, first);
  const turns = yield* turnsByHour(histories, first, last);
  const taken = new Set<string>();
  const pairs: Pair[] = [];
  let next = 0;
  for (let hour = hourOf(first); hour <= hourOf(last); hour++) {
    const due = (turns.get(hour) ?? []).toSorted((a, b) => a.t - b.t || a.visitor - b.visitor);
    let turned = 0;
    for (let arrival = arrivals[next]; arrival && hourOf(arrival.t) === hour; arrival = arrivals[++next]) {
      for (let turn = due[turned]; turn && turn.t <= arrival.t; turn = due[++turned])
        pools.place(turn.visitor, turn.t);
      const other = findOther(input, pools.of(arrival.visitor), arrival, taken);
      if (other !== null) pairs.push({ arrival, other });
      if (next % ARRIVALS_A_SLICE === 0) yield;
    }
    for (const { visitor, t } of due.slice(turned)) pools.place(visitor, t);
    yield;
  }
  return pairs;
}

function* placeAll(histories: readonly History[], t: number): Generator<void, Pools> {
  const pools = createPools(histories);
  for (const visitor of histories.keys()) {
    pools.place(visitor, t);
    if (visitor % HISTORIES_A_SLICE === 0) yield;
  }
  return pools;
}

function findOther(
  { isInside }: MatchInput,
  pool: readonly number[],
  { segment, visitor, t }: Arrival,
  taken: Set<string>,
): number | null {
  const start = spread(visitor, t) % Math.max(1, pool.length);
  for (let look = 0; look < Math.min(pool.length, MOST_LOOKS); look++) {
    const other = pool[(start + look) % pool.length];
    if (other === undefined || other === visitor) continue;
    const place = `${segment} ${other}`;
    if (taken.has(place) || isInside(segment, other, t)) continue;
    taken.add(place);
    return other;
  }
  return null;
}

/** Where to begin to look: the same for the same input, and not always with the same people. */
function spread(visitor: number, t: number): number {
  return (Math.imul(visitor + 1, 0x9e3779b1) ^ Math.imul(Math.floor(t / 1_000), 0x85ebca6b)) >>> 0;
}

type Turn = { readonly visitor: number; readonly t: number };

function* turnsByHour(
  histories: readonly History[],
  from: number,
  to: number,
): Generator<void, ReadonlyMap<number, readonly Turn[]>> {
  const turns = new Map<number, Turn[]>();
  for (const [visitor, history] of histories.entries()) {
    for (const t of turnsOf(history)) {
      if (t < from || t > to) continue;
      const own = turns.get(hourOf(t));
      if (own === undefined) turns.set(hourOf(t), [{ visitor, t }]);
      else own.push({ visitor, t });
    }
    if (visitor % HISTORIES_A_SLICE === 0) yield;
  }
  return turns;
}

function hourOf(t: number): number {
  return Math.floor(t / HOUR_MS);
}

type Pools = ReturnType<typeof createPools>;

/** Everybody by stratum; whoever moves leaves a gap that the last one of the pool fills. */
function createPools(histories: readonly History[]) {
  const pools = new Map<number, number[]>();
  /** Of who was not seen yet: no stratum. */
  const stratumOf = new Int32Array(histories.length).fill(-1);
  const placeOf = new Int32Array(histories.length);

  function leave(visitor: number): void {
    const pool = pools.get(stratumOf[visitor] ?? -1);
    const last = pool?.pop();
    if (pool === undefined || last === undefined || last === visitor) return;
    const place = placeOf[visitor] ?? 0;
    pool[place] = last;
    placeOf[last] = place;
  }

  return {
    /** Who shares a visitor's stratum now, the visitor too. */
    of: (visitor: number): readonly number[] => pools.get(stratumOf[visitor] ?? -1) ?? [],
    place: (visitor: number, t: number): void => {
      const history = histories[visitor];
      const stratum = history === undefined ? null : stratumAt(history, t);
      if (stratum === null || stratum === stratumOf[visitor]) return;
      leave(visitor);
      const pool = pools.get(stratum) ?? [];
      pools.set(stratum, pool);
      placeOf[visitor] = pool.push(visitor) - 1;
      stratumOf[visitor] = stratum;
    },
  };
}
