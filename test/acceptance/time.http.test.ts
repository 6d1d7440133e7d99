import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AnswerBody, openDoors, type TestSite } from '../support/sites.ts';
import {
  DAY,
  device,
  entriesOf,
  eventsOf,
  find,
  GRANTED,
  HOUR,
  item,
  MINUTE,
  openWorld,
  profileOf,
  type World,
} from './world.ts';

const START = Date.UTC(2026, 0, 14, 12);
const dataDir = mkdtempSync(join(tmpdir(), 'inkling-time-'));

let world: World;
beforeAll(async () => {
  world = await openWorld(START, { dataDir });
});
afterAll(async () => {
  await world.stop();
  rmSync(dataDir, { recursive: true, force: true });
});

const iso = (ms: number) => new Date(ms).toISOString();

function permutations<T>(items: readonly T[]): readonly (readonly T[])[] {
  if (items.length < 2) return [items];
  return items.flatMap((first, i) => permutations(items.toSpliced(i, 1)).map((rest) => [first, ...rest]));
}

describe('a late event (acceptance 6)', () => {
  it('counts at its own time, with what came after it already there', async () => {
    const site = await world.site();
    const consent = GRANTED;
    const now = world.now();
    await site.ingest([{ id: 'now', name: 'Product Viewed', userId: 'u', consent, time: now }]);
    await site.ingest([{ id: 'late', name: 'Product Added', userId: 'u', consent, time: now - 2 * DAY }]);
    const { events, sessions } = await profileOf(site, { userId: 'u' });
    expect(events).toEqual({ count: 2, first: iso(now - 2 * DAY), last: iso(now) });
    expect([sessions.count, sessions.ended, sessions.drops.cart]).toEqual([2, 1, 1]);
    expect((await eventsOf(site, { userId: 'u' })).map(({ id }) => id)).toEqual(['late', 'now']);
  });

  it('is flagged when a browser sent it more than 24 hours late, and never when a server did', async () => {
    const site = await world.site();
    const now = world.now();
    const post = (t: number, i: string) =>
      site.collect({
        s: now,
        dev: device(1),
        c: { analytics: true, at: now - 9 * DAY },
        e: [item('Page Viewed', t, { i })],
      });
    await post(now - DAY, 'day');
    await post(now - DAY - 1, 'over');
    await site.ingest([{ id: 'old', name: 'Page Viewed', device: device(1), time: now - 5 * DAY }]);
    const flags = (await eventsOf(site, { device: device(1) })).map(({ id, flags = [] }) => [
      id,
      flags.includes('late'),
    ]);
    expect(Object.fromEntries(flags)).toEqual({ day: false, over: true, old: false });
  });
});

describe('view, cart and purchase in any order (acceptance 7)', () => {
  const STEPS = [
    { id: 'view', name: 'Product Viewed', properties: { product_id: 'p1', price: 19.99 } },
    {
      id: 'cart',
      name: 'Product Added',
      properties: { product_id: 'p1', price: 19.99, quantity: 3, cart_id: 'c' },
    },
    {
      id: 'buy',
      name: 'Order Completed',
      properties: {
        order_id: '7',
        revenue: 59.97,
        total: 65.9,
        products: [{ product_id: 'p1', price: 19.99, quantity: 3 }],
      },
    },
  ] as const;

  it('makes the same profile and the same log, through the door for servers', async () => {
    const site = await world.site();
    const told = [];
    for (const [n, order] of permutations([0, 1, 2]).entries()) {
      for (const step of order) {
        const { id, name, properties } = STEPS[step] ?? STEPS[0];
        const time = world.now() - (3 - step) * 10 * MINUTE;
        await site.ingest([
          {
            id: `${id}-${n}`,
            name,
            userId: `u${n}`,
            consent: GRANTED,
            time,
            properties: { ...properties, ...('order_id' in properties ? { order_id: `7-${n}` } : {}) },
          },
        ]);
      }
      const { visitor: _, ...profile } = await profileOf(site, { userId: `u${n}` });
      const events = (await eventsOf(site, { userId: `u${n}` })).map(({ name, time }) => [name, time]);
      told.push({ profile, events });
    }
    expect(told).toHaveLength(6);
    for (const one of told) expect(one).toEqual(told[0]);
    expect(told[0]?.profile).toMatchObject({
      events: { count: 3 },
      orders: { frequency: 1 },
      sessions: { count: 1 },
      aggregates: { 'Order Completed': { sums: { revenue: 59.97 } } },
    });
  });

  it('makes the same profile from a page, with its consent and log-in between', async () => {
    const site = await world.site();
    const told = [];
    for (const [n, order] of permutations([0, 1, 2, 3]).entries()) {
      const dev = device(0x100 + n);
      const now = world.now();
      const posts: readonly AnswerBody[] = [
        { e: [item('Product Viewed', now - 30 * MINUTE, { p: { product_id: 'p' } })] },
        { e: [item('Product Added', now - 20 * MINUTE, { p: { product_id: 'p', price: 5 } })] },
        {
          e: [
            item('Order Completed', now - 10 * MINUTE, {
              i: `order:p${n}`,
              p: { order_id: `p${n}`, revenue: 5 },
            }),
          ],
        },
        { h: n.toString(16).padStart(64, 'f'), e: [] },
      ];
      const common = { s: now, dev, c: { ...GRANTED, at: now - HOUR, source: 'banner' } };
      for (const step of order) await site.collect({ ...common, ...posts[step] });
      const { visitor: _, ...profile } = await profileOf(site, { device: dev });
      told.push(profile);
    }
    expect(told).toHaveLength(24);
    for (const one of told) expect(one).toEqual(told[0]);
    expect(told[0]).toMatchObject({ events: { count: 3 }, orders: { frequency: 1, monetary: 5 } });
  });
});

describe('a clock that is wrong (acceptance 9)', () => {
  const collectAt = async (site: TestSite, dev: string, clockMs: number, items: readonly AnswerBody[]) =>
    site.collect({ s: clockMs, dev, c: { analytics: true }, e: items });

  it.each([
    ['14 days ahead', 14 * DAY],
    ['3 hours behind', -3 * HOUR],
    ['14 days and 2 minutes ahead', 14 * DAY + 2 * MINUTE],
    ['3 hours and 2 minutes behind', -3 * HOUR - 2 * MINUTE],
    ['half a step ahead', 150_000],
  ])('%s is corrected to within half of five minutes', async (_title, skew) => {
    const site = await world.site();
    const now = world.now();
    const clock = now + skew;
    await collectAt(site, device(2), clock, [
      item('Page Viewed', clock - 20 * MINUTE),
      item('Page Viewed', clock - 10 * MINUTE),
    ]);
    const events = await eventsOf(site, { device: device(2) });
    const times = events.map(({ time }) => Date.parse(time));
    expect((times[1] ?? 0) - (times[0] ?? 0)).toBe(10 * MINUTE);
    expect(Math.abs((times[1] ?? 0) - (now - 10 * MINUTE))).toBeLessThanOrEqual(2.5 * MINUTE);
    expect(events.flatMap(({ flags = [] }) => flags)).not.toContain('clamped');
  });

  it('does not reorder a post that stood still for 30 s behind a later one', async () => {
    const site = await world.site();
    const sent = world.now();
    const stalled = {
      s: sent,
      dev: device(3),
      c: { analytics: true },
      e: [item('Product Viewed', sent - 1_000, { i: 'first' })],
    };
    await world.pass(30_000);
    const now = world.now();
    await collectAt(site, device(3), now, [item('Product Added', now - 500, { i: 'second' })]);
    await site.collect(stalled);
    expect((await eventsOf(site, { device: device(3) })).map(({ id, time }) => [id, time])).toEqual([
      ['first', iso(sent - 1_000)],
      ['second', iso(now - 500)],
    ]);
  });

  it('never puts an event ahead of the server: it is set to its arrival, and flagged when that moved it far', async () => {
    const site = await world.site();
    const now = world.now();
    const items = [
      item('Page Viewed', now + 5 * MINUTE, { i: 'near' }),
      item('Page Viewed', now + 5 * MINUTE + 1, { i: 'far' }),
      item('Page Viewed', now + 300 * DAY, { i: 'very-far' }),
    ];
    await collectAt(site, device(4), now, items);
    const events = await eventsOf(site, { device: device(4) });
    expect(
      Object.fromEntries(events.map(({ id, time, flags = [] }) => [id, [time, flags.includes('clamped')]])),
    ).toEqual({
      near: [iso(now), false],
      far: [iso(now), true],
      'very-far': [iso(now), true],
    });
    const { body } = await site.ask('POST', '/v1/erasures', { device: device(4) });
    expect(body.removed).toMatchObject({ entries: expect.any(Number) });
    expect(await find(site, { device: device(4) })).toBeNull();
  });
});

describe('an order that is reported again and again (acceptance 8)', () => {
  const dev = device(5);
  const byPage = (site: TestSite, at: number) =>
    site.collect({
      s: world.now(),
      dev,
      c: { ...GRANTED, at: at - HOUR, source: 'banner' },
      e: [
        item('Order Completed', at, {
          i: 'order:1001',
          p: { order_id: '1001', revenue: 10, total: 11, coupon: 'PAGE' },
        }),
      ],
    });
  const byServer = (site: TestSite, at: number) =>
    site.ingest([
      {
        id: 'order:1001',
        name: 'Order Completed',
        userId: 'c-1',
        consent: GRANTED,
        time: at,
        properties: { order_id: '1001', revenue: 12.5, total: 14, coupon: 'SERVER' },
      },
    ]);

  it.each([
    [
      'the page first',
      ['page', 'server', 'page', 'RESTART', 'server', 'page', 'server', 'page', 'server', 'page', 'server'],
    ],
    [
      'the server first',
      ['server', 'page', 'RESTART', 'page', 'server', 'page', 'server', 'page', 'server', 'page', 'server'],
    ],
    ['five by the page, then the server', ['page', 'page', 'page', 'page', 'page', 'RESTART', 'server']],
  ])(
    'counts once across restarts and transports, %s: the server is believed, its visitor linked',
    async (_title, acts) => {
      let site = await world.site();
      const at = world.now() - MINUTE;
      await site.collect({
        s: world.now(),
        dev,
        c: { ...GRANTED, at: at - HOUR, source: 'banner' },
        e: [item('Product Viewed', at - 5_000, { i: 'seen' })],
      });
      for (const act of acts) {
        if (act === 'RESTART') {
          await world.stop();
          world = await openWorld(world.now(), { dataDir });
          site = { ...site, ...openDoors(world.app.url, site) };
        } else if (act === 'page')
          expect((await byPage(site, at)).body).toMatchObject({ accepted: 1, refused: [] });
        else expect((await byServer(site, at + 2_000)).body).toMatchObject({ accepted: 1, refused: [] });
      }
      const profile = await profileOf(site, { userId: 'c-1' });
      expect(await find(site, { device: dev })).toBe(profile.visitor);
      expect(profile.events?.count).toBe(2);
      expect(profile.orders).toMatchObject({ frequency: 1, monetary: 12.5 });
      expect(profile.aggregates['Order Completed']).toMatchObject({ count: 1, sums: { revenue: 12.5 } });
      const events = await eventsOf(site, { device: dev });
      expect(events.map(({ name }) => name)).toEqual(['Product Viewed', 'Order Completed']);
      expect(events[1]).toMatchObject({
        source: 'server',
        time: iso(at + 2_000),
        properties: { coupon: 'SERVER' },
      });
      const logins = (await entriesOf(site, { device: dev })).filter(({ type }) => type === 'link');
      expect(logins).toHaveLength(1);
    },
  );

  it('counts every event once that is sent five times', async () => {
    const site = await world.site();
    const event = {
      id: 'again',
      name: 'Product Viewed',
      userId: 'u',
      consent: GRANTED,
      time: world.now() - 5,
    };
    for (let n = 0; n < 5; n += 1) await site.ingest([event]);
    expect((await profileOf(site, { userId: 'u' })).events?.count).toBe(1);
  });
});
