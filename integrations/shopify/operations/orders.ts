import type {
  LatestOrdersData,
  LatestOrdersVariables,
  OrderLineItemsData,
  OrderLineItemsVariables,
  OrderRefundsData,
  OrderRefundsVariables,
  OrdersCountData,
  OrdersCountVariables,
  OrdersData,
  OrdersVariables,
  OrderTokensData,
  OrderTokensVariables,
} from './generated-types.ts';
import { operation } from './operation.ts';

/** As many orders as one call may ask for: with their line items they cost a little less than the 1,000 points of one query. */
export const ORDERS_A_PAGE = 8;

/** Not a name, note, address, IP or user agent: nothing of the person but the id, which is hashed when it arrives. */
const LINE_ITEM = `id title quantity sku isGiftCard vendor variantTitle
          product { id }
          variant { id }
          originalUnitPriceSet { shopMoney { amount } }
          discountAllocations { allocatedAmountSet { shopMoney { amount } } }`;

/**
 * By cursor, for past orders (`created_at:>='…'`, sorted by `CREATED_AT`) and for what webhooks missed (`updated_at:>='…'`,
 * sorted by `UPDATED_AT`). Without `read_all_orders` Shopify gives the last 60 days.
 */
export const orders = operation<OrdersVariables, OrdersData>({
  name: 'Orders',
  scopes: ['read_orders', 'read_products', 'read_customers'],
  text: `query Orders($first: Int!, $after: String, $query: String, $sortKey: OrderSortKeys!) {
  orders(first: $first, after: $after, query: $query, sortKey: $sortKey) {
    nodes {
      id createdAt updatedAt processedAt cancelledAt cancelReason test currencyCode
      discountCodes sourceName
      customer { id }
      totalPriceSet { shopMoney { amount } }
      subtotalPriceSet { shopMoney { amount } }
      totalTaxSet { shopMoney { amount } }
      totalShippingPriceSet { shopMoney { amount } }
      totalDiscountsSet { shopMoney { amount } }
      refunds(first: 1) { id }
      lineItems(first: 10) {
        nodes {
          ${LINE_ITEM}
        }
        pageInfo { hasNextPage endCursor }
      }
    }
    pageInfo { hasNextPage endCursor }
  }
}`,
});

/** The rest of an order with more than ten. */
export const orderLineItems = operation<OrderLineItemsVariables, OrderLineItemsData>({
  name: 'OrderLineItems',
  scopes: ['read_orders', 'read_products'],
  text: `query OrderLineItems($id: ID!, $first: Int!, $after: String) {
  order(id: $id) {
    id
    lineItems(first: $first, after: $after) {
      nodes {
          ${LINE_ITEM}
      }
      pageInfo { hasNextPage endCursor }
    }
  }
}`,
});

/** What was given back, item by item: asked only where something was. */
export const orderRefunds = operation<OrderRefundsVariables, OrderRefundsData>({
  name: 'OrderRefunds',
  scopes: ['read_orders', 'read_products'],
  text: `query OrderRefunds($id: ID!) {
  order(id: $id) {
    id
    currencyCode
    refunds(first: 10) {
      id
      createdAt
      totalRefundedSet { shopMoney { amount } }
      refundLineItems(first: 16) {
        nodes {
          quantity
          subtotalSet { shopMoney { amount } }
          lineItem { id product { id } variant { id } }
        }
        pageInfo { hasNextPage }
      }
    }
  }
}`,
});

/** What joins an order with the cart and the checkout that it came from, where nobody heard it by webhook. */
export const orderTokens = operation<OrderTokensVariables, OrderTokensData>({
  name: 'OrderTokens',
  scopes: ['read_orders'],
  since: '2026-07',
  text: `query OrderTokens($ids: [ID!]!) {
  nodes(ids: $ids) { ... on Order { id cartToken checkoutToken } }
}`,
});

/** For coverage. `limit: null` counts all; the default would stop at 10,000 and say `AT_LEAST`. */
export const ordersCount = operation<OrdersCountVariables, OrdersCountData>({
  name: 'OrdersCount',
  scopes: ['read_orders'],
  text: `query OrdersCount($query: String, $limit: Int) {
  ordersCount(query: $query, limit: $limit) { count precision }
}`,
});

/** The numbers of the latest orders and no more: to see which of them are known here. */
export const latestOrders = operation<LatestOrdersVariables, LatestOrdersData>({
  name: 'LatestOrders',
  scopes: ['read_orders'],
  text: `query LatestOrders($first: Int!) {
  orders(first: $first, sortKey: CREATED_AT, reverse: true) {
    nodes { id createdAt test }
  }
}`,
});
