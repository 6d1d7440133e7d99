import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareEntries, type Entry, type Json } from '../../../core/entry.ts';
import {
  addBases,
  BASE_VERSION,
  baseOf,
  foldFrom,
  NO_BASE,
  type VisitorBase,
} from '../../../core/profiles/base.ts';
import { decodeBase, encodeBase } from '../../../core/profiles/base-codec.ts';
import { activityOf, knownActivity } from '../../../core/profiles/deferred-activity.ts';
import { fold } from '../../../core/profiles/fold.ts';
import { MAX_ORDERS } from '../../../core/profiles/orders.ts';
import { emptyProfile } from '../../../core/profiles/profile.ts';
import { rfmFacts } from '../../../core/profiles/rfm.ts';
import { consent, DAY, event, HOUR, lonelyHistory, PERSON, rules, START } from './world.ts';

const add = (a: VisitorBase, b: VisitorBase): VisitorBase => addBases(a, b, rules);
const three = fc.tuple(lonelyHistory, lonelyHistory, lonelyHistory);
const additive = ({ events, names, flags }: VisitorBase) => ({ events, names, flags });

describe('bases', () => {
  it('add up the same in every order and grouping', () => {
    fc.assert(
      fc.property(three, (histories) => {
        const [a, b, c] = histories.map((entries) => baseOf(entries, rules)) as [
          VisitorBase,
          VisitorBase,
          VisitorBase,
        ];
        expect(add(add(a, b), c)).toEqual(add(a, add(b, c)));
        expect(add(a, b)).toEqual(add(b, a));
        expect(add(a, NO_BASE)).toEqual(a);
      }),
      { seed: 41, numRuns: 50 },
    );
  });

  it('of two parts, however they are cut, have the counts and sums of the whole', () => {
    const cut = lonelyHistory.chain((entries) => fc.tuple(fc.constant(entries), fc.func(fc.boolean())));
    fc.assert(
      fc.property(cut, ([entries, isLeft]) => {
        const [left, right] = [
          entries.filter((entry) => isLeft(entry)),
          entries.filter((entry) => !isLeft(entry)),
        ];
        expect(additive(add(baseOf(left, rules), baseOf(right, rules)))).toEqual(
          additive(baseOf(entries, rules)),
        );
      }),
      { seed: 42, numRuns: 100 },
    );
  });

  it('keep the same names under the cap as the whole does', () => {
    const flood = (from: number): readonly Entry[] =>
      Array.from({ length: 90 }, (_, n) => event(`A${(n * 2 + from) % 180} Done`, { t: START + n }));
    const whole = baseOf([...flood(0), ...flood(1)], rules);
    expect(whole.names.kept.length).toBe(100);
    expect(add(baseOf(flood(0), rules), baseOf(flood(1), rules)).names).toEqual(whole.names);
  });

  it('carry a profile on as if nothing had been removed, but for what only the log can tell', () => {
    const history = Array.from({ length: 40 }, (_, n) =>
      event(n % 3 === 0 ? 'Order Completed' : 'Page Viewed', {
        t: START + n * 7 * HOUR,
        properties: { order_id: `o${n}`, total: n * 10, rating: n / 10 },
        context: { path: `/${n}`, campaign: { utm_source: `s${n}` } },
      }),
    );
    const onto = (profile: ReturnType<typeof emptyProfile>, entries: readonly Entry[]) =>
      entries.reduce((p, entry) => fold(p, entry, rules), profile);
    const whole = onto(emptyProfile(PERSON), history);
    const carried = onto(foldFrom(PERSON, baseOf(history.slice(0, 25), rules)), history.slice(25));
    const { liveliness, usage } = activityOf(carried);
    expect(carried).toEqual({
      ...whole,
      sessions: { ...whole.sessions, recent: whole.sessions.recent.slice(-14) },
      // How lively weeks that went were is forgotten with them; what is under way is not.
      activity: knownActivity({ ...activityOf(whole), liveliness, usage }),
    });
    expect(rfmFacts(carried, START + 99 * DAY)).toEqual(rfmFacts(whole, START + 99 * DAY));
  });

  describe('of orders', () => {
    const order = (order_id: string, total: number, t = START): Entry =>
      event('Order Completed', { t, properties: { order_id, total } });
    const refund = (order_id: string, total: number): Entry =>
      event('Order Refunded', { t: START + DAY, properties: { order_id, total } });
    const cancel = (order_id: string): Entry =>
      event('Order Cancelled', { t: START + DAY, properties: { order_id } });
    const spentOf = (...parts: readonly (readonly Entry[])[]): number => {
      const base = parts.map((part) => baseOf(part, rules)).reduce(add, NO_BASE);
      return rfmFacts(foldFrom(PERSON, base), START + 2 * DAY).monetaryMinor;
    };

    it.each<[string, number, readonly (readonly Entry[])[]]>([
      ['a refund finds its order in another part', 60, [[order('a', 100)], [refund('a', 40)]]],
      ['whichever went first', 60, [[refund('a', 40)], [order('a', 100)]]],
      ['refunds add up', 50, [[order('a', 100), refund('a', 40)], [refund('a', 10)]]],
      ['a cancellation does too', 7, [[order('a', 100), order('b', 7)], [cancel('a')]]],
      [
        'an order in two parts counts once, as of its first report',
        100,
        [[order('a', 100)], [order('a', 90, START + 1)]],
      ],
    ])('%s', (_, spentMinor, parts) => {
      expect(spentOf(...parts)).toBe(spentMinor);
      expect(spentOf(...parts.toReversed())).toBe(spentMinor);
    });

    it('a refund that comes later finds the order that went', () => {
      const gone = foldFrom(PERSON, baseOf([order('a', 100), order('b', 5)], rules));
      expect(rfmFacts(fold(gone, refund('a', 100), rules), START + 2 * DAY).monetaryMinor).toBe(5);
    });

    it('no more than the latest stand one by one, and none that has no id', () => {
      const many = (from: number): readonly Entry[] =>
        Array.from({ length: MAX_ORDERS }, (_, n) => order(`${from + 2 * n}`, 1, START + from + 2 * n));
      const sum = add(baseOf(many(0), rules), baseOf(many(1), rules));
      expect(sum.orders.recent.length).toBe(MAX_ORDERS);
      expect(sum.orders.recent[0]?.at).toBe(START + MAX_ORDERS);
      expect(sum.orders.older).toMatchObject({ tally: { count: MAX_ORDERS }, netMinor: BigInt(MAX_ORDERS) });
      const unnamed = event('Order Completed', { t: START, properties: { total: 3 } });
      expect(baseOf([unnamed], rules).orders).toMatchObject({ recent: [], older: { netMinor: 3n } });
    });
  });

  it('end every session', () => {
    expect(baseOf([event('Page Viewed', { t: START })], rules).sessions).toEqual({
      ended: 1,
      totalMs: 0,
      drops: [1, 0, 0, 0, 0],
    });
  });

  it('leave consent in the log', () => {
    expect(baseOf([consent({ share: false }, { t: START })], rules)).toEqual(NO_BASE);
  });

  it('keep the later word on a trait, and one of two at the same instant', () => {
    const traits = (t: number, value: string): VisitorBase =>
      baseOf([event('Traits Updated', { t, properties: { plan: value } })], rules);
    expect(add(traits(START + 1, 'a'), traits(START, 'b')).traits).toMatchObject([{ value: 'a' }]);
    expect(add(traits(START, 'a'), traits(START, 'b')).traits).toEqual(
      add(traits(START, 'b'), traits(START, 'a')).traits,
    );
  });

  it('are read as they were written', () => {
    fc.assert(
      fc.property(lonelyHistory, (entries) => {
        const base = baseOf(entries.toSorted(compareEntries), rules);
        const data = JSON.parse(JSON.stringify(encodeBase(base)));
        expect(decodeBase({ version: BASE_VERSION, data })).toEqual(base);
      }),
      { seed: 43, numRuns: 50 },
    );
  });

  /** Orders stood in their totals, as the fourth of the counts. */
  const beforeVersion3 = (base: VisitorBase) => {
    const [counts, lifetimes, latest, removed] = JSON.parse(JSON.stringify(encodeBase(base)));
    const beside = [lifetimes, latest, removed?.slice(0, 2) ?? null];
    const [, older] = counts[3];
    return { counts: counts.with(3, older), beside };
  };

  it('of version 1 have no counts for segments, and all else', () => {
    const base = baseOf([event('Page Viewed', { t: START, context: { path: '/' } })], rules);
    const data = beforeVersion3(base).counts;
    const removed = { last: START, at: Number.POSITIVE_INFINITY, receivedAt: null };
    expect(decodeBase({ version: 1, data })).toEqual({ ...base, latest: NO_BASE.latest, removed });
  });

  it('of version 2 have totals of orders only', () => {
    const unnamed = event('Order Completed', { t: START, properties: { total: 10 } });
    const base = baseOf([unnamed], rules);
    const { counts, beside } = beforeVersion3(base);
    expect(base.orders.older.tally?.count).toBe(1);
    expect(decodeBase({ version: 2, data: [counts, ...beside] })).toEqual(base);
  });

  it.each<[string, (data: unknown[][]) => unknown]>([
    ['', () => 7],
    ['0.3', ([counts, ...beside]) => [counts?.with(3, 7), ...beside]],
    ['1', ([counts, , ...beside]) => [counts, 'none', ...beside]],
    ['3', (data) => data.with(3, [true] as never)],
  ])('that are none stop the program at %j, with place, fault and cure', (at, spoil) => {
    const base = baseOf([event('Page Viewed', { t: START })], rules);
    const data = spoil(JSON.parse(JSON.stringify(encodeBase(base)))) as Json;
    expect(() => decodeBase({ version: BASE_VERSION, data })).toThrow(
      new RegExp(`\\[visitor base\\] .* read at ${at}.* \\(.*: restore a backup`),
    );
  });

  it('of a later version stop the program, with place, fault and cure', () => {
    expect(() => decodeBase({ version: BASE_VERSION + 1, data: [] })).toThrow(
      /\[visitor base\] version 6 .*: start the newer program/,
    );
  });
});
