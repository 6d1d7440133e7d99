import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mapWebhook } from '../../../integrations/shopify/mapping/map-webhook.ts';
import type { KnownCart } from '../../../integrations/shopify/mapping/mapped.ts';
import { mapOrderNode } from '../../../integrations/shopify/mapping/order-node.ts';
import { SAMPLES, take, taken } from './mapping-samples.ts';
import {
  CART,
  CHECKOUT,
  CHECKOUT_PAYLOAD,
  cartOf,
  FACTS,
  NOON,
  ORDER,
  ORDER_NODE,
  REFUND,
  REFUND_NODE,
} from './mapping-world.ts';

const DAY = 86_400_000;
const ORDER_TOPICS = ['orders/create', 'orders/updated', 'orders/paid', 'orders/cancelled'];

describe('an order', () => {
  it('is what was bought, in the shop’s own currency', () => {
    expect(take('orders/create', ORDER)).toMatchObject({
      events: [
        {
          id: 'order:4242',
          name: 'Order Completed',
          time: NOON,
          userId: '900100200',
          properties: {
            order_id: '4242',
            cart_id: CART,
            checkout_id: CHECKOUT,
            affiliation: 'online store',
            revenue: 117.82,
            subtotal: 142.82,
            total: 147.72,
            tax: 23.58,
            shipping: 4.9,
            discount: 11.98,
            coupon: 'WINTER10',
            currency: 'EUR',
          },
        },
      ],
      customers: [{ userId: '900100200', reference: 'gid://shopify/Customer/900100200', marketing: null }],
      joins: [{ cart: CART, checkout: CHECKOUT, order: '4242' }],
    });
  });

  it('has its goods, gift cards marked, and what is no product without a name', () => {
    expect(take('orders/create', ORDER).events[0]?.properties.products).toEqual([
      {
        product_id: '2001',
        variant_id: '3002',
        sku: 'BOOT-42',
        name: 'Boots',
        variant: '42',
        brand: 'Heron',
        price: 59.9,
        quantity: 2,
        discount: 11.98,
      },
      {
        product_id: '2002',
        variant_id: '3003',
        name: 'Gift card',
        brand: 'Heron',
        price: 25,
        quantity: 1,
        gift_card: true,
      },
      { price: 10, quantity: 1 },
    ]);
  });

  it('is the same whatever topic tells of it, so that it counts once', () => {
    const told = ORDER_TOPICS.map((topic) => JSON.stringify(take(topic, ORDER)));
    expect(new Set(told).size).toBe(1);
  });

  it.each([
    ['as it was placed', ORDER, ORDER_NODE],
    ['with a refund', { ...ORDER, refunds: [REFUND] }, { ...ORDER_NODE, refunds: [REFUND_NODE] }],
    [
      'cancelled',
      { ...ORDER, cancelled_at: '2026-01-06T13:00:00+01:00', cancel_reason: 'fraud' },
      { ...ORDER_NODE, cancelledAt: '2026-01-06T12:00:00Z', cancelReason: 'FRAUD' },
    ],
    ['of a guest', { ...ORDER, customer: null }, { ...ORDER_NODE, customer: null }],
    ['for a test', { ...ORDER, test: true }, { ...ORDER_NODE, test: true }],
    ['at a till', { ...ORDER, source_name: 'pos' }, { ...ORDER_NODE, sourceName: 'pos' }],
  ])('%s comes to the same bytes from GraphQL', (_, webhook, node) => {
    expect(JSON.stringify(taken(mapOrderNode(node)))).toBe(JSON.stringify(take('orders/updated', webhook)));
  });

  it('that was made for a test is none', () => {
    expect(take('orders/create', { ...ORDER, test: true }).events).toEqual([]);
    const transactions = [{ kind: 'refund', status: 'success', amount: '5.00', test: true }];
    expect(take('refunds/create', { ...REFUND, transactions }).events).toEqual([]);
  });

  it.each([
    ['pos', 'point of sale'],
    ['shopify_draft_order', 'draft order'],
    ['580111', 'app'],
  ])('of the source %s was made at: %s', (source_name, affiliation) => {
    expect(take('orders/create', { ...ORDER, source_name }).events[0]?.properties).toMatchObject({
      affiliation,
    });
  });

  it('whose items come in pages is told only when all are there', () => {
    const lineItems = { nodes: [], pageInfo: { hasNextPage: true } };
    expect(mapOrderNode({ ...ORDER_NODE, lineItems })).toMatchObject({ ok: false, at: 'lineItems' });
  });

  it('is refused with the place of what is wrong, and none of what stood there', () => {
    const line_items = [{ ...(ORDER.line_items as object[])[0], price: '§59,90' }];
    const refused = mapWebhook('orders/create', { ...ORDER, line_items }, FACTS);
    expect(refused).toMatchObject({ ok: false, code: 'invalid_value', at: 'line_items[0].price' });
    expect(JSON.stringify(refused)).not.toContain('§');
  });
});

describe('a refund', () => {
  const refund = (more: object) => take('refunds/create', { ...REFUND, ...more }).events[0]?.properties;

  it('gives back what moved, of the goods no more than they cost', () => {
    expect(take('refunds/create', REFUND).events).toEqual([
      {
        id: 'refund:5001',
        name: 'Order Refunded',
        time: NOON + 2 * DAY,
        properties: {
          order_id: '4242',
          revenue: 53.91,
          value: 58.81,
          currency: 'EUR',
          products: [{ product_id: '2001', variant_id: '3002', quantity: 1 }],
        },
      },
    ]);
  });

  it('of less than the goods is of that, and of no goods is of its amount', () => {
    const transactions = [{ kind: 'refund', status: 'success', amount: '20.00', currency: 'EUR' }];
    expect(refund({ transactions })).toMatchObject({ revenue: 20, value: 20 });
    expect(refund({ transactions, refund_line_items: [] })).toMatchObject({ revenue: 20, value: 20 });
  });

  it('in the buyer’s currency is of what the lines are in the shop’s', () => {
    const transactions = [{ kind: 'refund', status: 'success', amount: '70.00', currency: 'USD' }];
    expect(refund({ transactions })).toMatchObject({ revenue: 53.91, value: 62.52, currency: 'EUR' });
  });

  it('that moved no money is none yet', () => {
    expect(take('refunds/create', { ...REFUND, transactions: [] }).events).toEqual([]);
  });
});

describe('a cart', () => {
  const at = (second: number): string => new Date(NOON + second * 1_000).toISOString();

  /** As whoever keeps what was known of it. */
  function hear(carts: readonly object[]) {
    let known: KnownCart | null = null;
    return carts.flatMap((cart) => {
      const { events, cart: next } = take('carts/update', cart, { ...FACTS, cart: known });
      known = next?.known ?? null;
      return events;
    });
  }

  it('tells what was added and removed since', () => {
    const told = hear([
      cartOf(at(0), [3002, 1]),
      cartOf(at(1), [3002, 3], [3001, 1]),
      cartOf(at(2), [3001, 1]),
    ]);
    expect(told.map(({ id, name, properties }) => [id, name, properties.quantity])).toEqual([
      [`cart:${CART}:${NOON}:3002`, 'Product Added', 1],
      [`cart:${CART}:${NOON + 1_000}:3001`, 'Product Added', 1],
      [`cart:${CART}:${NOON + 1_000}:3002`, 'Product Added', 2],
      [`cart:${CART}:${NOON + 2_000}:3002`, 'Product Removed', 3],
    ]);
    expect(told.at(-1)?.properties).toEqual({
      cart_id: CART,
      product_id: '2001',
      variant_id: '3002',
      quantity: 3,
    });
  });

  it('comes to the same sums in whatever order it is heard of, and however often', () => {
    const steps = [cartOf(at(0), [3002, 1]), cartOf(at(1), [3002, 3], [3001, 1]), cartOf(at(2), [3001, 2])];
    const sums = (told: ReturnType<typeof hear>) => {
      const sum: Record<string, number> = {};
      for (const { name, properties } of told) {
        const sign = name === 'Product Added' ? 1 : -1;
        const variant = String(properties.variant_id);
        sum[variant] = (sum[variant] ?? 0) + sign * Number(properties.quantity);
      }
      return Object.fromEntries(Object.entries(sum).filter(([, count]) => count !== 0));
    };
    const order = fc.shuffledSubarray([...steps, ...steps], { minLength: 6 });
    fc.assert(
      fc.property(order, (carts) => {
        expect(sums(hear(carts))).toEqual({ 3001: 2 });
      }),
    );
  });

  it('says nothing new when it is told again', () => {
    expect(hear([cartOf(at(0), [3002, 1]), cartOf(at(0), [3002, 1])])).toHaveLength(1);
  });
});

describe('a checkout', () => {
  it('begins once, and its shipping is one step', () => {
    const { events, joins } = take('checkouts/update', SAMPLES['checkouts/update']);
    expect(events).toMatchObject([
      {
        id: `checkout:${CHECKOUT}:started`,
        name: 'Checkout Started',
        time: NOON,
        userId: '900100200',
        properties: { value: 107.82, total: 112.72, currency: 'EUR', cart_id: CART, checkout_id: CHECKOUT },
      },
      { id: `checkout:${CHECKOUT}:shipping`, properties: { step: 3 } },
    ]);
    expect(joins).toEqual([{ checkout: CHECKOUT, cart: CART }]);
  });

  it('in another currency than the shop’s is told as that', () => {
    const payload = { ...CHECKOUT_PAYLOAD, presentment_currency: 'USD' };
    expect(take('checkouts/create', payload).events[0]?.properties.currency).toBe('USD');
  });
});
