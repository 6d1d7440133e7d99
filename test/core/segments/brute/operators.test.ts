import { describe, expect, it } from 'vitest';
import type { Json, Properties } from '../../../../core/entry.ts';
import type { Comparison, Condition, NumberBounds } from '../../../../core/segments/condition.ts';
import { holdsAt } from './holds.ts';
import { ask, consent, DAY, event, HOUR, MINUTE, PERSON, START, score } from './world.ts';

const seen = event('Page Viewed', {}, { t: START });

describe('comparisons', () => {
  const cases: [Json | undefined, Comparison, boolean][] = [
    ['a', { eq: 'a' }, true],
    ['A', { eq: 'a' }, false],
    ['50', { eq: 50 }, false],
    ['e\u0301', { eq: '\u00e9' }, true],
    [['a'], { eq: 'a' }, false],
    [undefined, { ne: 'a' }, true],
    ['a', { ne: 'a' }, false],
    [3, { gt: 3 }, false],
    [3.1, { gt: 3 }, true],
    ['4', { gt: 3 }, false],
    [3, { gte: 3 }, true],
    [null, { gte: 3 }, false],
    [3, { lt: 3 }, false],
    [2, { lt: 3 }, true],
    [3, { lte: 3 }, true],
    [undefined, { lte: 3 }, false],
    ['a', { in: ['a', 1] }, true],
    ['1', { in: ['a', 1] }, false],
    ['b', { nin: ['a', 1] }, true],
    [undefined, { nin: ['a'] }, true],
    [1, { nin: ['a', 1] }, false],
    ['abc', { contains: 'bc' }, true],
    [['abc', 2], { contains: 'bc' }, false],
    [['abc', 2], { contains: 2 }, true],
    [123, { contains: 2 }, false],
    ['abc', { startsWith: 'ab' }, true],
    ['abc', { startsWith: 'b' }, false],
    [null, { startsWith: 'b' }, false],
    [null, { exists: true }, false],
    [false, { exists: true }, true],
    [null, { exists: false }, true],
    [0, { exists: false }, false],
    [undefined, { ne: 'a', gt: 3 }, false],
    [5, { gt: 3, lt: 6 }, true],
  ];
  it.each(cases)('%j %j: %s', (value, comparison, expected) => {
    const log = [event('Page Viewed', value === undefined ? {} : { x: value }, { t: START })];
    expect(holdsAt(ask({ event: 'Page Viewed', where: { x: comparison } }, log, START))).toBe(expected);
  });

  it('speak of money in major units', () => {
    const holds = (currency: string, minor: number, where: Comparison | number) =>
      holdsAt(
        ask(
          { event: 'Page Viewed', where: { price: where } },
          [{ ...seen, currency, properties: { price: minor } }],
          START,
        ),
      );
    expect(holds('EUR', 1999, 19.99)).toBe(true);
    expect(holds('JPY', 1999, { gte: 1999 })).toBe(true);
    expect(holds('KWD', 1999, { lt: 2 })).toBe(true);
    expect(holds('EUR', 1999, { gte: 1999 })).toBe(false);
  });
});

describe('numbers of events', () => {
  const values: Properties[] = [{ n: 0.1, price: 10 }, { n: 0.2, price: 20 }, { n: 'x' }, { price: 500 }];
  const log = values.map((properties, n) =>
    event('Page Viewed', properties, { t: START + n, ...(n === 3 && { flags: ['currency_mismatch'] }) }),
  );
  const cases: [Omit<Extract<Condition, { event: unknown }>, 'event'>, boolean][] = [
    [{}, true],
    [{ count: { eq: 4 } }, true],
    [{ count: { ne: 4 } }, false],
    [{ count: { gt: 3, lt: 5 } }, true],
    [{ count: { lte: 3 } }, false],
    [{ sum: { of: 'n', eq: 0.3 } }, true],
    [{ sum: { of: 'price', eq: 0.3 } }, true],
    [{ sum: { of: 'price', gt: 0.3 } }, false],
    [{ sum: { of: 'missing', eq: 0 } }, true],
    [{ avg: { of: 'n', eq: 0.15 } }, true],
    [{ avg: { of: 'price', gte: 0.16 } }, false],
    [{ avg: { of: 'missing', gte: -1 } }, false],
    [{ min: { of: 'n', lte: 0.1 } }, true],
    [{ min: { of: 'missing', lte: 5 } }, false],
    [{ max: { of: 'price', eq: 0.2 } }, true],
    [{ max: { of: 'n', gt: 0.2 } }, false],
    [{ distinct: { of: 'n', eq: 3 } }, true],
    [{ distinct: { of: 'price', eq: 2 } }, true],
    [{ distinct: { of: 'missing', eq: 0 } }, true],
    [{ sum: { of: 'n', eq: 0.3 }, count: { eq: 3 } }, false],
  ];
  it.each(cases)('%j: %s', (condition, expected) => {
    expect(holdsAt(ask({ event: 'Page Viewed', ...condition }, log, START + 9))).toBe(expected);
  });

  it('of no event are 0, and have no average', () => {
    const holds = (condition: Omit<Extract<Condition, { event: unknown }>, 'event'>) =>
      holdsAt(ask({ event: 'Nothing Done', ...condition }, log, START + 9));
    expect(holds({ sum: { of: 'n', lt: 100 } })).toBe(true);
    expect(holds({ count: { lt: 1 } })).toBe(true);
    expect(holds({ max: { of: 'n', lt: 100 } })).toBe(false);
    expect(holds({})).toBe(false);
  });

  it('are of the source asked for, and of any of the names', () => {
    const two = [
      event('Page Viewed', {}, { t: START }),
      event('Searched', {}, { t: START, source: 'server' }),
    ];
    const count = (more: object, bounds: NumberBounds) =>
      holdsAt(ask({ event: ['Page Viewed', 'Searched'], ...more, count: bounds }, two, START));
    expect(count({}, { eq: 2 })).toBe(true);
    expect(count({ source: 'server' }, { eq: 1 })).toBe(true);
    expect(count({ source: 'email' }, { eq: 0 })).toBe(true);
  });
});

describe('the other kinds', () => {
  const born = [
    event('Traits Updated', { plan: 'pro', tags: ['a', 'b'], seats: 3 }, { t: START }),
    event('Traits Updated', { plan: null }, { t: START + 2 }),
    event('Traits Updated', { seats: { deep: 1 } }, { t: START + 2 }),
  ];
  const latest = event(
    'Page Viewed',
    {},
    {
      t: START + 1,
      context: { device: 'mobile', path: '/a', campaign: { utm_source: 'news' } },
    },
  );
  const cases: [string, Condition, number, boolean][] = [
    ['all of', { all: [{ idle: '1s' }, { idle: '2s' }] }, START + 1500, false],
    ['all of nothing false', { all: [{ idle: '1s' }, { idle: '2s' }] }, START + 2002, true],
    ['any of', { any: [{ idle: '1s' }, { idle: '2s' }] }, START + 1500, true],
    ['any of only false ones', { any: [{ idle: '9s' }, { idle: '2s' }] }, START + 1500, false],
    ['not', { not: { idle: '1s' } }, START + 1500, false],
    ['not of what does not hold', { not: { idle: '2s' } }, START + 1500, true],
    ['a trait of old', { trait: 'plan', eq: 'pro' }, START + 1, true],
    ['a trait taken back', { trait: 'plan', exists: true }, START + 2, false],
    ['a trait that is a list', { trait: 'tags', contains: 'b' }, START + 2, true],
    ['a trait set to what is none', { trait: 'seats', gte: 3 }, START + 2, true],
    ['the latest event of a source', { idle: '1m', source: 'web' }, START + 2 + MINUTE, true],
    ['no event of a source', { idle: '1m', source: 'email' }, START + HOUR, false],
    ['since', { since: 'Page Viewed', gte: '1m', lt: '2m' }, START + 1 + MINUTE, true],
    ['since too long ago', { since: 'Page Viewed', gte: '1m', lt: '2m' }, START + 1 + 2 * MINUTE, false],
    ['since what never was', { since: 'Searched', gte: '1ms' }, START + HOUR, false],
    ['since just after', { since: ['Page Viewed', 'Searched'], gt: '1m' }, START + 1 + MINUTE, false],
    ['since, at most', { since: 'Page Viewed', lte: '1m', source: 'web' }, START + 1 + MINUTE, true],
    ['the device of the latest event', { context: 'device', in: ['mobile'] }, START + 1, true],
    ['no device of a later event', { context: 'device', exists: false }, START + 2, true],
    ['the campaign', { context: 'campaign.utm_source', startsWith: 'ne' }, START + 1, true],
    ['everybody drawn', { random: 1, seed: 's' }, START, true],
    ['nobody drawn', { random: 0, seed: 's' }, START, false],
  ];
  it.each(cases)('%s', (_title, condition, t, expected) => {
    expect(holdsAt(ask(condition, [...born, latest], t))).toBe(expected);
  });

  it('random is the share that sha256sum says', () => {
    // printf 'holdout-2026:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa' | sha256sum
    const holds = (random: number) => holdsAt(ask({ random, seed: 'holdout-2026' }, [seen], START));
    const share = 0x7bbcf131d2bce / 2 ** 52;
    expect(holds(share)).toBe(false);
    expect(holds(share + 2 ** -52)).toBe(true);
    expect(PERSON).toHaveLength(32);
  });

  it('segments and stages are looked up, the last stage that holds is the one', () => {
    const a = { key: 'a', name: 'A', when: { event: 'Page Viewed' } } as const;
    const more = {
      definitions: new Map([['a', a]]),
      stages: [
        { key: 'new', when: { segment: 'a' } },
        { key: 'quiet', when: { idle: '1h' } },
      ],
    };
    const holds = (condition: Condition, t: number) => holdsAt(ask(condition, [seen], t, more));
    expect(holds({ segment: 'a' }, START)).toBe(true);
    expect(holds({ not: { segment: 'a' } }, START)).toBe(false);
    expect(holds({ stage: 'new' }, START)).toBe(true);
    expect(holds({ stage: 'new' }, START + HOUR)).toBe(false);
    expect(holds({ stage: 'quiet' }, START + HOUR)).toBe(true);
  });

  it('accounts are their facts and what all their members did', () => {
    const other = event('Searched', {}, { t: START + 1 });
    const more = { accountFacts: { seats: 5 }, accountEntries: [seen, other] };
    const holds = (condition: Condition, given = more) => holdsAt(ask(condition, [seen], START + DAY, given));
    expect(holds({ account: 'seats', gte: 5 })).toBe(true);
    expect(holds({ account: 'plan', exists: true })).toBe(false);
    expect(holds({ account: { event: 'Searched' } })).toBe(true);
    expect(holds({ event: 'Searched' })).toBe(false);
    expect(holdsAt(ask({ account: { not: { event: 'Searched' } } }, [seen], START))).toBe(false);
  });

  it('a score holds from the first at the threshold', () => {
    const log = [seen, score('s', 0.7, START + 1), score('s', 0.69, START + 2)];
    const holds = (t: number) => holdsAt(ask({ score: 's', gte: 0.7 }, log, t));
    expect([START, START + 1, START + 2].map(holds)).toEqual([false, true, false]);
  });

  it('a score holds no longer from the instant on at which personalization is refused', () => {
    const refused = consent(false, START + 3, undefined, 'personalization');
    const log = [seen, score('s', 0.7, START + 1), refused];
    const holds = (t: number) => holdsAt(ask({ score: 's', gte: 0.7 }, log, t));
    expect([START + 2, START + 3].map(holds)).toEqual([true, false]);
  });
});
