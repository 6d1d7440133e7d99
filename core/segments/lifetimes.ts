/**
 * What is left of matches that retention took, for conditions that look at a whole life: sums by group, and where one
 * match has to be told from another (in sequences, and where a fact of the site cuts the time in two) the newest of
 * them one by one. They add up in every order. Beyond the bounds groups and values go in a fixed order, so that what
 * one part drops the whole drops too; `isCut` says that it happened.
 */
import type { Scalar } from './condition.ts';
import type { Amount, Hit } from './counter.ts';
import type { Program } from './program.ts';
import type { PlacedEvent } from './session-events.ts';
import type { Sum } from './subject.ts';

export type Lifetime = {
  /** Of the counter, in short (lifetime-keys.ts). */
  readonly key: string;
  readonly amount: Amount;
  /** In order; `n` is the place among what went together. */
  readonly hits: readonly Hit[];
  /** Of all others, by the text of their group. */
  readonly sums: readonly Sum[];
  readonly isCut: boolean;
};

export const MOST_GROUPS = 2_000;
export const MOST_VALUES = 1_000;
export const MOST_HITS = 100;

/**
 * Counts events for good.
 *
 * @param keys By counter of the program; null: nobody reads it over a whole life.
 * @example countLifetimes(placeEvents(expired, rules), program, lifetimeKeys(program))
 */
export function countLifetimes(
  events: readonly PlacedEvent[],
  program: Program,
  keys: readonly (string | null)[],
): readonly Lifetime[] {
  const hits = new Map<number, Hit[]>();
  for (const { event, n } of events) {
    for (const counter of program.hearingOf(event.name).counters) {
      if ((keys[counter] ?? null) === null) continue;
      const own = hits.get(counter) ?? [];
      hits.set(counter, own);
      own.push(...(program.counters[counter]?.read(event, n) ?? []));
    }
  }
  const lifetimes = [...hits].flatMap(([counter, own]): readonly Lifetime[] => {
    const rule = program.counters[counter];
    if (rule === undefined || own.length === 0) return [];
    const { amount, keep } = rule;
    const whole = { key: keys[counter] ?? '', amount, hits: own, sums: [], isCut: false };
    return [bound(whole, keep.needsEach ? MOST_HITS : 0)];
  });
  return lifetimes.toSorted(byKey);
}

/** Associative and commutative. */
export function addLifetimes(a: readonly Lifetime[], b: readonly Lifetime[]): readonly Lifetime[] {
  const sum = new Map(a.map((lifetime) => [lifetime.key, lifetime]));
  for (const lifetime of b) {
    const known = sum.get(lifetime.key);
    sum.set(lifetime.key, known === undefined ? lifetime : add(known, lifetime));
  }
  return [...sum.values()].toSorted(byKey);
}

function add(a: Lifetime, b: Lifetime): Lifetime {
  const isCut = a.isCut || b.isCut;
  const whole = { ...a, hits: [...a.hits, ...b.hits], sums: [...a.sums, ...b.sums], isCut };
  return bound(whole, MOST_HITS);
}

/** The newest so many stand one by one. */
function bound(lifetime: Lifetime, mostHits: number): Lifetime {
  const { key, amount, isCut } = lifetime;
  const hits = lifetime.hits.toSorted(byPlace);
  const older = hits.splice(0, Math.max(0, hits.length - mostHits));
  const summed = addUp([...lifetime.sums, ...older.map((hit) => toSum(hit, amount))]);
  return { key, amount, hits, sums: summed.sums, isCut: isCut || summed.isCut };
}

/** Of numbers, `n` is how many there were: a match without one makes the group, and no more. */
function toSum({ t, g, v }: Hit, amount: Amount): Sum {
  const group = g === undefined ? {} : { g };
  const nothing = { sum: 0, min: Number.POSITIVE_INFINITY, max: Number.NEGATIVE_INFINITY, last: t };
  if (amount === 'value') return { ...group, n: 1, ...nothing, values: v === undefined ? [] : [v] };
  if (amount === 'match') return { ...group, n: 1, ...nothing };
  if (typeof v !== 'number') return { ...group, n: 0, ...nothing };
  return { ...group, n: 1, sum: v, min: v, max: v, last: t };
}

function addUp(lines: readonly Sum[]): { readonly sums: readonly Sum[]; readonly isCut: boolean } {
  const groups = [...Map.groupBy(lines, ({ g }) => textOf(g))].toSorted(([a], [b]) => compare(a, b));
  const joined = groups.slice(0, MOST_GROUPS).map(([, own]) => joinGroup(own));
  return {
    sums: joined.map(({ sum }) => sum),
    isCut: groups.length > MOST_GROUPS || joined.some(({ isCut }) => isCut),
  };
}

function joinGroup(own: readonly Sum[]): { readonly sum: Sum; readonly isCut: boolean } {
  const [first] = own as readonly [Sum];
  if (own.length === 1) return { sum: first, isCut: false };
  let { n, sum, min, max, last } = { ...first, n: 0, sum: 0 };
  for (const line of own) {
    n += line.n;
    sum += line.sum;
    min = Math.min(min, line.min);
    max = Math.max(max, line.max);
    last = Math.max(last, line.last);
  }
  const total = { ...(first.g !== undefined && { g: first.g }), n, sum, min, max, last };
  if (first.values === undefined) return { sum: total, isCut: false };
  const values = new Map(own.flatMap((line) => line.values ?? []).map((value) => [textOf(value), value]));
  const sorted = [...values].toSorted(([a], [b]) => compare(a, b)).map(([, value]) => value);
  return { sum: { ...total, values: sorted.slice(0, MOST_VALUES) }, isCut: sorted.length > MOST_VALUES };
}

/** '50' is not 50. */
function textOf(value: Scalar | undefined): string {
  return value === undefined ? '' : JSON.stringify(value);
}

function byPlace(a: Hit, b: Hit): number {
  return a.t - b.t || a.n - b.n || compare(textOf(a.g), textOf(b.g)) || compare(textOf(a.v), textOf(b.v));
}

function byKey(a: Lifetime, b: Lifetime): number {
  return compare(a.key, b.key);
}

function compare(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1;
}
