/** Every document of the app, with variables that Shopify would take. */

import { API_VERSIONS, type ApiVersion } from '../../../apps/shopify-dev/fake/schema.ts';
import * as customers from '../../../integrations/shopify/operations/customers.ts';
import * as discounts from '../../../integrations/shopify/operations/discounts.ts';
import * as flow from '../../../integrations/shopify/operations/flow.ts';
import * as metafields from '../../../integrations/shopify/operations/metafields.ts';
import type { Operation } from '../../../integrations/shopify/operations/operation.ts';
import * as orders from '../../../integrations/shopify/operations/orders.ts';
import * as pixel from '../../../integrations/shopify/operations/pixel.ts';
import * as products from '../../../integrations/shopify/operations/products.ts';
import * as segments from '../../../integrations/shopify/operations/segments.ts';
import * as shop from '../../../integrations/shopify/operations/shop.ts';
import * as tags from '../../../integrations/shopify/operations/tags.ts';

export type Document = {
  readonly operation: Operation<never, unknown>;
  readonly samples: readonly unknown[];
};

/** Variables are held against the document's own type. */
const document = <V>(operation: Operation<V, unknown>, ...samples: readonly V[]): Document => ({
  operation: operation as Operation<never, unknown>,
  samples,
});

const CUSTOMER = 'gid://shopify/Customer/7001';
const PRODUCT = 'gid://shopify/Product/9001';
const ORDER = 'gid://shopify/Order/5001';
const SINCE = "updated_at:>='2026-07-01T00:00:00Z'";
const SETTINGS = {
  accountId: 'w_0123456789abcdef',
  endpoint: 'https://inkling.example/platforms/shopify/pixel',
};
const DISCOUNT = {
  title: 'Inkling: ten percent',
  code: 'INK-8F3K2M9QX7',
  startsAt: '2026-07-01T00:00:00Z',
  endsAt: '2026-07-02T00:00:00Z',
  usageLimit: 1,
  appliesOncePerCustomer: true,
  combinesWith: { orderDiscounts: false, productDiscounts: false, shippingDiscounts: true },
  tags: ['inkling'],
} as const;
const ALL_ITEMS = { value: { percentage: 0.1 }, items: { all: true } } as const;

export const DOCUMENTS: readonly Document[] = [
  document(shop.shopFacts, {}),
  document(shop.accessScopes, {}),
  document(shop.appInstallation, { namespace: 'inkling', key: 'public' }),
  document(pixel.webPixel, {}),
  document(pixel.webPixelCreate, { settings: SETTINGS }, { settings: JSON.stringify(SETTINGS) }),
  document(pixel.webPixelUpdate, { id: 'gid://shopify/WebPixel/1', settings: SETTINGS }),
  document(pixel.webPixelDelete, { id: 'gid://shopify/WebPixel/1' }),
  document(metafields.publicSettingsSet, {
    metafields: [{ ...metafields.PUBLIC_SETTINGS, ownerId: 'gid://shopify/AppInstallation/1', value: '{}' }],
  }),
  document(metafields.metafieldsSet, {
    metafields: [
      { ownerId: CUSTOMER, key: 'intent_score', type: 'number_decimal', value: '0.83' },
      { ownerId: PRODUCT, key: 'views', type: 'number_integer', value: '12', compareDigest: 'abc' },
    ],
  }),
  document(metafields.metafieldsDelete, {
    metafields: [{ ownerId: CUSTOMER, namespace: '$app', key: 'intent_score' }],
  }),
  document(metafields.customerMetafields, { id: CUSTOMER, namespace: '$app' }),
  document(tags.tagsAdd, { id: CUSTOMER, tags: ['inkling:about-to-buy'] }),
  document(tags.tagsRemove, { id: CUSTOMER, tags: ['inkling:about-to-buy'] }),
  document(segments.segment, { id: 'gid://shopify/Segment/1' }),
  document(segments.segments, { first: 250 }),
  document(segments.segmentCreate, {
    name: 'About to buy',
    query: "customer_tags CONTAINS 'inkling:about-to-buy'",
  }),
  document(segments.segmentUpdate, { id: 'gid://shopify/Segment/1', name: 'About to buy (Inkling)' }),
  document(segments.segmentDelete, { id: 'gid://shopify/Segment/1' }),
  document(
    discounts.discountCodeBasicCreate,
    { discount: { ...DISCOUNT, context: { all: 'ALL' }, customerGets: ALL_ITEMS } },
    { discount: { ...DISCOUNT, context: { customers: { add: [CUSTOMER] } }, customerGets: ALL_ITEMS } },
    {
      discount: {
        ...DISCOUNT,
        context: { all: 'ALL' },
        minimumRequirement: { subtotal: { greaterThanOrEqualToSubtotal: '40.00' } },
        customerGets: {
          value: { discountAmount: { amount: '5.00', appliesOnEachItem: false } },
          items: { products: { productsToAdd: [PRODUCT] } },
        },
      },
    },
  ),
  document(discounts.discountByCode, { code: DISCOUNT.code }),
  document(discounts.ownDiscounts, { first: 100, query: 'tag:inkling status:expired' }),
  document(discounts.discountCodeDeactivate, { id: 'gid://shopify/DiscountCodeNode/1' }),
  document(discounts.discountCodeDelete, { id: 'gid://shopify/DiscountCodeNode/1' }),
  document(flow.flowTriggerReceive, {
    handle: 'inkling-flow-segment-entered',
    payload: { customer_id: 7001, Segment: 'About to buy' },
  }),
  document(
    orders.orders,
    { first: orders.ORDERS_A_PAGE, query: SINCE, sortKey: 'UPDATED_AT' },
    { first: orders.ORDERS_A_PAGE, after: 'eyJsYXN0X2lkIjoxfQ==', query: null, sortKey: 'CREATED_AT' },
  ),
  document(orders.orderLineItems, { id: ORDER, first: 100, after: 'eyJsYXN0X2lkIjoxfQ==' }),
  document(orders.orderRefunds, { id: ORDER }),
  document(orders.orderTokens, { ids: [ORDER] }),
  document(orders.ordersCount, { query: SINCE, limit: null }),
  document(orders.latestOrders, { first: 250 }),
  document(products.products, { first: products.PRODUCTS_A_PAGE, query: SINCE }),
  document(products.productVariants, { id: PRODUCT, first: 250, after: 'eyJsYXN0X2lkIjoxfQ==' }),
  document(customers.customer, { id: CUSTOMER }),
  document(customers.customersConsent, { first: 250, query: SINCE }),
  document(customers.customersCount, { query: null, limit: null }),
];

/** The versions that a document has to hold in. */
export function versionsOf({ operation }: Document): readonly ApiVersion[] {
  return API_VERSIONS.filter((version) => version >= (operation.since ?? ''));
}
