/** What an event has to do with: which counters read it, and which segments it may move. */
import { ANY_EVENT, type Counter } from './counter.ts';
import type { LatchUse } from './node.ts';

/** What an event of one name has to do with. Indexes into the program's lists. */
export type Hearing = {
  readonly counters: readonly number[];
  readonly latches: readonly number[];
  /** All that such an event may move. */
  readonly segments: readonly number[];
  /** Those that it moves where only these of its counters take something. */
  touchedBy(took: Took): readonly number[];
};

/** Which places of `Hearing.counters` took something: a bit each. */
export type Took = number;

/** What one segment listens to. */
export type Listener = {
  readonly counters: ReadonlySet<number>;
  readonly latches: ReadonlySet<number>;
  /** Events that may move it beyond its counters; `'*'`: every event. */
  readonly names: ReadonlySet<string>;
};

/** Names of score entries stand apart from those of events. */
const SCORE = 'score:';
export const SESSION_NAMES: readonly string[] = ['Session Started', 'Session Ended'];

/** Counters beyond this share the last bit: a segment is then judged for nothing at times. */
const BITS = 30;
const NOTHING: Took = 0;
/** So many different sets of counters that take something are kept ready. */
const MOST_KEPT = 256;

/** @param at Place in `Hearing.counters`. @example touchedBy(bitOf(0) | bitOf(3)) */
export function bitOf(at: number): Took {
  return 1 << Math.min(at, BITS - 1);
}

/** The name under which scores of a label are heard. */
export function scoreName(label: string): string {
  return `${SCORE}${label}`;
}

/**
 * Names that somebody mentions get a list of their own; all others share that of segments that hear everything.
 *
 * @example createHearings(listeners, counters, latches)('Product Viewed').counters
 */
export function createHearings(
  listeners: readonly Listener[],
  counters: readonly Counter[],
  latches: readonly LatchUse[],
): (name: string) => Hearing {
  const namesOf = (counter: number): readonly string[] => counters[counter]?.names ?? [ANY_EVENT];
  const scoreOf = (latch: number): string => scoreName(latches[latch]?.score ?? '');
  const counting = invert(counters.map((_, counter) => namesOf(counter)));
  const latching = invert(latches.map((_, latch) => [scoreOf(latch)]));
  const moving = invert(
    listeners.map((own) => [
      ...new Set([...own.names, ...[...own.counters].flatMap(namesOf), ...[...own.latches].map(scoreOf)]),
    ]),
  );
  const hear = (name: string): Hearing => {
    const own = {
      counters: withCommon(counting, name),
      latches: latching.get(name) ?? [],
      segments: withCommon(moving, name),
    };
    return { ...own, touchedBy: createTouch(own, name, listeners) };
  };
  const hearings = new Map([...moving.keys(), ...counting.keys()].map((name) => [name, hear(name)]));
  const common = hear(ANY_EVENT);
  return (name) => hearings.get(name) ?? (isVisit(name) ? common : DEAF);
}

const DEAF: Hearing = { counters: [], latches: [], segments: [], touchedBy: () => [] };

function createTouch(
  { counters, segments }: Pick<Hearing, 'counters' | 'segments'>,
  name: string,
  listeners: readonly Listener[],
): Hearing['touchedBy'] {
  const bits = segments.map((segment) => readBits(listeners[segment] as Listener, counters, name));
  const all = counters.reduce((sum, _, at) => sum | bitOf(at), NOTHING);
  const known = new Map<Took, readonly number[]>([[all, segments]]);
  return (took) => {
    const kept = known.get(took);
    if (kept !== undefined) return kept;
    const touched = segments.filter((_, at) => bits[at] === null || ((bits[at] ?? 0) & took) !== 0);
    if (known.size < MOST_KEPT) known.set(took, touched);
    return touched;
  };
}

/** Null: whatever counters take. */
function readBits(listener: Listener, counters: readonly number[], name: string): Took | null {
  if (listener.names.has(name) || (listener.names.has(ANY_EVENT) && isVisit(name))) return null;
  return counters.reduce(
    (sum, counter, at) => (listener.counters.has(counter) ? sum | bitOf(at) : sum),
    NOTHING,
  );
}

/** Neither a score nor what a session makes by itself. */
function isVisit(name: string): boolean {
  return !name.startsWith(SCORE) && !SESSION_NAMES.includes(name);
}

/** Which places of a list name it, ascending. */
function invert(names: readonly (readonly string[])[]): ReadonlyMap<string, readonly number[]> {
  const places = new Map<string, number[]>();
  for (const [at, own] of names.entries()) {
    for (const name of own) {
      const known = places.get(name);
      if (known === undefined) places.set(name, [at]);
      else known.push(at);
    }
  }
  return places;
}

function withCommon(places: ReadonlyMap<string, readonly number[]>, name: string): readonly number[] {
  const own = places.get(name) ?? [];
  const common = name !== ANY_EVENT && isVisit(name) ? (places.get(ANY_EVENT) ?? []) : [];
  return common.length === 0 ? own : [...new Set([...own, ...common])].toSorted((a, b) => a - b);
}
