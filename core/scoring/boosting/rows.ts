/** The rows a boosting grows from, and the later ones it is held against. */
import { type Matrix, pickRows } from '../matrix.ts';
import { checkTargets, type Labelled } from './losses.ts';
import type { BoostingOptions, Holdout, Settings } from './options.ts';

export type LabelledMatrix = Labelled & { readonly matrix: Matrix };

export type SplitRows = { readonly grown: LabelledMatrix; readonly held: LabelledMatrix | null };

/** @throws RangeError when there are no rows, targets or weights are not one a row, or one has no meaning. */
export function splitRows(whole: Holdout, options: BoostingOptions, check: RowCheck): SplitRows {
  const all = checkRows(whole, check);
  const { holdout = 0 } = options;
  if (typeof holdout !== 'number') {
    if (holdout.matrix.features.length !== all.matrix.features.length)
      throw new RangeError(
        'options.holdout.matrix has other features: give those of the matrix, in its order',
      );
    return { grown: all, held: checkRows(holdout, check) };
  }
  if (!(holdout >= 0 && holdout < 1))
    throw new RangeError(`options.holdout is ${holdout}: give a share of the rows from 0 to below 1`);
  const first = all.matrix.rows - Math.ceil(all.matrix.rows * holdout);
  if (first === 0)
    throw new RangeError(`options.holdout is ${holdout}: of ${all.matrix.rows} rows none is left`);
  if (first === all.matrix.rows) return { grown: all, held: null };
  return { grown: takeRows(all, 0, first), held: takeRows(all, first, all.matrix.rows) };
}

export type RowCheck = { readonly loss: Settings['loss']; readonly classes: number };

function checkRows({ matrix, targets, weights }: Holdout, { loss, classes }: RowCheck): LabelledMatrix {
  const { rows } = matrix;
  if (rows === 0) throw new RangeError('the matrix has no rows: a model is fitted to one at least');
  checkColumns(matrix);
  if (targets.length !== rows)
    throw new RangeError(`there are ${targets.length} targets and ${rows} rows: give one a row`);
  const own = Float64Array.from(targets);
  checkTargets(own, loss, classes);
  return { matrix, targets: own, weights: weights === undefined ? null : checkWeights(weights, rows) };
}

function checkColumns({ features, rows, columns }: Matrix): void {
  if (columns.length !== features.length)
    throw new RangeError(
      `there are ${columns.length} columns and ${features.length} features: give one a feature`,
    );
  const at = columns.findIndex((column) => column.length !== rows);
  if (at === -1) return;
  throw new RangeError(
    `${features[at]?.name} has ${columns[at]?.length} values, and there are ${rows} rows: give one a row`,
  );
}

function checkWeights(weights: ArrayLike<number>, rows: number): Float64Array {
  if (weights.length !== rows)
    throw new RangeError(`there are ${weights.length} weights and ${rows} rows: give one a row`);
  const own = Float64Array.from(weights);
  const row = own.findIndex((weight) => !(weight > 0 && weight < Number.POSITIVE_INFINITY));
  if (row !== -1) throw new RangeError(`weights[${row}] is ${own[row]}: give a finite number above 0`);
  return own;
}

function takeRows({ matrix, targets, weights }: LabelledMatrix, from: number, to: number): LabelledMatrix {
  const places = Int32Array.from({ length: to - from }, (_, at) => from + at);
  return {
    matrix: pickRows(matrix, places),
    targets: targets.slice(from, to),
    weights: weights?.slice(from, to) ?? null,
  };
}
