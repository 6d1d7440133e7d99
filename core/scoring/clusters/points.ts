/** Sessions as points whose distances mean something: no feature counts more for its unit, no session for its excess. */
import type { Matrix } from '../matrix.ts';

/** By rows: `data[row * dimensions + dimension]`. */
export type Points = { readonly data: Float64Array; readonly rows: number; readonly dimensions: number };

/** Interquartile range of the standard normal distribution, so that a width is near a standard deviation. */
const QUARTILES = 1.349;
const FARTHEST = 5;

/**
 * Each column as log(1 + x), less its median, over its interquartile range; where half of the sessions are alike, over
 * its standard deviation, for what few do may be just what tells them apart. A column without any difference is left
 * out.
 *
 * @param matrix Values from 0 on.
 */
export function toPoints({ columns, rows }: Matrix): Points {
  const scaled = columns.map(scaleColumn).filter((column) => column !== null);
  const data = new Float64Array(rows * scaled.length);
  for (const [dimension, column] of scaled.entries()) {
    for (let row = 0; row < rows; row++) data[row * scaled.length + dimension] = column[row] as number;
  }
  return { data, rows, dimensions: scaled.length };
}

function scaleColumn(column: Float64Array): Float64Array | null {
  const logs = column.map(Math.log1p);
  const sorted = logs.toSorted();
  if (sorted[0] === sorted.at(-1)) return null;
  const at = (share: number): number => sorted[Math.floor(share * (sorted.length - 1))] ?? 0;
  const width = (at(0.75) - at(0.25)) / QUARTILES || deviationOf(logs);
  return logs.map((log) => Math.max(-FARTHEST, Math.min(FARTHEST, (log - at(0.5)) / width)));
}

function deviationOf(values: Float64Array): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
}

/** Some of them, in the order of their places. */
export function pickPoints({ data, dimensions }: Points, places: Uint32Array): Points {
  const picked = new Float64Array(places.length * dimensions);
  for (const [at, place] of places.entries())
    picked.set(data.subarray(place * dimensions, (place + 1) * dimensions), at * dimensions);
  return { data: picked, rows: places.length, dimensions };
}

/** Squared distance of a point of each. */
export function squaredDistance(a: Points, row: number, b: Float64Array, other: number): number {
  const { data, dimensions } = a;
  let sum = 0;
  for (let at = row * dimensions, to = other * dimensions, end = at + dimensions; at < end; at++, to++) {
    // Both lie inside by construction; this is the innermost loop.
    const step = (data[at] as number) - (b[to] as number);
    sum += step * step;
  }
  return sum;
}
