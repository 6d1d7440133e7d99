/**
 * What a visitor bought: each order once by its (hashed) id, net of refunds, gone when cancelled.
 * The latest orders stand one by one, so that a refund finds its own; older ones are rolled up.
 */
import type { Entry, Json, Properties } from '../entry.ts';
import { addTallies, type Tally } from './names.ts';

export type Order = {
  /** Hashed order id, or the entry's id where the shop names none. */
  readonly key: string;
  readonly at: number;
  /** In minor units of the site's currency; null until its completion is known. */
  readonly grossMinor: number | null;
  readonly refundedMinor: number;
  readonly cancelled: boolean;
  /** The shop's server reported it: its copy beats the browser's. */
  readonly confirmed: boolean;
};

/** Orders that no longer stand alone. `net` is in minor units. */
export type OrderTotals = { readonly tally: Tally | null; readonly netMinor: bigint };
export type Orders = { readonly recent: readonly Order[]; readonly older: OrderTotals };

export const NO_TOTALS: OrderTotals = { tally: null, netMinor: 0n };
export const NO_ORDERS: Orders = { recent: [], older: NO_TOTALS };

export const MAX_ORDERS = 500;

/** Takes in one event; those that are not about an order change nothing. */
export function stepOrders(orders: Orders, event: Entry): Orders {
  if (event.name === 'Order Completed') return update(orders, orderKey(event) ?? event.id, event, complete);
  const key = event.name.startsWith('Order ') ? orderKey(event) : null;
  if (key === null) return orders;
  if (event.name === 'Order Refunded') return update(orders, key, event, refund);
  if (event.name === 'Order Cancelled') return update(orders, key, event, cancel);
  return orders;
}

/** What an order still brings, in minor units: never below 0. */
function netMinor(order: Order): number {
  return Math.max(0, (order.grossMinor ?? 0) - order.refundedMinor);
}

/** Completed and not cancelled. */
function isCounted(order: Order): boolean {
  return order.grossMinor !== null && !order.cancelled;
}

/** All orders as totals; of an uncompleted or cancelled one nothing is left. */
export function totalOrders(orders: Orders): OrderTotals {
  return orders.recent.reduce(rollUp, orders.older);
}

export function addTotals(a: OrderTotals, b: OrderTotals): OrderTotals {
  return { tally: addTallies(a.tally, b.tally), netMinor: a.netMinor + b.netMinor };
}

function update(
  orders: Orders,
  key: string,
  event: Entry,
  change: (order: Order, event: Entry) => Order,
): Orders {
  const at = orders.recent.findIndex((order) => order.key === key);
  const known = orders.recent[at];
  if (known) return { ...orders, recent: orders.recent.with(at, change(known, event)) };
  return bound({ ...orders, recent: [...orders.recent, change(unseen(key, event.t), event)] });
}

function unseen(key: string, at: number): Order {
  return { key, at, grossMinor: null, refundedMinor: 0, cancelled: false, confirmed: false };
}

function complete(order: Order, event: Entry): Order {
  const confirmed = event.source === 'server';
  if (order.grossMinor !== null && (order.confirmed || !confirmed)) return order;
  return {
    ...order,
    at: event.t,
    grossMinor: amount(event, ['revenue', 'subtotal', 'total', 'value']) ?? 0,
    confirmed,
  };
}

/** A refund that names no amount is of the whole order. */
function refund(order: Order, event: Entry): Order {
  const refunded = amount(event, ['total', 'revenue', 'value']) ?? Number.MAX_SAFE_INTEGER;
  return { ...order, refundedMinor: Math.min(Number.MAX_SAFE_INTEGER, order.refundedMinor + refunded) };
}

function cancel(order: Order): Order {
  return { ...order, cancelled: true };
}

/** First of these properties that is an amount; 0 in another currency than the site's, whose value is unknown. */
function amount({ properties, flags }: Entry, names: readonly string[]): number | null {
  const value = names.map((name) => properties[name]).find(isAmount);
  if (value === undefined) return null;
  return flags?.includes('currency_mismatch') ? 0 : value;
}

function isAmount(value: Json | undefined): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

function orderKey({ properties }: { readonly properties: Properties }): string | null {
  const id = properties.order_id;
  return (typeof id === 'string' && id !== '') || typeof id === 'number' ? String(id) : null;
}

function bound(orders: Orders): Orders {
  if (orders.recent.length <= MAX_ORDERS) return orders;
  const oldest = orders.recent.reduce((a, b) => (b.at < a.at || (b.at === a.at && b.key < a.key) ? b : a));
  return { recent: orders.recent.filter((order) => order !== oldest), older: rollUp(orders.older, oldest) };
}

function rollUp(totals: OrderTotals, order: Order): OrderTotals {
  if (!isCounted(order)) return totals;
  const tally = { count: 1, first: order.at, last: order.at };
  return addTotals(totals, { tally, netMinor: BigInt(netMinor(order)) });
}
