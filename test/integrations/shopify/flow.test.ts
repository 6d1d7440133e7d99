import { afterEach, describe, expect, it } from 'vitest';
import type { FakeCustomer } from '../../../apps/shopify-dev/fake/state.ts';
import { type ConnectedShop, connectShop } from '../../support/shopify/connected-shop.ts';
import { until } from '../../support/until.ts';

const HOUR_MS = 3_600_000;
let connected: ConnectedShop;
afterEach(() => connected.stop());

const now = () => connected.served.clock.now();

/** A shop with a segment of whoever has bought within the hour, and a customer who has. */
async function openWithBuyer(purposes: object): Promise<FakeCustomer> {
  connected = await connectShop();
  connected.shop.install();
  await connected.admin('GET', '/setup');
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
      await connected.served.clock.moveTo(now() + 10_000);
      return told().length === 2;
    });
    expect(told()).toHaveLength(2);
  });
});
