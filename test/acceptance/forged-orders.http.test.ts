/** Everybody has the write key: what it can say of orders is worth nothing where the shop's server tells of them. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SiteId } from '../../core/entry.ts';
import { NOON, type Served, serve } from '../support/served.ts';
import { createSite, type TestSite } from '../support/sites.ts';

let served: Served;
beforeAll(async () => {
  served = await serve();
});
afterAll(() => served.stop());

const DEVICE = 'f0'.repeat(16);
const order = {
  order_id: '1001',
  revenue: 999.5,
  currency: 'EUR',
  products: [{ product_id: 'a' }, { product_id: 'b' }],
};

function fromPage(site: TestSite, name: string, id: string, own = { device: DEVICE, p: order }) {
  const item = { i: id, n: name, t: NOON, u: '/thanks', p: own.p };
  const c = { analytics: true, personalization: true, at: NOON - 1 };
  return site.collect({ s: NOON, dev: own.device, c, e: [item] });
}

async function openShop(orders: 'any' | 'server') {
  const site = await createSite(served, { name: `Shop of ${orders}`, orders });
  await site.ask('PUT', '/v1/segments/spenders', {
    name: 'Spenders',
    when: { event: 'Order Completed', sum: { of: 'revenue', gte: 1 } },
  });
  await served.engine.segments.idle();
  return site;
}

/** What is held of the visitor, and what is told of money. */
async function look(site: TestSite, device = DEVICE) {
  const { visitor } = (await site.ask('POST', '/v1/visitors/lookup', { device })).body;
  const { body } = await site.ask('GET', `/v1/visitors/${visitor}`);
  const report = (await site.ask('GET', '/v1/attribution?goal=Order%20Completed&window=72h')).body;
  return { body, report, items: (await site.ask('GET', `/v1/visitors/${visitor}/events`)).body.items };
}

describe('an order that a page tells of', () => {
  it('counts on a site whose server tells of none', async () => {
    const site = await openShop('any');
    await fromPage(site, 'Order Completed', 'order:1001');
    const { body, report } = await look(site);
    expect(body).toMatchObject({ orders: { frequency: 1, monetary: 999.5 }, flags: {} });
    expect(JSON.stringify(report)).toContain('"conversions":{"conversions":1,"value":999.5}');
    expect(body.memberships).toMatchObject([{ key: 'spenders' }]);
  });

  it('is kept, flagged, and worth nothing on a site whose server tells of its orders', async () => {
    const site = await openShop('server');
    await fromPage(site, 'Order Completed', 'order:1001');
    expect((await look(site)).body).toMatchObject({ orders: { frequency: 0, monetary: 0, last: null } });
    for (const [name, id] of [
      ['order_completed', 'forged-1'],
      ['Order Refunded', 'forged-2'],
      ['Order Cancelled', 'forged-3'],
    ] as const)
      expect((await fromPage(site, name, id)).body).toMatchObject({ accepted: 1, refused: [] });
    const { body, items, report } = await look(site);
    expect(body).toMatchObject({ orders: { frequency: 0, monetary: 0 }, flags: { unconfirmed: 4 } });
    expect(JSON.stringify(report)).not.toContain('"conversions":1');
    expect(body.memberships).toEqual([]);
    expect(JSON.stringify(body)).not.toContain('999.5');
    expect(items).toHaveLength(5);
    expect(JSON.stringify(report)).not.toContain('999.5');
  });

  it('counts once the server tells of it, whichever came first; forged copies change nothing of it', async () => {
    const site = await openShop('server');
    const told = {
      id: 'order:1001',
      name: 'Order Completed',
      time: NOON,
      device: DEVICE,
      consent: { analytics: true },
    };
    await fromPage(site, 'Order Completed', 'order:1001');
    await site.ingest([{ ...told, properties: { ...order, revenue: 20 } }]);
    await fromPage(site, 'Order Completed', 'order:1001');
    await fromPage(site, 'Order Refunded', 'forged-4');
    await fromPage(site, 'Order Cancelled', 'forged-6');
    await fromPage(site, 'Order Completed', 'forged-5');
    expect((await look(site)).body).toMatchObject({ orders: { frequency: 1, monetary: 20 } });
  });

  it.each([
    ['any', ['b']],
    ['server', []],
  ] as const)('pairs products where the orders of %s sender count: %j', async (orders, expected) => {
    const site = await openShop(orders);
    for (let n = 0; n < 30; n += 1) {
      const products = (n % 2 === 0 ? ['a', 'b'] : ['c', 'd']).map((product_id) => ({ product_id }));
      const p = { ...order, order_id: `${n}`, products };
      const device = n.toString(16).padStart(32, '0');
      await fromPage(site, 'Order Completed', `forged-${n}`, { device, p });
    }
    await served.engine.relations.catchUp();
    const { body } = await site.ask('GET', '/v1/products/a/related?kind=bought&limit=3');
    expect((body.related as readonly { product: string }[]).map(({ product }) => product)).toEqual(expected);
  });

  it.each([
    ['went with its term', (site: TestSite) => served.engine.retention.retireEvents(siteIdOf(site), 0)],
    ['was forgotten by whoever forged it', forgetForger],
  ])('takes no order from who really makes it, also once it %s', async (_, end) => {
    const site = await openShop('server');
    await fromPage(site, 'Order Completed', 'order:1001', { device: FORGER, p: order });
    await served.clock.moveTo(served.clock.now() + 60_000);
    await end(site);
    const told = { id: 'order:1001', name: 'Order Completed', time: served.clock.now(), device: DEVICE };
    const sent = [{ ...told, consent: { analytics: true }, properties: { ...order, revenue: 20 } }];
    expect((await site.ingest(sent)).body).toMatchObject({ accepted: 1, duplicates: 0 });
    expect((await look(site)).body).toMatchObject({ orders: { frequency: 1, monetary: 20 } });
    expect((await site.ingest(sent)).body).toMatchObject({ accepted: 1, duplicates: 1 });
  });
});

const FORGER = 'fe'.repeat(16);

function siteIdOf(site: TestSite): SiteId {
  return site.siteId as SiteId;
}

/** On a device that two customers used: what the one did there goes by itself, and its ids stay taken. */
async function forgetForger(site: TestSite): Promise<void> {
  const seen = { name: 'Page Viewed', time: NOON, device: FORGER, consent: { analytics: true } };
  const later = { ...seen, id: 'later', userId: 'other', time: served.clock.now() };
  await site.ingest([{ ...seen, id: 'seen', userId: 'forger', time: NOON - 1 }, later]);
  const { proof } = (await site.ask('POST', '/v1/own/proofs', { userId: 'forger' })).body;
  const { body } = await site.ask('POST', '/v1/own/erasures', { proof });
  expect(body).toMatchObject({ removed: { entries: expect.any(Number) } });
}
