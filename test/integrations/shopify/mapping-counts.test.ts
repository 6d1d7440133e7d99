import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Mapped } from '../../../integrations/shopify/mapping/mapped.ts';
import { mapOrderNode } from '../../../integrations/shopify/mapping/order-node.ts';
import { mapPixelEvent } from '../../../integrations/shopify/storefront/pixel-events.ts';
import { NOON, type Served, serve } from '../../support/served.ts';
import { createSite, DESKTOP, type TestSite } from '../../support/sites.ts';
import { take, taken } from './mapping-samples.ts';
import { CART, CHECKOUT, ORDER, ORDER_NODE, PRODUCT, REFUND } from './mapping-world.ts';
import { ANN, pixelEvent } from './pixel-world.ts';

const DEVICE = 'c0ffee13'.repeat(4);
const DAY = 86_400_000;

let served: Served;
let site: TestSite;

beforeEach(async () => {
  served = await serve({ clockAtMs: NOON + 3 * DAY });
  site = await createSite(served, { orders: 'server', serverConsent: { analytics: true } });
});
afterEach(() => served.stop());

async function tell({ events }: Mapped): Promise<void> {
  const { body } = await site.ingest(events);
  expect(body).toMatchObject({ accepted: events.length, refused: [] });
}

async function pixel(): Promise<void> {
  const item = mapPixelEvent(pixelEvent('checkout_completed', ANN));
  const c = { analytics: true, at: served.clock.now(), source: 'shopify' };
  await site.collect({ s: served.clock.now(), dev: DEVICE, c, e: [item] }, { userAgent: DESKTOP });
}

async function ordersOf(userId: string): Promise<unknown> {
  const { body } = await site.ask('POST', '/v1/visitors/lookup', { userId });
  return (await site.ask('GET', `/v1/visitors/${body.visitor}`)).body.orders;
}

describe('what is mapped, on our own server', () => {
  const order = () => take('orders/create', ORDER);
  const refund = () => take('refunds/create', REFUND);

  it.each([
    ['webhook, pixel', [() => tell(order()), pixel]],
    ['pixel, webhook', [pixel, () => tell(order())]],
    ['webhook twice', [() => tell(order()), () => tell(take('orders/paid', ORDER))]],
    ['webhook, reconciliation', [() => tell(order()), () => tell(taken(mapOrderNode(ORDER_NODE)))]],
  ])('counts an order once: %s', async (_, steps) => {
    for (const step of steps) await step();
    expect(await ordersOf('900100200')).toMatchObject({ frequency: 1, monetary: 117.82 });
  });

  const withRefund = () => take('orders/updated', { ...ORDER, refunds: [REFUND] });

  it.each([
    ['order, then both in one', [order, withRefund]],
    ['both in one, then each again', [withRefund, order, refund, withRefund]],
    ['refund, order, both in one', [refund, order, withRefund]],
  ])('takes a refund off once: %s', async (_, steps) => {
    for (const step of steps) await tell(step());
    expect(await ordersOf('900100200')).toMatchObject({
      frequency: 1,
      monetary: expect.closeTo(117.82 - 53.91, 6),
    });
  });

  it('takes a refund off only once it is known whose it was', async () => {
    await tell(order());
    await tell(refund());
    expect(await ordersOf('900100200')).toMatchObject({ monetary: 117.82 });
  });

  it('keeps no token and no number of an order or a customer', async () => {
    await tell(take('orders/updated', { ...ORDER, refunds: [REFUND], cancelled_at: '2026-01-06T12:00:00Z' }));
    const log = JSON.stringify(await served.store.readSince(0, 1_000));
    for (const raw of [CART, CHECKOUT, '900100200', '4242', '5001']) expect(log).not.toContain(`"${raw}"`);
    expect(log).not.toMatch(/hWN2Nea0|a1b2c3d4e5|:4242|:5001/);
  });

  it('makes a fact of a price that changed, and none of one that did not', async () => {
    const put = (products: Mapped['products']) => site.ask('PUT', '/v1/products', { products });
    const dearer = [{ id: 3001, price: '64.90', inventory_policy: 'continue' }];
    await put(take('products/create', PRODUCT).products);
    await put(take('products/update', PRODUCT).products);
    await put(take('products/update', { ...PRODUCT, variants: dearer }).products);
    const facts = (await served.store.readSince(0, 1_000)).filter(({ type }) => type === 'fact');
    expect(facts.map(({ name, properties }) => [name, properties])).toEqual([
      ['Price Increased', { product_id: '2001', from: 59.9, to: 64.9 }],
    ]);
  });
});
