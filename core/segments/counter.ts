/**
 * What a condition counts. A counter reads matches out of entries; conditions that ask for the same events, grouped
 * and summed alike, share one, whatever their windows and thresholds are.
 */
import type { Entry, Json, Properties } from '../entry.ts';
import { isMoneyKey, PRODUCTS_KEY, toMajor, toMillionths } from '../events/money.ts';
import { isUnsummed } from '../events/unconfirmed.ts';
import { compileComparison, type Test } from './comparison.ts';
import type { EventMatch, Scalar } from './condition.ts';

/** One match in one visitor's history. */
export type Hit = {
  readonly t: number;
  /** Place among all entries of the visitor, so that equal instants keep their order. */
  readonly n: number;
  /** Its `per` value; absent: it stands for every value, or nothing is grouped. */
  readonly g?: Scalar;
  /** What is taken together: minor units of money, millionths of other numbers, or the value itself for `distinct`. */
  readonly v?: Scalar;
};

/** As much of an entry as a counter reads. */
export type Countable = Pick<Entry, 't' | 'source' | 'properties' | 'currency' | 'flags'>;

export type CounterSpec = {
  readonly match: EventMatch;
  readonly per?: string | undefined;
  /** An event without the `per` value counts for every value, as absence wants it. */
  readonly isAbsence?: boolean;
  readonly of?: { readonly path: string; readonly isDistinct: boolean } | undefined;
};

/** What a counter takes together: the matches themselves, numbers, or values that are told apart. */
export type Amount = 'match' | 'number' | 'value';

export type Counter = {
  /** Two conditions with the same text share the counter. */
  readonly key: string;
  /** Null: every event. */
  readonly names: readonly string[] | null;
  readonly amount: Amount;
  /**
   * @param n The place of the event.
   * @param plain A match that says no more than when: one for all counters that ask no more.
   */
  read(event: Countable, n: number, plain?: readonly Hit[]): readonly Hit[];
};

const NOTHING: readonly Hit[] = [];

/** Names a counter that reads every event. */
export const ANY_EVENT = '*';

/**
 * @example createCounter({ match: { event: 'Product Viewed' }, per: 'product_id' }).read(entry, 0) // [{ t, n: 0, g: '4711' }]
 */
export function createCounter(spec: CounterSpec): Counter {
  const { match, per, of } = spec;
  const names = listNames(match.event);
  const { source } = match;
  const tests = Object.entries(match.where ?? {}).map(([path, asked]) => ({
    path: readPath(path),
    test: compileComparison(asked),
  }));
  const eventTests = tests.filter(({ path }) => path.list === null);
  const paths = [...tests.map(({ path }) => path), ...(of ? [readPath(of.path)] : [])];
  const group = per === undefined ? null : readPath(per);
  const list = [...paths, ...(group && !spec.isAbsence ? [group] : [])].find((path) => path.list)?.list;
  const read = createReader({
    itemTests: tests.filter(({ path }) => path.list !== null),
    list: list ?? null,
    readGroups: group && createGroupReader(group, spec.isAbsence === true),
    readAmount: of && createAmountReader(readPath(of.path), of.isDistinct),
  });
  return {
    key: JSON.stringify([names, source, sortKeys(match.where), per, spec.isAbsence === true, of]),
    names: names[0] === ANY_EVENT ? null : names,
    amount: of === undefined ? 'match' : of.isDistinct ? 'value' : 'number',
    read: (event, n, plain = [{ t: event.t, n }]) => {
      if (source !== undefined && event.source !== source) return NOTHING;
      for (const { path, test } of eventTests) {
        if (!test(readValue(event.properties, path.field, event, true))) return NOTHING;
      }
      return read(event, n, plain);
    },
  };
}

export function listNames(names: string | readonly string[]): readonly string[] {
  return typeof names === 'string' ? [names] : [...new Set(names)].toSorted();
}

type Path = { readonly list: string | null; readonly field: string };

/** `products.product_id` is a field of every item of a list; anything else is a property. */
function readPath(path: string): Path {
  const dot = path.indexOf('.');
  return dot < 0 ? { list: null, field: path } : { list: path.slice(0, dot), field: path.slice(dot + 1) };
}

/** The name under which a site fact states the same value. */
export function lastName(path: string): string {
  return path.slice(path.lastIndexOf('.') + 1);
}

/** Of an event, or of one item of a list in it: its one group, if it has one; a list where it may stand for many, or all. */
type GroupReader = (
  event: Countable,
  item: Properties | null,
) => Scalar | undefined | readonly (Scalar | undefined)[];
type AmountReader = (event: Countable, item: Properties | null) => Scalar | undefined;

type Reader = {
  readonly itemTests: readonly { readonly path: Path; readonly test: Test }[];
  readonly list: string | null;
  readonly readGroups: GroupReader | null;
  readonly readAmount: AmountReader | undefined;
};

type ReadMatches = (event: Countable, n: number, plain: readonly Hit[]) => readonly Hit[];

function createReader({ itemTests, list, readGroups, readAmount }: Reader): ReadMatches {
  if (list === null && readGroups === null && readAmount === undefined) return (_event, _n, plain) => plain;
  const readOne = (event: Countable, item: Properties | null, n: number): readonly Hit[] => {
    const v = readAmount?.(event, item);
    if (readGroups === null) return [toHit(event.t, n, undefined, v)];
    const groups = readGroups(event, item);
    if (typeof groups !== 'object') return groups === undefined ? NOTHING : [toHit(event.t, n, groups, v)];
    return groups.map((g) => toHit(event.t, n, g, v));
  };
  if (list === null) return (event, n) => readOne(event, null, n);
  const isMoney = list === PRODUCTS_KEY;
  return (event, n) =>
    listItems(event.properties[list])
      .filter((item) =>
        itemTests.every(({ path, test }) => test(readValue(item, path.field, event, isMoney))),
      )
      .flatMap((item) => readOne(event, item, n));
}

function toHit(t: number, n: number, g: Scalar | undefined, v: Scalar | undefined): Hit {
  if (v !== undefined) return g === undefined ? { t, n, v } : { t, n, g, v };
  return g === undefined ? { t, n } : { t, n, g };
}

/** Values of one match; an absence also takes them from the list, or under the path's last name where none is there. */
function createGroupReader(path: Path, isAbsence: boolean): GroupReader {
  if (!isAbsence) {
    return ({ properties }, item) => asScalar((path.list === null ? properties : item)?.[path.field]);
  }
  return ({ properties }, item) => {
    if (item !== null && path.list !== null) return [asScalar(item[path.field])];
    const items = path.list === null ? [] : listItems(properties[path.list]);
    if (items.length === 0) return [asScalar(properties[lastName(path.field)])];
    return [...new Set(items.map((item) => asScalar(item[path.field])))];
  };
}

function createAmountReader(path: Path, isDistinct: boolean): AmountReader {
  const isMoney = isMoneyKey(path.field) && (path.list === null || path.list === PRODUCTS_KEY);
  return (event, item) => {
    const { properties } = event;
    const value = (path.list === null ? properties : item)?.[path.field];
    // Amounts of another currency, or that nobody vouches for, are no amounts here, not even different ones.
    if (isMoney && isUnsummed(event)) return undefined;
    if (isDistinct) return asScalar(value);
    if (typeof value !== 'number') return undefined;
    if (isMoney) return value;
    return scaleNumber(value);
  };
}

/** Millionths, exact up to 9 billion. */
function scaleNumber(value: number): number | undefined {
  if (Number.isInteger(value) && Math.abs(value) <= 1e9) return value * 1_000_000;
  const scaled = toMillionths(value);
  return scaled === null ? undefined : Number(scaled);
}

/** By how much stored amounts of a path are larger than what conditions speak of. */
export function amountScale(path: string, minorPerMajor: number): number {
  const { list, field } = readPath(path);
  return isMoneyKey(field) && (list === null || list === PRODUCTS_KEY) ? minorPerMajor : 1_000_000;
}

/** Money in major units of the entry's own currency. */
function readValue(
  from: Properties,
  field: string,
  { currency }: Countable,
  hasMoney: boolean,
): Json | undefined {
  const value = from[field];
  if (typeof value !== 'number' || !hasMoney || currency === undefined || !isMoneyKey(field)) return value;
  return toMajor(value, currency);
}

function listItems(value: Json | undefined): readonly Properties[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

function isObject(value: Json): value is Properties {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function asScalar(value: Json | undefined): Scalar | undefined {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? value
    : undefined;
}

function sortKeys(value: object | undefined): unknown {
  return value && Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
}
