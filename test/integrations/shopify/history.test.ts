import { afterEach, describe, expect, it } from 'vitest';
import type { FakeOrder } from '../../../apps/shopify-dev/fake/state.ts';
import { type ConnectedShop, connectShop } from '../../support/shopify/connected-shop.ts';
import { bearer, call } from '../../support/sites.ts';

const MINUTE_MS = 60_000;
let connected: ConnectedShop;
afterEach(() => connected.stop());

/** A shop with orders that nobody has told us of: the app came later. */
async function openWithPast(orders: number): Promise<readonly FakeOrder[]> {
  connected = await connectShop();
  const { acts } = connected.shop;
  const product = await acts.createProduct({ handle: 'old-blue', priceMinor: 1_000 });
  const [variant] = product.variants;
  const lines = variant ? [{ product, variant, quantity: 1 }] : [];
  const placed: FakeOrder[] = [];
  for (let at = 0; at < orders; at += 1) {
    await connected.served.clock.moveTo(connected.served.clock.now() + MINUTE_MS);
    placed.push((await acts.placeOrder({ customer: await acts.createCustomer(), lines })).order);
  }
  connected.shop.install();
  await connected.admin('GET', '/setup');
  return placed;
}

async function row(key: string) {
  const { body } = await connected.admin('GET', '/setup');
  const items = body.items as readonly {
    readonly key: string;
    readonly state: string;
    readonly facts: object;
  }[];
  return items.find((one) => one.key === key);
}

/** Now, and to its end. */
async function run(
  job: 'past-orders' | 'products' | 'customers-consent' | 'reconcile-orders',
): Promise<void> {
  const { url, operatorKey } = connected.served;
  const { status } = await call(`${url}/v1/jobs/shopify-${job}/run`, {
    method: 'POST',
    headers: bearer(operatorKey),
  });
  expect(status).toBe(200);
}

const later = (ms: number) => connected.served.clock.moveTo(connected.served.clock.now() + ms);

describe('orders from before the install', () => {
  it('are imported page by page, and the checklist says how far', async () => {
    await openWithPast(19);
    expect(await row('history')).toMatchObject({ state: 'open', facts: { phase: 'running', imported: 0 } });
    await run('past-orders');
    expect(await row('history')).toMatchObject({
      state: 'done',
      facts: { phase: 'done', imported: 19, total: 19 },
    });
  });

  it('go on from the page that was not taken, and say so when none is for a while', async () => {
    await openWithPast(10);
    await connected.shop.changeScopes(['read_products']);
    for (let tries = 0; tries < 5; tries += 1) await run('past-orders');
    expect(await row('history')).toMatchObject({ state: 'broken', facts: { phase: 'failed' } });
    await connected.shop.changeScopes(['read_orders', 'read_products', 'read_customers']);
    await run('past-orders');
    expect(await row('history')).toMatchObject({ state: 'broken' });
    expect((await connected.admin('POST', '/setup/history', {})).status).toBe(200);
    await run('past-orders');
    expect(await row('history')).toMatchObject({ state: 'done', facts: { imported: 10 } });
  });

  it('are said to reach back 60 days, and to the first one where the merchant grants it', async () => {
    await openWithPast(1);
    const { facts } = (await row('history')) as { facts: { reachesTo: string } };
    const days = (connected.served.clock.now() - Date.parse(facts.reachesTo)) / 86_400_000;
    expect(Math.round(days)).toBe(60);
  });
});

describe('a shop that the app comes back to', () => {
  it('has the orders from in between at once, and no sign of an earlier installation in the checklist', async () => {
    await openWithPast(1);
    await run('past-orders');
    const { acts, state } = connected.shop;
    const [product] = [...state.products.values()];
    const [variant] = product?.variants ?? [];
    const lines = product && variant ? [{ product, variant, quantity: 1 }] : [];
    await acts.placeOrder({ customer: await acts.createCustomer(), lines });
    expect(await row('webhooks')).toMatchObject({ state: 'done' });
    await connected.shop.uninstall();
    await later(MINUTE_MS);
    await acts.placeOrder({ customer: await acts.createCustomer(), lines });
    await later(MINUTE_MS);
    connected.shop.install();
    expect(await row('webhooks')).toMatchObject({ state: 'open', facts: { lastAt: null } });
    const { store } = connected.served.engine;
    const log = await store.readSince(0, 1_000);
    expect(log.filter(({ name }) => name === 'Order Completed')).toHaveLength(3);
  });
});

describe('what customers agreed to before the install', () => {
  const consentOf = async ({ id }: { readonly id: number }) => {
    const found = await connected.site().ask('POST', '/v1/visitors/lookup', { userId: String(id) });
    const { body } = await connected.site().ask('GET', `/v1/visitors/${found.body.visitor}`);
    return body.consent as Readonly<Record<string, { readonly allowed: boolean }>> | undefined;
  };

  it('is known, of mails and of sale, and what changed without a word again', async () => {
    connected = await connectShop();
    const { acts, webhooks } = connected.shop;
    const [keen, shy, silent] = [
      await acts.createCustomer(),
      await acts.createCustomer(),
      await acts.createCustomer(),
    ];
    await acts.chooseMarketing(keen, 'SUBSCRIBED');
    Object.assign(shy, { dataSaleOptOut: true });
    connected.shop.install();
    await connected.admin('GET', '/setup');
    await run('customers-consent');
    expect(await consentOf(keen)).toMatchObject({ contact: { allowed: true } });
    expect(await consentOf(shy)).toMatchObject({ share: { allowed: false } });
    expect(await consentOf(silent)).toBeUndefined();
    webhooks.hold();
    await later(MINUTE_MS);
    await acts.chooseMarketing(keen, 'UNSUBSCRIBED');
    await later(7 * 60 * MINUTE_MS);
    await run('customers-consent');
    expect(await consentOf(keen)).toMatchObject({ contact: { allowed: false } });
  });
});

describe('products from before the install', () => {
  it('come into the catalogue, and again those that changed without a word', async () => {
    await openWithPast(1);
    const { acts, state, webhooks } = connected.shop;
    const [product] = [...state.products.values()];
    if (product === undefined) throw new Error('the shop sells nothing');
    const { siteId } = connected.site();
    const price = async () =>
      (await connected.served.engine.catalogue.get(siteId as never, String(product.id)))?.price;
    await run('products');
    expect(await price()).toBe(10);
    webhooks.hold();
    await acts.editProduct(product, { priceMinor: 1_200 });
    await run('products');
    expect(await price()).toBe(10);
    await later(7 * 60 * MINUTE_MS);
    await run('products');
    expect(await price()).toBe(12);
  });
});

describe('orders whose webhooks were lost', () => {
  it('are found again, and counted once', async () => {
    await openWithPast(0);
    const { acts, webhooks } = connected.shop;
    const product = await acts.createProduct({ handle: 'new-blue', priceMinor: 1_000 });
    const [variant] = product.variants;
    const lines = variant ? [{ product, variant, quantity: 1 }] : [];
    const customer = await acts.createCustomer();
    const userId = String(customer.id);
    await connected
      .site()
      .ask('POST', '/v1/consent', { userId, purposes: { analytics: true }, source: 'form' });
    await acts.placeOrder({ customer, lines });
    await run('past-orders');
    await run('reconcile-orders');
    webhooks.hold();
    await later(MINUTE_MS);
    const { order } = await acts.placeOrder({ customer, lines });
    await acts.refund(order);
    const orders = async () => {
      const { body } = await connected.site().ask('POST', '/v1/visitors/lookup', { userId });
      return (await connected.site().ask('GET', `/v1/visitors/${body.visitor}`)).body.orders;
    };
    expect(await orders()).toMatchObject({ frequency: 1, monetary: 10 });
    await later(11 * MINUTE_MS);
    expect(await row('coverage')).toMatchObject({ state: 'broken', facts: { real: 2, tracked: 1 } });
    await run('reconcile-orders');
    expect(await orders()).toMatchObject({ frequency: 2, monetary: 10 });
    expect(await row('coverage')).toMatchObject({ state: 'done', facts: { real: 2, tracked: 2 } });
    await webhooks.release();
    expect(await orders()).toMatchObject({ frequency: 2, monetary: 10 });
  });
});
