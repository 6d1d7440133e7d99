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

/** Of the rows that are left once those of the embargoes are out. */
const TUNE_SHARE = 0.15;
const TEST_SHARE = 0.2;
const TRAIN_SHARE = 1 - TUNE_SHARE - TEST_SHARE;

/**
 * In time order. Rows whose label is not decided before the next piece begins are left out (an embargo as long as the
 * label looks ahead): else what is tested would have been seen in training (López de Prado 2018, ch. 7).
 *
 * @param horizonMs How far the label looks ahead. Where the past is not longer than twice that, a piece is left empty.
 * @example splitByTime(dataset, 604_800_000).train.matrix.rows
 */
export function splitByTime({ matrix, targets, times, apart }: Piece, horizonMs: number): Split {
  const { trainTo, tuneFrom, tuneTo, testFrom } = findCuts(times, horizonMs);
  const pick = (from: number, to: number): Piece => {
    const places = Array.from({ length: to - from }, (_, at) => from + at);
    return {
      matrix: pickRows(matrix, places),
      targets: targets.slice(from, to),
      times: times.slice(from, to),
      apart: apart.slice(from, to),
    };
  };
  return { train: pick(0, trainTo), tune: pick(tuneFrom, tuneTo), test: pick(testFrom, times.length) };
}

/** Places of rows. */
type Cuts = {
  readonly trainTo: number;
  readonly tuneFrom: number;
  readonly tuneTo: number;
  readonly testFrom: number;
};

/**
 * As many rows as can be kept in their shares. Were all rows cut by these shares, and the embargoes taken out of the pieces,
 * a label that looks ahead by a seventh of the past would leave nothing to tune on.
 */
function findCuts(times: Float64Array, horizonMs: number): Cuts {
  let [low, high] = [0, times.length];
  while (low < high) {
    const kept = Math.ceil((low + high) / 2);
    if (cutsOf(times, horizonMs, kept).trainTo >= Math.floor(TRAIN_SHARE * kept)) low = kept;
    else high = kept - 1;
  }
  return cutsOf(times, horizonMs, low);
}

/** From the end: rows of one instant stay together, in the later piece. */
function cutsOf(times: Float64Array, horizonMs: number, kept: number): Cuts {
  const before = (place: number, gapMs: number): number =>
    place >= times.length ? times.length : countBelow(times, (times[place] ?? 0) - gapMs);
  const testFrom = before(times.length - Math.floor(TEST_SHARE * kept), 0);
  const tuneTo = before(testFrom, horizonMs);
  const tuneFrom = Math.min(tuneTo, before(Math.max(0, tuneTo - Math.floor(TUNE_SHARE * kept)), 0));
  return { trainTo: Math.min(tuneFrom, before(tuneFrom, horizonMs)), tuneFrom, tuneTo, testFrom };
}

/** @param times Never decreasing. */
function countBelow(times: Float64Array, t: number): number {
  let [low, high] = [0, times.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((times[middle] ?? 0) < t) low = middle + 1;
    else high = middle;
  }
  return low;
}
