import type { Scope } from './operation.ts';

/** Every permission that the app asks for, in the order of `shopify.app.toml`, with its reason as a merchant reads it. */
export const SCOPES: Readonly<Record<Scope, string>> = {
  read_customers:
    'See that a customer exists, what they agreed to hear, and their tags. Names, addresses, e-mails and telephones are not asked for.',
  write_customers: 'Write scores and segments to customers as metafields and tags, where you switch it on.',
  read_orders:
    'Count orders, refunds, carts and checkouts as they happened, also where a browser never told of them.',
  read_products: 'Know what is sold, at which price and whether it is in stock.',
  read_discounts: 'Find the codes that Inkling made, to see them redeemed and to clean them up.',
  write_discounts: 'Make codes for one use that end at a given time.',
  read_pixels: 'See whether the pixel is connected.',
  write_pixels: 'Connect the pixel that sees the steps of the checkout.',
  read_customer_events: 'Let the pixel hear of the steps of the checkout, from visitors who allow it.',
  write_app_proxy: "Answer below your shop's own address, so that no third party is asked.",
};

/** Without them what the app is for does not work: `scopes` of shopify.app.toml. What may write may read. */
export const ASKED_SCOPES = [
  'read_customers',
  'read_orders',
  'read_products',
  'write_discounts',
  'write_pixels',
  'read_customer_events',
  'write_app_proxy',
] as const;

/** Asked for where a merchant switches on what needs them: `optional_scopes` of shopify.app.toml. */
export const OPTIONAL_SCOPES = ['read_all_orders', 'write_customers'] as const;
