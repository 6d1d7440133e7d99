import { afterEach, describe, expect, it, vi } from 'vitest';
import type { FakeCart, FakeCustomer, FakeProduct } from '../../../apps/shopify-dev/fake/state.ts';
import { type Delivery, signBody } from '../../../apps/shopify-dev/fake/webhooks.ts';
import { InklingError } from '../../../core/errors.ts';
import { setupSchema } from '../../../integrations/shopify/admin-page/contract.ts';
import { type ConnectedShop, installShop } from '../../support/shopify/connected-shop.ts';
import { API_SECRET } from '../../support/shopify/opened-shop.ts';
import { bearer, call } from '../../support/sites.ts';

const MINUTE_MS = 60_000;

let connected: ConnectedShop;
afterEach(async () => {
  vi.restoreAllMocks();
  await connected.stop();
});

const now = () => connected.served.clock.now();
const later = (ms: number) => connected.served.clock.moveTo(now() + ms);
const statuses = () => connected.shop.webhooks.sent.map(({ status }) => status);
const webhooksRow = async () => {
  const { body } = await connected.admin('GET', '/setup');
  return setupSchema.parse(body).items.find(({ key }) => key === 'webhooks');
};
/** Orders of the online store since the pixel was connected, as the checklist counts them: it has heard of none. */
const ordersCounted = async () => {
  const { body } = await connected.admin('GET', '/setup');
  const pixel = setupSchema.parse(body).items.find(({ key }) => key === 'pixel');
  return (pixel?.facts as { readonly silentOrders: number } | null)?.silentOrders;
};
const ordersInLog = async () =>
  (await connected.served.store.readSince(0, 1_000)).filter(({ name }) => name === 'Order Completed').length;
const profileOf = async (customer: FakeCustomer) => {
  const { body } = await connected.site().ask('POST', '/v1/visitors/lookup', { userId: String(customer.id) });
  return (await connected.site().ask('GET', `/v1/visitors/${body.visitor}`)).body;
};

/** With a product, and a customer who allows it. */
async function openStocked() {
  connected = await installShop();
  const { acts } = connected.shop;
  // What is there at the install is fetched.
  await later(MINUTE_MS);
  const product = await acts.createProduct({ handle: 'harbour-blue', priceMinor: 2_000 });
  const customer = await acts.createCustomer();
  await connected.site().ask('POST', '/v1/consent', {
    ...{ userId: String(customer.id), source: 'form', at: now() - 1_000 },
    purposes: { analytics: true },
  });
  const carts: FakeCart[] = [];
  for (const cart of [await acts.createCart(), await acts.createCart()]) {
    await acts.putInCart(cart, product);
    carts.push(cart);
  }
  const buy = async (bought: FakeProduct = product) => {
    const [variant] = bought.variants;
    const lines = variant === undefined ? [] : [{ product: bought, variant, quantity: 1 }];
    const cart = carts.shift();
    return (await acts.placeOrder({ customer, lines, ...(cart !== undefined && { cart }) })).order;
  };
  return { product, customer, buy };
}

describe('what comes from a shop that the app has left', () => {
  it('is taken off Shopify’s hands and changes nothing, read or not, and is no sign of life when it is back', async () => {
    const { product, buy } = await openStocked();
    const { shop, served } = connected;
    shop.webhooks.hold();
    await buy();
    await shop.acts.editProduct(product, { priceMinor: 990 });
    const late = [...shop.webhooks.waiting];
    await shop.webhooks.release(() => []);
    await shop.uninstall();
    const before = await served.store.readSince(0, 1_000);
    for (const delivery of [...late, spoiled(late[0])])
      expect(await shop.webhooks.repeat(delivery)).toBe(200);
    expect(await served.store.readSince(0, 1_000)).toEqual(before);
    const { siteId } = connected.site();
    expect(await served.engine.catalogue.get(siteId as never, String(product.id))).toMatchObject({
      price: 20,
    });
    await later(MINUTE_MS);
    shop.install();
    expect(await webhooksRow()).toMatchObject({ state: 'open', facts: { lastAt: null, failures: 0 } });
    expect(await ordersCounted()).toBe(0);
  });
});

describe('a webhook that cannot be kept', () => {
  it.each(['append', 'readClaim', 'getRecord'] as const)(
    'comes again where the store does not take %s, and counts once',
    async (method) => {
      const { customer, buy } = await openStocked();
      const { shop, served } = connected;
      const sent = statuses().length;
      vi.spyOn(served.store, method).mockImplementation(() =>
        Promise.reject(new InklingError('store_unavailable', 'store', 'full', 'make room')),
      );
      await buy();
      expect(statuses().slice(sent)).toEqual([503, 503]);
      vi.restoreAllMocks();
      expect(await ordersInLog()).toBe(0);
      await shop.webhooks.retry();
      expect(statuses().slice(-2)).toEqual([200, 200]);
      for (const { delivery } of shop.webhooks.sent.slice(-2))
        expect(await shop.webhooks.repeat(delivery)).toBe(200);
      expect(await profileOf(customer)).toMatchObject({ orders: { frequency: 1, monetary: 20 } });
      expect([await ordersInLog(), await ordersCounted()]).toEqual([1, 1]);
    },
  );

  it('comes again where something went wrong that nobody foresaw, and the checklist says which it was', async () => {
    const { buy } = await openStocked();
    const { shop, served } = connected;
    vi.spyOn(served.store, 'append').mockRejectedValue(new TypeError('nobody foresaw it'));
    await buy();
    expect(statuses().slice(-2)).toEqual([500, 500]);
    expect(await webhooksRow()).toMatchObject({
      state: 'broken',
      facts: { failures: 2, lastFailureTopic: 'ORDERS_PAID' },
    });
    vi.restoreAllMocks();
    await later(MINUTE_MS);
    await shop.webhooks.retry();
    expect(await webhooksRow()).toMatchObject({ state: 'done', facts: { failures: 2 } });
    expect(await ordersInLog()).toBe(1);
  });
});

describe('a webhook that comes twice', () => {
  it('under one id is counted once, and two orders are two', async () => {
    const { buy } = await openStocked();
    const { webhooks } = connected.shop;
    await buy();
    const told = webhooks.sent.filter(({ delivery }) => delivery.topic === 'orders/create');
    for (const { delivery } of [...told, ...told]) expect(await webhooks.repeat(delivery)).toBe(200);
    expect([await ordersInLog(), await ordersCounted()]).toEqual([1, 1]);
    await buy();
    expect([await ordersInLog(), await ordersCounted()]).toEqual([2, 2]);
  });

  it('under two ids, as for two subscriptions of one event, is one order of the log', async () => {
    const { customer, buy } = await openStocked();
    const { webhooks } = connected.shop;
    await buy();
    const last = webhooks.sent.find(({ delivery }) => delivery.topic === 'orders/create')?.delivery;
    if (last === undefined) throw new Error('Shopify told of no order');
    const other = { ...last, headers: { ...last.headers, 'x-shopify-webhook-id': 'another delivery' } };
    expect(await webhooks.repeat(other)).toBe(200);
    expect(await profileOf(customer)).toMatchObject({ orders: { frequency: 1, monetary: 20 } });
    expect([await ordersInLog(), await ordersCounted()]).toEqual([1, 1]);
  });
});

describe('an order that nobody can read', () => {
  it('keeps none behind it waiting, is told of in the checklist, and is fetched at the next look', async () => {
    const { customer, buy } = await openStocked();
    const { shop, served } = connected;
    shop.webhooks.hold();
    const orders = [await buy(), await buy(), await buy()];
    const told = [...shop.webhooks.waiting];
    await shop.webhooks.release(() => []);
    const isSecond = ({ body }: Delivery) => JSON.parse(body).id === orders[1]?.id;
    for (const delivery of told) {
      await later(1_000);
      expect(await shop.webhooks.repeat(isSecond(delivery) ? spoiled(delivery) : delivery)).toBe(200);
    }
    expect(await profileOf(customer)).toMatchObject({ orders: { frequency: 2, monetary: 40 } });
    expect(await webhooksRow()).toMatchObject({
      state: 'done',
      facts: { failures: 2, lastFailureTopic: 'ORDERS_PAID', lastTopic: 'ORDERS_PAID' },
    });
    const { status } = await call(`${served.url}/v1/jobs/shopify-reconcile-orders/run`, {
      method: 'POST',
      headers: bearer(served.operatorKey),
    });
    expect(status).toBe(200);
    expect(await profileOf(customer)).toMatchObject({ orders: { frequency: 3, monetary: 60 } });
  });
});

/** The same, with something in it that Shopify does not document, signed all the same. */
function spoiled(delivery: Delivery | undefined): Delivery {
  if (delivery === undefined) throw new Error('there is nothing to spoil');
  const body = JSON.stringify({ ...JSON.parse(delivery.body), line_items: 'seven' });
  return {
    ...delivery,
    body,
    headers: { ...delivery.headers, 'x-shopify-hmac-sha256': signBody(body, API_SECRET) },
  };
}
