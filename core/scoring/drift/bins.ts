/** Values, counted in bins: what is kept of the rows of a training, none of which can be read out of it again. */
import type { Feature } from '../matrix.ts';

export type Bins =
  | {
      readonly name: string;
      readonly kind: 'number';
      /** Ascending; a bin ends with its edge, the last one has none. Behind the bins there is one for what is missing. */
      readonly edges: readonly number[];
    }
  | {
      readonly name: string;
      readonly kind: 'category';
      /** A bin each, and one behind them for what is missing or was not there at training. */
      readonly levels: readonly string[];
    };

/** How many bins there are. @example countBins({ name: 'views', kind: 'number', edges: [0, 3] }) // 4 */
export function countBins(bins: Bins): number {
  return bins.kind === 'number' ? bins.edges.length + 2 : bins.levels.length + 1;
}

/** @param value NaN is missing. @example findBin({ name: 'views', kind: 'number', edges: [0, 3] }, 3) // 1 */
export function findBin(bins: Bins, value: number): number {
  if (bins.kind === 'category') return value in bins.levels ? value : bins.levels.length;
  if (Number.isNaN(value)) return bins.edges.length + 1;
  return countBelow(bins.edges, value);
}

/**
 * Bins of as many rows each as can be; a value that many rows have is in one bin, so that there may be fewer.
 *
 * @param most Bins there are at most, beside the one for what is missing.
 * @example cutBins({ name: 'views', kind: 'number' }, column, 10).edges // [0, 1, 2, 4, 9]
 */
export function cutBins(feature: Feature, column: Float64Array, most: number): Bins {
  if (feature.kind === 'category') return { name: feature.name, kind: 'category', levels: feature.levels };
  const sorted = column.filter((value) => !Number.isNaN(value)).sort();
  const largest = sorted.at(-1) ?? 0;
  const edges = new Set<number>();
  for (let bin = 1; bin < most; bin++) {
    const edge = sorted[Math.ceil((bin * sorted.length) / most) - 1] ?? largest;
    if (edge < largest) edges.add(edge);
  }
  return { name: feature.name, kind: 'number', edges: [...edges] };
}

/** Rows in each bin. @example countRows(bins, column) // [120, 118, 121, 4] */
export function countRows(bins: Bins, column: ArrayLike<number>): readonly number[] {
  const counts = new Float64Array(countBins(bins));
  for (let row = 0; row < column.length; row++) (counts[findBin(bins, column[row] as number)] as number) += 1;
  return [...counts];
}

/** How many of the ascending edges are below the value. */
function countBelow(edges: readonly number[], value: number): number {
  let [from, to] = [0, edges.length];
  while (from < to) {
    const middle = (from + to) >>> 1;
    if ((edges[middle] as number) < value) from = middle + 1;
    else to = middle;
  }
  return from;
}
