import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareEntries, type Entry, type Properties } from '../../../core/entry.ts';
import {
  type Activity,
  activeDays,
  HALF_LIVES_MS,
  LIVELY_KINDS,
  livelinessAt,
  NO_ACTIVITY,
  stepActivity,
} from '../../../core/profiles/activity.ts';
import { decodeProfile, encodeProfile } from '../../../core/profiles/codec.ts';
import { activityOf } from '../../../core/profiles/deferred-activity.ts';
import { fold } from '../../../core/profiles/fold.ts';
import { emptyProfile, type Profile } from '../../../core/profiles/profile.ts';
import { createFoldRules } from '../../../core/profiles/rules.ts';
import { DAY, event, HOUR, lonelyHistory, MINUTE, PERSON, rules, START } from './world.ts';

function activityAfter(events: readonly Entry[], session = START): Activity {
  return events.reduce((activity, entry) => stepActivity(activity, entry, session), NO_ACTIVITY);
}
const eventAfter = (ms: number, name = 'Page Viewed', properties: Properties = {}): Entry =>
  event(name, { t: START + ms, properties });
const foldAll = (entries: readonly Entry[], from: Profile = emptyProfile(PERSON)): Profile =>
  entries.reduce((profile, entry) => fold(profile, entry, rules), from);

describe('counters that fade', () => {
  const lively = (activity: Activity, kind: number, halfLife: number, ms: number) =>
    livelinessAt(activity.liveliness, kind * HALF_LIVES_MS.length + halfLife, START + ms);

  it.each(HALF_LIVES_MS.map((ms, at) => [ms, at] as const))('lose half in %i ms', (ms, at) => {
    const one = activityAfter([eventAfter(0)]);
    expect([0, ms, 2 * ms].map((passed) => lively(one, 0, at, passed))).toEqual([1, 0.5, 0.25]);
    expect(lively(activityAfter([eventAfter(0), eventAfter(ms)]), 0, at, ms)).toBe(1.5);
  });

  it('count events, products viewed, and what was put into the cart', () => {
    const names = ['Product Viewed', 'Product Added', 'Cart Viewed', 'Product Viewed'];
    const activity = activityAfter(names.map((name) => eventAfter(0, name)));
    expect(LIVELY_KINDS.map((_, kind) => lively(activity, kind, 3, 0))).toEqual([4, 2, 1]);
  });

  it('stay near what they would be without rounding', () => {
    const gaps = Array.from({ length: 200 }, (_, n) => ((n * 7_919) % 600) * 1_000);
    const times = gaps.map((_, n) => gaps.slice(0, n).reduce((sum, gap) => sum + gap, 0));
    const end = times.at(-1) ?? 0;
    const activity = activityAfter(times.map((t) => eventAfter(t)));
    for (const [at, ms] of HALF_LIVES_MS.entries()) {
      const exact = times.reduce((sum, t) => sum + 2 ** ((t - end) / ms), 0);
      expect(Math.abs(lively(activity, 0, at, end) - exact)).toBeLessThan(0.1);
    }
  });
});

describe('how a product is used', () => {
  it.each<readonly [string, readonly number[], at: number, in7: number, in28: number]>([
    ['nothing yet', [], 0, 0, 0],
    ['one day, however often', [0, HOUR, 2 * HOUR], 3 * HOUR, 1, 1],
    ['days that are not neighbours', [0, 3 * DAY, 6 * DAY], 6 * DAY, 3, 3],
    ['only those of the span', [0, 6 * DAY, 7 * DAY], 7 * DAY, 2, 3],
    ['until days have passed without anything', [0, DAY], 7 * DAY, 1, 2],
    ['28 days back, the 28th among them', [0, 27 * DAY], 27 * DAY, 1, 2],
    ['28 days back, and no further', [0, 28 * DAY], 28 * DAY, 1, 1],
    ['nothing after a long absence', [0, DAY], 90 * DAY, 0, 0],
    ['after a long absence anew', [0, DAY, 90 * DAY], 90 * DAY, 1, 1],
  ])('active days: %s', (_, times, at, in7, in28) => {
    const { usage } = activityAfter(times.map((t) => eventAfter(t)));
    expect([7, 28].map((within) => activeDays(usage, within, START + at))).toEqual([in7, in28]);
  });

  it('features each once by id, else by name, at most 50', () => {
    const used = (properties: Properties) => eventAfter(0, 'Feature Used', properties);
    const three = [
      used({ feature_id: 'a', feature_name: 'A' }),
      used({ feature_name: 'B' }),
      used({ feature_id: 'a' }),
      used({}),
      eventAfter(0, 'Page Viewed', { feature_id: 'c' }),
    ];
    expect(activityAfter(three).usage.features).toEqual(['a', 'B']);
    const many = Array.from({ length: 60 }, (_, n) => used({ feature_id: `f${n}` }));
    expect(activityAfter(many).usage.features).toHaveLength(50);
  });

  it('limits reached', () => {
    expect(
      activityAfter([eventAfter(0, 'Limit Reached'), eventAfter(DAY, 'Limit Reached')]).usage.limitHits,
    ).toBe(2);
  });

  it.each<readonly [string, string, Properties, number | null]>([
    ['of a subscription', 'Subscription Started', { seats: 5 }, 5],
    ['of traits', 'Traits Updated', { seats: 3 }, 3],
    ['of a sofa are none', 'Product Viewed', { seats: 3 }, null],
    ['below 0 are none', 'Subscription Renewed', { seats: -1 }, null],
    ['in words are none', 'Subscription Renewed', { seats: 'many' }, null],
  ])('seats %s', (_, name, properties, seats) => {
    expect(activityAfter([eventAfter(0, name, properties)]).usage.seats).toBe(seats);
  });

  it('seats are the latest that were named', () => {
    const seats = (count: number, ms: number) => eventAfter(ms, 'Subscription Renewed', { seats: count });
    expect(activityAfter([seats(5, 0), seats(8, DAY), eventAfter(2 * DAY)]).usage.seats).toBe(8);
  });
});

describe('the open session', () => {
  it('begins anew after a gap, and its cart and product use do not', () => {
    const cart = eventAfter(0, 'Product Added', { product_id: 'a' });
    const activity = activityOf(foldAll([cart, eventAfter(31 * MINUTE, 'Limit Reached')]));
    expect(activity.visit?.start).toBe(START + 31 * MINUTE);
    expect(activity.visit?.counts.reduce((sum, count) => sum + count, 0)).toBe(1);
    expect(activity.cart.lines).toHaveLength(1);
  });

  it('is not kept where the rules do not ask for it', () => {
    const plain = createFoldRules({ ...rules, keepsActivity: false });
    expect(activityOf(fold(emptyProfile(PERSON), eventAfter(0), plain))).toBe(NO_ACTIVITY);
  });
});

describe('the stored text', () => {
  const NAMES = ['Product Viewed', 'Product Added', 'Product Removed', 'Page Engaged', 'Order Completed'];
  const lively = fc.array(
    fc.record({
      name: fc.constantFrom(...NAMES, 'Feature Used', 'Limit Reached', 'Subscription Started', 'Page Viewed'),
      t: fc.integer({ min: 0, max: 3 * DAY }),
      product: fc.constantFrom('a', 'b', 7),
      price: fc.constantFrom(100, 250, undefined),
      quantity: fc.constantFrom(1, 2, 0.5, undefined),
      referrer: fc.constantFrom('https://www.google.com', undefined),
    }),
    { maxLength: 40 },
  );
  const entries = lively.map((drafts) =>
    drafts
      .map(({ name, t, product, price, quantity, referrer }) =>
        event(name, {
          t: START + t,
          context: { path: '/', ...(referrer !== undefined && { referrer }) },
          properties: {
            product_id: product,
            category: `c${product}`,
            feature_id: `f${product}`,
            seats: 2,
            seconds_active: 1.25,
            scroll_depth: 33,
            ...(price !== undefined && { price }),
            ...(quantity !== undefined && { quantity }),
          },
        }),
      )
      .toSorted(compareEntries),
  );

  it('goes on exactly as the profile in memory', () => {
    fc.assert(
      fc.property(entries, fc.nat(40), (all, cut) => {
        const stored = decodeProfile(encodeProfile(foldAll(all.slice(0, cut))));
        if (stored === null) throw new Error('it was not read');
        expect(foldAll(all.slice(cut), stored)).toEqual(foldAll(all));
      }),
      { seed: 5, numRuns: 150 },
    );
  });

  it('goes on so with consents and money of all kinds', () => {
    fc.assert(
      fc.property(lonelyHistory, (all) => {
        const sorted = all.toSorted(compareEntries);
        const half = sorted.length >> 1;
        const stored = decodeProfile(encodeProfile(foldAll(sorted.slice(0, half))));
        if (stored === null) throw new Error('it was not read');
        expect(activityOf(foldAll(sorted.slice(half), stored))).toEqual(activityOf(foldAll(sorted)));
      }),
      { seed: 5, numRuns: 25 },
    );
  });
});
