/** Outliers: a single order of a billion would tell a regression more than all the others, and be told anything by it. */
import type { Matrix } from '../matrix.ts';

export type Limits = { readonly low: number; readonly high: number };

export type Clamped = {
  readonly matrix: Matrix;
  /** By feature; null for a category, and where no value is known. */
  readonly limits: readonly (Limits | null)[];
};

/**
 * Reads what lies further out than a share of the known values, at either end, as the outermost of the others
 * (winsorizing; Dixon 1960).
 *
 * @param share 0 to below 0.5; 0 keeps every value, and the limits are those of the column.
 * @throws RangeError for another share.
 * @example clampMatrix(matrix, 0.001).limits[0] // { low: 0, high: 14 }
 */
export function clampMatrix(matrix: Matrix, share: number): Clamped {
  if (!(share >= 0 && share < 0.5)) throw new RangeError(`clamp is ${share}: give 0 to below 0.5`);
  const limits = matrix.features.map(({ kind }, at) =>
    kind === 'number' ? limitsOf(matrix.columns[at] ?? new Float64Array(0), share) : null,
  );
  const columns = matrix.columns.map((column, at) => clampColumn(column, limits[at] ?? null));
  return { matrix: { ...matrix, columns }, limits };
}

function limitsOf(column: Float64Array, share: number): Limits | null {
  const known = column.filter((value) => !Number.isNaN(value)).sort();
  const out = Math.floor(share * known.length);
  const [low, high] = [known[out], known[known.length - 1 - out]];
  return low === undefined || high === undefined ? null : { low, high };
}

function clampColumn(column: Float64Array, limits: Limits | null): Float64Array {
  if (limits === null) return column;
  // What is missing stays so: no comparison holds of it.
  return column.map((value) => (value < limits.low ? limits.low : value > limits.high ? limits.high : value));
}
