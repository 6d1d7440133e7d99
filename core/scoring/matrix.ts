/** What models are fitted to and asked about: columns of numbers, NaN where a value is missing. */

export type Feature =
  | { readonly name: string; readonly kind: 'number' }
  /** A value is the place of its level; a level that was not there at training is missing. */
  | { readonly name: string; readonly kind: 'category'; readonly levels: readonly string[] };

/** One value a feature, in the order of the features. */
export type Row = ArrayLike<number>;

/** By columns: `columns[feature][row]`. */
export type Matrix = {
  readonly features: readonly Feature[];
  readonly rows: number;
  readonly columns: readonly Float64Array[];
};

/**
 * A matrix of rows.
 *
 * @param rows Each as long as there are features; NaN is missing.
 * @param features Numbers called `x0`, `x1` … where left out.
 * @throws RangeError when a row has another length than there are features.
 * @example toMatrix([[1, 2], [3, Number.NaN]]).columns[0] // Float64Array [1, 3]
 */
export function toMatrix(rows: readonly Row[], features: readonly Feature[] = nameColumns(rows)): Matrix {
  for (const [at, row] of rows.entries()) {
    if (row.length !== features.length)
      throw new RangeError(`row ${at} has ${row.length} values, and there are ${features.length} features`);
  }
  const columns = features.map((_, feature) => Float64Array.from(rows, (row) => row[feature] ?? Number.NaN));
  return { features, rows: rows.length, columns };
}

function nameColumns(rows: readonly Row[]): readonly Feature[] {
  return Array.from({ length: rows[0]?.length ?? 0 }, (_, at) => ({ name: `x${at}`, kind: 'number' }));
}

/** Some of its rows, in the order of their places. @example pickRows(matrix, [0, 2]) */
export function pickRows({ features, columns }: Matrix, places: ArrayLike<number>): Matrix {
  const picked = columns.map((column) => Float64Array.from(places, (place) => column[place] ?? Number.NaN));
  return { features, rows: places.length, columns: picked };
}

/** One of its rows. @param into Filled and answered where given. @example readRow(matrix, 0) */
export function readRow(
  { columns }: Matrix,
  row: number,
  into = new Float64Array(columns.length),
): Float64Array {
  for (const [feature, column] of columns.entries()) into[feature] = column[row] ?? Number.NaN;
  return into;
}
