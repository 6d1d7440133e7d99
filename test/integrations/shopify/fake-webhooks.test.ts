/** What the fake shop tells, and how: signed, no more than was asked for, at least once, in any order. */
import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { SUBSCRIPTIONS } from '../../../apps/shopify-dev/fake/subscriptions.ts';
import type { Delivery } from '../../../apps/shopify-dev/fake/webhooks.ts';
import { API_SECRET, OPENED_AT_MS, openShop } from '../../support/shopify/opened-shop.ts';

/** A shop whose webhooks arrive here, and are answered as the test says. */
async function openTold(answer: (delivery: Delivery) => number = () => 200) {
  const told: Delivery[] = [];
  const shop = await openShop({
    send: async (delivery) => {
      told.push(delivery);
      return answer(delivery);
    },
  });
  const bodiesOf = (topic: string) =>
    told.filter((one) => one.topic === topic).map(({ body }) => JSON.parse(body));
  return { shop, told, bodiesOf };
}
type Told = Awaited<ReturnType<typeof openTold>>;

/** Everything that a shop can tell. */
async function live({ shop }: Told): Promise<void> {
  const { acts } = shop;
  const customer = await acts.createCustomer();
  await acts.chooseMarketing(customer, 'SUBSCRIBED');
  const product = await acts.createProduct({ handle: 'harbour-blue' });
  await acts.editProduct(product, { priceMinor: 2_490 });
  const cart = await acts.createCart('c1-harbour');
  await acts.putInCart(cart, product, 2);
  const checkoutToken = await acts.startCheckout(cart, customer);
  const { order } = await acts.placeOrder({ customer, cart, checkoutToken });
  await acts.refund(order, [1]);
  await acts.cancelOrder(order);
  await acts.deleteProduct(product);
  await acts.requestData(customer);
  await acts.redactCustomer(customer);
  await shop.changeScopes(['read_orders']);
  await shop.uninstall();
  await acts.redactShop();
}

/** Whether something is at `refunds.transactions.kind`; lists are looked into. */
function holds(value: unknown, [name, ...rest]: readonly string[]): boolean {
  if (name === undefined) return true;
  if (Array.isArray(value)) return value.some((one) => holds(one, [name, ...rest]));
  return typeof value === 'object' && value !== null && name in value
    ? holds((value as Record<string, unknown>)[name], rest)
    : false;
}

describe('webhooks of the fake shop', () => {
  it('come of every topic that the app subscribes to, and of no other', async () => {
    const world = await openTold();
    await live(world);
    expect([...new Set(world.told.map(({ topic }) => topic))].sort()).toEqual(
      SUBSCRIPTIONS.map(({ topic }) => topic).sort(),
    );
  });

  it('hold every field that the app asks for, and none beside it', async () => {
    const world = await openTold();
    await live(world);
    for (const { topic, includeFields = [] } of SUBSCRIPTIONS) {
      // A new order has no refund yet: a field may come with another topic of the same subscription.
      const together = SUBSCRIPTIONS.filter((one) => `${one.includeFields}` === `${includeFields}`);
      const bodies = together.flatMap((one) => world.bodiesOf(one.topic));
      const missing = includeFields.filter((path) => !bodies.some((body) => holds(body, path.split('.'))));
      const heads = new Set(includeFields.map((path) => path.split('.')[0]));
      const beside = bodies.flatMap(Object.keys).filter((name) => heads.size > 0 && !heads.has(name));
      expect({ topic, missing, beside }).toEqual({ topic, missing: [], beside: [] });
    }
  });

  it('name nobody in an order: who bought is a number', async () => {
    const world = await openTold();
    await live(world);
    const [order] = world.bodiesOf('orders/create');
    expect(Object.keys(order.customer)).toEqual(['id']);
    const orders = world.told.filter(({ topic }) => /^(orders|refunds|carts|checkouts)\//.test(topic));
    expect(orders.length).toBeGreaterThan(8);
    expect(orders.filter(({ body }) => /Quastenflosser|briefkasten|Otterstieg|203\.0/.test(body))).toEqual(
      [],
    );
  });

  it('are signed over the bytes that go out, with what Shopify says of itself', async () => {
    const world = await openTold();
    await world.shop.acts.createProduct({ handle: 'iron-gall' });
    const [{ headers = {}, body = '' } = {}] = world.told;
    const signed = createHmac('sha256', API_SECRET).update(body).digest('base64');
    expect(headers).toMatchObject({
      'x-shopify-hmac-sha256': signed,
      'x-shopify-topic': 'products/create',
      'x-shopify-shop-domain': world.shop.domain,
      'x-shopify-api-version': '2026-07',
      'x-shopify-triggered-at': new Date(OPENED_AT_MS).toISOString(),
    });
  });

  it('wait and come in another order, each with the time at which it happened', async () => {
    const world = await openTold();
    const { shop, told } = world;
    const product = await shop.acts.createProduct({ handle: 'iron-gall' });
    shop.webhooks.hold();
    await shop.acts.editProduct(product, { priceMinor: 1 });
    await shop.clock.moveTo(OPENED_AT_MS + 60_000);
    await shop.acts.editProduct(product, { priceMinor: 2 });
    expect(told).toHaveLength(1);
    await shop.webhooks.release('reversed');
    expect(world.bodiesOf('products/update').map(({ variants }) => variants[0].price)).toEqual([
      '0.02',
      '0.01',
    ]);
    expect(told.slice(1).map(({ headers }) => headers['x-shopify-triggered-at'])).toEqual([
      new Date(OPENED_AT_MS + 60_000).toISOString(),
      new Date(OPENED_AT_MS).toISOString(),
    ]);
    await shop.acts.editProduct(product, { priceMinor: 3 });
    expect(told).toHaveLength(4);
  });

  it('come twice with the same ids, and otherwise each with its own', async () => {
    const { shop, told } = await openTold();
    await shop.acts.createProduct({ handle: 'iron-gall' });
    await shop.acts.createProduct({ handle: 'walnut' });
    const [first] = told;
    if (first) await shop.webhooks.repeat(first);
    const ids = told.map(({ headers }) => headers['x-shopify-webhook-id']);
    expect([ids[2] === ids[0], ids[1] === ids[0]]).toEqual([true, false]);
    expect(told[2]).toEqual(first);
  });

  it('come again until somebody takes them, and nine times at most', async () => {
    let status = 503;
    const { shop, told } = await openTold(() => status);
    await shop.acts.createProduct({ handle: 'iron-gall' });
    await shop.webhooks.retry();
    status = 200;
    await shop.webhooks.retry();
    await shop.webhooks.retry();
    expect(told).toHaveLength(3);
    expect(new Set(told).size).toBe(1);
    status = 401;
    await shop.acts.createProduct({ handle: 'walnut' });
    for (let tries = 1; tries < 12; tries += 1) await shop.webhooks.retry();
    expect(told.filter(({ body }) => body.includes('walnut'))).toHaveLength(9);
    expect(shop.webhooks.lost.map(({ topic }) => topic)).toEqual(['products/create']);
  });

  it('stop at the uninstall, and the duties go on', async () => {
    const { shop, told } = await openTold();
    const customer = await shop.acts.createCustomer();
    await shop.uninstall();
    await shop.acts.createProduct({ handle: 'iron-gall' });
    await shop.acts.requestData(customer);
    await shop.acts.redactShop();
    expect(told.map(({ topic }) => topic)).toEqual([
      'app/uninstalled',
      'customers/data_request',
      'shop/redact',
    ]);
  });
});
