/**
 * What a site without a server answers a page: the visitor's own session, small enough for every answer. The site keeps
 * it in a file of the day, under a hash whose salt is destroyed with it; nothing of it is kept on the device.
 */
import type { Json, Properties } from '../entry.ts';

/** One row for each (name, kept properties): then every instant, ms after the session's first event, ascending. */
export type StateRow = readonly [name: string, properties: Properties, ...afterMs: readonly number[]];

/** UTC ms: chosen, shown, withheld (the control arm's moment), clicked, closed. The first of each stays. */
export type Marks = {
  readonly c: number;
  readonly s?: number;
  readonly w?: number;
  readonly k?: number;
  readonly x?: number;
};
/** The first eight hex digits of its id are enough to know it again. */
export type StateDecision = readonly [decision: string, campaign: string, variant: string, marks: Marks];

export type SessionState = {
  readonly v: 1;
  /** Unit of stable shares. */
  readonly u: string;
  /** The session's first event, UTC ms. */
  readonly s: number;
  /** Its latest event of whatever name, ms after `s`: a gap begins there. */
  readonly l: number;
  /** How many events it has, whether anybody hears of them or not; 0: none has come yet. */
  readonly n: number;
  readonly r: readonly StateRow[];
  /** Of the whole day. */
  readonly d: readonly StateDecision[];
  /** Orders of the session that the site itself knows of: UTC ms, minor units, ISO 4217. */
  readonly o?: readonly (readonly [t: number, minor: number, currency: string])[];
  /** How many instants had no room. */
  readonly x?: number;
};

/** By event name, or `*` for all others: the properties, and fields of lists (`products.product_id`), that anything reads. */
export type Hears = { readonly [name: string]: readonly string[] };

const MOST_TEXT_BYTES = 200;
const MOST_ITEMS = 10;

/**
 * The properties that are heard of, in the order in which they are asked for; everything else is left out, as is what
 * is no text, number or yes and no, and text of more than 200 bytes.
 *
 * @example keepProperties({ product_id: '4711', title: 'Shoe' }, ['product_id']) // { product_id: '4711' }
 */
export function keepProperties(properties: Properties, asked: readonly string[]): Properties {
  const kept: Record<string, Json> = {};
  for (const path of asked) {
    const [list, field] = splitPath(path);
    const value = properties[list];
    if (list in kept) continue;
    if (field === null) {
      if (isKept(value)) kept[list] = value;
      continue;
    }
    const fields = asked.flatMap((other) => {
      const [own, name] = splitPath(other);
      return own === list && name !== null ? [name] : [];
    });
    const items = Array.isArray(value) ? keepItems(value, fields) : [];
    if (items.length > 0) kept[list] = items;
  }
  return kept;
}

function keepItems(list: readonly Json[], fields: readonly string[]): readonly Properties[] {
  return list
    .slice(0, MOST_ITEMS)
    .filter((item): item is Properties => typeof item === 'object' && item !== null && !Array.isArray(item))
    .map((item) =>
      Object.fromEntries(fields.flatMap((name) => (isKept(item[name]) ? [[name, item[name]]] : []))),
    )
    .filter((item) => Object.keys(item).length > 0);
}

function splitPath(path: string): readonly [string, string | null] {
  const dot = path.indexOf('.');
  return dot < 0 ? [path, null] : [path.slice(0, dot), path.slice(dot + 1)];
}

function isKept(value: Json | undefined): value is string | number | boolean {
  if (typeof value === 'string') return new TextEncoder().encode(value).length <= MOST_TEXT_BYTES;
  return typeof value === 'boolean' || (typeof value === 'number' && Number.isFinite(value));
}

/** One event, as a page tells it: amounts in major units. */
export type StateEvent = { readonly name: string; readonly t: number; readonly properties: Properties };

/**
 * The rows as the events that they were, in time order. Of one instant, those of an earlier row come first: ids are not
 * kept.
 *
 * @example expandState(state).at(-1)?.name
 */
export function expandState({ s, r }: Pick<SessionState, 's' | 'r'>): readonly StateEvent[] {
  return r
    .flatMap(([name, properties, ...after]) => after.map((ms) => ({ name, t: s + ms, properties })))
    .sort((a, b) => a.t - b.t);
}
