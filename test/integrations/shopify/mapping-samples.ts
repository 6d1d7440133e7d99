/** Good payloads of every topic, and what is made of one. */

import type { Outcome } from '../../../core/errors.ts';
import { mapWebhook } from '../../../integrations/shopify/mapping/map-webhook.ts';
import type { Mapped, ShopFacts } from '../../../integrations/shopify/mapping/mapped.ts';
import { CHECKOUT_PAYLOAD, CUSTOMER, cartOf, FACTS, ORDER, PRODUCT, REFUND } from './mapping-world.ts';

export const MERGE = {
  admin_graphql_api_customer_kept_id: 'gid://shopify/Customer/1',
  admin_graphql_api_customer_deleted_id: 'gid://shopify/Customer/2',
  status: 'completed',
};
const CHOICE = {
  customer_id: 900100200,
  email_address: '§ann@example.com§',
  email_marketing_consent: { state: 'unsubscribed', consent_updated_at: '2026-01-05T12:00:00Z' },
};

/** A good payload of each topic. */
export const SAMPLES: { readonly [topic: string]: { readonly [key: string]: unknown } } = {
  'orders/create': ORDER,
  'orders/updated': { ...ORDER, refunds: [REFUND] },
  'orders/paid': ORDER,
  'orders/cancelled': { ...ORDER, cancelled_at: '2026-01-06T12:00:00Z', cancel_reason: 'customer' },
  'refunds/create': REFUND,
  'carts/create': cartOf('2026-01-05T12:00:00Z', [3002, 1]),
  'carts/update': cartOf('2026-01-05T12:00:00Z', [3002, 1]),
  'checkouts/create': CHECKOUT_PAYLOAD,
  'checkouts/update': { ...CHECKOUT_PAYLOAD, shipping_lines: [{ title: '§', price: '4.90' }] },
  'products/create': PRODUCT,
  'products/update': PRODUCT,
  'products/delete': { id: 2001 },
  'customers/create': CUSTOMER,
  'customers/update': CUSTOMER,
  'customers/merge': MERGE,
  'customers_email_marketing_consent/update': CHOICE,
};

/** @throws where it is refused. */
export function taken(outcome: Outcome<Mapped>): Mapped {
  if (!outcome.ok) throw new Error(`${outcome.code} at ${outcome.at}`);
  return outcome.value;
}

/** @example take('orders/create', ORDER).events */
export function take(topic: string, payload: unknown, facts: ShopFacts = FACTS): Mapped {
  return taken(mapWebhook(topic, payload, facts));
}
