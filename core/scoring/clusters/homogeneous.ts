/**
 * Data as it would be if there were no groups: every column has the very values that it has, two columns are as
 * correlated as they are, and nothing else is there. A normal distribution is made of such parts, and it has one top.
 * What chance shows in that is no discovery (Hennig and Lin 2015, a parametric bootstrap; the columns by Cario and
 * Nelson 1997, "NORTA").
 */
import type { Points } from './points.ts';

/** Draws as many points as were given, without groups. */
export type DrawHomogeneous = (random: () => number) => Points;

const HALVINGS = 9;
const MOST_CORRELATED = 0.999;

/** @example createHomogeneous(points, random)(random).rows // points.rows */
export function createHomogeneous(points: Points, random: () => number): DrawHomogeneous {
  const { rows, dimensions } = points;
  const columns = Array.from({ length: dimensions }, (_, at) => columnOf(points, at));
  const sorted = columns.map((column) => column.toSorted());
  const correlations = matchCorrelations(columns, sorted, random);
  const factor = factorNearest(correlations, dimensions);
  return (draw) => {
    const independent = sorted.map(() => drawNormals(rows, draw));
    const data = new Float64Array(rows * dimensions);
    for (const [at, values] of sorted.entries()) {
      const order = orderOf(mix(independent, factor, at));
      for (let rank = 0; rank < rows; rank++)
        data[(order[rank] as number) * dimensions + at] = values[rank] as number;
    }
    return { data, rows, dimensions };
  };
}

function columnOf({ data, rows, dimensions }: Points, at: number): Float64Array {
  return Float64Array.from({ length: rows }, (_, row) => data[row * dimensions + at] as number);
}

/** Box and Muller 1958. */
function drawNormals(count: number, random: () => number): Float64Array {
  const normals = new Float64Array(count);
  for (let at = 0; at < count; at++)
    normals[at] = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  return normals;
}

function orderOf(values: Float64Array): Uint32Array {
  return Uint32Array.from(values.keys()).sort((a, b) => (values[a] as number) - (values[b] as number));
}

/** Of normal variables, lower triangle with its diagonal: such that the columns made of them are as correlated as they are. */
function matchCorrelations(
  columns: readonly Float64Array[],
  sorted: readonly Float64Array[],
  random: () => number,
): Float64Array {
  const [dimensions, rows] = [columns.length, columns[0]?.length ?? 0];
  const first = drawNormals(rows, random).sort();
  const second = drawNormals(rows, random);
  const matched = new Float64Array(dimensions * dimensions);
  for (let a = 0; a < dimensions; a++) {
    matched[a * dimensions + a] = 1;
    for (let b = 0; b < a; b++) {
      const target = multiply(columns[a] as Float64Array, columns[b] as Float64Array);
      const productAt = (correlation: number): number => {
        const rest = Math.sqrt(1 - correlation ** 2);
        const order = orderOf(second.map((value, at) => rest * value + correlation * (first[at] as number)));
        return multiplyRanked(sorted[a] as Float64Array, sorted[b] as Float64Array, order);
      };
      matched[a * dimensions + b] = bisect(productAt, target);
    }
  }
  return matched;
}

function multiply(a: Float64Array, b: Float64Array): number {
  return a.reduce((sum, value, at) => sum + value * (b[at] as number), 0);
}

/** Means and deviations are those of the columns in any order, so that the products alone tell the correlation. */
function multiplyRanked(a: Float64Array, b: Float64Array, order: Uint32Array): number {
  let sum = 0;
  for (let rank = 0; rank < order.length; rank++)
    sum += (a[order[rank] as number] as number) * (b[rank] as number);
  return sum;
}

function bisect(rising: (correlation: number) => number, target: number): number {
  let [low, high] = [-MOST_CORRELATED, MOST_CORRELATED];
  for (let halving = 0; halving < HALVINGS; halving++) {
    const middle = (low + high) / 2;
    if (rising(middle) < target) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** Matched pair by pair, the correlations may be impossible together: they are drawn towards 0 until they are not. */
function factorNearest(correlations: Float64Array, size: number): Float64Array {
  for (let kept = 1; kept > 0; kept -= 0.02) {
    const factor = factorize(correlations, size, kept);
    if (factor !== null) return factor;
  }
  return Float64Array.from(correlations, (_, at) => (at % (size + 1) === 0 ? 1 : 0));
}

const LEAST_PIVOT = 1e-6;

/** Cholesky's lower triangle. @param kept What is left of each correlation. @returns null where there is none. */
function factorize(correlations: Float64Array, size: number, kept: number): Float64Array | null {
  const factor = new Float64Array(size * size);
  for (let row = 0; row < size; row++) {
    for (let column = 0; column <= row; column++) {
      let rest = (correlations[row * size + column] as number) * (row === column ? 1 : kept);
      for (let at = 0; at < column; at++)
        rest -= (factor[row * size + at] as number) * (factor[column * size + at] as number);
      if (row === column && rest < LEAST_PIVOT) return null;
      factor[row * size + column] =
        row === column ? Math.sqrt(rest) : rest / (factor[column * size + column] as number);
    }
  }
  return factor;
}

function mix(independent: readonly Float64Array[], factor: Float64Array, row: number): Float64Array {
  const mixed = new Float64Array(independent[0]?.length ?? 0);
  for (let column = 0; column <= row; column++) {
    const weight = factor[row * independent.length + column] as number;
    const own = independent[column] as Float64Array;
    for (let at = 0; at < mixed.length; at++)
      mixed[at] = (mixed[at] as number) + weight * (own[at] as number);
  }
  return mixed;
}
