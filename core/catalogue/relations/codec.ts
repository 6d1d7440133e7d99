/** Counts as records: chunks of rows and of orders, small enough for one record each, and what they belong to. */
import * as z from 'zod';
import type { Json } from '../../entry.ts';
import { FIELDS } from './candidates.ts';
import {
  CHUNK_ORDERS,
  type CountedOrder,
  createLedger,
  MOST_ORDERS,
  type OrderLedger,
} from './order-ledger.ts';
import { CHUNK_ROWS, createTable, type PairTable, type TableBounds } from './table.ts';

/** Of all records; counts of another version are made anew from the log. */
export const RELATIONS_VERSION = 1;

/** For each chunk which of its two records holds it. */
const slots = z.string().regex(/^[ab]*$/);
const tableShape = z.object({ weight: z.number(), slots });

export const manifestShape = z.object({
  place: z.number().int(),
  viewed: tableShape,
  bought: tableShape,
  orders: z.object({ next: z.number().int(), since: z.number(), slots }),
});
export type Manifest = z.infer<typeof manifestShape>;

const rowsShape = z.array(z.tuple([z.string(), z.number(), z.array(z.number())]));
const ordersShape = z.array(z.tuple([z.string(), z.number(), z.boolean(), z.array(z.string())]));

export function encodeRows({ rows }: PairTable, chunk: number): Json {
  const own = rows.slice(chunk * CHUNK_ROWS, (chunk + 1) * CHUNK_ROWS);
  return own.map(({ product, weight, candidates }) => [product, weight, candidates]);
}

export function encodeOrders({ orders }: OrderLedger, chunk: number): Json {
  const own = orders.slice(chunk * CHUNK_ORDERS, (chunk + 1) * CHUNK_ORDERS);
  return own.map(({ key, t, isConfirmed, products }) => [key, t, isConfirmed, products]);
}

/** How many chunks there are. */
export function countChunks({ rows }: PairTable): number {
  return Math.ceil(rows.length / CHUNK_ROWS);
}

export function countOrderChunks({ orders }: OrderLedger): number {
  return Math.ceil(orders.length / CHUNK_ORDERS);
}

/** @param chunks In their order. @throws ZodError where one is not what `encodeRows` made. */
export function decodeTable(weight: number, chunks: readonly Json[], bounds: TableBounds): PairTable {
  const table = createTable(bounds);
  table.weight = weight;
  for (const [product, own, candidates] of chunks.flatMap((chunk) => rowsShape.parse(chunk))) {
    const row = { product, number: table.rows.length, weight: own, candidates };
    table.rows.push(row);
    table.byProduct.set(product, row);
    table.candidates += candidates.length / FIELDS;
  }
  return table;
}

/** @param chunks In their order. @throws ZodError where one is not what `encodeOrders` made. */
export function decodeLedger({ next, since }: Manifest['orders'], chunks: readonly Json[]): OrderLedger {
  const ledger = createLedger();
  ledger.next = next % MOST_ORDERS;
  ledger.since = since;
  for (const [key, t, isConfirmed, products] of chunks.flatMap((chunk) => ordersShape.parse(chunk))) {
    const order: CountedOrder = { key, t, isConfirmed, products };
    ledger.placeOf.set(key, ledger.orders.length);
    ledger.orders.push(order);
  }
  return ledger;
}
