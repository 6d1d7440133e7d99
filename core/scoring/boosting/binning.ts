/** Columns as codes of a byte: 255 bins at most, and one more for what is missing. */
import type { Feature, Matrix } from '../matrix.ts';

const MOST_BINS = 255;

export type BinnedColumn = {
  /** By row: the bin, or the number of bins where the value is missing. */
  readonly codes: Uint8Array;
  /** Without the one for missing values. */
  readonly bins: number;
  /** Of numbers: the largest value that may stand in each bin but the last; null for a category. */
  readonly bounds: Float64Array | null;
  /** Of a category: the code of each level; null for numbers. */
  readonly levelCodes: Uint8Array | null;
};

/** @throws RangeError naming the value that is infinite, or no level. */
export function binColumns({ features, columns }: Matrix): readonly BinnedColumn[] {
  return features.map((feature, at) => {
    const column = columns[at] ?? new Float64Array(0);
    checkValues(feature, column);
    return feature.kind === 'number' ? binNumbers(column) : binLevels(column, feature.levels.length);
  });
}

function checkValues(feature: Feature, column: Float64Array): void {
  const isNumber = feature.kind === 'number';
  const most = isNumber ? Number.MAX_VALUE : feature.levels.length - 1;
  const row = column.findIndex((value) =>
    isNumber
      ? Math.abs(value) > most
      : !Number.isNaN(value) && !(Number.isInteger(value) && value >= 0 && value <= most),
  );
  if (row === -1) return;
  const cure = isNumber ? 'give a finite number' : `give the place of a level, 0 to ${most}`;
  throw new RangeError(
    `${feature.name} of row ${row} is ${column[row]}: ${cure}, or NaN where it is missing`,
  );
}

function binNumbers(column: Float64Array): BinnedColumn {
  const sorted = column.filter((value) => !Number.isNaN(value)).sort();
  const bounds = cutSorted(sorted);
  const bins = sorted.length === 0 ? 0 : bounds.length + 1;
  const codes = Uint8Array.from(column, (value) => (Number.isNaN(value) ? bins : findBin(bounds, value)));
  return { codes, bins, bounds, levelCodes: null };
}

/** The first bin whose bound is not below the value. */
function findBin(bounds: Float64Array, value: number): number {
  let [low, high] = [0, bounds.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((bounds[middle] as number) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * Bounds between values that differ, so that bins hold about as many rows each. What is frequent enough for a bin has
 * one of its own, and takes nothing from the others.
 */
function cutSorted(sorted: Float64Array): Float64Array {
  const starts = startsOfRuns(sorted);
  const bounds: number[] = [];
  let [left, places, filled] = [sorted.length, MOST_BINS, 0];
  for (let run = 0; run + 1 < starts.length && places > 1; run++) {
    filled += sizeOfRun(starts, run, sorted.length);
    const size = starts.length <= MOST_BINS ? 1 : left / places;
    if (filled < size && sizeOfRun(starts, run + 1, sorted.length) < size) continue;
    bounds.push(
      boundBetween(sorted[starts[run] as number] as number, sorted[starts[run + 1] as number] as number),
    );
    left -= filled;
    places -= 1;
    filled = 0;
  }
  return Float64Array.from(bounds);
}

/** Where each value that differs from the one before begins. */
function startsOfRuns(sorted: Float64Array): readonly number[] {
  const starts: number[] = [];
  for (let at = 0; at < sorted.length; at++) if (at === 0 || sorted[at] !== sorted[at - 1]) starts.push(at);
  return starts;
}

function sizeOfRun(starts: readonly number[], run: number, end: number): number {
  return (starts[run + 1] ?? end) - (starts[run] as number);
}

/** In the middle, unless rounding puts that on the larger of the two. */
function boundBetween(below: number, above: number): number {
  const middle = below / 2 + above / 2;
  return middle >= below && middle < above ? middle : below;
}

/** Where there are more levels than bins, the rarest count as missing. */
function binLevels(column: Float64Array, levels: number): BinnedColumn {
  const bins = Math.min(levels, MOST_BINS);
  const levelCodes = new Uint8Array(levels).fill(bins);
  for (const [code, level] of frequentLevels(column, levels).slice(0, bins).entries())
    levelCodes[level] = code;
  const codes = Uint8Array.from(column, (level) => levelCodes[level] ?? bins);
  return { codes, bins, bounds: null, levelCodes };
}

/** All of them in their own order where each has a bin. */
function frequentLevels(column: Float64Array, levels: number): readonly number[] {
  const counts = new Uint32Array(levels);
  for (const level of column) if (!Number.isNaN(level)) counts[level] = (counts[level] as number) + 1;
  const places = Array.from(counts, (_, level) => level);
  if (levels <= MOST_BINS) return places;
  return places.sort((a, b) => (counts[b] as number) - (counts[a] as number) || a - b);
}
