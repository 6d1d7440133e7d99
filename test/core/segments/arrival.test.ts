import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Json } from '../../../core/entry.ts';
import type { SegmentDefinition } from '../../../core/segments/condition.ts';
import { createRandom, type Random } from './brute/random.ts';
import { DAY, HOUR, MINUTE, type NoticeLine, openSegments, type SegmentWorld } from './segment-world.ts';

const named = (key: string, when: SegmentDefinition['when']): SegmentDefinition => ({ key, name: key, when });

const SEGMENTS: readonly SegmentDefinition[] = [
  named('viewed', { event: 'Product Viewed', within: '1d' }),
  named('viewed-often', { event: 'Product Viewed', within: '2d', count: { gte: 3 } }),
  named('same-twice', {
    event: 'Product Viewed',
    within: '3d',
    count: { gte: 2 },
    per: 'product_id',
    unless: { event: 'Product Added', within: '6h' },
  }),
  named('spent', { event: 'Order Completed', sum: { of: 'revenue', gte: 50 }, within: '4d' }),
  named('abandoned', {
    sequence: [{ event: 'Product Added' }, { absent: 'Order Completed', for: '1h' }],
    within: '3d',
  }),
  named('quiet', { idle: '12h' }),
  named('in-session', { event: 'Product Added', within: 'session' }),
  named('ended-at-cart', { event: 'Session Ended', where: { step: 'cart' }, within: '1d' }),
  named('today', { event: 'Product Viewed', within: 'today', count: { gte: 2 } }),
  named('never', { event: 'Order Completed', count: { lt: 1 } }),
  named('both', { all: [{ segment: 'viewed' }, { not: { segment: 'spent' } }] }),
];

type Happening = {
  readonly id: string;
  readonly name: string;
  readonly t: number;
  readonly properties: { [key: string]: Json };
};

const HISTORIES = 12;
const ORDERS = ['time', 'reverse', 'shuffled', 'twice', 'one by one late'] as const;

/** Many events within few days, some at one instant, with amounts that no binary fraction holds. */
function drawHistory(random: Random, until: number): readonly Happening[] {
  const count = 4 + random.below(22);
  const steps = [0, 0, 1, MINUTE, 29 * MINUTE, 30 * MINUTE, HOUR, 6 * HOUR, 12 * HOUR, DAY];
  let t = 0;
  const drawn = Array.from({ length: count }, (_, n) => {
    t += random.pick(steps);
    const name = random.pick([
      'Product Viewed',
      'Product Viewed',
      'Product Added',
      'Order Completed',
      'Page Viewed',
    ]);
    const product = { product_id: `P-${random.below(3)}`, price: 9.95 };
    const order = { order_id: `O-${n}`, revenue: random.pick([0.1, 19.99, 33.33]), products: [] };
    return {
      id: `${random.below(10)}-${n}`,
      name,
      t,
      properties: name === 'Order Completed' ? order : product,
    };
  });
  return drawn.map((one) => ({ ...one, t: until - t + one.t - HOUR }));
}

function arrange(
  history: readonly Happening[],
  order: (typeof ORDERS)[number],
  random: Random,
): readonly Happening[] {
  if (order === 'time') return history;
  if (order === 'reverse') return history.toReversed();
  const shuffled = history
    .map((one) => ({ one, at: random.next() }))
    .toSorted((a, b) => a.at - b.at)
    .map(({ one }) => one);
  return order === 'twice' ? [...shuffled, ...history] : shuffled;
}

describe('memberships, whatever the order in which entries arrive', () => {
  let world: SegmentWorld;
  const told: {
    readonly order: string;
    readonly history: number;
    readonly notices: readonly NoticeLine[];
  }[] = [];

  beforeAll(async () => {
    world = await openSegments();
    for (const definition of SEGMENTS) await world.put(definition);
    const random = createRandom(2026);
    await world.pass(60 * DAY);
    for (let history = 0; history < HISTORIES; history++) {
      const happenings = drawHistory(random, world.now());
      for (const order of ORDERS) {
        const who = `${history} ${order}`;
        const arranged = arrange(happenings, order, random);
        const posts = order === 'one by one late' ? arranged.map((one) => [one]) : [arranged];
        for (const post of posts) await world.post(who, post);
        await world.settle();
      }
    }
    await world.pass(10 * DAY);
    for (let history = 0; history < HISTORIES; history++) {
      for (const order of ORDERS) {
        told.push({ order, history, notices: await world.noticesOf(`${history} ${order}`) });
      }
    }
  }, 120_000);
  afterAll(() => world.close());

  it('move at the same instants', () => {
    for (const { order, history, notices } of told) {
      const inTime = told.find((one) => one.history === history && one.order === 'time');
      expect({ order, notices }).toEqual({ order, notices: inTime?.notices });
    }
    const all = told.flatMap(({ notices }) => notices);
    for (const { key } of SEGMENTS) {
      expect(all.some(([type, segment]) => segment === key && type === 'entered')).toBe(true);
    }
  });

  it('are intervals: nobody enters twice or leaves without having entered', () => {
    for (const { notices } of told) {
      for (const { key } of SEGMENTS) {
        const types = notices.filter(([, segment]) => segment === key).map(([type]) => type);
        expect(types).toEqual(types.map((_, n) => (n % 2 === 0 ? 'entered' : 'left')));
      }
    }
  });

  it('are the members that the index lists', async () => {
    for (const { key } of SEGMENTS) {
      const members = await world.membersOf(key);
      const inside = told
        .filter(({ notices }) => notices.filter(([, segment]) => segment === key).at(-1)?.[0] === 'entered')
        .map(({ history, order }) => `${history} ${order}`);
      expect(members).toEqual(inside.toSorted());
    }
  });

  it('revoke nothing where entries arrive in time order', async () => {
    for (let history = 0; history < HISTORIES; history++) {
      expect(await world.revokedOf(`${history} time`)).toEqual([]);
    }
  });

  it('revoke where they do not', async () => {
    const revoked = await Promise.all(
      Array.from({ length: HISTORIES }, (_, history) => world.revokedOf(`${history} one by one late`)),
    );
    expect(revoked.flat().length).toBeGreaterThan(0);
  });
});
