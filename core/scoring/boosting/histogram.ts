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
  for (const feature of drawn) {
    const column = columns[feature] as BinnedColumn;
    const start = starts[feature] as number;
    histogram.fill(0, start, start + (column.bins + 1) * NUMBERS_A_BIN);
    addColumn(histogram.subarray(start), column.codes, leaf);
  }
}

function addColumn(histogram: Float64Array, codes: Uint8Array, leaf: LeafRows): void {
  const { rows, gradients, hessians, count } = leaf;
  for (let at = 0; at < count; at++) {
    const bin = (codes[rows[at] as number] as number) * NUMBERS_A_BIN;
    histogram[bin] = (histogram[bin] as number) + (gradients[at] as number);
    histogram[bin + 1] = (histogram[bin + 1] as number) + (hessians[at] as number);
    histogram[bin + 2] = (histogram[bin + 2] as number) + 1;
  }
}

/** What remains of a parent without one child is the other child. */
export function subtractHistogram(parent: Float64Array, child: Float64Array): void {
  for (let at = 0; at < parent.length; at++) parent[at] = (parent[at] as number) - (child[at] as number);
}
