import { afterEach, describe, expect, it } from 'vitest';
import type { SegmentDefinition } from '../../../core/segments/condition.ts';
import { EDGES_FACT } from '../../../core/segments/world.ts';
import { DAY, HOUR, MINUTE, openSegments, type SegmentWorld } from './segment-world.ts';

const BEST: SegmentDefinition = { key: 'best', name: 'Best', when: { rfm: { m: { gte: 5 } } } };
const NAMES = ['ann', 'ben', 'cem', 'dee', 'eve'];
/** 15 April 2026 at noon UTC is midnight in Auckland: what follows in hours is the local hour. */
const ZONE = 'Pacific/Auckland';

let world: SegmentWorld;
let orders = 0;
afterEach(() => world.close());

const order = (name: string, revenue: number, t?: number) =>
  world.event(
    name,
    'Order Completed',
    { order_id: `o${orders++}`, revenue, total: revenue, products: [] },
    t,
  );

/** Five buyers of 10, 20, 30, 40 and 50. */
async function sell(): Promise<void> {
  for (const [n, name] of NAMES.entries()) await order(name, 10 * (n + 1));
}

const compute = async () => {
  await world.engine().quintiles.computeDaily();
  await world.settle();
};

const facts = async () => {
  const entries = await world.store().readSite(world.site().siteId, { type: 'fact', limit: 100 });
  return entries.filter(({ name }) => name === EDGES_FACT);
};

const view = async (name: string) =>
  (await world.engine().visitors.view(world.site().siteId, world.visitorOf(name)))?.orders.quintiles;

describe('quintile edges of a site', () => {
  it('are computed once a local day, as of its first instant', async () => {
    world = await openSegments({ timezone: ZONE });
    const midnight = world.now();
    await world.put(BEST);
    await world.pass(HOUR);
    await sell();
    await compute();
    expect(await facts()).toEqual([]);
    await world.pass(24 * HOUR);
    await compute();
    await compute();
    const [fact, ...others] = await facts();
    expect(others).toEqual([]);
    expect(fact?.t).toBe(midnight + DAY);
    expect(fact?.properties).toEqual({
      r: [47 * HOUR, 47 * HOUR, 47 * HOUR, 47 * HOUR],
      f: [1, 1, 1, 1],
      m: [1_000, 2_000, 3_000, 4_000],
      buyers: 5,
    });
    await world.restart(async () => {});
    await compute();
    expect(await facts()).toHaveLength(1);
  });

  it('look at the orders up to that instant only', async () => {
    world = await openSegments({ timezone: ZONE });
    await world.put(BEST);
    await sell();
    await world.pass(DAY);
    await world.pass(MINUTE);
    await order('ann', 1_000);
    await compute();
    expect((await facts())[0]?.properties).toMatchObject({ m: [1_000, 2_000, 3_000, 4_000] });
  });

  it('are left out where no segment or stage asks for a fifth', async () => {
    world = await openSegments({ timezone: ZONE });
    await world.put({ ...BEST, when: { rfm: { monetary: { gte: 5 } } } });
    await sell();
    await world.pass(DAY);
    await compute();
    expect(await facts()).toEqual([]);
    await world.engine().segments.putStages(world.site().siteId, [{ key: 'gold', when: BEST.when }]);
    await compute();
    expect(await facts()).toHaveLength(1);
  });

  it('are computed on demand as of now, whatever the segments ask for', async () => {
    world = await openSegments({ timezone: ZONE });
    await sell();
    await world.pass(HOUR);
    await world.engine().quintiles.computeNow();
    await world.pass(HOUR);
    await world.engine().quintiles.computeNow();
    expect((await facts()).map(({ t }) => t)).toEqual([world.now() - HOUR, world.now()]);
  });

  it('are shown on a site without segments too', async () => {
    world = await openSegments({ timezone: ZONE });
    await sell();
    expect(await view('eve')).toBeNull();
    await world.engine().quintiles.computeNow();
    expect(await view('eve')).toMatchObject({ m: 5 });
    await world.restart(async () => {});
    expect(await view('ann')).toMatchObject({ m: 1 });
    await world.event('ann', 'Order Completed', { order_id: 'big', revenue: 100, total: 100, products: [] });
    expect(await view('ann')).toMatchObject({ m: 5 });
    await order('eve', 1_000);
    await world.pass(HOUR);
    await world.engine().quintiles.computeNow();
    expect(await view('ann')).toMatchObject({ m: 4 });
  });

  it('leave out who withdrew consent', async () => {
    world = await openSegments({ timezone: ZONE });
    await world.put(BEST);
    await sell();
    const { siteId } = world.site();
    await world.pass(DAY);
    const visitor = world.visitorOf('eve');
    const about = { site: siteId, id: 'no', type: 'consent', name: 'denied', source: 'server' } as const;
    const properties = { purposes: { analytics: false }, source: 'page' };
    const t = world.now();
    await world.engine().append([{ ...about, t, receivedAt: t, visitor, properties }]);
    await compute();
    expect((await facts())[0]?.properties).toMatchObject({ buyers: 4 });
  });
});

describe('a segment of a fifth', () => {
  it('moves its members at the edges, with nothing else happening', async () => {
    world = await openSegments({ timezone: ZONE });
    const midnight = world.now();
    await world.put(BEST);
    await sell();
    expect(await world.membersOf('best')).toEqual([]);
    await world.pass(DAY + MINUTE);
    await compute();
    expect(await world.membersOf('best')).toEqual(['eve']);
    expect(await world.noticesOf('eve')).toEqual([['entered', 'best', midnight + DAY]]);
    await world.pass(HOUR);
    await order('ann', 200);
    expect(await world.membersOf('best')).toEqual(['ann', 'eve']);
    for (const name of ['fay', 'gus', 'hal', 'ian', 'joe']) await order(name, 1_000);
    await world.pass(DAY);
    await compute();
    expect(await world.noticesOf('eve')).toEqual([
      ['entered', 'best', midnight + DAY],
      ['left', 'best', midnight + 2 * DAY],
    ]);
    expect(await world.causesOf('eve')).toEqual(['time', 'time']);
    expect(await world.causesOf('ann')).toEqual(['event', 'time']);
  });

  it('judges a late order by the edges in force at its time', async () => {
    world = await openSegments({ timezone: ZONE });
    const midnight = world.now();
    await world.put(BEST);
    await sell();
    await world.pass(DAY + MINUTE);
    await compute();
    await world.pass(HOUR);
    await order('ann', 30, midnight + 2 * MINUTE);
    expect(await world.noticesOf('ann')).toEqual([]);
    await order('ben', 100, midnight + 3 * MINUTE);
    expect(await world.noticesOf('ben')).toEqual([['entered', 'best', midnight + DAY]]);
    await order('cem', 100, midnight + DAY + 2 * MINUTE);
    expect(await world.noticesOf('cem')).toEqual([['entered', 'best', midnight + DAY + 2 * MINUTE]]);
  });

  it('hears of edges that were computed long after their instant', async () => {
    world = await openSegments({ timezone: ZONE });
    const midnight = world.now();
    await world.put(BEST);
    await sell();
    await world.pass(DAY + 10 * HOUR);
    await order('dee', 20);
    await compute();
    expect(await world.noticesOf('dee')).toEqual([['entered', 'best', midnight + DAY + 10 * HOUR]]);
    expect(await world.causesOf('dee')).toEqual(['event']);
  });

  it('stands in the view of a visitor as r, f and m', async () => {
    world = await openSegments({ timezone: ZONE });
    await world.put(BEST);
    for (const [n, name] of NAMES.entries()) {
      await order(name, 10 * (n + 1));
      await world.pass(2 * DAY);
    }
    expect(await view('eve')).toBe(null);
    await compute();
    await world.pass(DAY - 1);
    expect(await view('eve')).toEqual({ r: 5, f: 1, m: 5 });
    expect(await view('dee')).toEqual({ r: 4, f: 1, m: 4 });
    expect(await view('ann')).toEqual({ r: 1, f: 1, m: 1 });
    await world.event('fay', 'Product Viewed', { product_id: 'p' });
    expect(await view('fay')).toBe(null);
  });
});
