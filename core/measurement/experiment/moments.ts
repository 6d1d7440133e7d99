/** Sufficient statistics of an experiment's arm: all that a test needs, and a contribution can be taken back. */

/** What one visitor adds to an arm. */
export type Contribution = {
  /** The goal's value after the exposure, a whole number: 1 or 0 for a conversion, minor units for money. */
  readonly y: number;
  /** What was known before the exposure, a whole number; 0 for a visitor without a past, and without a covariate. */
  readonly x: number;
};

/**
 * Sums over the visitors of an arm. They are whole numbers of any size, so every safe integer is taken in exactly, in
 * any order and any number, and taking away what was added gives the very same sums. Doubles would not do: the squares
 * of 1,000.00 in minor units leave their 53 bits after 900,000 visitors, and a compensated sum drifts when
 * contributions are replaced.
 */
export type Moments = {
  readonly n: number;
  readonly sum: bigint;
  readonly sumSquares: bigint;
  readonly sumX: bigint;
  readonly sumXSquares: bigint;
  readonly sumXY: bigint;
};

export const NO_MOMENTS: Moments = { n: 0, sum: 0n, sumSquares: 0n, sumX: 0n, sumXSquares: 0n, sumXY: 0n };

/**
 * @throws RangeError for what is not a whole number.
 * @example addContribution(NO_MOMENTS, { y: 1999, x: 0 }).sumSquares // 3996001n
 */
export function addContribution(moments: Moments, { y, x }: Contribution): Moments {
  const [bigY, bigX] = [BigInt(y), BigInt(x)];
  return {
    n: moments.n + 1,
    sum: moments.sum + bigY,
    sumSquares: moments.sumSquares + bigY * bigY,
    sumX: moments.sumX + bigX,
    sumXSquares: moments.sumXSquares + bigX * bigX,
    sumXY: moments.sumXY + bigX * bigY,
  };
}

/**
 * The moments without a contribution that was added to them before.
 *
 * @throws RangeError for what is not a whole number.
 * @example removeContribution(addContribution(moments, order), order) // equals moments
 */
export function removeContribution(moments: Moments, { y, x }: Contribution): Moments {
  const [bigY, bigX] = [BigInt(y), BigInt(x)];
  return {
    n: moments.n - 1,
    sum: moments.sum - bigY,
    sumSquares: moments.sumSquares - bigY * bigY,
    sumX: moments.sumX - bigX,
    sumXSquares: moments.sumXSquares - bigX * bigX,
    sumXY: moments.sumXY - bigX * bigY,
  };
}

/** The goal's mean. @param moments Of at least one visitor. */
export function meanOf({ n, sum }: Moments): number {
  return Number(sum) / n;
}

/** The goal's unbiased variance. @param moments Of at least two visitors. */
export function varianceOf(moments: Moments): number {
  return scatterOf(moments) / (moments.n - 1);
}

/** Sum of squared distances of the goal from its mean. @param moments Of at least one visitor. */
export function scatterOf({ n, sum, sumSquares }: Moments): number {
  return crossScatter({ n, sumA: sum, sumB: sum, sumAB: sumSquares });
}

/** The same of the covariate. */
export function covariateScatterOf({ n, sumX, sumXSquares }: Moments): number {
  return crossScatter({ n, sumA: sumX, sumB: sumX, sumAB: sumXSquares });
}

/** Sum of products of the distances of goal and covariate from their means; over n - 1 the covariance. */
export function crossScatterOf({ n, sum, sumX, sumXY }: Moments): number {
  return crossScatter({ n, sumA: sumX, sumB: sum, sumAB: sumXY });
}

type Products = { readonly n: number; readonly sumA: bigint; readonly sumB: bigint; readonly sumAB: bigint };

/** Subtracted as whole numbers, so that a large mean costs no digit; rounded once, after that. */
function crossScatter({ n, sumA, sumB, sumAB }: Products): number {
  return Number(BigInt(n) * sumAB - sumA * sumB) / n;
}
