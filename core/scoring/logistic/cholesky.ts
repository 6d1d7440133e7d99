/** Linear equations with a symmetric positive matrix. */

export type SymmetricSystem = {
  /** Row by row, the lower triangle; overwritten by its Cholesky factor. */
  readonly matrix: Float64Array;
  /** From one row of the matrix to the next. */
  readonly stride: number;
  /** The right side; overwritten by the solution. */
  readonly vector: Float64Array;
  readonly size: number;
};

/** A pivot that lost all but so little of its diagonal is a column that the ones before it already make up. */
const LEAST_PIVOT = 1e-12;

/**
 * Solves in place. An unknown that the ones before it make redundant is answered 0, so that a singular system has an
 * answer too: one of the many it has.
 *
 * @example solveSymmetric({ matrix, stride: 2, vector, size: 2 }) // vector holds the solution
 */
export function solveSymmetric(system: SymmetricSystem): void {
  factorize(system);
  substituteForward(system);
  substituteBack(system);
}

/** A redundant column becomes a 1 with nothing under it. */
function factorize({ matrix, stride, size, vector }: SymmetricSystem): void {
  for (let row = 0; row < size; row++) {
    const start = row * stride;
    for (let column = 0; column < row; column++) {
      const sum = dotRows(matrix, start, column * stride, column);
      matrix[start + column] =
        ((matrix[start + column] as number) - sum) / (matrix[column * stride + column] as number);
    }
    const diagonal = matrix[start + row] as number;
    const pivot = diagonal - dotRows(matrix, start, start, row);
    if (pivot > diagonal * LEAST_PIVOT) matrix[start + row] = Math.sqrt(pivot);
    else leaveOut({ matrix, stride, size, vector }, row);
  }
}

function leaveOut({ matrix, stride, size, vector }: SymmetricSystem, unknown: number): void {
  matrix.fill(0, unknown * stride, unknown * stride + unknown);
  for (let row = unknown + 1; row < size; row++) matrix[row * stride + unknown] = 0;
  matrix[unknown * stride + unknown] = 1;
  vector[unknown] = 0;
}

function dotRows(matrix: Float64Array, start: number, otherStart: number, count: number): number {
  let sum = 0;
  for (let at = 0; at < count; at++)
    sum += (matrix[start + at] as number) * (matrix[otherStart + at] as number);
  return sum;
}

function substituteForward({ matrix, stride, vector, size }: SymmetricSystem): void {
  for (let row = 0; row < size; row++) {
    const start = row * stride;
    let sum = vector[row] as number;
    for (let at = 0; at < row; at++) sum -= (matrix[start + at] as number) * (vector[at] as number);
    vector[row] = sum / (matrix[start + row] as number);
  }
}

function substituteBack({ matrix, stride, vector, size }: SymmetricSystem): void {
  for (let row = size - 1; row >= 0; row--) {
    let sum = vector[row] as number;
    for (let at = row + 1; at < size; at++)
      sum -= (matrix[at * stride + row] as number) * (vector[at] as number);
    vector[row] = sum / (matrix[row * stride + row] as number);
  }
}
