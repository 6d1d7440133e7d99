/**
 * A matrix as the regression sees it. Numbers are in standard deviations from their mean, so that one penalty is fair to
 * all of them; a category is one 0 or 1 for each level. Of those a row has one 1 for each feature, so that only its place
 * is kept: the work for each row grows with the features and not with their levels.
 */
import type { Feature, Matrix } from '../matrix.ts';

export type Design = {
  readonly rows: number;
  /** Weights there are, the last one being the intercept. */
  readonly width: number;
  /** The first weights: one value a row. */
  readonly dense: readonly Float64Array[];
  /**
   * The place of the weight that a row takes whole. Places rise from column to column; `width`, behind all weights, is for
   * a row that takes none.
   */
  readonly active: readonly Int32Array[];
  /** How each feature became weights. */
  readonly codings: readonly Coding[];
};

export type Coding =
  | {
      readonly kind: 'number';
      readonly feature: Feature;
      readonly mean: number;
      /** Of all rows, the missing ones standing at the mean; 0: it is the same everywhere, and says nothing. */
      readonly deviation: number;
      readonly place: number;
      /** Its own weight, where a value was missing in some rows and not in all. */
      readonly missingPlace: number | null;
      readonly missingShare: number;
    }
  | {
      readonly kind: 'category';
      readonly feature: Feature & { readonly kind: 'category' };
      readonly place: number;
      /** Of all rows, by level. */
      readonly shares: readonly number[];
    };

type Moments = { readonly mean: number; readonly deviation: number; readonly missing: number };

/**
 * @throws RangeError when there is no row, a column is not as long as there are rows, or a number is infinite.
 * @example createDesign(matrix).width
 */
export function createDesign(matrix: Matrix): Design {
  checkMatrix(matrix);
  const { features, columns, rows } = matrix;
  const numbers = features.filter(({ kind }) => kind === 'number').length;
  const width = numbers + countActive(matrix) + 1;
  const dense: Float64Array[] = [];
  const active: Int32Array[] = [];
  let free = numbers;
  const codings = features.map((feature, at): Coding => {
    const column = columns[at] as Float64Array;
    const place = free;
    if (feature.kind === 'category') {
      free += feature.levels.length;
      active.push(placeLevels(column, { place, levels: feature.levels.length, none: width }));
      return { kind: 'category', feature, place, shares: sharesOf(column, feature.levels.length) };
    }
    const { mean, deviation, missing } = momentsOf(column);
    const hasGaps = missing > 0 && missing < rows;
    if (hasGaps) active.push(Int32Array.from(column, (value) => (Number.isNaN(value) ? place : width)));
    free += hasGaps ? 1 : 0;
    dense.push(standardize(column, mean, deviation));
    const gaps = { missingPlace: hasGaps ? place : null, missingShare: missing / rows };
    return { kind: 'number', feature, mean, deviation, place: dense.length - 1, ...gaps };
  });
  active.push(new Int32Array(rows).fill(width - 1));
  return { rows, width, dense, active, codings };
}

function checkMatrix({ features, columns, rows }: Matrix): void {
  if (rows === 0) throw new RangeError('there are no rows to fit to');
  for (const [at, { name }] of features.entries()) {
    const column = columns[at];
    if (column?.length !== rows)
      throw new RangeError(`feature ${name} has ${column?.length ?? 0} values, and there are ${rows} rows`);
    const infinite = column.findIndex((value) => Math.abs(value) === Number.POSITIVE_INFINITY);
    if (infinite >= 0) throw new RangeError(`feature ${name} is infinite in row ${infinite}`);
  }
}

/** Levels, and gaps of numbers. */
function countActive({ features, columns, rows }: Matrix): number {
  return features.reduce((sum, feature, at) => {
    if (feature.kind === 'category') return sum + feature.levels.length;
    const missing = columns[at]?.reduce((count, value) => count + (Number.isNaN(value) ? 1 : 0), 0) ?? 0;
    return sum + (missing > 0 && missing < rows ? 1 : 0);
  }, 0);
}

/** In two passes, so that a large mean costs no digit of the deviation. */
function momentsOf(column: Float64Array): Moments {
  let [sum, present, squares] = [0, 0, 0];
  for (const value of column) {
    if (Number.isNaN(value)) continue;
    sum += value;
    present++;
  }
  const mean = present === 0 ? 0 : sum / present;
  for (const value of column) if (!Number.isNaN(value)) squares += (value - mean) ** 2;
  const deviation = Math.sqrt(squares / column.length);
  const isConstant = deviation <= Math.abs(mean) * Number.EPSILON * column.length;
  return { mean, deviation: isConstant ? 0 : deviation, missing: column.length - present };
}

function standardize(column: Float64Array, mean: number, deviation: number): Float64Array {
  if (deviation === 0) return new Float64Array(column.length);
  return column.map((value) => (Number.isNaN(value) ? 0 : (value - mean) / deviation));
}

type Places = { readonly place: number; readonly levels: number; readonly none: number };

function placeLevels(column: Float64Array, { place, levels, none }: Places): Int32Array {
  const places = new Int32Array(column.length).fill(none);
  for (let row = 0; row < column.length; row++) {
    const value = column[row] as number;
    if (isLevel(value, levels)) places[row] = place + value;
  }
  return places;
}

function sharesOf(column: Float64Array, levels: number): readonly number[] {
  const shares: number[] = Array(levels).fill(0);
  for (const value of column) {
    if (isLevel(value, levels)) shares[value] = (shares[value] ?? 0) + 1 / column.length;
  }
  return shares;
}

function isLevel(value: number, levels: number): boolean {
  return Number.isInteger(value) && value >= 0 && value < levels;
}
