/** Making a table smaller that has outgrown its bounds: a new one, so that the old one answers until it is done. */
import { type Candidates, FIELDS, keepStrongest } from './candidates.ts';
import { CHUNK_ROWS, createTable, type PairTable, type Row } from './table.ts';

/** So much of what is allowed is left of what was too much. */
const LEFT_PRODUCTS = 0.9;
const LEFT_CANDIDATES = 0.75;
/** Rows between two interruptions. */
const SLICE_ROWS = 50;
/** The number of a product that goes. */
const GONE = -1;

/**
 * Lets the lightest products go, or cuts the longest lists to one length, each keeping its strongest. Depends on the
 * table alone, so a crash before or after makes no difference.
 *
 * @example table = await inSlices(shrinkTable(table))
 */
export function* shrinkTable(table: PairTable): Generator<void, PairTable> {
  const { rows, bounds } = table;
  const lightest = yield* findLightest(table);
  yield;
  const numbers = renumber(table, lightest);
  yield;
  const most = table.candidates > bounds.allCandidates ? cutLength(table) : bounds.candidates;
  yield;
  const smaller = createTable(bounds);
  smaller.weight = table.weight;
  for (const row of rows) {
    if (row.number % SLICE_ROWS === 0) yield;
    const number = numbers[row.number] ?? GONE;
    if (number === GONE) continue;
    const candidates = keepStrongest(row.candidates, most, (product) => numbers[product] ?? GONE);
    addRow(smaller, { ...row, number, candidates });
  }
  return smaller;
}

function addRow(table: PairTable, row: Row): void {
  table.rows.push(row);
  table.byProduct.set(row.product, row);
  table.candidates += countCandidates(row.candidates);
  table.changed.add(Math.floor(row.number / CHUNK_ROWS));
}

/** The heaviest weight that goes, and how many of those that have just this weight do. */
type Lightest = { readonly weight: number; readonly ties: number };

function* findLightest({ rows, bounds }: PairTable): Generator<void, Lightest> {
  if (rows.length <= bounds.products) return { weight: Number.NEGATIVE_INFINITY, ties: 0 };
  const excess = rows.length - Math.floor(bounds.products * LEFT_PRODUCTS);
  const weights = Float64Array.from(rows, (row) => row.weight);
  yield;
  weights.sort();
  const weight = weights[excess - 1] ?? 0;
  return { weight, ties: excess - weights.indexOf(weight) };
}

/** New numbers, in the order of the old ones, of the products that stay; of equals the first go. */
function renumber({ rows }: PairTable, lightest: Lightest): Int32Array {
  const numbers = new Int32Array(rows.length).fill(GONE);
  let { ties } = lightest;
  let next = 0;
  for (const { number, weight } of rows) {
    const isTie = weight === lightest.weight && ties > 0;
    if (isTie) ties -= 1;
    if (weight < lightest.weight || isTie) continue;
    numbers[number] = next;
    next += 1;
  }
  return numbers;
}

/** The greatest length to which all lists can be cut so that enough is gone. */
function cutLength({ rows, bounds, candidates }: PairTable): number {
  const most = bounds.allCandidates * LEFT_CANDIDATES;
  /** How many lists are just so long. */
  const lists = new Int32Array(bounds.candidates + 1);
  for (const row of rows) {
    const own = countCandidates(row.candidates);
    lists[own] = (lists[own] ?? 0) + 1;
  }
  let length = bounds.candidates;
  let longer = 0;
  for (let left = candidates; length > 1 && left > most; length -= 1) {
    longer += lists[length] ?? 0;
    left -= longer;
  }
  return length;
}

function countCandidates(list: Candidates): number {
  return list.length / FIELDS;
}
