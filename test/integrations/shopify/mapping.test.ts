import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SPEC } from '../../../core/events/spec.ts';
import { mapCustomerNode, traitsEvent } from '../../../integrations/shopify/mapping/customer.ts';
import { MAPPED_TOPICS, mapWebhook } from '../../../integrations/shopify/mapping/map-webhook.ts';
import { mapProductNode } from '../../../integrations/shopify/mapping/product.ts';
import { MERGE, SAMPLES, take, taken } from './mapping-samples.ts';
import { CUSTOMER, FACTS, NOON, ORDER, PERSON, PRODUCT, PRODUCT_NODE } from './mapping-world.ts';

const DAY = 86_400_000;

describe('a customer', () => {
  const marketing = (state: string, at: string | null = '2026-01-04T12:00:00Z') => {
    const email_marketing_consent = { state, consent_updated_at: at };
    return take('customers/update', { ...CUSTOMER, email_marketing_consent }).customers[0]?.marketing;
  };

  it('is a number and what may be known of everybody', () => {
    const [customer] = take('customers/create', CUSTOMER, {
      ...FACTS,
      tags: ['wholesale', 'gold'],
    }).customers;
    expect(customer).toEqual({
      userId: '900100200',
      reference: 'gid://shopify/Customer/900100200',
      marketing: { contact: true, at: NOON - DAY, source: 'shopify' },
      optedOutAt: null,
      traits: {
        orders_count: 3,
        total_spent: 199.9,
        created_at: '2025-01-05T12:00:00.000Z',
        tags: ['wholesale'],
      },
      at: NOON,
    });
    expect(customer && traitsEvent(customer)).toMatchObject({ name: 'Traits Updated', time: NOON });
  });

  it.each([
    ['subscribed', true],
    ['unsubscribed', false],
    ['redacted', false],
    ['invalid', false],
    ['not_subscribed', false],
    ['pending', undefined],
    ['new state of tomorrow', undefined],
  ])('who is %s may be written to: %s', (state, contact) => {
    expect(marketing(state)?.contact).toBe(contact);
    expect(marketing(state.toUpperCase())?.contact).toBe(contact);
  });

  it('who was never asked said nothing, and nobody may be written to without an instant', () => {
    expect([marketing('not_subscribed', null), marketing('subscribed', null)]).toEqual([null, null]);
    expect(marketing('redacted', null)).toEqual({ contact: false, at: NOON, source: 'shopify' });
  });

  it('says the same in GraphQL', () => {
    const node = {
      id: 'gid://shopify/Customer/900100200',
      updatedAt: '2026-01-05T12:00:00Z',
      defaultEmailAddress: { marketingState: 'SUBSCRIBED', marketingUpdatedAt: '2026-01-04T12:00:00Z' },
    };
    const [customer] = taken(mapCustomerNode(node)).customers;
    expect(customer?.marketing).toEqual({ contact: true, at: NOON - DAY, source: 'shopify' });
  });

  it('who became another is named with them, once that is done', () => {
    expect(take('customers/merge', MERGE).merges).toEqual([{ from: '2', into: '1' }]);
    expect(take('customers/merge', { ...MERGE, status: 'in_progress' }).merges).toEqual([]);
  });
});

describe('a product', () => {
  const row = {
    id: '2001',
    title: 'Boots',
    url: '/products/boots',
    image: 'https://cdn.example/boots.jpg',
    category: 'Shoes',
    price: '59.90',
    priceBefore: 79.9,
    currency: 'EUR',
    stock: 3,
    facts: { Vendor: 'Heron' },
    variant: null,
  };

  it('is a row at the price of its cheapest variant', () => {
    expect(take('products/update', PRODUCT).products).toEqual([row]);
    expect(take('products/update', PRODUCT, { ...FACTS, origin: 'https://shop.example' }).products).toEqual([
      { ...row, url: 'https://shop.example/products/boots' },
    ]);
  });

  it('is the same row from GraphQL', () => {
    expect(JSON.stringify(taken(mapProductNode(PRODUCT_NODE, FACTS)))).toBe(
      JSON.stringify(take('products/create', PRODUCT)),
    );
  });

  it.each([
    [{ status: 'draft' }, 0],
    [{ published_at: null }, 0],
    [
      { variants: [{ id: 1, price: '5.00', inventory_policy: 'continue', inventory_quantity: 1 }] },
      undefined,
    ],
    [
      { variants: [{ id: 1, price: '5.00', inventory_policy: 'deny', inventory_management: null }] },
      undefined,
    ],
  ])('with %j has a stock of %s', (more, stock) => {
    expect(take('products/update', { ...PRODUCT, ...more }).products[0]?.stock).toBe(stock);
  });

  it('of one variant says which, and one of several that it takes a choice', () => {
    const [first] = PRODUCT.variants as readonly object[];
    const rows = [[first], PRODUCT.variants].map(
      (variants) => take('products/update', { ...PRODUCT, variants }).products[0]?.variant,
    );
    expect(rows).toEqual(['3001', null]);
  });

  it('that is gone is named', () => {
    expect(take('products/delete', { id: 2001 }).gone).toEqual(['2001']);
  });

  it('whose title holds an address is refused without it', () => {
    const refused = mapWebhook('products/update', { ...PRODUCT, title: 'ask ann@example.com' }, FACTS);
    expect(refused).toMatchObject({ ok: false, at: 'title' });
    expect(JSON.stringify(refused)).not.toContain('ann@');
  });
});

describe('any webhook', () => {
  const facts = { ...FACTS, tags: ['vip'] };

  it('has a sample here, and an event of the table', () => {
    expect(Object.keys(SAMPLES)).toEqual(MAPPED_TOPICS);
    for (const topic of MAPPED_TOPICS) {
      for (const { id, name, properties } of take(topic, SAMPLES[topic]).events) {
        expect([SPEC.has(name), id.length <= 100]).toEqual([true, true]);
        const required = SPEC.get(name)?.required ?? [];
        const isOptional = name === 'Order Completed' ? [] : ['total'];
        const missing = required.filter((key) => properties[String(key)] === undefined);
        expect(missing.filter((key) => !isOptional.includes(String(key)))).toEqual([]);
      }
    }
  });

  it.each(MAPPED_TOPICS)('%s lets nobody through who is in it', (topic) => {
    expect(JSON.stringify(take(topic, { ...PERSON, ...SAMPLES[topic] }, facts))).not.toContain('§');
  });

  it('is known by the schema’s name too, and refused by any other', () => {
    expect(take('ORDERS_CREATE', ORDER)).toEqual(take('orders/create', ORDER));
    expect(mapWebhook('shop/update', {}, FACTS)).toMatchObject({ ok: false, at: 'topic' });
    expect(mapWebhook('__proto__', {}, FACTS)).toMatchObject({ ok: false, at: 'topic' });
  });

  it('never throws, whatever stands in it, and lets nobody through', () => {
    const damage = fc.tuple(
      fc.nat(60),
      fc.oneof(fc.jsonValue(), fc.constantFrom('§', { '§': '§' }, [null, '§'])),
    );
    fc.assert(
      fc.property(fc.constantFrom(...MAPPED_TOPICS), fc.array(damage, { maxLength: 4 }), (topic, faults) => {
        const payload: Record<string, unknown> = { ...SAMPLES[topic] };
        const keys = Object.keys(payload);
        for (const [at, value] of faults) payload[keys[at % keys.length] ?? ''] = value;
        const free = new Set([
          'title',
          'handle',
          'product_type',
          'vendor',
          'image',
          'tags',
          'discount_codes',
        ]);
        for (const key of free) if (JSON.stringify(payload[key] ?? '').includes('§')) delete payload[key];
        const outcome = mapWebhook(topic, payload, facts);
        expect(JSON.stringify(outcome)).not.toContain('§');
      }),
      { numRuns: 500 },
    );
  });

  it('of any other shape is refused at a place', () => {
    fc.assert(
      fc.property(fc.constantFrom(...MAPPED_TOPICS), fc.jsonValue(), (topic, payload) => {
        const outcome = mapWebhook(topic, payload, facts);
        expect(outcome.ok || outcome.hint !== '').toBe(true);
      }),
    );
  });
});
