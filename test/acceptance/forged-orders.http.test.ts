/** Everybody has the write key: what it can say of orders is worth nothing where the shop's server tells of them. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
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
});
