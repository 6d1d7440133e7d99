import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareEntries, type Entry } from '../../../core/entry.ts';
import { dueAt, fold } from '../../../core/profiles/fold.ts';
import { MAX_NAMES, MAX_SUMS } from '../../../core/profiles/names.ts';
import { emptyProfile, isEmptyProfile, type Profile } from '../../../core/profiles/profile.ts';
import { MAX_TRAITS } from '../../../core/profiles/traits.ts';
import { consent, event, HOUR, lonelyHistory, MINUTE, PERSON, rules, START } from './world.ts';

function foldAll(...entries: readonly Entry[]): Profile {
  return entries
    .toSorted(compareEntries)
    .reduce((profile, entry) => fold(profile, entry, rules), emptyProfile(PERSON));
}

const sumsOf = (profile: Profile, name: string) =>
  Object.fromEntries(
    profile.names.kept.find((tally) => tally.name === name)?.sums.map((sum) => [sum.property, sum.total]) ??
      [],
  );

describe('aggregates', () => {
  it('count each name, and say when it was first and last', () => {
    const profile = foldAll(
      event('Searched', { t: START + 2 }),
      event('Page Viewed', { t: START + 1 }),
      event('Searched', { t: START }),
    );
    expect(profile.events).toEqual({ count: 3, first: START, last: START + 2 });
    expect(profile.names).toEqual({
      kept: [
        { name: 'Page Viewed', count: 1, first: START + 1, last: START + 1, sums: [] },
        { name: 'Searched', count: 2, first: START, last: START + 2, sums: [] },
      ],
      other: null,
    });
  });

  it('sum money in minor units and other numbers in millionths, exactly', () => {
    const ratings = [0.1, 0.2, 1.005, -3, 2_000_000_000];
    const events = ratings.map((rating, n) =>
      event('Searched', { t: START + n, properties: { rating, price: 1999 } }),
    );
    expect(sumsOf(foldAll(...events), 'Searched')).toEqual({ price: 9995n, rating: 1_999_999_998_305_000n });
  });

  it('sum nothing in another currency, nor ids, nor what is no whole number of minor units', () => {
    const foreign = event('Searched', {
      t: START,
      properties: { price: 5, rating: 1 },
      flags: ['currency_mismatch'],
    });
    const odd = event('Searched', {
      t: START,
      properties: { price: 0.5, product_id: 7, label: '8', nested: { price: 9 } },
    });
    const profile = foldAll(foreign, odd);
    expect(sumsOf(profile, 'Searched')).toEqual({ rating: 1_000_000n });
    expect(profile.flags).toEqual({ currency_mismatch: 1 });
  });

  it('go beyond what a double can count', () => {
    const most = Number.MAX_SAFE_INTEGER;
    const events = [1, 2, 3].map((n) => event('Searched', { t: START + n, properties: { price: most } }));
    expect(sumsOf(foldAll(...events), 'Searched')).toEqual({ price: 3n * BigInt(most) });
  });

  it('keep the same hundred names in every order, those of the funnel always, and count the rest together', () => {
    const names = Array.from({ length: 140 }, (_, n) => `A${String(n).padStart(3, '0')} Done`);
    const flood = [...names, 'Product Viewed', 'Page Viewed'];
    const kept = ['Page Viewed', 'Product Viewed', ...names.slice(0, MAX_NAMES - 2)];
    const shuffled = fc.shuffledSubarray(flood, { minLength: flood.length, maxLength: flood.length });
    fc.assert(
      fc.property(shuffled, (order) => {
        const profile = foldAll(
          ...order.flatMap((name, n) => [event(name, { t: START + n }), event(name, { t: START + 500 + n })]),
        );
        expect(profile.names.kept.map(({ name }) => name)).toEqual(kept);
        expect(profile.names.kept.every(({ count }) => count === 2)).toBe(true);
        expect(profile.names.other?.count).toBe(2 * (flood.length - MAX_NAMES));
      }),
      { seed: 1, numRuns: 20 },
    );
  });

  it('keep the first sixteen summed properties of a name', () => {
    const keys = Array.from({ length: 20 }, (_, n) => `k${String(n).padStart(2, '0')}`);
    const events = keys
      .toReversed()
      .map((key, n) => event('Searched', { t: START + n, properties: { [key]: 1 } }));
    expect(
      Object.keys(sumsOf(foldAll(...events, ...events.map((e) => ({ ...e, t: e.t + 100 }))), 'Searched')),
    ).toEqual(keys.slice(0, MAX_SUMS));
  });
});

describe('fold', () => {
  it('changes nothing that was handed out', () => {
    fc.assert(
      fc.property(lonelyHistory, (entries) => {
        const sorted = entries.toSorted(compareEntries);
        const half = sorted
          .slice(0, sorted.length >> 1)
          .reduce((p, entry) => fold(p, entry, rules), emptyProfile(PERSON));
        const copy = structuredClone(half);
        sorted.slice(sorted.length >> 1).reduce((p, entry) => fold(p, entry, rules), half);
        expect(half).toEqual(copy);
      }),
      { seed: 2, numRuns: 50 },
    );
  });

  it.each(['decision', 'exposure', 'notice', 'link', 'fact', 'score'] as const)(
    'lets a %s pass but for its place',
    (type) => {
      const before = foldAll(event('Page Viewed', { t: START }));
      const entry = event('Anything', { t: START + 1, type, properties: { price: 1 } });
      expect(fold(before, entry, rules)).toEqual({ ...before, head: { t: START + 1, id: entry.id } });
    },
  );

  it('keeps the last word on each trait, in the order of time and id', () => {
    const early = event('Traits Updated', {
      t: START,
      id: 'b',
      properties: { plan: 'free', seats: 3, tags: ['a', 'b'] },
    });
    const tie = event('Traits Updated', { t: START, id: 'c', properties: { plan: 'pro' } });
    const late = event('Traits Updated', {
      t: START + 1,
      properties: { seats: null, deep: { a: 1 }, long: Array(21).fill(1) },
    });
    expect(foldAll(late, tie, early).traits.map(({ name, value }) => [name, value])).toEqual([
      ['plan', 'pro'],
      ['seats', null],
      ['tags', ['a', 'b']],
    ]);
  });

  it('keeps at most a hundred traits', () => {
    const properties = Object.fromEntries(
      Array.from({ length: 120 }, (_, n) => [`t${String(n).padStart(3, '0')}`, n]),
    );
    const profile = foldAll(event('Traits Updated', { t: START, properties }));
    expect(profile.traits.map(({ name }) => name)).toEqual(Object.keys(properties).slice(0, MAX_TRAITS));
  });

  it('knows the circumstances of the latest event, and the first and last campaign', () => {
    const visits = [
      event('Page Viewed', { t: START, context: { path: '/a', campaign: { utm_source: 'mail' } } }),
      event('Page Viewed', { t: START + 1, context: { path: '/b', account: 'acme', device: 'mobile' } }),
      event('Page Viewed', { t: START + 2, context: { campaign: { utm_source: 'ads' } } }),
      event('Order Completed', { t: START + 3, source: 'server' }),
    ];
    expect(foldAll(...visits).touches).toEqual({
      context: {},
      firstCampaign: { t: START, campaign: { utm_source: 'mail' } },
      lastCampaign: { t: START + 2, campaign: { utm_source: 'ads' } },
      account: 'acme',
      page: '/b',
    });
    expect(foldAll(...visits.slice(0, 2)).touches.context).toEqual({
      path: '/b',
      account: 'acme',
      device: 'mobile',
    });
  });

  it('counts flags', () => {
    const profile = foldAll(
      event('Page Viewed', { t: START, flags: ['late', 'redacted'] }),
      event('Page Viewed', { t: START + 1, flags: ['late'] }),
    );
    expect(profile.flags).toEqual({ late: 2, redacted: 1 });
  });
});

describe('an empty profile', () => {
  it('holds no event and no consent', () => {
    expect(isEmptyProfile(emptyProfile(PERSON))).toBe(true);
    expect(isEmptyProfile(foldAll(event('login', { t: START, type: 'link' })))).toBe(true);
    expect(isEmptyProfile(foldAll(event('Page Viewed', { t: START })))).toBe(false);
    expect(isEmptyProfile(foldAll(consent({ share: false }, { t: START })))).toBe(false);
  });
});

describe('the next due instant', () => {
  it('is the end of the open session, and none once that has passed', () => {
    const profile = foldAll(event('Page Viewed', { t: START }));
    expect(dueAt(profile, START, rules)).toBe(START + 30 * MINUTE);
    expect(dueAt(profile, START + 30 * MINUTE - 1, rules)).toBe(START + 30 * MINUTE);
    expect(dueAt(profile, START + 30 * MINUTE, rules)).toBeNull();
    expect(dueAt(emptyProfile(PERSON), START, rules)).toBeNull();
  });

  it('is the end of a consent where that comes first', () => {
    const until = START + 10 * MINUTE;
    const profile = foldAll(
      event('Page Viewed', { t: START }),
      consent({ analytics: true }, { t: START }, { until }),
    );
    expect(dueAt(profile, START, rules)).toBe(until);
    expect(dueAt(profile, until, rules)).toBe(START + 30 * MINUTE);
    expect(dueAt(profile, START + HOUR, rules)).toBeNull();
  });
});
