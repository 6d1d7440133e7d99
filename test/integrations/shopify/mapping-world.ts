/**
 * Payloads as Shopify documents them for REST (webhooks) and GraphQL, with a person in every field that may hold one:
 * `§` stands in whatever says who it is, and in what the buyer or a clerk wrote.
 */
export const FACTS = { currency: 'EUR' } as const;
export const CART = 'hWN2Nea0tFGlGsBs6V8CLYV1';
export const CHECKOUT = 'a1b2c3d4e5f60718293a4b5c6d7e8f90';
export const NOON = Date.UTC(2026, 0, 5, 12);

type Payload = { readonly [key: string]: unknown };

export const PERSON: Payload = {
  email: '§ann@example.com§',
  phone: '§+16135551111§',
  contact_email: '§ann@example.com§',
  browser_ip: '§192.0.2.7§',
  client_details: { browser_ip: '§192.0.2.7§', user_agent: '§Mozilla§' },
  billing_address: { first_name: '§Ann§', address1: '§12 Elm§', zip: '§K1A§' },
  shipping_address: { first_name: '§Ann§', address1: '§12 Elm§', zip: '§K1A§' },
  default_address: { first_name: '§Ann§' },
  note: '§call me§',
  note_attributes: [{ name: '§for§', value: '§Ann§' }],
  name: '§#1001§',
  first_name: '§Ann§',
  last_name: '§Gould§',
  order_status_url: 'https://shop.example/§/orders/§',
  landing_site: '/?email=§ann@example.com§',
};

const shop = (amount: string): Payload => ({
  shop_money: { amount, currency_code: 'EUR' },
  presentment_money: { amount: '999.99', currency_code: 'USD' },
});
const node = (amount: string): Payload => ({ shopMoney: { amount } });

const BOOTS = {
  product_id: 2001,
  variant_id: 3002,
  sku: 'BOOT-42',
  title: 'Boots',
  variant_title: '42',
  vendor: 'Heron',
  quantity: 2,
  price: '59.90',
  price_set: shop('59.90'),
  gift_card: false,
  discount_allocations: [{ amount: '11.98', amount_set: shop('11.98') }],
  properties: [{ name: '§engraving§', value: '§Ann§' }],
};
const CARD = {
  ...{ ...BOOTS, product_id: 2002, variant_id: 3003, sku: '', title: 'Gift card', variant_title: null },
  ...{ quantity: 1, price: '25.00', price_set: shop('25.00'), gift_card: true, discount_allocations: [] },
};
/** Written by a clerk for one buyer. */
const CUSTOM = {
  ...{ ...BOOTS, product_id: null, variant_id: null, sku: '§for ann§', title: '§Repair for Ann§' },
  ...{ vendor: '§Ann§', variant_title: '§', quantity: 1, price: '10.00', price_set: shop('10.00') },
  discount_allocations: [],
};

export const REFUND: Payload = {
  ...PERSON,
  id: 5001,
  order_id: 4242,
  created_at: '2026-01-07T13:00:00+01:00',
  refund_line_items: [
    {
      quantity: 1,
      subtotal: '53.91',
      subtotal_set: shop('53.91'),
      total_tax: '8.61',
      total_tax_set: shop('8.61'),
      line_item: BOOTS,
    },
  ],
  transactions: [
    { kind: 'refund', status: 'success', amount: '58.81', currency: 'EUR', test: false, receipt: '§' },
    { kind: 'refund', status: 'failure', amount: '999.00', currency: 'EUR', test: false },
  ],
};

export const ORDER: Payload = {
  ...PERSON,
  id: 4242,
  admin_graphql_api_id: 'gid://shopify/Order/4242',
  customer: { ...PERSON, id: 900100200 },
  created_at: '2026-01-05T13:00:05+01:00',
  processed_at: '2026-01-05T13:00:00+01:00',
  updated_at: '2026-01-05T13:00:09+01:00',
  cancelled_at: null,
  cancel_reason: null,
  test: false,
  currency: 'EUR',
  presentment_currency: 'USD',
  source_name: 'web',
  cart_token: CART,
  checkout_token: CHECKOUT,
  discount_codes: [{ code: 'WINTER10', amount: '11.98', type: 'percentage' }],
  subtotal_price: '142.82',
  subtotal_price_set: shop('142.82'),
  total_price: '147.72',
  total_price_set: shop('147.72'),
  total_tax: '23.58',
  total_tax_set: shop('23.58'),
  total_shipping_price_set: shop('4.90'),
  total_discounts: '11.98',
  total_discounts_set: shop('11.98'),
  line_items: [BOOTS, CARD, CUSTOM],
  refunds: [],
};

export const ORDER_NODE: Payload = {
  id: 'gid://shopify/Order/4242',
  customer: { id: 'gid://shopify/Customer/900100200' },
  email: '§ann@example.com§',
  createdAt: '2026-01-05T12:00:05Z',
  processedAt: '2026-01-05T12:00:00Z',
  updatedAt: '2026-01-05T12:00:09Z',
  cancelledAt: null,
  cancelReason: null,
  test: false,
  currencyCode: 'EUR',
  sourceName: 'web',
  cartToken: CART,
  checkoutToken: CHECKOUT,
  discountCodes: ['WINTER10'],
  subtotalPriceSet: node('142.82'),
  totalPriceSet: node('147.72'),
  totalTaxSet: node('23.58'),
  totalShippingPriceSet: node('4.9'),
  totalDiscountsSet: node('11.98'),
  lineItems: {
    nodes: [lineNode('1', BOOTS, '59.9'), lineNode('2', CARD, '25.0'), lineNode('3', CUSTOM, '10.0')],
    pageInfo: { hasNextPage: false },
  },
  refunds: [],
};

export const REFUND_NODE: Payload = {
  id: 'gid://shopify/Refund/5001',
  createdAt: '2026-01-07T12:00:00Z',
  totalRefundedSet: node('58.81'),
  refundLineItems: {
    nodes: [
      {
        quantity: 1,
        subtotalSet: node('53.91'),
        lineItem: { ...lineNode('1', BOOTS, '59.9') },
      },
    ],
    pageInfo: { hasNextPage: false },
  },
};

function lineNode(id: string, line: typeof CARD | typeof BOOTS | typeof CUSTOM, price: string): Payload {
  const gid = (kind: string, no: number | null) =>
    no === null ? null : { id: `gid://shopify/${kind}/${no}` };
  return {
    id: `gid://shopify/LineItem/${id}`,
    product: gid('Product', line.product_id),
    variant: gid('ProductVariant', line.variant_id),
    sku: line.sku,
    title: line.title,
    variantTitle: line.variant_title,
    vendor: line.vendor,
    quantity: line.quantity,
    originalUnitPriceSet: node(price),
    isGiftCard: line.gift_card,
    discountAllocations: line.discount_allocations.map(({ amount }) => ({
      allocatedAmountSet: node(amount),
    })),
  };
}

export const cartOf = (at: string, ...lines: readonly (readonly [number, number])[]): Payload => ({
  ...PERSON,
  id: CART,
  token: `${CART}?key=§`,
  created_at: '2026-01-05T12:00:00Z',
  updated_at: at,
  line_items: lines.map(([variant_id, quantity]) => ({ ...BOOTS, variant_id, quantity })),
});

export const CHECKOUT_PAYLOAD: Payload = {
  ...PERSON,
  id: 77,
  token: CHECKOUT,
  cart_token: CART,
  created_at: '2026-01-05T12:00:00Z',
  updated_at: '2026-01-05T12:01:00Z',
  customer: { ...PERSON, id: 900100200 },
  currency: 'EUR',
  presentment_currency: 'EUR',
  subtotal_price: '107.82',
  total_price: '112.72',
  total_tax: '17.99',
  total_discounts: '11.98',
  discount_codes: [{ code: 'WINTER10' }],
  shipping_lines: [],
  line_items: [BOOTS],
};

export const CUSTOMER: Payload = {
  ...PERSON,
  id: 900100200,
  created_at: '2025-01-05T12:00:00Z',
  updated_at: '2026-01-05T12:00:00Z',
  orders_count: 3,
  total_spent: '199.90',
  currency: 'EUR',
  tags: 'vip, §friend of ann§, wholesale',
  email_marketing_consent: {
    state: 'subscribed',
    opt_in_level: 'single_opt_in',
    consent_updated_at: '2026-01-04T12:00:00Z',
  },
  sms_marketing_consent: { state: 'unsubscribed', consent_updated_at: '2026-01-05T12:00:00Z' },
};

export const PRODUCT: Payload = {
  id: 2001,
  title: 'Boots',
  handle: 'boots',
  body_html: '<p>Warm.</p>',
  product_type: 'Shoes',
  vendor: 'Heron',
  status: 'active',
  published_at: '2025-01-01T00:00:00Z',
  tags: 'winter',
  image: { src: 'https://cdn.example/boots.jpg' },
  variants: [
    {
      ...{ id: 3001, price: '69.90', compare_at_price: null, inventory_quantity: 3 },
      ...{ inventory_policy: 'deny', inventory_management: 'shopify' },
    },
    {
      ...{ id: 3002, price: '59.90', compare_at_price: '79.90', inventory_quantity: -1 },
      ...{ inventory_policy: 'deny', inventory_management: 'shopify' },
    },
  ],
};

export const PRODUCT_NODE: Payload = {
  id: 'gid://shopify/Product/2001',
  title: 'Boots',
  handle: 'boots',
  productType: 'Shoes',
  vendor: 'Heron',
  status: 'ACTIVE',
  publishedAt: '2025-01-01T00:00:00Z',
  tracksInventory: true,
  featuredMedia: { preview: { image: { url: 'https://cdn.example/boots.jpg' } } },
  variants: {
    nodes: [
      {
        ...{ id: 'gid://shopify/ProductVariant/3001', price: '69.90', compareAtPrice: null },
        ...{ inventoryQuantity: 3, inventoryPolicy: 'DENY' },
      },
      {
        ...{ id: 'gid://shopify/ProductVariant/3002', price: '59.90', compareAtPrice: '79.90' },
        ...{ inventoryQuantity: -1, inventoryPolicy: 'DENY' },
      },
    ],
    pageInfo: { hasNextPage: false },
  },
};
