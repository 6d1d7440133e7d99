/**
 * What conditions count in a session. A server's counters (segments/counter.ts) know every currency, and read each event
 * once; these are their smallest equal for one site and one session, and test/core/local compares the two.
 */
import type { Json, Properties } from '../entry.ts';
import { compileComparison } from '../segments/comparison.ts';
import type { EventMatch, Scalar } from '../segments/condition.ts';
import type { LocalEvent } from './session.ts';

export type Hit = {
  readonly t: number;
  /** Place among the events of the session. */
  readonly n: number;
  /** Its `per` value; absent: it stands for every value, or nothing is grouped. */
  readonly g?: Scalar | undefined;
  /** What is taken together. */
  readonly v?: Scalar | undefined;
};

export type Counted = {
  readonly match: EventMatch;
  readonly per?: string | undefined;
  /** An event without the `per` value counts for every value, as absence wants it. */
  readonly isAbsence?: boolean;
  /** The property that is taken together; empty: none. */
  readonly of?: string;
};

export type Countable = Pick<LocalEvent, 'name' | 't' | 'properties'> & { readonly isOther?: boolean };

export type ReadHits = (events: readonly Countable[]) => readonly Hit[];

/** @example createCounter({ match: { event: 'Product Viewed' }, per: 'product_id' })(events) // [{ t, n: 0, g: '4711' }] */
export function createCounter({ match, per, isAbsence = false, of }: Counted): ReadHits {
  const names = new Set(typeof match.event === 'string' ? [match.event] : match.event);
  const tests = Object.entries(match.where ?? {}).map(([path, asked]) => ({
    path: splitPath(path),
    test: compileComparison(asked),
  }));
  const group = per === undefined ? null : splitPath(per);
  const amount = of ? splitPath(of) : null;
  const paths = [...tests.map(({ path }) => path), amount, isAbsence ? null : group];
  const list = paths.find((path) => path?.[0])?.[0];
  const groupsOf = (properties: Properties, item: Properties): readonly (Scalar | undefined)[] => {
    if (group === null) return [undefined];
    const [own, field] = group;
    if (!isAbsence) return [scalarOf((own ? item : properties)[field])];
    if (own && list !== undefined) return [scalarOf(item[field])];
    const items = own ? listItems(properties[own]) : [];
    if (items.length === 0) return [scalarOf(properties[field.split('.').pop() ?? ''])];
    return [...new Set(items.map((one) => scalarOf(one[field])))];
  };
  return (events) =>
    events.flatMap(({ name, t, properties, isOther }, n): readonly Hit[] => {
      const isOf = (from: Properties, isItem: boolean): boolean =>
        tests.every(({ path, test }) => Boolean(path[0]) !== isItem || test(from[path[1]]));
      if (!(names.has(name) || names.has('*')) || !isOf(properties, false)) return [];
      const items = list === undefined ? [properties] : listItems(properties[list]);
      return items
        .filter((item) => list === undefined || isOf(item, true))
        .flatMap((item) => {
          const v = amount && scalarOf((amount[0] ? item : properties)[amount[1]]);
          const isSummed = !(isOther && amount && isMoney(amount[1]));
          return groupsOf(properties, item)
            .filter((g) => group === null || isAbsence || g !== undefined)
            .map((g) => ({ t, n, g, v: isSummed ? (v ?? undefined) : undefined }));
        });
    });
}

/** The list and the field of its items, or no list and the property. */
function splitPath(path: string): readonly [list: string, field: string] {
  const dot = path.indexOf('.');
  return dot < 0 ? ['', path] : [path.slice(0, dot), path.slice(dot + 1)];
}

export function listItems(value: Json | undefined): readonly Properties[] {
  return Array.isArray(value)
    ? value.filter((item) => typeof item === 'object' && item !== null && !Array.isArray(item))
    : [];
}

function scalarOf(value: Json | undefined): Scalar | undefined {
  return value === null || typeof value === 'object' ? undefined : value;
}

const MONEY = 'price value revenue total subtotal tax shipping discount'.split(' ');

/** As everywhere (events/money.ts): a name is money or it is not. */
export function isMoney(key: string): boolean {
  return MONEY.includes(key);
}

/**
 * An amount in major units as it is after it was kept in minor ones: half away from zero, by the decimal that prints.
 *
 * @example roundMoney(1.005, 2) // 1.01
 */
export function roundMoney(amount: number, digits: number): number {
  return roundTo(amount, digits) / 10 ** digits;
}

/** As an integer of that many decimals. */
export function roundTo(amount: number, digits: number): number {
  return Math.sign(amount) * Math.round(Number((Math.abs(amount) * 10 ** digits).toPrecision(15)));
}
