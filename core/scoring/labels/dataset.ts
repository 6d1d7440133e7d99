/** Examples in time order, and how they are cut into what is learned from, tuned on, and tested with. */
import { FEATURE_HEADS } from '../features/table.ts';
import { type Matrix, pickRows } from '../matrix.ts';
import type { Example } from './examples.ts';

export type Dataset = {
  readonly matrix: Matrix;
  readonly targets: Float64Array;
  /** Of each row, UTC ms, never decreasing. */
  readonly times: Float64Array;
  /** Distinct things that rows with a target above 0 are about (orders, say), and those that others are about. */
  readonly positives: number;
  readonly negatives: number;
  /** 1 for rows that count for themselves, see `thinning.ts`. */
  readonly apart: Uint8Array;
};

/**
 * @param apart Those of the examples that count for themselves.
 * @example toDataset(examples).matrix.rows
 */
export function toDataset(
  examples: readonly Example[],
  apart: ReadonlySet<Example> = new Set<Example>(),
): Dataset {
  const ordered = examples.toSorted((a, b) => a.t - b.t || (a.about < b.about ? -1 : 1));
  const about = (wanted: (target: number) => boolean): number =>
    new Set(ordered.filter(({ target }) => wanted(target)).map((example) => example.about)).size;
  return {
    matrix: { features: FEATURE_HEADS, rows: ordered.length, columns: columnsOf(ordered) },
    targets: Float64Array.from(ordered, ({ target }) => target),
    times: Float64Array.from(ordered, ({ t }) => t),
    positives: about((target) => target > 0),
    negatives: about((target) => target === 0),
    apart: Uint8Array.from(ordered, (example) => (apart.has(example) ? 1 : 0)),
  };
}

function columnsOf(examples: readonly Example[]): readonly Float64Array[] {
  const columns = FEATURE_HEADS.map(() => new Float64Array(examples.length).fill(Number.NaN));
  for (const [row, { features }] of examples.entries()) {
    for (const [feature, column] of columns.entries()) column[row] = features[feature] ?? Number.NaN;
  }
  return columns;
}

export type Piece = Pick<Dataset, 'matrix' | 'targets' | 'times' | 'apart'>;

export type Split = {
  readonly train: Piece;
  /** Later: where growing stops, and what probabilities are calibrated on. */
  readonly tune: Piece;
  /** Latest: what the model is judged by. Nothing of it is known to the others. */
  readonly test: Piece;
};

const TRAIN_SHARE = 0.65;
const TUNE_SHARE = 0.15;

/**
 * In time order. Rows whose label is not decided before the next piece begins are left out (an embargo as long as the
 * label looks ahead): else what is tested would have been seen in training (López de Prado 2018, ch. 7).
 *
 * @param horizonMs How far the label looks ahead.
 * @example splitByTime(dataset, 604_800_000).train.matrix.rows
 */
export function splitByTime({ matrix, targets, times, apart }: Piece, horizonMs: number): Split {
  const rows = times.length;
  const tuneFrom = times[Math.floor(rows * TRAIN_SHARE)] ?? 0;
  const testFrom = times[Math.floor(rows * (TRAIN_SHARE + TUNE_SHARE))] ?? 0;
  const pick = (from: number, to: number): Piece => {
    const places = Array.from(times.keys()).filter((row) => {
      const t = times[row] ?? 0;
      return t >= from && t < to;
    });
    return {
      matrix: pickRows(matrix, places),
      targets: Float64Array.from(places, (row) => targets[row] ?? 0),
      times: Float64Array.from(places, (row) => times[row] ?? 0),
      apart: Uint8Array.from(places, (row) => apart[row] ?? 0),
    };
  };
  return {
    train: pick(Number.NEGATIVE_INFINITY, tuneFrom - horizonMs),
    tune: pick(tuneFrom, testFrom - horizonMs),
    test: pick(testFrom, Number.POSITIVE_INFINITY),
  };
}
