/**
 * What webhooks carry, in the shape of Shopify's REST resources. They hold names, addresses and telephones on purpose: Shopify leaves
 * them out for an app without approval, and a test is harder with them in.
 */
import {
  decimalOf,
  type FakeCart,
  type FakeCustomer,
  type FakeLine,
  type FakeOrder,
  type FakeProduct,
  type FakeRefund,
  gid,
  isoOf,
  orderTotals,
  type ShopState,
} from './state.ts';

const ADDRESS = {
  first_name: 'Wilhelmine',
  last_name: 'Quastenflosser',
  address1: 'Otterstieg 4711',
  zip: 'QX1 7ZV',
  city: 'Krumbachmoor',
  country_code: 'AT',
  phone: '+43 664 8412979',
};
export const BROWSER_IP = '203.0.113.77';

export function customerPayload(customer: FakeCustomer) {
  const { id, marketing } = customer;
  return {
    id,
    admin_graphql_api_id: gid('Customer', id),
    created_at: isoOf(customer.createdAtMs),
    updated_at: isoOf(customer.updatedAtMs),
    first_name: customer.firstName,
    last_name: customer.lastName,
    email: customer.email,
    phone: customer.phone,
    state: 'disabled',
    note: null,
    verified_email: true,
    tags: customer.tags.join(', '),
    currency: 'EUR',
    default_address: { ...ADDRESS, customer_id: id },
    email_marketing_consent: {
      state: marketing.state.toLowerCase(),
      opt_in_level: marketing.level?.toLowerCase() ?? null,
      consent_updated_at: marketing.atMs === null ? null : isoOf(marketing.atMs),
    },
  };
}

export function consentPayload({ id, email, marketing }: FakeCustomer) {
  return {
    customer_id: id,
    email_address: email,
    email_marketing_consent: {
      state: marketing.state.toLowerCase(),
      opt_in_level: marketing.level?.toLowerCase() ?? null,
      consent_updated_at: marketing.atMs === null ? null : isoOf(marketing.atMs),
    },
  };
}

export function productPayload(product: FakeProduct) {
  const { id, handle, variants } = product;
  return {
    id,
    admin_graphql_api_id: gid('Product', id),
    handle,
    title: product.title,
    body_html: '<p>Bottled in Vienna.</p>',
    vendor: product.vendor,
    product_type: product.productType,
    status: product.status.toLowerCase(),
    tags: product.tags.join(', '),
    created_at: isoOf(product.createdAtMs),
    updated_at: isoOf(product.updatedAtMs),
    published_at: product.status === 'ACTIVE' ? isoOf(product.createdAtMs) : null,
    image: { id: id + 500_000, src: `https://cdn.shopify.com/s/files/1/${handle}.jpg`, alt: null },
    images: [],
    options: [{ name: 'Size', position: 1, values: variants.map(({ title }) => title) }],
    variants: variants.map((variant, at) => ({
      id: variant.id,
      admin_graphql_api_id: gid('ProductVariant', variant.id),
      product_id: id,
      title: variant.title,
      position: at + 1,
      sku: variant.sku,
      price: decimalOf(variant.priceMinor),
      compare_at_price: variant.compareAtMinor === null ? null : decimalOf(variant.compareAtMinor),
      inventory_policy: 'deny',
      inventory_quantity: variant.stock,
      updated_at: isoOf(product.updatedAtMs),
    })),
  };
}

const bag = ({ currency }: ShopState, minor: number) => {
  const money = { amount: decimalOf(minor), currency_code: currency };
  return { shop_money: money, presentment_money: money };
};

function linePayload(state: ShopState, line: FakeLine) {
  return {
    id: line.id,
    admin_graphql_api_id: gid('LineItem', line.id),
    product_id: line.product.id,
    variant_id: line.variant.id,
    title: line.title,
    variant_title: line.variant.title,
    name: `${line.title} - ${line.variant.title}`,
    sku: line.variant.sku,
    vendor: line.product.vendor,
    quantity: line.quantity,
    current_quantity: line.quantity - line.refunded,
    price: decimalOf(line.unitMinor),
    price_set: bag(state, line.unitMinor),
    total_discount: decimalOf(line.discountMinor),
    discount_allocations: line.discountMinor > 0 ? [{ amount: decimalOf(line.discountMinor) }] : [],
    gift_card: false,
    properties: [],
    taxable: true,
  };
}

const FINANCIAL = (order: FakeOrder): string => {
  const { refundedMinor, totalMinor } = orderTotals(order);
  if (refundedMinor === 0) return 'paid';
  return refundedMinor >= totalMinor ? 'refunded' : 'partially_refunded';
};

/** A person's own facts stand beside what we need. */
const personal = (order: FakeOrder) => ({
  email: order.customer?.email ?? 'w.quastenflosser@briefkasten.example',
  contact_email: order.customer?.email ?? 'w.quastenflosser@briefkasten.example',
  phone: order.customer?.phone ?? null,
  browser_ip: BROWSER_IP,
  client_details: { browser_ip: BROWSER_IP, user_agent: 'Mozilla/5.0 (canary)' },
  billing_address: ADDRESS,
  shipping_address: ADDRESS,
  note: 'please ring at Otterstieg',
  order_status_url: `https://example.myshopify.com/1/orders/${order.id}/authenticate?key=secret`,
});

export function orderPayload(state: ShopState, order: FakeOrder) {
  const totals = orderTotals(order);
  const taxMinor = Math.round(totals.totalMinor / 6);
  return {
    id: order.id,
    admin_graphql_api_id: gid('Order', order.id),
    name: `#${order.number}`,
    number: order.number,
    order_number: order.number,
    created_at: isoOf(order.createdAtMs),
    updated_at: isoOf(order.updatedAtMs),
    processed_at: isoOf(order.createdAtMs),
    cancelled_at: order.cancelledAtMs === null ? null : isoOf(order.cancelledAtMs),
    cancel_reason: order.cancelledAtMs === null ? null : 'customer',
    test: order.isTest,
    currency: state.currency,
    presentment_currency: state.currency,
    financial_status: FINANCIAL(order),
    fulfillment_status: null,
    source_name: 'web',
    cart_token: order.cartToken,
    checkout_token: order.checkoutToken,
    token: `order-${order.id}`,
    total_line_items_price: decimalOf(totals.grossMinor),
    subtotal_price: decimalOf(totals.subtotalMinor),
    subtotal_price_set: bag(state, totals.subtotalMinor),
    total_discounts: decimalOf(totals.discountMinor),
    total_discounts_set: bag(state, totals.discountMinor),
    total_shipping_price_set: bag(state, order.shippingMinor),
    total_tax: decimalOf(taxMinor),
    total_tax_set: bag(state, taxMinor),
    total_price: decimalOf(totals.totalMinor),
    total_price_set: bag(state, totals.totalMinor),
    current_total_price: decimalOf(totals.totalMinor - totals.refundedMinor),
    taxes_included: true,
    tags: '',
    note_attributes: [],
    discount_codes: order.discountCodes.map((code) => ({
      code,
      amount: decimalOf(totals.discountMinor),
      type: 'percentage',
    })),
    customer: order.customer ? customerPayload(order.customer) : null,
    line_items: order.lines.map((line) => linePayload(state, line)),
    refunds: order.refunds.map((refund) => refundPayload(state, order, refund)),
    ...personal(order),
  };
}

export function refundPayload(state: ShopState, order: FakeOrder, refund: FakeRefund) {
  return {
    id: refund.id,
    admin_graphql_api_id: gid('Refund', refund.id),
    order_id: order.id,
    created_at: isoOf(refund.createdAtMs),
    processed_at: isoOf(refund.createdAtMs),
    note: null,
    user_id: 42,
    refund_line_items: refund.lines.map(({ line, quantity, amountMinor }) => ({
      id: line.id + 500_000,
      line_item_id: line.id,
      quantity,
      restock_type: 'return',
      subtotal: Number(decimalOf(amountMinor)),
      subtotal_set: bag(state, amountMinor),
      line_item: linePayload(state, line),
    })),
    transactions: [
      {
        id: refund.id + 500_000,
        order_id: order.id,
        kind: 'refund',
        status: 'success',
        amount: decimalOf(refund.amountMinor),
        currency: state.currency,
        test: order.isTest,
        created_at: isoOf(refund.createdAtMs),
      },
    ],
    order_adjustments: [],
  };
}

const cartLines = ({ lines }: FakeCart) =>
  lines.map(({ product, variant, quantity }) => ({
    id: variant.id,
    key: `${variant.id}:c0ffee`,
    product_id: product.id,
    variant_id: variant.id,
    title: product.title,
    sku: variant.sku,
    vendor: product.vendor,
    quantity,
    price: decimalOf(variant.priceMinor),
    line_price: decimalOf(variant.priceMinor * quantity),
  }));

export function cartPayload(cart: FakeCart) {
  return {
    id: cart.token,
    token: cart.token,
    created_at: isoOf(cart.createdAtMs),
    updated_at: isoOf(cart.updatedAtMs),
    note: null,
    line_items: cartLines(cart),
  };
}

export type FakeCheckout = {
  readonly id: number;
  readonly token: string;
  readonly cart: FakeCart;
  readonly customer: FakeCustomer | null;
  readonly createdAtMs: number;
  updatedAtMs: number;
  completedAtMs: number | null;
};

export function checkoutPayload(state: ShopState, checkout: FakeCheckout) {
  const { id, token, cart, customer } = checkout;
  const totalMinor = cart.lines.reduce(
    (sum, { variant, quantity }) => sum + variant.priceMinor * quantity,
    0,
  );
  return {
    id,
    token,
    cart_token: cart.token,
    created_at: isoOf(checkout.createdAtMs),
    updated_at: isoOf(checkout.updatedAtMs),
    completed_at: checkout.completedAtMs === null ? null : isoOf(checkout.completedAtMs),
    currency: state.currency,
    presentment_currency: state.currency,
    subtotal_price: decimalOf(totalMinor),
    total_price: decimalOf(totalMinor),
    total_tax: '0.00',
    total_discounts: '0.00',
    line_items: cartLines(cart),
    discount_codes: cart.codes.map((code) => ({ code })),
    customer: customer ? customerPayload(customer) : null,
    email: customer?.email ?? null,
    phone: null,
    shipping_address: ADDRESS,
    abandoned_checkout_url: `https://${state.domain}/1/checkouts/ac/${token}/recover?key=secret`,
  };
}
