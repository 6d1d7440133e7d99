/**
 * An order as the statistics count it: once, by its (hashed) id, on the day it was completed, net of what was paid back, and
 * gone when it is cancelled. What the log says of it may come in any order, and a copy may take the place of another.
 */
import { hash } from 'node:crypto';
import * as z from 'zod';
import type { Entry, Json, SiteId } from '../entry.ts';
import { grossMinor, orderKey, refundMinor } from '../profiles/orders.ts';

/** Of events, the first digits of a hash of their ids. */
type EventKey = string;

type Completion = {
  readonly event: EventKey;
  readonly t: number;
  /** Local, as it was counted. */
  readonly date: string;
  readonly grossMinor: number;
  /** The shop's server reported it: its copy beats the browser's. */
  readonly isConfirmed: boolean;
};

export type CountedOrder = {
  /** Everything of it up to this place in the log is in here. */
  readonly place: number;
  readonly completion: Completion | null;
  /** Null: of the whole order. */
  readonly refunds: readonly (readonly [event: EventKey, minor: number | null])[];
  readonly isCancelled: boolean;
  /** Local, of the latest thing that happened to it. */
  readonly lastDate: string;
};

/** What it adds to its day. */
export type OrderWorth = {
  readonly date: string;
  readonly grossMinor: number;
  readonly refundedMinor: number;
};

export const NO_ORDER: CountedOrder = {
  place: 0,
  completion: null,
  refunds: [],
  isCancelled: false,
  lastDate: '',
};
/** Further ones change nothing: nobody pays back an order in more parts. */
const MOST_REFUNDS = 100;

const NAMES: ReadonlySet<string> = new Set(['Order Completed', 'Order Refunded', 'Order Cancelled']);

/** Under which key an order is kept; null where an event says nothing of one. @example orderRecordKey(entry) // '5d41…' */
export function orderRecordKey(entry: Pick<Entry, 'site' | 'id' | 'name' | 'properties'>): string | null {
  if (!NAMES.has(entry.name)) return null;
  const key = orderKey(entry) ?? (entry.name === 'Order Completed' ? entry.id : null);
  return key === null ? null : recordKeyOf(entry.site, key);
}

/** @param order Its hashed id, as events have it. @example recordKeyOf(site, orderKey(entry)) // '5d41…' */
export function recordKeyOf(site: SiteId, order: string): string {
  return hash('sha256', `${site} order ${order}`).slice(0, 32);
}

/** @example eventKey({ site: 'st_1', id: 'order:1001' }) */
export function eventKey({ site, id }: Pick<Entry, 'site' | 'id'>): EventKey {
  return hash('sha256', `${site} event ${id}`).slice(0, 12);
}

/** Takes in one event of the order. */
export function takeOrderEvent(known: CountedOrder, entry: Entry, date: string): CountedOrder {
  const order = { ...known, lastDate: date > known.lastDate ? date : known.lastDate };
  if (entry.name === 'Order Cancelled') return { ...order, isCancelled: true };
  const event = eventKey(entry);
  if (entry.name === 'Order Refunded') return takeRefund(order, event, refundMinor(entry));
  const { t, source } = entry;
  const isConfirmed = source === 'server';
  const told = { event, t, date, grossMinor: grossMinor(entry) ?? 0, isConfirmed };
  return order.completion === null || stands(told, order.completion) ? { ...order, completion: told } : order;
}

/** A copy of the very same event stands in any case: the log holds no other one. */
function stands(told: Completion, known: Completion): boolean {
  if (told.event === known.event) return true;
  if (told.isConfirmed !== known.isConfirmed) return told.isConfirmed;
  return told.t === known.t ? told.grossMinor < known.grossMinor : told.t < known.t;
}

function takeRefund(order: CountedOrder, event: EventKey, minor: number | null): CountedOrder {
  const others = order.refunds.filter(([known]) => known !== event);
  if (others.length >= MOST_REFUNDS) return order;
  return { ...order, refunds: [...others, [event, minor]] };
}

/** Null: nothing was bought, or it was cancelled. */
export function worthOf({ completion, refunds, isCancelled }: CountedOrder): OrderWorth | null {
  if (completion === null || isCancelled) return null;
  const { date, grossMinor: gross } = completion;
  const refunded = refunds.reduce((sum, [, minor]) => Math.min(gross, sum + (minor ?? gross)), 0);
  return { date, grossMinor: gross, refundedMinor: refunded };
}

export const orderShape = z.object({
  place: z.number().int(),
  completion: z
    .object({
      event: z.string(),
      t: z.number().int(),
      date: z.string(),
      grossMinor: z.number().int(),
      isConfirmed: z.boolean(),
    })
    .nullable(),
  refunds: z.array(z.tuple([z.string(), z.number().int().nullable()])),
  isCancelled: z.boolean(),
  lastDate: z.string(),
});

/** @param value As it lies in the store. */
export function readOrder(value: Json | undefined): CountedOrder {
  const read = orderShape.safeParse(value);
  return read.success ? read.data : NO_ORDER;
}
