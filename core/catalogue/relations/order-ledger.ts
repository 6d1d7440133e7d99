/**
 * Which orders have counted, so that the copies of a page and of the shop's server count once, and the one that stands
 * does. Keeps the latest of them, by a hash of their ids; it says nothing of who ordered.
 */
import { hash } from 'node:crypto';
import type { LoggedEntry } from '../../entry.ts';
import { dayOf } from './decay.ts';
import { MOST_TOGETHER } from './table.ts';
import { orderedProducts } from './told-products.ts';
import type { Counting } from './visits.ts';

export const MOST_ORDERS = 20_000;
/** Places that are saved together. */
export const CHUNK_ORDERS = 500;

export type CountedOrder = {
  /** 64 bits of a hash of its id. */
  readonly key: string;
  readonly t: number;
  /** The shop's server reported it: its copy beats the browser's. */
  readonly isConfirmed: boolean;
  readonly products: readonly string[];
};

export type OrderLedger = {
  /** A ring. */
  readonly orders: CountedOrder[];
  readonly placeOf: Map<string, number>;
  /** Where the next one goes. */
  next: number;
  /** Time of the latest order that is no longer in here. */
  since: number;
  /** Chunks that have changed since they were saved. */
  readonly changed: Set<number>;
};

/** @example const ledger = createLedger() */
export function createLedger(): OrderLedger {
  return { orders: [], placeOf: new Map(), next: 0, since: 0, changed: new Set() };
}

/** Takes in one `Order Completed`. */
export function takeOrder(ledger: OrderLedger, entry: LoggedEntry, counting: Counting): void {
  const order = readOrder(entry);
  const place = ledger.placeOf.get(order.key);
  const standing = place === undefined ? undefined : ledger.orders[place];
  if (standing !== undefined && !stands(order, standing)) return;
  // A copy whose forerunner is forgotten here: that one has counted.
  if (standing === undefined && entry.supersedes !== undefined && order.t <= ledger.since) return;
  if (standing !== undefined) counting.retract(basketOf(standing, standing.products));
  const basket = basketOf(order, []);
  for (const product of order.products) counting.extend(basket, product);
  if (place === undefined) remember(ledger, order);
  else putAt(ledger, place, order);
}

/** The entry of nobody gives no pairs; that it stands is remembered all the same. */
function readOrder(entry: LoggedEntry): CountedOrder {
  const { id, t, visitor, source, properties } = entry;
  const key = hash('sha256', typeof properties.order_id === 'string' ? properties.order_id : id).slice(0, 16);
  const products = visitor === null ? [] : orderedProducts(entry).slice(0, MOST_TOGETHER);
  return { key, t, isConfirmed: source === 'server', products };
}

function stands(copy: CountedOrder, standing: CountedOrder): boolean {
  return copy.isConfirmed === standing.isConfirmed ? copy.t <= standing.t : copy.isConfirmed;
}

function basketOf({ t }: CountedOrder, products: readonly string[]) {
  return { day: dayOf(t), products: [...products] };
}

function remember(ledger: OrderLedger, order: CountedOrder): void {
  const forgotten = ledger.orders[ledger.next];
  if (forgotten !== undefined) {
    ledger.placeOf.delete(forgotten.key);
    ledger.since = Math.max(ledger.since, forgotten.t);
  }
  ledger.placeOf.set(order.key, ledger.next);
  putAt(ledger, ledger.next, order);
  ledger.next = (ledger.next + 1) % MOST_ORDERS;
}

function putAt(ledger: OrderLedger, place: number, order: CountedOrder): void {
  ledger.orders[place] = order;
  ledger.changed.add(Math.floor(place / CHUNK_ORDERS));
}
