import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Json } from '../../../core/entry.ts';
import type { SegmentDefinition } from '../../../core/segments/condition.ts';
import { createRandom, type Random } from './brute/random.ts';
import { DAY, HOUR, MINUTE, openSegments, type SegmentWorld } from './segment-world.ts';
import { liveThrough, retireAndRefold, type Visit } from './two-lives.ts';

const named = (key: string, when: SegmentDefinition['when']): SegmentDefinition => ({ key, name: key, when });

const SEGMENTS: readonly SegmentDefinition[] = [
  named('viewed-often', { event: 'Product Viewed', count: { gte: 6 } }),
  named('few-views', { event: 'Product Viewed', count: { lt: 9 } }),
  named('spent', { event: 'Order Completed', sum: { of: 'revenue', gte: 60 } }),
  named('cheap-mean', { event: 'Order Completed', avg: { of: 'revenue', lt: 19.99 } }),
  named('small-one', { event: 'Order Completed', min: { of: 'revenue', lte: 0.1 } }),
  named('products', { event: 'Product Viewed', distinct: { of: 'product_id', gte: 3 } }),
  named('same-thrice', {
    event: 'Product Viewed',
    count: { gte: 3 },
    per: 'product_id',
    unless: { event: 'Product Added', within: 'lifetime' },
  }),
  named('bought-item-twice', { event: 'Order Completed', per: 'products.product_id', count: { gte: 2 } }),
  named('quiet', { idle: '25d' }),
  named('since-order', { since: 'Order Completed', gte: '50d' }),
  named('lately', { event: 'Product Viewed', within: '30d' }),
  named('abandoned', { sequence: [{ event: 'Product Added' }, { absent: 'Order Completed', for: '1h' }] }),
  named('carts', { event: 'Session Ended', where: { step: 'cart' }, count: { gte: 2 } }),
  named('phone', { context: 'device', eq: 'mobile' }),
  named('loyal', { all: [{ segment: 'viewed-often' }, { not: { segment: 'spent' } }] }),
];
const NAMES = ['ann', 'ben', 'cid', 'dot'];

let sent = 0;

function drawVisit(random: Random, name: string, now: number): Visit {
  let t = now - 2 * HOUR;
  const events = Array.from({ length: 1 + random.below(4) }, () => {
    t += random.pick([0, 1, MINUTE, 20 * MINUTE, 30 * MINUTE]);
    const product_id = `P-${random.below(4)}`;
    const products = [{ product_id }, { product_id: 'P-0' }];
    const order = { order_id: `O-${sent}`, revenue: random.pick([0.1, 19.99, 33.33]), products };
    const kind = random.pick(['Product Viewed', 'Product Viewed', 'Product Added', 'Order Completed']);
    const properties: { [key: string]: Json } = kind === 'Order Completed' ? order : { product_id };
    return { id: `${random.below(10)}-${sent++}`, name: kind, t, properties };
  });
  return { name, events };
}

describe('retention', () => {
  let worlds: readonly [retired: SegmentWorld, whole: SegmentWorld];
  beforeEach(async () => {
    worlds = [await openSegments(), await openSegments()];
  });
  afterEach(async () => {
    for (const world of worlds) await world.close();
  });

  it('neither adds, doubles nor revokes a notice, and moves nobody', { timeout: 120_000 }, async () => {
    const [retired, whole] = worlds;
    for (const world of worlds) for (const definition of SEGMENTS) await world.put(definition);
    const went = await liveThrough({ retired, whole, names: NAMES, random: createRandom(77), drawVisit });
    expect(went).toBeGreaterThan(40);
    let told = 0;
    for (const name of NAMES) {
      const notices = await whole.noticesOf(name);
      told += notices.length;
      expect(await retired.noticesOf(name)).toEqual(notices);
      expect(await retired.revokedOf(name)).toEqual(await whole.revokedOf(name));
    }
    expect(told).toBeGreaterThan(60);
    for (const { key } of SEGMENTS) expect(await retired.membersOf(key)).toEqual(await whole.membersOf(key));
  });

  it('leaves what a version before left inside to be told by the one in force', async () => {
    const [world] = worlds;
    await world.put(named('viewer', { event: 'Product Viewed' }));
    await world.event('ann', 'Product Viewed', { product_id: '1' });
    await world.pass(DAY);
    await world.put(named('viewer', { event: 'Product Viewed', count: { gte: 2 } }));
    const before = await world.noticesOf('ann');
    expect(before.map(([type]) => type)).toEqual(['entered', 'left']);
    await world.leap(200 * DAY);
    expect(await retireAndRefold(world, NAMES)).toBe(1);
    expect(await world.noticesOf('ann')).toEqual(before);
    await world.event('ann', 'Product Viewed', { product_id: '1' });
    expect((await world.noticesOf('ann')).map(([type]) => type)).toEqual(['entered', 'left', 'entered']);
  });
});

describe('somebody of whom everything went', () => {
  it('leaves a version that had them in it since before an older one did', async () => {
    const world = await openSegments();
    const put = (when: SegmentDefinition['when']) => world.put(named('s', when));
    await put({ event: 'Cart Viewed', within: '1h' });
    await world.pass(MINUTE);
    for (const event of ['Product Viewed', 'Cart Viewed']) await world.event('ann', event, {});
    await world.pass(DAY);
    await put({ event: 'Product Viewed' });
    await world.leap(200 * DAY);
    expect(await retireAndRefold(world, NAMES)).toBe(2);
    await put({ event: 'Never Seen' });
    const types = (await world.noticesOf('ann')).map(([type]) => type);
    expect(types).toEqual(['entered', 'left', 'entered', 'left']);
    await world.close();
  });

  it('is a member of versions that are made after a restart', async () => {
    const world = await openSegments();
    await world.put(named('viewer', { event: 'Product Viewed' }));
    await world.pass(MINUTE);
    for (let n = 0; n < 2; n++) await world.event('ann', 'Product Viewed', { product_id: '1' });
    await world.leap(200 * DAY);
    expect(await retireAndRefold(world, NAMES)).toBe(2);
    await world.restart(async () => {});
    await world.put(named('viewer', { event: 'Product Viewed', count: { gte: 2 } }));
    expect(await world.membersOf('viewer')).toEqual(['ann']);
    await world.close();
  });
});

describe('a condition over a whole life', () => {
  let world: SegmentWorld;
  beforeEach(async () => {
    world = await openSegments();
  });
  afterEach(() => world.close());

  const sinceOf = async (key: string) => {
    const list = await world.engine().segments.list(world.site().siteId);
    return list.find((status) => status.key === key)?.truncatedSince;
  };

  it('says since when it counts where events had gone before it was defined, and goes on from there', async () => {
    await world.put(named('old', { event: 'Product Viewed', count: { gte: 2 } }));
    await world.event('ann', 'Product Viewed', { product_id: '1' });
    await world.event('ann', 'Product Added', { product_id: '1' });
    await world.leap(200 * DAY);
    await world.event('ann', 'Searched', {});
    await retireAndRefold(world, NAMES);
    const horizon = new Date(world.now() - 180 * DAY).toISOString();
    await world.put(named('new', { event: 'Product Added' }));
    await world.put(named('old', { event: 'Product Viewed', count: { gte: 1 } }));
    await world.put(named('on-both', { any: [{ segment: 'old' }, { segment: 'new' }] }));
    await world.put(named('window', { event: 'Product Added', within: '90d' }));
    expect(await sinceOf('new')).toBe(horizon);
    expect(await sinceOf('on-both')).toBe(horizon);
    expect(await sinceOf('old')).toBeUndefined();
    expect(await sinceOf('window')).toBeUndefined();
    expect(await world.membersOf('old')).toEqual(['ann']);
    expect(await world.membersOf('new')).toEqual([]);

    await world.pass(DAY);
    await retireAndRefold(world, NAMES);
    await world.restart(async () => {});
    expect(await sinceOf('new')).toBe(horizon);
    await world.event('ann', 'Product Added', { product_id: '1' });
    expect(await world.membersOf('new')).toEqual(['ann']);
  });

  it('begins anew where it was deleted and is defined again, for whomever events had gone', async () => {
    const viewer = named('viewer', { event: 'Product Viewed' });
    await world.put(viewer);
    for (const name of ['ann', 'ben']) await world.event(name, 'Product Viewed', { product_id: '1' });
    await world.leap(200 * DAY);
    await world.event('ann', 'Product Viewed', { product_id: '1' });
    expect(await retireAndRefold(world, NAMES)).toBe(2);
    expect(await world.membersOf('viewer')).toEqual(['ann', 'ben']);
    await world.engine().segments.remove(world.site().siteId, 'viewer');
    await world.put(named('other', { event: 'Searched' }));
    await world.put(viewer);
    const horizon = new Date(world.now() - 180 * DAY).toISOString();
    const stands = async () => [await world.membersOf('viewer'), await sinceOf('viewer')];
    expect(await stands()).toEqual([['ann'], horizon]);
    await world.leap(200 * DAY);
    expect(await retireAndRefold(world, NAMES)).toBe(1);
    await world.restart(async () => {});
    await world.put(named('viewer', { any: [viewer.when, { event: 'Never Seen' }] }));
    expect(await stands()).toEqual([['ann'], new Date(world.now() - 180 * DAY).toISOString()]);
  });

  it('goes with the person on all devices, and stays with whom the device is left to', async () => {
    await world.put(named('viewer', { event: 'Product Viewed', count: { gte: 3 } }));
    await world.put(named('one-view', { event: 'Product Viewed', count: { eq: 1 } }));
    const [own, shared] = ['a'.repeat(32), 'b'.repeat(32)];
    const send = async (minute: number, device: string, name: string, userId?: string) => {
      const event = { id: `s${minute}`, name, time: world.now() - 5 * HOUR + minute * MINUTE, device };
      const consent = { analytics: true };
      await world
        .engine()
        .ingest(world.site(), { events: [{ ...event, consent, ...(userId && { userId }) }] });
      await world.settle();
    };
    const [ann, ben] = [world.visitorOf('ann'), world.visitorOf('ben')];
    await send(0, own, 'Product Viewed', 'ann');
    await send(1, shared, 'Product Viewed', 'ann');
    await send(2, own, 'Product Viewed', 'ann');
    await send(3, shared, 'Signed Out', 'ann');
    await send(60, shared, 'Product Viewed', 'ben');
    expect([await world.membersOf('viewer'), await world.membersOf('one-view')]).toEqual([['ann'], ['ben']]);
    const notices = [await world.noticesOf('ann'), await world.noticesOf('ben')];
    await world.leap(200 * DAY);
    expect(await retireAndRefold(world, NAMES)).toBe(5);
    expect([await world.noticesOf('ann'), await world.noticesOf('ben')]).toEqual(notices);
    expect([await world.membersOf('viewer'), await world.membersOf('one-view')]).toEqual([['ann'], ['ben']]);

    await world.engine().visitors.forget(world.site().siteId, ann);
    await world.engine().book.refold(world.site().siteId, ben);
    expect([await world.membersOf('viewer'), await world.membersOf('one-view')]).toEqual([[], ['ben']]);
    expect(await world.noticesOf('ben')).toEqual(notices[1]);
  });
});
