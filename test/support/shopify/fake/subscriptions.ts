import type { Subscription } from './webhooks.ts';

/** What `shopify.app.toml` subscribes to. */
const ORDER_FIELDS = [
  'id',
  'admin_graphql_api_id',
  'created_at',
  'updated_at',
  'processed_at',
  'cancelled_at',
  'cancel_reason',
  'test',
  'currency',
  'financial_status',
  'source_name',
  'cart_token',
  'checkout_token',
  'subtotal_price',
  'total_discounts',
  'total_shipping_price_set',
  'total_tax',
  'total_price',
  'current_total_price',
  'discount_codes',
  'customer',
  'line_items',
  'refunds',
];

const plain = (path: string, topics: readonly string[]): readonly Subscription[] =>
  topics.map((topic) => ({ topic, path }));

export const SUBSCRIPTIONS: readonly Subscription[] = [
  ...plain('/webhooks/compliance', ['customers/data_request', 'customers/redact', 'shop/redact']),
  ...plain('/webhooks', ['app/uninstalled', 'app/scopes_update']),
  ...['orders/create', 'orders/paid', 'orders/updated', 'orders/cancelled'].map((topic) => ({
    topic,
    path: '/webhooks',
    includeFields: ORDER_FIELDS,
  })),
  ...plain('/webhooks', [
    'refunds/create',
    'carts/create',
    'carts/update',
    'checkouts/create',
    'checkouts/update',
    'products/create',
    'products/update',
    'products/delete',
    'customers/create',
    'customers/update',
    'customers/delete',
    'customers_email_marketing_consent/update',
  ]),
];
