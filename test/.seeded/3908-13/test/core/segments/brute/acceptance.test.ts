import { describe, expect, it } from 'vitest';
import type { Condition } from '../../../../core/segments/condition.ts';
import { changesAfter } from './changes.ts';
import { holdsAt } from './holds.ts';
import type { Question } from './question.ts';
import { ask, consent, DAY, event, HOUR, MINUTE, START, score } from './world.ts';

const view = (t: number, path?: string) =>
  event('Product Viewed', {}, { t, ...(path && { context: { path } }) });

/** The answers one ms before, at, and one ms after an instant. */
const around = (question: Question) => [-1, 0, 1].map((ms) => holdsAt({ ...question, t: question.t + ms }));

describe('acceptance', () => {
  it('1: slides out with no event, at the millisecond', () => {
    const question = ask({ event: 'Product Viewed', within: '7d' }, [view(START)], START + 7 * DAY);
    expect(around(question)).toEqual([true, false, false]);
    expect(changesAfter({ ...question, t: START }, START + 30 * DAY)).toBe(START + 7 * DAY);
    expect(changesAfter(question, START + 60 * DAY)).toBeNull();
  });

  it('2: slides in by absence', () => {
    const condition: Condition = {
      all: [{ event: 'Order Completed' }, { event: 'Order Completed', within: '30d', count: { eq: 0 } }],
    };
    const question = ask(condition, [event('Order Completed', {}, { t: START })], START + 30 * DAY);
    expect(around(question)).toEqual([false, true, true]);
    expect(changesAfter({ ...question, t: START + DAY }, START + 90 * DAY)).toBe(START + 30 * DAY);
  });

  it('3: counts in a window', () => {
    const log = [view(START), view(START + DAY), view(START + 6 * DAY)];
    const three: Condition = { event: 'Product Viewed', within: '7d', count: { gte: 3 } };
    expect(around(ask(three, log, START + 7 * DAY))).toEqual([true, false, false]);
    const few: Condition = { event: 'Product Viewed', within: '7d', count: { lt: 2 } };
    expect(around(ask(few, log, START + 8 * DAY))).toEqual([false, true, true]);
    expect(changesAfter(ask(few, log, START + 6 * DAY), START + 60 * DAY)).toBe(START + 8 * DAY);
  });

  it('4: has exact boundaries', () => {
    const question = ask(
      { event: 'Product Viewed', within: '7d' },
      [view(START)],
      START + 7 * DAY + 23 * HOUR,
    );
    expect(holdsAt(question)).toBe(false);
    expect(holdsAt({ ...question, condition: { event: 'Product Viewed', within: '191h' } })).toBe(false);
    expect(holdsAt({ ...question, condition: { event: 'Product Viewed', within: '192h' } })).toBe(true);
  });

  it('5: looks between two ages', () => {
    const condition: Condition = {
      all: [
        { event: 'Product Viewed', within: { from: '-90d', to: '-30d' } },
        { event: 'Product Viewed', within: '30d', count: { eq: 0 } },
      ],
    };
    const at = (days: number) => around(ask(condition, [view(START)], START + days * DAY));
    expect(at(30)).toEqual([false, true, true]);
    expect(at(90)).toEqual([true, false, false]);
  });

  it('6: counts from when it happened, however late it came', () => {
    const late = { ...view(START), receivedAt: START + 2 * DAY };
    const question = ask({ event: 'Product Viewed', within: '7d' }, [late], START + 7 * DAY);
    expect(around(question)).toEqual([true, false, false]);
  });

  it('10: ends a session at exactly 30 minutes, and knows its drop point then', () => {
    const log = [
      view(START, '/a'),
      event('Product Added', {}, { t: START + 30 * MINUTE - 1, context: { path: '/b' } }),
    ];
    const ended: Condition = {
      event: 'Session Ended',
      where: { entry_path: '/a', exit_path: '/b', step: 'cart', events: 2, duration_ms: 30 * MINUTE - 1 },
    };
    expect(around(ask(ended, log, START + 60 * MINUTE - 1))).toEqual([false, true, true]);
    const apart = [view(START, '/a'), event('Product Added', {}, { t: START + 30 * MINUTE })];
    const two: Condition = { event: 'Session Started', count: { eq: 2 } };
    expect(holdsAt(ask(two, log, START + HOUR))).toBe(false);
    expect(holdsAt(ask(two, apart, START + HOUR))).toBe(true);
  });

  it('10: ends a session after 12 hours and 500 events', () => {
    const long = Array.from({ length: 40 }, (_, n) => view(START + n * 20 * MINUTE));
    const ended: Condition = { event: 'Session Ended' };
    expect(around(ask(ended, long, START + 12 * HOUR))).toEqual([false, true, true]);
    const many = Array.from({ length: 501 }, (_, n) => view(START + n));
    expect(around(ask({ event: 'Session Ended' }, many, START + 499))).toEqual([false, true, true]);
    expect(holdsAt(ask({ event: 'Session Started', count: { eq: 2 } }, many, START + 500))).toBe(true);
    expect(
      holdsAt(ask({ event: 'Product Viewed', within: 'session', count: { eq: 1 } }, many, START + 500)),
    ).toBe(true);
  });

  it('12: sees a cart left for an hour, whatever becomes of another cart', () => {
    const condition: Condition = {
      sequence: [{ event: 'Product Added' }, { absent: 'Order Completed', for: '1h' }],
      per: 'cart_id',
    };
    const added = event('Product Added', { cart_id: 'c1' }, { t: START });
    const bought = (cart: string | null) =>
      event('Order Completed', { cart_id: cart }, { t: START + 30 * MINUTE });
    expect(around(ask(condition, [added], START + HOUR))).toEqual([false, true, true]);
    expect(holdsAt(ask(condition, [added, bought('c2')], START + HOUR))).toBe(true);
    expect(holdsAt(ask(condition, [added, bought('c1')], START + HOUR))).toBe(false);
    expect(holdsAt(ask(condition, [added, bought(null)], START + HOUR))).toBe(false);
  });

  it('13: negates only of visitors who were seen, and who agree', () => {
    const never: Condition = { not: { event: 'Order Completed' } };
    expect(holdsAt(ask(never, [], START))).toBe(false);
    expect(around(ask(never, [view(START)], START))).toEqual([false, true, true]);
    expect(holdsAt(ask(never, [consent(true, START)], START))).toBe(false);
    expect(around(ask(never, [view(START), consent(false, START + 5)], START + 5))).toEqual([
      true,
      false,
      false,
    ]);
    expect(around(ask(never, [view(START), consent(true, START, START + 9)], START + 9))).toEqual([
      true,
      false,
      false,
    ]);
    const lifted = [view(START), consent(false, START + 5), consent(true, START + 9, START + 20)];
    expect(around(ask(never, lifted, START + 9))).toEqual([false, true, true]);
    expect(around(ask(never, lifted, START + 20))).toEqual([true, false, false]);
    const tied = [view(START), consent(false, START + 9), consent(true, START + 9)];
    expect(holdsAt(ask(never, tied, START + 10))).toBe(false);
  });

  it('16: two thresholds and a least stay', () => {
    const condition: Condition = { score: 'purchase_7d', gte: 0.6, leave: 0.5, dwell: '10m' };
    const log = [
      view(START),
      ...[0.59, 0.61, 0.59, 0.61].map((p, n) => score('purchase_7d', p, START + n * MINUTE)),
      score('purchase_7d', 0.4, START + 5 * MINUTE),
      score('other', 0.9, START + 6 * MINUTE),
    ];
    expect(around(ask(condition, log, START + MINUTE))).toEqual([false, true, true]);
    expect(around(ask(condition, log, START + 11 * MINUTE))).toEqual([true, false, false]);
    const risen = [...log, score('purchase_7d', 0.5, START + 11 * MINUTE)];
    expect(around(ask(condition, risen, START + 11 * MINUTE))).toEqual([true, true, true]);
    const fallen = [...risen, score('purchase_7d', 0.3, START + 20 * MINUTE)];
    expect(around(ask(condition, fallen, START + 20 * MINUTE))).toEqual([true, false, false]);
  });
});

describe('acceptance 11: days of the site', () => {
  const at = (text: string) => Date.parse(text);
  it.each([
    ['Pacific/Auckland', 'the day of 23 hours', '2026-09-26T12:00:00Z', '2026-09-27T11:00:00Z'],
    ['Pacific/Auckland', 'the day of 25 hours', '2026-04-04T11:00:00Z', '2026-04-05T12:00:00Z'],
    ['America/New_York', 'the day of 23 hours', '2026-03-08T05:00:00Z', '2026-03-09T04:00:00Z'],
    ['America/New_York', 'the day of 25 hours', '2026-11-01T04:00:00Z', '2026-11-02T05:00:00Z'],
    ['Australia/Lord_Howe', 'the day of 24.5 hours', '2026-04-04T13:00:00Z', '2026-04-05T13:30:00Z'],
    ['UTC', 'a day', '2026-04-04T00:00:00Z', '2026-04-05T00:00:00Z'],
  ])('%s, %s', (zone, _title, begin, end) => {
    const [first, next] = [at(begin), at(end)];
    const more = { site: { currency: 'EUR', zone, sessionGapMs: 30 * MINUTE } };
    const today = ask({ event: 'Product Viewed', within: 'today' }, [view(first)], next, more);
    expect(around(today)).toEqual([true, false, false]);
    expect(holdsAt({ ...today, entries: [view(first - 1)], t: first })).toBe(false);
    const yesterday = ask({ event: 'Product Viewed', within: 'yesterday' }, [view(next - 1)], next, more);
    expect(around(yesterday)).toEqual([false, true, true]);
    expect(changesAfter(yesterday, next + 3 * DAY)).toBeGreaterThan(next + 22 * HOUR);
    expect(changesAfter({ ...today, t: first }, next + DAY)).toBe(next);
  });

  it('keeps 29 February on the 28th in other years', () => {
    const born = event('Traits Updated', { birthday: '2000-02-29' }, { t: at('2025-01-01T00:00:00Z') });
    const condition: Condition = { trait: 'birthday', anniversary: 'today' };
    const on = (text: string) => around(ask(condition, [born], at(text)));
    expect(on('2026-02-28T00:00:00Z')).toEqual([false, true, true]);
    expect(on('2026-03-01T00:00:00Z')).toEqual([true, false, false]);
    expect(on('2028-02-28T00:00:00Z')).toEqual([false, false, false]);
    expect(on('2028-02-29T00:00:00Z')).toEqual([false, true, true]);
  });

  it('knows weeks from Monday and months from the 1st', () => {
    const during = (within: 'thisWeek' | 'thisMonth', seen: string, t: string) =>
      around(ask({ event: 'Product Viewed', within }, [view(at(seen))], at(t)));
    expect(during('thisWeek', '2026-04-13T00:00:00Z', '2026-04-20T00:00:00Z')).toEqual([true, false, false]);
    expect(during('thisWeek', '2026-04-12T23:59:59.999Z', '2026-04-13T00:00:00Z')).toEqual([
      true,
      false,
      false,
    ]);
    expect(during('thisMonth', '2026-04-01T00:00:00Z', '2026-05-01T00:00:00Z')).toEqual([true, false, false]);
    expect(during('thisMonth', '2026-03-31T23:59:59.999Z', '2026-04-01T00:00:00Z')).toEqual([
      true,
      false,
      false,
    ]);
  });
});
