/** Sums of derivatives by bin: three numbers a bin, gradient, hessian and rows. */
import type { BinnedColumn } from './binning.ts';

export const NUMBERS_A_BIN = 3;

/** The features that a tree may look at, with the place in a histogram at which each begins. */
export type Layout = {
  readonly columns: readonly BinnedColumn[];
  readonly starts: Int32Array;
  /** Numbers of a whole histogram. */
  readonly length: number;
};

export function layOut(columns: readonly BinnedColumn[]): Layout {
  const starts = new Int32Array(columns.length);
  let length = 0;
  for (const [at, { bins }] of columns.entries()) {
    starts[at] = length;
    length += (bins + 1) * NUMBERS_A_BIN;
  }
  return { columns, starts, length };
}

/** Rows of a leaf, with their derivatives beside them in the same order. */
export type LeafRows = {
  readonly rows: Int32Array;
  readonly gradients: Float64Array;
  readonly hessians: Float64Array;
  readonly count: number;
};

/** @param drawn The features that are filled; the others' part is left as it is. */
export function fillHistogram(
  histogram: Float64Array,
  leaf: LeafRows,
  { columns, starts }: Layout,
  drawn: readonly number[],
): void {
  const codes: Uint8Array[] = [];
  const begins: number[] = [];
  for (const feature of drawn) {
    const column = columns[feature] as BinnedColumn;
    const start = starts[feature] as number;
    histogram.fill(0, start, start + (column.bins + 1) * NUMBERS_A_BIN);
    codes.push(column.codes);
    begins.push(start);
  }
  for (let at = 0; at < codes.length; at += 2) {
    if (at + 1 < codes.length) addTwo(histogram, leaf, codes.slice(at, at + 2), begins.slice(at, at + 2));
    else addOne(histogram, leaf, codes[at] as Uint8Array, begins[at] as number);
  }
}

function addOne(histogram: Float64Array, leaf: LeafRows, codes: Uint8Array, start: number): void {
  const { rows, gradients, hessians, count } = leaf;
  for (let at = 0; at < count; at++) {
    const bin = start + (codes[rows[at] as number] as number) * NUMBERS_A_BIN;
    histogram[bin] = (histogram[bin] as number) + (gradients[at] as number);
    histogram[bin + 1] = (histogram[bin + 1] as number) + (hessians[at] as number);
    histogram[bin + 2] = (histogram[bin + 2] as number) + 1;
  }
}

/** Where many rows fall into one bin, each addition waits for the one before: two columns wait at the same time. */
function addTwo(
  histogram: Float64Array,
  leaf: LeafRows,
  codes: readonly Uint8Array[],
  starts: readonly number[],
): void {
  const { rows, gradients, hessians, count } = leaf;
  const [codesA, codesB] = codes as [Uint8Array, Uint8Array];
  const [startA, startB] = starts as [number, number];
  for (let at = 0; at < count; at++) {
    const row = rows[at] as number;
    const gradient = gradients[at] as number;
    const hessian = hessians[at] as number;
    const a = startA + (codesA[row] as number) * NUMBERS_A_BIN;
    const b = startB + (codesB[row] as number) * NUMBERS_A_BIN;
    histogram[a] = (histogram[a] as number) + gradient;
    histogram[a + 1] = (histogram[a + 1] as number) + hessian;
    histogram[a + 2] = (histogram[a + 2] as number) + 1;
    histogram[b] = (histogram[b] as number) + gradient;
    histogram[b + 1] = (histogram[b + 1] as number) + hessian;
    histogram[b + 2] = (histogram[b + 2] as number) + 1;
  }
}

/** What remains of a parent without one child is the other child. */
export function subtractHistogram(parent: Float64Array, child: Float64Array): void {
  for (let at = 0; at < parent.length; at++) parent[at] = (parent[at] as number) - (child[at] as number);
}
