/** How sharply a function bends at its minimum: of a likelihood, how sure its parameters are. */

/** Of a logarithm: a tenth of a percent. */
const STEP = 1e-3;
/** What is left of a bend after all others is lost in rounding below this share of it. */
const FLAT = 1e-8;

/**
 * Standard errors of the parameters at the minimum of a negative log-likelihood: square roots of the diagonal of the
 * inverse of its second derivatives (the observed information), by central differences. It may be interrupted.
 *
 * @param f Negative log-likelihood of the logarithms of the parameters.
 * @param point Where it is lowest.
 * @returns Of the logarithms, so about the relative errors of the parameters; null where the likelihood is flat in some
 * direction, that is where the data do not tell the parameters apart.
 * @example inSlices(standardErrors(([x = 0]) => x * x * 50, [0])) // [0.1]
 */
export function* standardErrors(
  f: (point: readonly number[]) => number,
  point: readonly number[],
): Generator<void, readonly number[] | null> {
  const bend: (readonly number[])[] = [];
  for (const at of point.keys()) {
    bend.push(secondDerivatives(f, point, at));
    yield;
  }
  const lower = choleskyOf(bend);
  if (lower === null) return null;
  return point.map((_, at) => Math.hypot(...solveLower(lower, at)));
}

/** By one of the numbers and each of them. */
function secondDerivatives(
  f: (point: readonly number[]) => number,
  point: readonly number[],
  i: number,
): readonly number[] {
  const move = (...moves: readonly (readonly [at: number, by: number])[]): number =>
    f(moves.reduce((moved, [at, by]) => moved.with(at, (moved[at] ?? 0) + by * STEP), point));
  const middle = f(point);
  return point.map((_, j) =>
    i === j
      ? (move([i, 1]) - 2 * middle + move([i, -1])) / STEP ** 2
      : (move([i, 1], [j, 1]) - move([i, 1], [j, -1]) - move([i, -1], [j, 1]) + move([i, -1], [j, -1])) /
        (4 * STEP ** 2),
  );
}

/** Lower triangle L with L Lᵀ = matrix; null where the matrix is not positive definite. */
function choleskyOf(matrix: readonly (readonly number[])[]): readonly (readonly number[])[] | null {
  const lower: number[][] = [];
  for (const [i, row] of matrix.entries()) {
    const own: number[] = [];
    lower.push(own);
    for (let j = 0; j <= i; j += 1) {
      const other = lower[j] ?? own;
      const rest =
        (row[j] ?? 0) - own.reduce((sum, value, k) => sum + (k < j ? value * (other[k] ?? 0) : 0), 0);
      if (j === i && !(rest > FLAT * (row[i] ?? 0))) return null;
      own.push(j === i ? Math.sqrt(rest) : rest / (other[j] ?? 1));
    }
  }
  return lower;
}

/** Column of L⁻¹: the squares of its values add up to a diagonal value of (L Lᵀ)⁻¹. */
function solveLower(lower: readonly (readonly number[])[], column: number): readonly number[] {
  const solved: number[] = [];
  for (const [i, row] of lower.entries()) {
    const known = solved.reduce((sum, value, k) => sum + value * (row[k] ?? 0), 0);
    solved.push(((i === column ? 1 : 0) - known) / (row[i] ?? 1));
  }
  return solved;
}
