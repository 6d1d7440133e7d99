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
export function toDataset(examples: readonly Example[], apart?: ReadonlySet<Example>): Dataset {
  const work = buildDataset(examples, apart);
  for (;;) {
    const step = work.next();
    if (step.done === true) return step.value;
  }
}

/** Rows that are put in order, or in their columns, at a stretch: of very many it would take half a second at once. */
const SLICE = 2_000;

/**
 * As {@link toDataset}, in slices.
 *
 * @example await inSlices(buildDataset(examples, apart))
 */
export function* buildDataset(
  examples: readonly Example[],
  apart: ReadonlySet<Example> = new Set<Example>(),
): Generator<void, Dataset> {
  const ordered = yield* sortByTime(examples);
  const rows = ordered.length;
  const columns = FEATURE_HEADS.map(() => new Float64Array(rows));
  const [targets, times, own] = [new Float64Array(rows), new Float64Array(rows), new Uint8Array(rows)];
  const [positives, negatives] = [new Set<string>(), new Set<string>()];
  for (const [row, example] of ordered.entries()) {
    const { features, target, t, about } = example;
    for (const [feature, column] of columns.entries()) column[row] = features[feature] ?? Number.NaN;
    targets[row] = target;
    times[row] = t;
    own[row] = apart.has(example) ? 1 : 0;
    if (target > 0) positives.add(about);
    if (target === 0) negatives.add(about);
    if (row % SLICE === SLICE - 1) yield;
  }
  const matrix = { features: FEATURE_HEADS, rows, columns };
  return { matrix, targets, times, apart: own, positives: positives.size, negatives: negatives.size };
}

/** By merging ever longer runs. */
function* sortByTime(examples: readonly Example[]): Generator<void, readonly Example[]> {
  let runs: (readonly Example[])[] = [];
  for (let from = 0; from < examples.length; from += SLICE, yield)
    runs.push(examples.slice(from, from + SLICE).sort(byTime));
  while (runs.length > 1) {
    const longer: (readonly Example[])[] = [];
    for (let at = 0; at < runs.length; at += 2) longer.push(yield* merge(runs[at] ?? [], runs[at + 1] ?? []));
    runs = longer;
  }
  return runs[0] ?? [];
}

function* merge(one: readonly Example[], other: readonly Example[]): Generator<void, readonly Example[]> {
  const merged: Example[] = [];
  for (let [at, beside] = [0, 0]; at < one.length || beside < other.length; ) {
    const [first, second] = [one[at], other[beside]];
    const isFirst = second === undefined || (first !== undefined && byTime(first, second) <= 0);
    const next = isFirst ? first : second;
    if (next !== undefined) merged.push(next);
    if (isFirst) at++;
    else beside++;
    if (merged.length % (4 * SLICE) === 0) yield;
  }
  return merged;
}

function byTime(a: Example, b: Example): number {
  return a.t - b.t || (a.about < b.about ? -1 : a.about > b.about ? 1 : 0);
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
