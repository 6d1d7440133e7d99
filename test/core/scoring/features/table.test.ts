import { describe, expect, it } from 'vitest';
import type { Properties } from '../../../../core/entry.ts';
import { ACTIONS, ORIGINS } from '../../../../core/profiles/visit.ts';
import { FEATURE_HEADS, FEATURES } from '../../../../core/scoring/features/table.ts';
import { START } from '../../profiles/world.ts';
import { AROUND, rowAt, type Step, toEvents, valueAt } from '../histories.ts';

const NONE = Number.NaN;
const DAY = 24 * 60;
const page = (minutes: number): Step => [minutes, 'Page Viewed', {}, { context: { path: '/' } }];
const view = (minutes: number, product_id: string, more: Properties = {}): Step => [
  minutes,
  'Product Viewed',
  { product_id, ...more },
];
const add = (minutes: number, more: Properties = {}): Step => [
  minutes,
  'Product Added',
  { product_id: 'a', price: 500, ...more },
];
const order = (minutes: number, total = 2_000): Step => [
  minutes,
  'Order Completed',
  { order_id: `o${minutes}`, total },
];
const TWICE = (name: string): readonly Step[] => [
  [0, name],
  [1, name],
];
const place = (of: readonly string[], what: string) => of.indexOf(what);

type Case = readonly [feature: string, steps: readonly Step[], atMinutes: number, expected: number];

/** Every feature at least once. Sessions end after 30 minutes, so that at minute 40 that of minute 0 is over. */
const CASES: readonly Case[] = [
  ['session_events', [page(0), page(1), [2, 'Page Engaged', { seconds_active: 1 }]], 3, 3],
  ['session_events', [page(0), page(1)], 40, 0],
  ['session_events', [page(0), page(40)], 41, 1],
  ['session_elapsed', [page(0), page(10)], 12, 720],
  ['session_elapsed', [page(0)], 40, 0],
  ['last_gap', [page(0), page(5), page(7)], 8, 120],
  ['last_gap', [page(0)], 1, NONE],
  ['last_gap', [page(0), page(5)], 40, NONE],
  ['mean_gap', [page(0), page(5), page(7)], 8, 210],
  ['mean_gap', [page(0)], 1, NONE],
  ['mean_gap', [page(0), page(7)], 40, NONE],
  ['idle', [page(0)], 40, 2_400],
  ['idle', [], 40, NONE],
  ['pages_viewed', TWICE('Page Viewed'), 2, 2],
  ['pages_viewed', TWICE('Page Viewed'), 40, 0],
  ['lists_viewed', TWICE('Product List Viewed'), 2, 2],
  ['searches', TWICE('Products Searched'), 2, 2],
  ['filters_used', TWICE('Product List Filtered'), 2, 2],
  ['products_viewed', [view(0, 'a'), view(1, 'a'), view(2, 'b')], 3, 3],
  ['products_added', TWICE('Product Added'), 2, 2],
  ['products_removed', TWICE('Product Removed'), 2, 2],
  ['cart_views', TWICE('Cart Viewed'), 2, 2],
  [
    'checkout_steps',
    [
      [0, 'Checkout Started'],
      [1, 'Checkout Step Completed'],
    ],
    2,
    2,
  ],
  ['exit_intents', TWICE('Exit Intent Detected'), 2, 2],
  ['other_events', TWICE('Coupon Applied'), 2, 2],
  ['views_of_product', [view(0, 'a'), view(1, 'a'), view(2, 'b')], 3, 1],
  ['views_of_product', [view(0, 'a'), view(1, 'b'), view(2, 'a')], 3, 2],
  ['views_of_product', [view(0, 'a')], 40, 0],
  ['most_views_of_a_product', [view(0, 'a'), view(1, 'a'), view(2, 'b')], 3, 2],
  ['distinct_products', [view(0, 'a'), view(1, 'a'), view(2, 'b')], 3, 2],
  ['distinct_categories', [view(0, 'a', { category: 'x' }), view(1, 'b', { category: 'y' })], 3, 2],
  ['price_to_mean', [view(0, 'a', { price: 100 }), view(1, 'b', { price: 300 })], 2, 1.5],
  ['price_to_mean', [view(0, 'a', { price: 100 }), view(1, 'b')], 2, NONE],
  ['price_to_mean', [view(0, 'a', { price: 0 })], 2, NONE],
  ['price_to_mean', [view(0, 'a')], 2, NONE],
  ['mean_price', [view(0, 'a', { price: 100 }), view(1, 'b', { price: 300 }), view(2, 'c')], 3, 200],
  ['mean_price', [view(0, 'a')], 2, NONE],
  ['engaged_seconds', [page(0), [1, 'Page Engaged', { seconds_active: 12 }]], 2, 12],
  ['scroll_depth', [page(0), [1, 'Page Engaged', { seconds_active: 1, scroll_depth: 70 }]], 2, 70],
  ['scroll_depth', [page(0)], 2, NONE],
  ['last_action', [page(0), view(1, 'a')], 2, place(ACTIONS, 'view')],
  ['last_action', [page(0)], 40, NONE],
  ['cart_pieces', [add(0, { quantity: 2 }), add(1, { product_id: 'b' })], 2, 3],
  ['cart_pieces', [add(0)], 3 * DAY, 1],
  ['cart_pieces', [add(0), order(1)], 2, 0],
  ['cart_value', [add(0, { quantity: 2 })], 2, 1_000],
  ['cart_age', [add(0), add(5)], 10, 600],
  ['cart_age', [page(0)], 10, NONE],
  ['cart_age', [add(0), order(5)], 10, NONE],
  ['since_added', [add(0), add(5)], 10, 300],
  ['since_added', [page(0)], 10, NONE],
  [
    'origin',
    [[0, 'Page Viewed', {}, { context: { path: '/', referrer: 'https://www.bing.com' } }]],
    1,
    place(ORIGINS, 'search'),
  ],
  ['origin', [page(0)], 1, place(ORIGINS, 'direct')],
  ['origin', [page(0)], 40, NONE],
  ['origin', [order(0)], 1, NONE],
  ['device', [[0, 'Page Viewed', {}, { context: { device: 'mobile' } }]], 40, 1],
  ['device', [[0, 'Page Viewed', {}, { context: { device: 'other' } }]], 1, 3],
  ['device', [page(0)], 1, NONE],
  ['hour', [page(0)], 1, 0],
  ['hour', [page(0)], 13 * 60 + 59, 13],
  ['weekday', [page(0)], 0, 3],
  ['weekday', [page(0)], 4 * DAY, 0],
  ['anonymous', [page(0)], 1, 0],
  ['visits', [page(0), page(40), page(41)], 42, 2],
  ['visits', [page(0), page(40)], 3 * DAY, 2],
  ['since_last_visit', [page(0), page(DAY)], DAY + 1, 1 + 1 / DAY],
  ['since_last_visit', [page(0)], 1, NONE],
  ['since_last_visit', [page(0)], 2 * DAY, 2],
  ['since_first_visit', [page(0), page(DAY)], 3 * DAY, 3],
  ['since_first_visit', [], 1, NONE],
  ['since_order', [order(0), page(DAY)], 2 * DAY, 2],
  ['since_order', [page(0)], 1, NONE],
  ['orders', [order(0), order(DAY)], 2 * DAY, 2],
  ['orders', [order(0), [1, 'Order Cancelled', { order_id: 'o0' }]], 2, 0],
  [
    'spent',
    [order(0), order(DAY, 500), [DAY + 1, 'Order Refunded', { order_id: 'o0', total: 300 }]],
    2 * DAY,
    2_200,
  ],
  ['mean_order_value', [order(0), order(DAY, 1_000)], 2 * DAY, 1_500],
  ['mean_order_value', [page(0)], 1, NONE],
  ['lively_events_5m', [page(0), page(0)], 5, 1],
  ['lively_events_1h', [page(0), page(60)], 60, 1.5],
  ['lively_events_1d', [page(0)], 2 * DAY, 0.25],
  ['lively_events_7d', [page(0)], 7 * DAY, 0.5],
  ['lively_products_viewed_5m', [page(0), view(0, 'a')], 5, 0.5],
  ['lively_products_viewed_1h', [view(0, 'a')], 60, 0.5],
  ['lively_products_viewed_1d', [view(0, 'a')], DAY, 0.5],
  ['lively_products_viewed_7d', [view(0, 'a')], 7 * DAY, 0.5],
  ['lively_added_to_cart_5m', [view(0, 'a'), add(0)], 10, 0.25],
  ['lively_added_to_cart_1h', [add(0)], 60, 0.5],
  ['lively_added_to_cart_1d', [add(0)], DAY, 0.5],
  ['lively_added_to_cart_7d', [add(0)], 7 * DAY, 0.5],
  ['active_days_7d', [page(0), page(DAY), page(6 * DAY)], 7 * DAY, 2],
  ['active_days_28d', [page(0), page(DAY), page(6 * DAY)], 7 * DAY, 3],
  [
    'features_used',
    [
      [0, 'Feature Used', { feature_id: 'a' }],
      [40, 'Feature Used', { feature_id: 'b' }],
    ],
    41,
    2,
  ],
  [
    'features_used_session',
    [
      [0, 'Feature Used', { feature_id: 'a' }],
      [40, 'Feature Used', { feature_id: 'b' }],
    ],
    41,
    1,
  ],
  [
    'limit_hits',
    [
      [0, 'Limit Reached'],
      [40, 'Limit Reached'],
    ],
    41,
    2,
  ],
  [
    'limit_hits_session',
    [
      [0, 'Limit Reached'],
      [40, 'Limit Reached'],
    ],
    41,
    1,
  ],
  ['seats', [[0, 'Subscription Started', { plan: 'pro', seats: 5 }]], 40, 5],
  ['seats', [page(0)], 1, NONE],
];

describe('every feature says what is so at an instant', () => {
  it.each(CASES)('%s of %j at minute %i is %d', (feature, steps, minutes, expected) => {
    const value = valueAt(feature, steps, minutes);
    if (Number.isNaN(expected)) expect(value).toBeNaN();
    else expect(value).toBeCloseTo(expected, 10);
  });

  it('has a case for each, and no case for another', () => {
    const names = FEATURES.map(({ name }) => name);
    expect([...new Set(CASES.map(([feature]) => feature))].toSorted()).toEqual(names.toSorted());
    expect(new Set(names).size).toBe(names.length);
  });

  it('of nobody knows counts of 0, the clock, and nothing else', () => {
    const row = rowAt([], START);
    const said = FEATURES.flatMap(({ name }, at) => (row[at] === 0 || Number.isNaN(row[at]) ? [] : [name]));
    expect(said).toEqual(['weekday']);
  });

  it('whoever is known for the day alone is anonymous', () => {
    expect(valueAt('anonymous', [page(0)], 1, { ...AROUND, isAnonymous: true })).toBe(1);
  });

  it('is headed by names and kinds, whose levels are those that are read', () => {
    expect(FEATURE_HEADS.map(({ name }) => name)).toEqual(FEATURES.map(({ name }) => name));
    const levels = FEATURE_HEADS.flatMap((head) =>
      head.kind === 'category' ? [[head.name, head.levels]] : [],
    );
    expect(Object.fromEntries(levels)).toMatchObject({
      last_action: ACTIONS,
      origin: ORIGINS,
      device: ['desktop', 'mobile', 'tablet', 'other'],
    });
  });

  it('says the same for a row that is filled again', () => {
    const events = toEvents([view(0, 'a', { price: 100 }), add(1)]);
    expect(rowAt(events, START + 120_000)).toEqual(rowAt(events, START + 120_000));
  });
});

/** By Intl alone: which is another way to the same clock. */
function clockOf(t: number, zone: string): readonly [hour: number, weekday: string] {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    hour: '2-digit',
    hourCycle: 'h23',
    weekday: 'short',
  });
  const read = Object.fromEntries(parts.formatToParts(t).map(({ type, value }) => [type, value]));
  return [Number(read.hour), `${read.weekday}`];
}

describe("the site's clock", () => {
  const WEEK = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];
  /** With days of 23, 25 and 24.5 hours, one whose midnight is skipped, and a zone that is off by 45 minutes. */
  it.each([
    ['Europe/Berlin', '2026-03-29'],
    ['Europe/Berlin', '2026-10-25'],
    ['America/New_York', '2026-11-01'],
    ['Australia/Lord_Howe', '2026-04-05'],
    ['America/Santiago', '2026-09-06'],
    ['Asia/Kathmandu', '2026-05-01'],
    ['UTC', '2026-02-28'],
  ])('in %s is read right at every half hour around %s', (zone, date) => {
    const noon = Date.parse(`${date}T12:00:00Z`);
    for (let half = -60; half <= 60; half += 1) {
      const t = noon + half * 1_800_000;
      const [minutes, around] = [(t - START) / 60_000, { ...AROUND, zone }];
      const [hour, weekday] = [valueAt('hour', [], minutes, around), valueAt('weekday', [], minutes, around)];
      expect([t, hour, WEEK[weekday]]).toEqual([t, ...clockOf(t, zone)]);
    }
  });

  it('changes hour and day at midnight, not a millisecond before', () => {
    const midnight = Date.parse('2026-10-01T22:00:00Z');
    const at = (t: number) =>
      ['hour', 'weekday'].map((feature) =>
        valueAt(feature, [], (t - START) / 60_000, { ...AROUND, zone: 'Europe/Berlin' }),
      );
    expect([at(midnight - 1), at(midnight)]).toEqual([
      [23, 3],
      [0, 4],
    ]);
  });
});
