import { describe, expect, it } from 'vitest';
import type { Json } from '../../../../core/entry.ts';
import type {
  Condition,
  EventCondition,
  RfmBounds,
  SequenceCondition,
} from '../../../../core/segments/condition.ts';
import { changesAfter } from './changes.ts';
import { holdsAt } from './holds.ts';
import { ask, DAY, event, fact, HOUR, MINUTE, START } from './world.ts';

const view = (product: Json, t: number) => event('Product Viewed', { product_id: product }, { t });
const add = (product: Json, t: number) => event('Product Added', { product_id: product }, { t });
const order = (products: readonly Json[], t: number) =>
  event('Order Completed', { products: products.map((id) => ({ product_id: id, price: 500 })) }, { t });

describe('per and unless', () => {
  const repeat: EventCondition = { event: 'Product Viewed', per: 'product_id', count: { gte: 2 } };
  const untouched: EventCondition = { ...repeat, unless: { event: 'Product Added', within: '7d' } };

  it('count within one value, of one type', () => {
    expect(holdsAt(ask(repeat, [view('p', START), view('q', START + 1)], START + 2))).toBe(false);
    expect(holdsAt(ask(repeat, [view('1', START), view(1, START + 1)], START + 2))).toBe(false);
    expect(holdsAt(ask(repeat, [view('p', START), view('p', START + 1)], START + 2))).toBe(true);
    expect(holdsAt(ask(repeat, [view(null, START), view(null, START + 1)], START + 2))).toBe(false);
  });

  it('need a match to make a group', () => {
    const few: EventCondition = {
      event: 'Product Viewed',
      per: 'product_id',
      count: { lt: 3 },
      within: '1d',
    };
    expect(holdsAt(ask(few, [view('p', START)], START + DAY - 1))).toBe(true);
    expect(holdsAt(ask(few, [view('p', START)], START + DAY))).toBe(false);
  });

  it('speak of the same value, and of every value where it is missing', () => {
    const views = [view('p', START), view('p', START + 1)];
    const holds = (product: Json) => holdsAt(ask(untouched, [...views, add(product, START + 2)], START + 3));
    expect(['q', 'p', null].map(holds)).toEqual([true, false, false]);
  });

  it('have a window of their own', () => {
    const log = [view('p', START), view('p', START + 1), add('p', START + 2)];
    expect(changesAfter(ask(untouched, log, START + 3), START + 30 * DAY)).toBe(START + 2 + 7 * DAY);
    const any: Condition = { event: 'Product Viewed', unless: { event: 'Product Added' } };
    expect(holdsAt(ask(any, log, START + 30 * DAY))).toBe(false);
    expect(holdsAt(ask(any, log, START + 1))).toBe(true);
  });

  it('count each item once, and read the last name where there is no list', () => {
    const bought: EventCondition = {
      event: 'Order Completed',
      per: 'products.product_id',
      count: { gte: 2 },
    };
    const twice = [order(['p', 'q'], START), order(['p'], START + 1)];
    expect(holdsAt(ask(bought, twice, START + 2))).toBe(true);
    expect(holdsAt(ask(bought, [order(['p', 'q'], START)], START + 2))).toBe(false);
    expect(holdsAt(ask(bought, [order(['p', 'p'], START)], START + 2))).toBe(true);
    const unseen: EventCondition = { ...bought, unless: { event: 'Product Viewed' } };
    expect(holdsAt(ask(unseen, [...twice, view('p', START + 2)], START + 3))).toBe(false);
    expect(holdsAt(ask(unseen, [...twice, view('q', START + 2)], START + 3))).toBe(true);
    const items: Condition = { event: 'Order Completed', where: { 'products.price': 5 }, count: { eq: 3 } };
    expect(holdsAt(ask(items, twice, START + 2))).toBe(true);
    expect(
      holdsAt(ask({ ...items, count: { gte: 0 }, sum: { of: 'products.price', eq: 15 } }, twice, START + 2)),
    ).toBe(true);
    expect(
      holdsAt(ask({ event: 'Order Completed', where: { 'products.price': 5 } }, [order([], START)], START)),
    ).toBe(false);
  });
});

describe('site facts', () => {
  const rise = (product: Json, t: number) => fact('Price Increased', { product_id: product }, t);
  const condition: EventCondition = {
    event: 'Order Completed',
    per: 'products.product_id',
    count: { gte: 2 },
    before: { site: 'Price Increased', age: { gte: '30d' } },
    unless: { event: 'Order Completed', after: { site: 'Price Increased' } },
  };
  const twice = [order(['p'], START), order(['p'], START + DAY)];

  it('restrict to the time before the latest one of that product', () => {
    const t = START + 31 * DAY;
    const holds = (at: number, ...more: ReturnType<typeof rise>[]) =>
      holdsAt(ask(condition, [...twice, ...more], at));
    expect(holds(t)).toBe(false);
    expect(holds(t, rise('q', START + DAY))).toBe(false);
    expect([t - 1, t].map((at) => holds(at, rise('p', START + DAY)))).toEqual([false, true]);
    expect(holds(t, rise('p', START + DAY - 1))).toBe(false);
    expect(holds(t, rise('p', START + DAY), rise('p', START + 2 * DAY))).toBe(false);
    expect(holds(t + DAY, rise('p', START + DAY), order(['p'], START + 2 * DAY))).toBe(false);
    expect(holds(t + DAY, rise('p', START + DAY), order(['q'], START + 2 * DAY))).toBe(true);
  });

  it('restrict to the time after, strictly', () => {
    const after: Condition = { event: 'Product Viewed', after: { site: 'Price Increased' } };
    const log = [view('p', START), rise('z', START)];
    expect(holdsAt(ask(after, log, START + 9))).toBe(false);
    expect(holdsAt(ask(after, [...log, view('p', START + 1)], START + 9))).toBe(true);
    expect(holdsAt(ask({ ...after, count: { lt: 5 } }, [view('p', START)], START + 9))).toBe(false);
    const both: Condition = {
      event: 'Product Viewed',
      before: { site: 'Sale Ended' },
      after: { site: 'Sale Started' },
    };
    const sale = [fact('Sale Started', {}, START), fact('Sale Ended', {}, START + 5)];
    const holds = (t: number) => holdsAt(ask(both, [...sale, view('p', t)], START + 9));
    expect([START, START + 1, START + 5, START + 6].map(holds)).toEqual([false, true, true, false]);
  });

  it('that are not there make unless say nothing', () => {
    const unless: Condition = {
      event: 'Product Viewed',
      unless: { event: 'Product Added', before: { site: 'Sale Ended' } },
    };
    const log = [view('p', START), add('p', START + 1)];
    expect(holdsAt(ask(unless, log, START + 9))).toBe(true);
    expect(holdsAt(ask(unless, [...log, fact('Sale Ended', {}, START + 1)], START + 9))).toBe(false);
  });
});

describe('sequences', () => {
  const checkout = (t: number) => event('Checkout Started', {}, { t });
  const cart: SequenceCondition = {
    sequence: [{ event: 'Product Added' }, { event: 'Checkout Started', within: '30m' }],
    within: '3d',
  };
  it('go in the order of the log, each step in time', () => {
    const holds = (gap: number) => holdsAt(ask(cart, [add('p', START), checkout(START + gap)], START + HOUR));
    expect([0, 30 * MINUTE, 30 * MINUTE + 1, -1].map(holds)).toEqual([false, true, false, false]);
    const log = [add('p', START), checkout(START + 1)];
    expect(changesAfter(ask(cart, log, START + 1), START + 9 * DAY)).toBe(START + 3 * DAY);
  });

  it('may need something to stay away in between', () => {
    const quiet: SequenceCondition = {
      sequence: [
        { event: 'Product Added' },
        { absent: 'Product Viewed', for: '1h' },
        { event: 'Checkout Started', within: '1h' },
      ],
    };
    const holds = (viewed: number, checked: number) =>
      holdsAt(
        ask(quiet, [add('p', START), view('p', START + viewed), checkout(START + checked)], START + DAY),
      );
    expect(holds(HOUR, 2 * HOUR)).toBe(false);
    expect(holds(HOUR + 1, 2 * HOUR)).toBe(true);
    expect(holds(HOUR + 1, 2 * HOUR + 1)).toBe(false);
    expect(holds(HOUR + 1, HOUR)).toBe(false);
    expect(holds(HOUR + 1, HOUR + 1)).toBe(true);
  });

  it('may end with something that stays away, by time alone', () => {
    const left: SequenceCondition = {
      ...cart,
      sequence: [...cart.sequence, { absent: 'Order Completed', for: '1h' }],
    };
    const log = [add('p', START), checkout(START + 1)];
    expect(changesAfter(ask(left, log, START + 1), START + DAY)).toBe(START + 1 + HOUR);
    expect(holdsAt(ask(left, [...log, order([], START + 2 * HOUR)], START + 3 * HOUR))).toBe(false);
    expect(holdsAt(ask(left, [...log, order([], START)], START + 3 * HOUR))).toBe(true);
  });

  it('may be of one item', () => {
    const again: SequenceCondition = {
      sequence: [{ event: 'Order Completed' }, { event: 'Order Completed' }],
      per: 'products.product_id',
    };
    const holds = (...products: readonly Json[]) =>
      holdsAt(ask(again, [order(['p', 'q'], START), order(products, START + 1)], START + 2));
    expect(holds('r')).toBe(false);
    expect(holds('r', 'q')).toBe(true);
  });

  it('may speak of sessions', () => {
    const bounced: SequenceCondition = {
      sequence: [
        { event: 'Session Started' },
        { event: 'Session Ended', within: '30m', where: { events: 1 } },
      ],
    };
    expect(changesAfter(ask(bounced, [view('p', START)], START), START + DAY)).toBe(START + 30 * MINUTE);
    expect(holdsAt(ask(bounced, [view('p', START), view('p', START + 1)], START + DAY))).toBe(false);
  });
});

describe('recency, frequency and money', () => {
  const buy = (id: string, revenue: number, t: number, source: 'web' | 'server' = 'web') =>
    event('Order Completed', { order_id: id, revenue }, { t, source });
  const log = [
    buy('o1', 10_000, START),
    buy('o1', 12_000, START + 1, 'server'),
    buy('o2', 5_000, START + DAY),
    event('Order Refunded', { order_id: 'o1', total: 2_000 }, { t: START + 2 * DAY }),
    event('Order Cancelled', { order_id: 'o2' }, { t: START + 3 * DAY }),
  ];
  const edges = fact(
    'RFM Edges Computed',
    { r: [DAY, 2 * DAY, 30 * DAY, 60 * DAY], f: [0, 1, 2, 3], m: [0, 1, 9_999, 10_000] },
    START,
  );
  const cases: [RfmBounds, number, boolean][] = [
    [{ frequency: { eq: 2 } }, START + 2 * DAY, true],
    [{ frequency: { eq: 1 } }, START + 3 * DAY, true],
    [{ monetary: { eq: 150 } }, START + 2 * DAY, true],
    [{ monetary: { eq: 100 } }, START + 3 * DAY, true],
    [{ recency: { lte: '1d' } }, START + 2 * DAY, true],
    [{ recency: { lte: '1d' } }, START + 3 * DAY, false],
    [{ r: { eq: 5 } }, START + 2 * DAY, true],
    [{ r: { eq: 4 } }, START + 2 * DAY + 1, true],
    [{ f: { eq: 3 } }, START + 2 * DAY, true],
    [{ m: { eq: 4 } }, START + 3 * DAY, true],
    [{ m: { eq: 5 } }, START + 3 * DAY, false],
  ];
  it.each(cases)('%j at %i: %s', (rfm, t, expected) => {
    expect(holdsAt(ask({ rfm }, [...log, edges], t))).toBe(expected);
  });

  it('are false without orders where they would be unknown', () => {
    const holds = (rfm: RfmBounds) => holdsAt(ask({ rfm }, [view('p', START), edges], START));
    expect(holds({ frequency: { eq: 0 }, monetary: { lt: 1 } })).toBe(true);
    expect([{ recency: { gte: '0ms' } }, { r: { gte: 1 } }, { f: { gte: 1 } }].map(holds)).toEqual([
      false,
      false,
      false,
    ]);
    expect(holdsAt(ask({ rfm: { f: { gte: 1 } } }, log, START + DAY))).toBe(false);
    expect(
      changesAfter(ask({ rfm: { r: { eq: 5 } } }, [...log.slice(0, 2), edges], START + 2), START + 9 * DAY),
    ).toBe(START + 1 + DAY + 1);
  });
});
