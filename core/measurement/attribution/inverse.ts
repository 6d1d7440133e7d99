/** The inverse of a square matrix. */

/** Rows between two turns: a matrix of 400 has 400 times as many numbers. */
const ROWS_A_SLICE = 16;

/**
 * Gauss-Jordan elimination, the largest element of a column as its pivot. Yields now and then.
 *
 * @param matrix Row by row, `size` x `size`; must not be singular. Left as it is.
 * @example await inSlices(invert(Float64Array.of(4, 7, 2, 6), 2)) // 0.6, -0.7, -0.2, 0.4
 */
export function* invert(matrix: Float64Array, size: number): Generator<void, Float64Array> {
  const left = Float64Array.from(matrix);
  const right = new Float64Array(size * size);
  for (let at = 0; at < size; at++) right[at * size + at] = 1;
  for (let column = 0; column < size; column++) {
    const pivot = findPivot(left, size, column);
    for (const side of [left, right]) swapRows(side, size, [column, pivot]);
    const scale = 1 / (left[column * size + column] ?? 0);
    for (const side of [left, right]) scaleRow(side, size, column, scale);
    for (let row = 0; row < size; row++) {
      const factor = left[row * size + column] ?? 0;
      if (row === column || factor === 0) continue;
      for (const side of [left, right]) subtractRow(side, size, [row, column], factor);
    }
    if (column % ROWS_A_SLICE === 0) yield;
  }
  return right;
}

function findPivot(matrix: Float64Array, size: number, column: number): number {
  let pivot = column;
  for (let row = column + 1; row < size; row++) {
    const [here, best] = [matrix[row * size + column] ?? 0, matrix[pivot * size + column] ?? 0];
    if (Math.abs(here) > Math.abs(best)) pivot = row;
  }
  return pivot;
}

function swapRows(matrix: Float64Array, size: number, [a, b]: readonly [number, number]): void {
  if (a === b) return;
  const kept = matrix.slice(a * size, (a + 1) * size);
  matrix.copyWithin(a * size, b * size, (b + 1) * size);
  matrix.set(kept, b * size);
}

function scaleRow(matrix: Float64Array, size: number, row: number, scale: number): void {
  for (let at = row * size; at < (row + 1) * size; at++) matrix[at] = (matrix[at] ?? 0) * scale;
}

function subtractRow(
  matrix: Float64Array,
  size: number,
  [row, other]: readonly [number, number],
  factor: number,
): void {
  const distance = (other - row) * size;
  for (let at = row * size; at < (row + 1) * size; at++) {
    matrix[at] = (matrix[at] ?? 0) - factor * (matrix[at + distance] ?? 0);
  }
}
