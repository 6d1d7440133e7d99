/** The shop's records as the Admin API shows them. */
import { createHash } from 'node:crypto';
import { connect, type Facets, type ListArguments } from './connection.ts';
import {
  decimalOf,
  discountStatus,
  type FakeCustomer,
  type FakeDiscount,
  type FakeLine,
  type FakeMetafield,
  type FakeOrder,
  type FakeProduct,
  type FakeRefund,
  type FakeSegment,
  type FakeVariant,
  gid,
  isoOf,
  orderTotals,
  type ShopState,
} from './state.ts';

type Named = { readonly namespace?: string | null; readonly key: string };

/** Our own namespace may be written as `$app`; what is kept says whose it is. */
export function fullNamespace({ appId }: ShopState, namespace: string | null | undefined): string {
  const [head, rest] = (namespace ?? '$app').split(':');
  if (head !== '$app') return namespace ?? '';
  return rest === undefined ? `app--${appId}` : `app--${appId}--${rest}`;
}

export const metafieldKey = (ownerId: string, namespace: string, key: string): string =>
  `${ownerId} ${namespace} ${key}`;
export const digestOf = (value: string): string => createHash('sha256').update(value).digest('hex');

export function showMetafield({ id, namespace, key, type, value, updatedAtMs }: FakeMetafield) {
  return {
    __typename: 'Metafield',
    id: gid('Metafield', id),
    namespace,
    key,
    type,
    value,
    compareDigest: digestOf(value),
    updatedAt: isoOf(updatedAtMs),
  };
}

/** Whatever has metafields: one by its name, and all of a namespace. */
export function showMetafields(state: ShopState, ownerId: string) {
  const own = () => [...state.metafields.values()].filter((one) => one.ownerId === ownerId);
  return {
    metafield: ({ namespace, key }: Named) => {
      const found = state.metafields.get(metafieldKey(ownerId, fullNamespace(state, namespace), key));
      return found ? showMetafield(found) : null;
    },
    metafields: (args: ListArguments & { readonly namespace?: string | null }) => {
      const wanted = args.namespace ? fullNamespace(state, args.namespace) : null;
      const records = own().filter(({ namespace }) => wanted === null || namespace === wanted);
      return connect(records, args, ({ id }) => ({ id }), showMetafield);
    },
  };
}

export function showCustomer(state: ShopState, customer: FakeCustomer) {
  const { id, marketing } = customer;
  const orders = [...state.orders.values()].filter((order) => order.customer?.id === id);
  const spentMinor = orders.reduce((sum, order) => sum + orderTotals(order).totalMinor, 0);
  return {
    __typename: 'Customer',
    id: gid('Customer', id),
    legacyResourceId: `${id}`,
    state: 'DISABLED',
    tags: customer.tags,
    locale: customer.locale,
    createdAt: isoOf(customer.createdAtMs),
    updatedAt: isoOf(customer.updatedAtMs),
    numberOfOrders: `${orders.length}`,
    dataSaleOptOut: customer.dataSaleOptOut,
    amountSpent: { amount: decimalOf(spentMinor), currencyCode: state.currency },
    statistics: { rfmGroup: orders.length > 0 ? 'NEW' : null, predictedSpendTier: null },
    email: customer.email,
    firstName: customer.firstName,
    lastName: customer.lastName,
    defaultEmailAddress: customer.isRedacted
      ? null
      : {
          emailAddress: customer.email,
          marketingState: marketing.state,
          marketingOptInLevel: marketing.level,
          marketingUpdatedAt: marketing.atMs === null ? null : isoOf(marketing.atMs),
        },
    ...showMetafields(state, gid('Customer', id)),
  };
}

export const customerFacets = ({ id, createdAtMs, updatedAtMs, tags }: FakeCustomer): Facets => ({
  id,
  created_at: createdAtMs,
  updated_at: updatedAtMs,
  tag: tags,
});

function showVariant({ id, title, sku, priceMinor, compareAtMinor, stock }: FakeVariant) {
  return {
    __typename: 'ProductVariant',
    id: gid('ProductVariant', id),
    title,
    sku,
    price: decimalOf(priceMinor),
    compareAtPrice: compareAtMinor === null ? null : decimalOf(compareAtMinor),
    availableForSale: stock > 0,
    inventoryPolicy: 'DENY',
    inventoryQuantity: stock,
  };
}

export function showProduct(state: ShopState, product: FakeProduct) {
  const { id, handle, variants, collections } = product;
  return {
    __typename: 'Product',
    id: gid('Product', id),
    legacyResourceId: `${id}`,
    handle,
    title: product.title,
    status: product.status,
    vendor: product.vendor,
    productType: product.productType,
    tags: product.tags,
    createdAt: isoOf(product.createdAtMs),
    updatedAt: isoOf(product.updatedAtMs),
    publishedAt: product.status === 'ACTIVE' ? isoOf(product.createdAtMs) : null,
    onlineStoreUrl: product.status === 'ACTIVE' ? `https://${state.domain}/products/${handle}` : null,
    totalInventory: variants.reduce((sum, { stock }) => sum + stock, 0),
    tracksInventory: true,
    featuredMedia: null,
    variants: (args: ListArguments) => connect(variants, args, (one) => ({ id: one.id }), showVariant),
    collections: (args: ListArguments) =>
      connect(
        collections,
        args,
        (one) => ({ id: one.id }),
        (one) => ({ __typename: 'Collection', ...one, id: gid('Collection', one.id) }),
      ),
    ...showMetafields(state, gid('Product', id)),
  };
}

export const productFacets = ({ id, createdAtMs, updatedAtMs, tags, status }: FakeProduct): Facets => ({
  id,
  created_at: createdAtMs,
  updated_at: updatedAtMs,
  tag: tags,
  status,
});

const bag = (state: ShopState, minor: number) => {
  const money = { amount: decimalOf(minor), currencyCode: state.currency };
  return { shopMoney: money, presentmentMoney: money };
};

function showLine(state: ShopState, line: FakeLine) {
  return {
    __typename: 'LineItem',
    id: gid('LineItem', line.id),
    title: line.title,
    quantity: line.quantity,
    currentQuantity: line.quantity - line.refunded,
    isGiftCard: false,
    sku: line.variant.sku,
    vendor: line.product.vendor,
    variantTitle: line.variant.title,
    product: () => (state.products.has(line.product.id) ? showProduct(state, line.product) : null),
    variant: () => (state.products.has(line.product.id) ? showVariant(line.variant) : null),
    originalUnitPriceSet: bag(state, line.unitMinor),
    discountAllocations:
      line.discountMinor > 0 ? [{ allocatedAmountSet: bag(state, line.discountMinor) }] : [],
  };
}

function showRefund(state: ShopState, { id, createdAtMs, amountMinor, lines }: FakeRefund) {
  return {
    __typename: 'Refund',
    id: gid('Refund', id),
    createdAt: isoOf(createdAtMs),
    totalRefundedSet: bag(state, amountMinor),
    refundLineItems: (args: ListArguments) =>
      connect(
        lines,
        args,
        ({ line }) => ({ id: line.id }),
        ({ line, quantity, amountMinor: minor }) => ({
          quantity,
          subtotalSet: bag(state, minor),
          lineItem: showLine(state, line),
        }),
      ),
  };
}

export function financialStatus(order: FakeOrder): 'PAID' | 'REFUNDED' | 'PARTIALLY_REFUNDED' {
  const { refundedMinor, totalMinor } = orderTotals(order);
  if (refundedMinor === 0) return 'PAID';
  return refundedMinor >= totalMinor ? 'REFUNDED' : 'PARTIALLY_REFUNDED';
}

export function showOrder(state: ShopState, order: FakeOrder) {
  const totals = orderTotals(order);
  return {
    __typename: 'Order',
    id: gid('Order', order.id),
    legacyResourceId: `${order.id}`,
    createdAt: isoOf(order.createdAtMs),
    updatedAt: isoOf(order.updatedAtMs),
    processedAt: isoOf(order.createdAtMs),
    cancelledAt: order.cancelledAtMs === null ? null : isoOf(order.cancelledAtMs),
    cancelReason: order.cancelledAtMs === null ? null : 'CUSTOMER',
    test: order.isTest,
    currencyCode: state.currency,
    displayFinancialStatus: financialStatus(order),
    discountCodes: order.discountCodes,
    sourceName: 'web',
    taxesIncluded: true,
    cartToken: order.cartToken,
    checkoutToken: order.checkoutToken,
    customer: order.customer ? showCustomer(state, order.customer) : null,
    totalPriceSet: bag(state, totals.totalMinor),
    subtotalPriceSet: bag(state, totals.subtotalMinor),
    totalTaxSet: bag(state, Math.round(totals.totalMinor / 6)),
    totalShippingPriceSet: bag(state, order.shippingMinor),
    totalDiscountsSet: bag(state, totals.discountMinor),
    totalRefundedSet: bag(state, totals.refundedMinor),
    refunds: ({ first }: ListArguments) =>
      order.refunds.slice(0, first ?? undefined).map((one) => showRefund(state, one)),
    lineItems: (args: ListArguments) =>
      connect(
        order.lines,
        args,
        ({ id }) => ({ id }),
        (line) => showLine(state, line),
      ),
  };
}

export const orderFacets = ({ id, createdAtMs, updatedAtMs }: FakeOrder): Facets => ({
  id,
  created_at: createdAtMs,
  updated_at: updatedAtMs,
});

export function showDiscount(state: ShopState, discount: FakeDiscount) {
  const basic = {
    __typename: 'DiscountCodeBasic',
    title: discount.title,
    status: discountStatus(discount, state.clock.now()),
    startsAt: isoOf(discount.startsAtMs),
    endsAt: discount.endsAtMs === null ? null : isoOf(discount.endsAtMs),
    usageLimit: discount.usageLimit,
    asyncUsageCount: discount.uses.length,
    appliesOncePerCustomer: discount.isOncePerCustomer,
    tags: discount.tags,
    codes: (args: ListArguments) =>
      connect(
        [discount],
        args,
        ({ id }) => ({ id }),
        ({ code, id }) => ({ id: gid('DiscountRedeemCode', id), code }),
      ),
  };
  return { id: gid('DiscountCodeNode', discount.id), codeDiscount: basic, discount: basic };
}

export const discountFacets =
  ({ clock }: ShopState) =>
  (discount: FakeDiscount): Facets => ({
    id: discount.id,
    created_at: discount.createdAtMs,
    tag: discount.tags,
    status: discountStatus(discount, clock.now()),
  });

export function showSegment({ id, name, query, editedAtMs }: FakeSegment) {
  return {
    __typename: 'Segment',
    id: gid('Segment', id),
    name,
    query,
    lastEditDate: isoOf(editedAtMs),
  };
}
