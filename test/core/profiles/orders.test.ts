import { describe, expect, it } from 'vitest';
import { compareEntries, type Entry, type Properties } from '../../../core/entry.ts';
import { fold } from '../../../core/profiles/fold.ts';
import { MAX_ORDERS } from '../../../core/profiles/orders.ts';
import { emptyProfile } from '../../../core/profiles/profile.ts';
import { type RfmFacts, rfmFacts } from '../../../core/profiles/rfm.ts';
import { DAY, type EntryParts, event, PERSON, rules, START } from './world.ts';

function facts(...entries: readonly Entry[]): RfmFacts {
  const sorted = entries.toSorted(compareEntries);
  return rfmFacts(
    sorted.reduce((profile, entry) => fold(profile, entry, rules), emptyProfile(PERSON)),
    START + 10 * DAY,
  );
}

const order = (order_id: string, properties: Properties, parts: Partial<EntryParts> = {}): Entry =>
  event('Order Completed', { t: START, ...parts, properties: { order_id, ...properties } });
const later = (name: string, properties: Properties, parts: Partial<EntryParts> = {}): Entry =>
  event(name, { t: START + DAY, ...parts, properties });

describe('recency, frequency and monetary value', () => {
  it('are nothing for somebody who never bought', () => {
    expect(facts(event('Page Viewed', { t: START, properties: { revenue: 5 } }))).toEqual({
      recencyMs: null,
      frequency: 0,
      monetaryMinor: 0,
      firstAt: null,
      lastAt: null,
    });
  });

  it('are of the orders: since the latest, how many, how much', () => {
    expect(facts(order('a', { total: 1999 }), order('b', { total: 1 }, { t: START + 3 * DAY }))).toEqual({
      recencyMs: 7 * DAY,
      frequency: 2,
      monetaryMinor: 2000,
      firstAt: START,
      lastAt: START + 3 * DAY,
    });
  });

  it.each<[string, number, number, readonly Entry[]]>([
    [
      'revenue goes before subtotal, total and value',
      1,
      10,
      [order('a', { value: 40, total: 30, subtotal: 20, revenue: 10 })],
    ],
    ['then subtotal', 1, 20, [order('a', { value: 40, total: 30, subtotal: 20 })]],
    ['then total', 1, 30, [order('a', { value: 40, total: 30 })]],
    ['then value', 1, 40, [order('a', { value: 40 })]],
    [
      'an order that two transports report counts once',
      1,
      10,
      [order('a', { total: 10 }), order('a', { total: 10 }, { t: START + 1 })],
    ],
    [
      'as the server says',
      1,
      12,
      [order('a', { total: 10 }), order('a', { total: 12 }, { t: START + 1, source: 'server' })],
    ],
    [
      'whichever came first',
      1,
      12,
      [order('a', { total: 12 }, { source: 'server' }), order('a', { total: 10 }, { t: START + 1 })],
    ],
    [
      'orders without an id count one by one',
      2,
      3,
      [later('Order Completed', { total: 1 }), later('Order Completed', { total: 2 })],
    ],
    [
      'another currency counts as an order without an amount',
      2,
      5,
      [order('a', { total: 5 }), order('b', { total: 9 }, { flags: ['currency_mismatch'] })],
    ],
    [
      'a refund reduces its order',
      1,
      7,
      [order('a', { total: 10 }), later('Order Refunded', { order_id: 'a', total: 3 })],
    ],
    [
      'refunds add up',
      1,
      4,
      [
        order('a', { total: 10 }),
        later('Order Refunded', { order_id: 'a', total: 3 }),
        later('Order Refunded', { order_id: 'a', revenue: 3 }),
      ],
    ],
    [
      'never below nothing, nor at the cost of another order',
      2,
      5,
      [
        order('a', { total: 10 }),
        order('b', { total: 5 }),
        later('Order Refunded', { order_id: 'a', total: 99 }),
      ],
    ],
    [
      'a refund without an amount is of the whole order',
      1,
      0,
      [order('a', { total: 10 }), later('Order Refunded', { order_id: 'a' })],
    ],
    [
      'a refund that comes before its order counts',
      1,
      7,
      [
        order('a', { total: 10 }, { t: START + 2 * DAY }),
        later('Order Refunded', { order_id: 'a', total: 3 }),
      ],
    ],
    [
      'a refund of no known order counts for nothing',
      1,
      10,
      [
        order('a', { total: 10 }),
        later('Order Refunded', { order_id: 'z', total: 3 }),
        later('Order Refunded', { total: 3 }),
      ],
    ],
    [
      'a cancelled order no longer counts',
      1,
      5,
      [order('a', { total: 10 }), order('b', { total: 5 }), later('Order Cancelled', { order_id: 'a' })],
    ],
    ['negative and broken amounts are none', 1, 8, [order('a', { revenue: -5, subtotal: 0.5, total: 8 })]],
  ])('%s', (_title, frequency, monetaryMinor, entries) => {
    expect(facts(...entries)).toMatchObject({ frequency, monetaryMinor });
    expect(facts(...entries.toReversed())).toMatchObject({ frequency, monetaryMinor });
  });

  it('stay exact when old orders are rolled up', () => {
    const orders = Array.from({ length: MAX_ORDERS + 50 }, (_, n) =>
      order(`o${n}`, { total: n }, { t: START + n }),
    );
    const profile = orders.reduce((p, entry) => fold(p, entry, rules), emptyProfile(PERSON));
    expect(profile.orders.recent.length).toBe(MAX_ORDERS);
    expect(profile.orders.older).toEqual({
      tally: { count: 50, first: START, last: START + 49 },
      netMinor: 1225n,
    });
    expect(facts(...orders)).toMatchObject({
      frequency: 550,
      monetaryMinor: (549 * 550) / 2,
      firstAt: START,
      lastAt: START + 549,
    });
  });
});
