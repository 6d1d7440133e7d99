/**
 * How often products came, alone and together, in the baskets of one kind: the products of a session, or of an order.
 * Changed in place, since a copy for each event would cost its whole size.
 */
import { addCandidate, type Candidates, takeBackCandidate } from './candidates.ts';
import { weightOf } from './decay.ts';

/** Distinct products that came together. */
export type Basket = {
  /** UTC day whose weight all of it has, counted from 1970. */
  readonly day: number;
  readonly products: string[];
};

/**
 * Products of a basket that count; further ones do not. Pairs grow with the square, and who looks at more than 30
 * products in one session, as 1 in 1,000 does, compares nothing: a robot, or a screen that many people use.
 */
export const MOST_TOGETHER = 30;

export type TableBounds = {
  readonly products: number;
  /** Of one product. */
  readonly candidates: number;
  /** Of all products together. */
  readonly allCandidates: number;
};

export const TABLE_BOUNDS: TableBounds = { products: 100_000, candidates: 200, allCandidates: 2_000_000 };

/** Rows that are saved together. */
export const CHUNK_ROWS = 16;

export type Row = {
  readonly product: string;
  /** Where it stands in the table. */
  readonly number: number;
  /** Of the baskets that held it. */
  weight: number;
  readonly candidates: Candidates;
};

export type PairTable = {
  readonly bounds: TableBounds;
  rows: Row[];
  byProduct: Map<string, Row>;
  /** Of all baskets that held anything. */
  weight: number;
  /** In all rows. */
  candidates: number;
  /** Chunks of rows that have changed since they were saved. */
  readonly changed: Set<number>;
};

/** @example const table = createTable(TABLE_BOUNDS) */
export function createTable(bounds: TableBounds): PairTable {
  return { bounds, rows: [], byProduct: new Map(), weight: 0, candidates: 0, changed: new Set() };
}

/**
 * Puts one more product into a basket and counts it, alone and with each that is in there. Nothing happens when it is in
 * there, or when the basket is full.
 */
export function extendBasket(table: PairTable, basket: Basket, product: string): void {
  if (!takesIn(basket, product)) return;
  const { products, day } = basket;
  const weight = weightOf(day);
  if (products.length === 0) table.weight += weight;
  const row = rowOf(table, product);
  row.weight += weight;
  for (const other of products) {
    const otherRow = rowOf(table, other);
    table.candidates += addTo(table, row, otherRow.number, weight);
    table.candidates += addTo(table, otherRow, row.number, weight);
  }
  touch(table, row);
  products.push(product);
}

export function takesIn({ products }: Basket, product: string): boolean {
  return products.length < MOST_TOGETHER && !products.includes(product);
}

/** Takes back all that a basket counted. */
export function retractBasket(table: PairTable, { products, day }: Basket): void {
  const weight = weightOf(day);
  if (products.length > 0) table.weight = Math.max(0, table.weight - weight);
  const rows = products.flatMap((product) => table.byProduct.get(product) ?? []);
  for (const row of rows) {
    row.weight = Math.max(0, row.weight - weight);
    for (const other of rows) {
      if (other !== row) table.candidates -= takeBackCandidate(row.candidates, other.number, weight);
    }
    touch(table, row);
  }
}

/** Whether it has to be made smaller (shrinking.ts) before it takes more. */
export function isOverfull({ rows, candidates, bounds }: PairTable): boolean {
  return rows.length > bounds.products || candidates > bounds.allCandidates;
}

function addTo(table: PairTable, row: Row, product: number, weight: number): 0 | 1 {
  touch(table, row);
  return addCandidate(row.candidates, product, weight, table.bounds.candidates);
}

function rowOf(table: PairTable, product: string): Row {
  const known = table.byProduct.get(product);
  if (known !== undefined) return known;
  const row: Row = { product, number: table.rows.length, weight: 0, candidates: [] };
  table.rows.push(row);
  table.byProduct.set(product, row);
  return row;
}

function touch(table: PairTable, row: Row): void {
  table.changed.add(Math.floor(row.number / CHUNK_ROWS));
}
