/** What people do in the fake shop is the same thing in a webhook and in the Admin API, and lists by cursor miss none of it. */
import { describe, expect, it } from 'vitest';
import { gid } from '../../../apps/shopify-dev/fake/state.ts';
import type { Delivery } from '../../../apps/shopify-dev/fake/webhooks.ts';
import { operation } from '../../../integrations/shopify/operations/operation.ts';
import { orderRefunds } from '../../../integrations/shopify/operations/orders.ts';
import { type OpenedShop, openShop } from '../../support/shopify/opened-shop.ts';

const MINUTE_MS = 60_000;

async function openSold() {
  const told: Delivery[] = [];
  const shop = await openShop({ send: async (delivery) => told.push(delivery) && 200 });
  const customer = await shop.acts.createCustomer();
  const ink = await shop.acts.createProduct({ handle: 'harbour-blue', priceMinor: 1_990 });
  const pen = await shop.acts.createProduct({ handle: 'quill', priceMinor: 4_500 });
  const cart = await shop.acts.createCart('c1-harbour');
  await shop.acts.putInCart(cart, ink, 2);
  await shop.acts.putInCart(cart, pen, 1);
  const last = (topic: string) => JSON.parse(told.findLast((one) => one.topic === topic)?.body ?? 'null');
  return { shop, told, customer, ink, pen, cart, last };
}

describe('a cart', () => {
  it('holds what was put in last, and nothing of what was taken out', async () => {
    const { shop, ink, pen, cart, last } = await openSold();
    await shop.acts.putInCart(cart, ink, 5);
    const lines = () =>
      last('carts/update').line_items.map(({ product_id, quantity, price }: Record<string, unknown>) => [
        product_id,
        quantity,
        price,
      ]);
    expect(lines()).toEqual([
      [ink.id, 5, '19.90'],
      [pen.id, 1, '45.00'],
    ]);
    await shop.acts.putInCart(cart, ink, 0);
    expect(lines()).toEqual([[pen.id, 1, '45.00']]);
    expect(last('carts/update')).toMatchObject({ id: 'c1-harbour', token: 'c1-harbour' });
  });

  it('is changed by the minute, which its time says', async () => {
    const { shop, pen, cart, last } = await openSold();
    const before = last('carts/update').updated_at;
    await shop.clock.moveTo(shop.clock.now() + MINUTE_MS);
    await shop.acts.putInCart(cart, pen, 0);
    expect(Date.parse(last('carts/update').updated_at) - Date.parse(before)).toBe(MINUTE_MS);
    expect(last('carts/update').created_at).toBe(before);
  });
});

describe('a checkout', () => {
  it('is of its cart, and done when the order is there', async () => {
    const { shop, customer, cart, last } = await openSold();
    const checkoutToken = await shop.acts.startCheckout(cart, customer);
    expect(last('checkouts/create')).toMatchObject({
      token: checkoutToken,
      cart_token: 'c1-harbour',
      completed_at: null,
      total_price: '84.80',
      customer: { id: customer.id },
    });
    expect(last('checkouts/update')).toBeNull();
    await shop.clock.moveTo(shop.clock.now() + MINUTE_MS);
    await shop.acts.placeOrder({ customer, cart, checkoutToken });
    expect(last('checkouts/update')).toMatchObject({
      token: checkoutToken,
      completed_at: '2026-07-06T12:01:00Z',
    });
    expect(last('orders/create')).toMatchObject({ cart_token: 'c1-harbour', checkout_token: checkoutToken });
  });
});

const orderMoney = operation<
  { readonly id: string },
  { readonly order: { readonly [name: string]: unknown } | null }
>({
  name: 'OrderMoney',
  scopes: [],
  text: `query OrderMoney($id: ID!) { order(id: $id) {
    displayFinancialStatus cancelledAt
    totalPriceSet { shopMoney { amount } } totalRefundedSet { shopMoney { amount } }
    lineItems(first: 5) { nodes { currentQuantity } } } }`,
});

describe('what is given back', () => {
  const read = async (shop: OpenedShop, id: number) =>
    (await shop.run(orderMoney, { id: gid('Order', id) })).data?.order;

  it('is a part at first and then the rest, in the webhook and in the Admin API', async () => {
    const { shop, cart, customer, last } = await openSold();
    const { order } = await shop.acts.placeOrder({ customer, cart });
    expect(last('orders/create').total_price_set.shop_money.amount).toBe('89.70');
    expect(await read(shop, order.id)).toMatchObject({
      displayFinancialStatus: 'PAID',
      totalPriceSet: { shopMoney: { amount: '89.70' } },
    });
    await shop.acts.refund(order, [1]);
    expect(last('refunds/create')).toMatchObject({
      order_id: order.id,
      refund_line_items: [{ quantity: 1, subtotal: 19.9 }],
      transactions: [{ kind: 'refund', status: 'success', amount: '19.90', currency: 'EUR', test: false }],
    });
    expect(last('orders/updated')).toMatchObject({ financial_status: 'partially_refunded' });
    await shop.acts.refund(order);
    expect(
      last('refunds/create').refund_line_items.map(({ quantity }: { quantity: number }) => quantity),
    ).toEqual([1, 1]);
    expect(last('orders/updated').financial_status).toBe('refunded');
    expect(await read(shop, order.id)).toMatchObject({
      displayFinancialStatus: 'REFUNDED',
      totalRefundedSet: { shopMoney: { amount: '89.70' } },
      lineItems: { nodes: [{ currentQuantity: 0 }, { currentQuantity: 0 }] },
    });
    const refunds = await shop.run(orderRefunds, { id: gid('Order', order.id) });
    expect(refunds.data?.order?.refunds).toHaveLength(2);
  });

  it('is never more than was bought', async () => {
    const { shop, cart } = await openSold();
    const { order } = await shop.acts.placeOrder({ cart });
    await shop.acts.refund(order);
    const again = await shop.acts.refund(order, [9, 9]);
    expect([again.lines, again.amountMinor]).toEqual([[], 0]);
    const whole = await shop.acts.refund(order);
    expect(whole.amountMinor).toBe(0);
  });

  it('is told of an order that was called off', async () => {
    const { shop, cart, last } = await openSold();
    const { order } = await shop.acts.placeOrder({ cart });
    await shop.acts.cancelOrder(order);
    expect(last('orders/cancelled')).toMatchObject({
      cancelled_at: '2026-07-06T12:00:00Z',
      cancel_reason: 'customer',
    });
    expect((await read(shop, order.id))?.cancelledAt).toBe('2026-07-06T12:00:00Z');
  });
});

type Page = {
  readonly orders: {
    readonly nodes: readonly { readonly id: string }[];
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
  };
};
const orderPage = operation<
  { readonly first: number; readonly after?: string | null; readonly query?: string },
  Page
>({
  name: 'OrderPage',
  scopes: [],
  text: `query OrderPage($first: Int!, $after: String, $query: String) {
    orders(first: $first, after: $after, query: $query, sortKey: UPDATED_AT) {
      nodes { id } pageInfo { hasNextPage endCursor } } }`,
});

describe('a list by cursor', () => {
  async function openOrdered(count: number) {
    const { shop, cart } = await openSold();
    const orders = [];
    for (let at = 0; at < count; at += 1) {
      orders.push((await shop.acts.placeOrder({ cart })).order);
      await shop.clock.moveTo(shop.clock.now() + MINUTE_MS);
    }
    return { shop, orders };
  }
  const idsOf = (page: Page | undefined) => page?.orders.nodes.map(({ id }) => Number(id.split('/').pop()));

  it('goes through all of it, and ends', async () => {
    const { shop, orders } = await openOrdered(5);
    const seen: (number | undefined)[] = [];
    let after: string | null = null;
    const sizes: number[] = [];
    for (let isMore = true; isMore; ) {
      const { data }: { data?: Page } = await shop.run(orderPage, { first: 2, after });
      seen.push(...(idsOf(data) ?? []));
      sizes.push(data?.orders.nodes.length ?? 0);
      after = data?.orders.pageInfo.endCursor ?? null;
      isMore = data?.orders.pageInfo.hasNextPage ?? false;
    }
    expect(sizes).toEqual([2, 2, 1]);
    expect(seen).toEqual(orders.map(({ id }) => id));
  });

  it('shows one again that moved meanwhile, and misses none', async () => {
    const { shop, orders } = await openOrdered(4);
    const [first, second, third, fourth] = orders;
    const { data } = await shop.run(orderPage, { first: 2 });
    expect(idsOf(data)).toEqual([first?.id, second?.id]);
    if (first) await shop.acts.refund(first, [1]);
    const rest = await shop.run(orderPage, { first: 9, after: data?.orders.pageInfo.endCursor ?? null });
    expect(idsOf(rest.data)).toEqual([third?.id, fourth?.id, first?.id]);
  });

  it('finds what was changed since, and nothing older', async () => {
    const { shop, orders } = await openOrdered(3);
    const { data } = await shop.run(orderPage, { first: 9, query: "updated_at:>='2026-07-06T12:01:00Z'" });
    expect(idsOf(data)).toEqual(orders.slice(1).map(({ id }) => id));
  });

  it.each([
    ['none at all', { first: 0 }, /first or last/],
    ['more than a page holds', { first: 251 }, /at most 250/],
    ['what comes after nothing that is known', { first: 1, after: 'e30' }, /Invalid cursor/],
    ['what the shop cannot look for', { first: 1, query: 'shoe_size:42' }, /cannot search/],
  ])('is refused to whoever asks for %s', async (_what, variables, message) => {
    const { shop } = await openOrdered(1);
    const { errors } = await shop.run(orderPage, variables);
    expect(errors?.map((error) => error.message)).toEqual([expect.stringMatching(message)]);
  });
});
