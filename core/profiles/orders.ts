/**
 * What a visitor bought: each order once by its (hashed) id, net of refunds, gone when cancelled.
 * The latest orders stand one by one, so that a refund finds its own; older ones are rolled up.
 */
import type { Entry, Json, Properties } from '../entry.ts';
import { isUnconfirmed, isUnsummed } from '../events/unconfirmed.ts';
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
  if (isUnconfirmed(event)) return orders;
  if (event.name === 'Order Completed') return update(orders, orderKey(event) ?? event.id, event, complete);
  const key = event.name.startsWith('Order ') ? orderKey(event) : null;
  if (key === null) return orders;
  if (event.name === 'Order Refunded') return update(orders, key, event, refund);
  if (event.name === 'Order Cancelled') return update(orders, key, event, cancel);
  return orders;
}

/** What an order still brings, in minor units: never below 0. */
export function netMinor(order: Order): number {
  return Math.max(0, (order.grossMinor ?? 0) - order.refundedMinor);
}

/** Completed and not cancelled. */
export function isCounted(order: Order): boolean {
  return order.grossMinor !== null && !order.cancelled;
}

/** All orders as totals; of an uncompleted or cancelled one nothing is left. */
export function totalOrders(orders: Orders): OrderTotals {
  return orders.recent.reduce(rollUp, orders.older);
}

/**
 * What stays of orders when their events go: the latest one by one, since refunds come later. Those without an id of
 * their own, which nothing can name again, are no more than a part of the totals.
 *
 * @param events From which the orders are made.
 */
export function leaveOrders({ recent, older }: Orders, events: readonly Entry[]): Orders {
  const unnamed = new Set(events.filter((event) => orderKey(event) === null).map(({ id }) => id));
  return {
    recent: recent.filter(({ key }) => !unnamed.has(key)).toSorted(byAge),
    older: recent.filter(({ key }) => unnamed.has(key)).reduce(rollUp, older),
  };
}

/** Associative and commutative, but for what came of an order after it was rolled up. */
export function addOrders(a: Orders, b: Orders): Orders {
  const joined = [...Map.groupBy([...a.recent, ...b.recent], ({ key }) => key).values()].map(joinOrders);
  const recent = joined.toSorted(byAge);
  const excess = recent.splice(0, Math.max(0, recent.length - MAX_ORDERS));
  return { recent, older: excess.reduce(rollUp, addTotals(a.older, b.older)) };
}

function addTotals(a: OrderTotals, b: OrderTotals): OrderTotals {
  return { tally: addTallies(a.tally, b.tally), netMinor: a.netMinor + b.netMinor };
}

/** What several parts of the log say of one order: its completion as if they had been read in order, all refunds. */
function joinOrders(parts: readonly Order[]): Order {
  const [first] = parts as readonly [Order];
  if (parts.length === 1) return first;
  const [best = first] = parts.toSorted(byWorth);
  return {
    ...best,
    refundedMinor: parts.reduce((sum, part) => addRefund(sum, part.refundedMinor), 0),
    cancelled: parts.some(({ cancelled }) => cancelled),
  };
}

/** Completed ones first, of these the server's, then the earlier. */
function byWorth(a: Order, b: Order): number {
  const rank = ({ grossMinor, confirmed }: Order): number => (grossMinor === null ? 2 : confirmed ? 0 : 1);
  return rank(a) - rank(b) || a.at - b.at || (a.grossMinor ?? 0) - (b.grossMinor ?? 0);
}

function byAge(a: Order, b: Order): number {
  return a.at - b.at || (a.key < b.key ? -1 : a.key > b.key ? 1 : 0);
}

function addRefund(a: number, b: number): number {
  return Math.min(Number.MAX_SAFE_INTEGER, a + b);
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
    grossMinor: grossMinor(event) ?? 0,
    confirmed,
  };
}

/** A refund that names no amount is of the whole order. */
function refund(order: Order, event: Entry): Order {
  const refunded = refundMinor(event) ?? Number.MAX_SAFE_INTEGER;
  return { ...order, refundedMinor: addRefund(order.refundedMinor, refunded) };
}

function cancel(order: Order): Order {
  return { ...order, cancelled: true };
}

/** What an order, or whatever else carries an amount, brings, in minor units of the site's currency; null without one. */
export function grossMinor(event: Entry): number | null {
  return amount(event, ['revenue', 'subtotal', 'total', 'value']);
}

/** What a refund pays back, in minor units of the site's currency; null where it names no amount. */
export function refundMinor(event: Entry): number | null {
  return amount(event, ['total', 'revenue', 'value']);
}

/** First of these properties that is an amount; 0 where its value is unknown or nobody vouches for it. */
function amount(event: Entry, names: readonly string[]): number | null {
  const value = names.map((name) => event.properties[name]).find(isAmount);
  if (value === undefined) return null;
  return isUnsummed(event) ? 0 : value;
}

function isAmount(value: Json | undefined): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

/** The (hashed) id of the order that an event names; null where it names none. */
export function orderKey({ properties }: { readonly properties: Properties }): string | null {
  const id = properties.order_id;
  return (typeof id === 'string' && id !== '') || typeof id === 'number' ? String(id) : null;
}

function bound(orders: Orders): Orders {
  if (orders.recent.length <= MAX_ORDERS) return orders;
  const oldest = orders.recent.reduce((a, b) => (byAge(b, a) < 0 ? b : a));
  return { recent: orders.recent.filter((order) => order !== oldest), older: rollUp(orders.older, oldest) };
}

function rollUp(totals: OrderTotals, order: Order): OrderTotals {
  if (!isCounted(order)) return totals;
  const tally = { count: 1, first: order.at, last: order.at };
  return addTotals(totals, { tally, netMinor: BigInt(netMinor(order)) });
}
