import { describe, expect, it } from 'vitest';
import type { VisitorId } from '../../../core/entry.ts';
import {
  type Arrival,
  type MatchInput,
  matchArrivals,
  type Pair,
} from '../../../core/measurement/matching.ts';
import { outcomesOf } from '../../../core/measurement/outcomes.ts';
import { type History, stratumAt } from '../../../core/measurement/strata.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const T = Date.UTC(2026, 5, 1);

/** First seen at T - 10 d, back at T - 2 h, on a phone, one order. */
const history = (changes: Partial<History> = {}): History => ({
  visitor: '0'.repeat(32) as VisitorId,
  firstAt: T - 10 * DAY,
  sessionsBefore: 1,
  sessions: [T - 2 * HOUR],
  olderOrders: 0,
  orders: [T - 10 * DAY],
  devices: [{ t: T - 2 * HOUR, device: 'mobile' }],
  did: {},
  ...changes,
});

const arrive = (visitor: number, t = T, segment = 's'): Arrival => ({ segment, visitor, t });

function match(input: Pick<MatchInput, 'histories' | 'arrivals'> & Partial<MatchInput>): readonly Pair[] {
  const work = matchArrivals({ isInside: () => false, ...input });
  for (;;) {
    const step = work.next();
    if (step.done) return step.value;
  }
}

describe('who is compared with a member', () => {
  it('is in the same stratum: first visit, latest visit, visits, device, orders', () => {
    expect(stratumAt(history(), T)).toBe(21_121);
  });

  it.each([
    ['came first a day later', { firstAt: T - 6 * DAY }, false],
    ['came first in the same span of days', { firstAt: T - 20 * DAY }, true],
    ['was here within the hour', { sessions: [T - HOUR + 1] }, false],
    ['was here at another hour of the day', { sessions: [T - 9 * HOUR] }, true],
    ['came four times', { sessionsBefore: 3 }, false],
    ['came three times', { sessionsBefore: 2 }, true],
    ['has another device', { devices: [{ t: T - 2 * HOUR, device: 'desktop' }] }, false],
    ['changes the device later', { devices: [...history().devices, { t: T + 1, device: 'desktop' }] }, true],
    ['ordered twice', { orders: [T - 9 * DAY, T] }, false],
    ['orders again later', { orders: [T - 9 * DAY, T + 1] }, true],
    ['comes back later', { sessions: [T - 2 * HOUR, T + 1] }, true],
    ['was not seen yet', { firstAt: T + 1, sessions: [T + 1], sessionsBefore: 0 }, false],
  ])('%s: %#', (_, changes, isMatch) => {
    const histories = [history(), history(changes as Partial<History>)];
    const pairs = match({ histories, arrivals: [arrive(0)] });
    expect(pairs).toEqual(isMatch ? [{ arrival: arrive(0), other: 1 }] : []);
  });

  it('is as they were at each instant, however they change in between', () => {
    const comesBack = history({ sessions: [T - 2 * HOUR, T + 5 * HOUR] });
    const histories = [history(), history({ sessions: [T + 5 * HOUR] }), comesBack];
    const arrivals = [arrive(0, T), arrive(2, T + 5 * HOUR, 'late')];
    expect(match({ histories, arrivals })).toEqual([
      { arrival: arrivals[0], other: 2 },
      // By then both have come back; one of them once more than the other, and both two or three times.
      { arrival: arrivals[1], other: 1 },
    ]);
  });

  it('is somebody who did not change while nobody came in', () => {
    const changed = [...history().devices, { t: T + 3 * HOUR, device: 'desktop' }];
    const histories = [history(), history({ devices: changed }), history()];
    const arrivals = [arrive(0, T, 'early'), arrive(2, T + 9 * HOUR)];
    expect(match({ histories, arrivals }).at(-1)).toEqual({ arrival: arrivals[1], other: 0 });
  });

  it('is no member at that instant', () => {
    const histories = [history(), history(), history()];
    const isInside: MatchInput['isInside'] = (_, visitor, t) => visitor === 1 && t === T;
    expect(match({ histories, arrivals: [arrive(0)], isInside })).toMatchObject([{ other: 2 }]);
  });

  it('stands once on the other side of a segment, and may in that of another', () => {
    const histories = [history(), history(), history()];
    const isInside: MatchInput['isInside'] = (_, visitor) => visitor < 2;
    const arrivals = [arrive(0), arrive(1), arrive(1, T, 'other')];
    expect(
      match({ histories, arrivals, isInside }).map(({ arrival, other }) => [arrival.segment, other]),
    ).toEqual([
      ['s', 2],
      ['other', 2],
    ]);
  });
});

describe('outcomes', () => {
  /** 40 members of whom 20 order within a day and 4 more within three; 40 others, of whom 8 and 2 more. */
  const did = (n: number, first: number, more: number): History['did'] => {
    if (n < first) return { conversion: [T - 1, T, T + DAY] };
    return n < first + more ? { conversion: [T, T + DAY + 1] } : { conversion: [T] };
  };
  const members = Array.from({ length: 40 }, (_, n) => history({ did: did(n, 20, 4) }));
  const others = Array.from({ length: 40 }, (_, n) => history({ did: did(n, 8, 2) }));
  const histories = [...members, ...others];
  const arrivals = members.map((_, n) => arrive(n));
  const pairs = arrivals.map((arrival, n) => ({ arrival, other: 40 + n }));
  const outcomesAt = (now: number, matched = pairs) =>
    outcomesOf({ kpi: 'conversion', histories, arrivals, pairs: matched, now });

  it('are shares after the instant and their difference with its interval', () => {
    const [day, three] = outcomesAt(T + 3 * DAY);
    expect(day).toMatchObject({
      hours: 24,
      members: { did: 20, of: 40 },
      matched: { members: { did: 20, of: 40 }, others: { did: 8, of: 40 } },
    });
    // Wilson: 0.5 in 0.3520 to 0.6480; 0.2 in 0.1050 to 0.3476. 0.3 - sqrt(0.1480² + 0.1476²); + sqrt(0.1480² + 0.0950²)
    expect(day?.difference?.value).toBeCloseTo(0.3, 10);
    expect(day?.difference?.low).toBeCloseTo(0.091, 3);
    expect(day?.difference?.high).toBeCloseTo(0.4758, 3);
    expect(three).toMatchObject({ hours: 72, members: { did: 24, of: 40 } });
    expect(three?.difference?.value).toBeCloseTo(0.35, 10);
  });

  it('leave out whose hours are not over', () => {
    expect(outcomesAt(T + 3 * DAY - 1)[1]).toMatchObject({ members: { did: 0, of: 0 }, difference: null });
    expect(outcomesAt(T + DAY)[0]).toMatchObject({ members: { of: 40 } });
  });

  it('say no difference of fewer than 30 pairs', () => {
    expect(outcomesAt(T + 3 * DAY, pairs.slice(0, 30))[0]?.difference).not.toBe(null);
    expect(outcomesAt(T + 3 * DAY, pairs.slice(0, 29))[0]).toMatchObject({
      matched: { members: { did: 20, of: 29 } },
      difference: null,
    });
  });
});
