import { afterEach, describe, expect, it } from 'vitest';
import type { FakeCustomer } from '../../../apps/shopify-dev/fake/state.ts';
import type { SiteId } from '../../../core/entry.ts';
import { namedVisitor } from '../../../core/identity/naming.ts';
import { type ConnectedShop, installShop } from '../../support/shopify/connected-shop.ts';
import { until } from '../../support/until.ts';

const HOUR_MS = 3_600_000;
let connected: ConnectedShop;
afterEach(() => connected.stop());

const now = () => connected.served.clock.now();

/** A shop with a segment of whoever has bought within the hour, and a customer who has. */
async function openWithBuyer(purposes: object): Promise<FakeCustomer> {
  connected = await installShop();
  const site = connected.site();
  const definition = { name: 'Just bought', words: 'did "Order Completed" in 1 hour' };
  expect((await site.ask('PUT', '/v1/segments/just-bought', definition)).status).toBe(200);
  const { acts } = connected.shop;
  const product = await acts.createProduct({ handle: 'harbour-blue', priceMinor: 2_000 });
  const [variant] = product.variants;
  const customer = await acts.createCustomer();
  const consent = { userId: String(customer.id), purposes, source: 'form', at: now() - 1_000 };
  expect((await site.ask('POST', '/v1/consent', consent)).status).toBe(200);
  await acts.placeOrder({ customer, lines: variant ? [{ product, variant, quantity: 1 }] : [] });
  return customer;
}

const told = () => connected.shop.state.flowTriggers;
const sent = async () => {
  const book = await connected.served.engine.store.listRecords('egress', connected.site().siteId, null, 10);
  return JSON.stringify(book);
};

describe('workflows of Shopify Flow', () => {
  it('are started for a customer who enters a segment and who leaves it, by the id that Shopify knows', async () => {
    const customer = await openWithBuyer({ analytics: true, share: true });
    await until(() => told().length === 1);
    expect(told()).toEqual([
      {
        handle: 'inkling-flow-segment-entered',
        payload: { customer_id: customer.id, Segment: 'just-bought' },
      },
    ]);
    await connected.served.clock.moveTo(now() + 2 * HOUR_MS);
    await until(() => told().length === 2);
    expect(told()[1]).toMatchObject({
      handle: 'inkling-flow-segment-left',
      payload: { Segment: 'just-bought' },
    });
  });

  it('are started for nobody who has not allowed passing on, which is counted', async () => {
    await openWithBuyer({ analytics: true });
    await connected.served.clock.moveTo(now() + HOUR_MS / 2);
    await until(async () => (await sent()).includes('consent'));
    expect(told()).toEqual([]);
  });

  it('are started once Shopify is there again, and once', async () => {
    await openWithBuyer({ analytics: true, share: true });
    await until(() => told().length === 1);
    connected.shop.faults.next('unavailable', { only: 'FlowTriggerReceive', times: 2 });
    await connected.served.clock.moveTo(now() + 2 * HOUR_MS);
    await until(async () => {
      await connected.served.clock.moveTo(now() + 2_000);
      return told().length === 2;
    });
    expect(told()).toHaveLength(2);
  });

  it('are started by a score that crosses the threshold of a segment, in both directions', async () => {
    const customer = await openWithBuyer({ analytics: true, personalization: true, share: true });
    await until(() => told().length === 1);
    const site = connected.site();
    const keen = { name: 'Likely to buy', when: { score: 'purchase_7d', gte: 0.7, leave: 0.6 } };
    expect((await site.ask('PUT', '/v1/segments/keen', keen)).status).toBe(200);
    for (const p of [0.3, 0.71, 0.65, 0.2]) await score(customer, p);
    await until(() => told().length === 5);
    const crossed = told().filter(({ handle }) => handle === 'inkling-flow-score-crossed');
    expect(crossed).toMatchObject([
      { payload: { customer_id: customer.id, Label: 'purchase_7d', Direction: 'up' } },
      { payload: { customer_id: customer.id, Label: 'purchase_7d', Direction: 'down' } },
    ]);
    expect(
      told()
        .map(({ handle }) => handle.slice('inkling-flow-'.length))
        .toSorted(),
    ).toEqual([...['score-crossed', 'score-crossed', 'segment-entered', 'segment-entered', 'segment-left']]);
  });
});

/** A step of their score, as a model would log it. */
async function score(customer: FakeCustomer, p: number): Promise<void> {
  const { engine, clock, sites } = connected.served;
  await clock.moveTo(now() + 1_000);
  const site = sites.byId(connected.site().siteId as SiteId);
  const visitor = site && namedVisitor({ userId: String(customer.id) }, site);
  if (!site || !visitor) throw new Error('the shop is no site');
  await engine.append([
    {
      ...{ site: site.siteId, id: `score-${now()}`, type: 'score', name: 'purchase_7d' },
      ...{ t: now(), receivedAt: now(), visitor, source: 'server', properties: { p } },
    } as const,
  ]);
}
