/** What a model is asked about now, counted in the bins of its training. */
import type { Row } from '../matrix.ts';
import { findBin } from './bins.ts';
import { kolmogorovSmirnov, populationStability, psiChance } from './divergence.ts';
import type { Counted, DriftReference } from './reference.ts';

export const INPUT_STATE_VERSION = 1;

/** Plain JSON. Rows are counted in blocks; what is measured is the last whole one and the one that is being filled. */
export type InputState = {
  readonly version: typeof INPUT_STATE_VERSION;
  readonly rows: number;
  readonly previous: InputBlock | null;
  readonly current: InputBlock;
};

export type InputBlock = {
  readonly rows: number;
  /** By bin; one for each feature, and behind them the score's. */
  readonly counts: readonly (readonly number[])[];
};

export type InputWatch = {
  /** O(1) a row for each feature. @throws RangeError when the row has another length than there are features. */
  record(row: Row, margin: number): void;
  /** A copy, to be stored. */
  state(): InputState;
};

/** Of one feature, or of the score. */
export type Divergence = {
  readonly name: string;
  /** In nats. */
  readonly psi: number;
  /** How likely so large an index is where nothing changed. */
  readonly chance: number;
  /** Null for categories, which have no order. */
  readonly ks: number | null;
};

type OpenBlock = { rows: number; readonly counts: Float64Array[] };

const BLOCK_ROWS = 2_000;

/**
 * @param kept A state of the same reference, to go on from.
 * @throws RangeError when it is one of another reference.
 * @example const watch = createInputWatch(reference); watch.record(row, margin)
 */
export function createInputWatch(reference: DriftReference, kept?: InputState): InputWatch {
  const parts = partsOf(reference);
  if (kept !== undefined) checkState(parts, kept);
  let rows = kept?.rows ?? 0;
  let previous = kept?.previous ?? null;
  let current = openBlock(parts, kept?.current);
  return {
    record: (row, margin) => {
      if (row.length !== parts.length - 1)
        throw new RangeError(`the row has ${row.length} values, and there are ${parts.length - 1} features`);
      for (let at = 0; at < parts.length; at++) {
        const value = at < row.length ? (row[at] as number) : margin;
        const { bins } = parts[at] as Counted;
        ((current.counts[at] as Float64Array)[findBin(bins, value)] as number) += 1;
      }
      rows++;
      current.rows++;
      if (current.rows < BLOCK_ROWS) return;
      previous = closeBlock(current);
      current = openBlock(parts);
    },
    state: () => ({ version: INPUT_STATE_VERSION, rows, previous, current: closeBlock(current) }),
  };
}

/**
 * Every feature in its order, and the score last.
 *
 * @throws RangeError when the state is one of another reference.
 * @example measureInputs(reference, watch.state()).find(({ psi }) => psi > 0.2)?.name
 */
export function measureInputs(reference: DriftReference, state: InputState): readonly Divergence[] {
  const parts = partsOf(reference);
  checkState(parts, state);
  return parts.map(({ bins, counts }, at) => {
    const now = counts.map((_, bin) => countIn(state.current, at, bin) + countIn(state.previous, at, bin));
    const psi = populationStability(counts, now);
    const ks = bins.kind === 'number' ? kolmogorovSmirnov(counts.slice(0, -1), now.slice(0, -1)) : null;
    return { name: bins.name, psi, chance: psiChance(psi, counts, now), ks };
  });
}

/** Rows that {@link measureInputs} speaks of. @example countInputs(watch.state()) // 3_412 */
export function countInputs({ previous, current }: InputState): number {
  return (previous?.rows ?? 0) + current.rows;
}

function partsOf({ features, score }: DriftReference): readonly Counted[] {
  return [...features, score];
}

function checkState(parts: readonly Counted[], { previous, current }: InputState): void {
  for (const block of previous === null ? [current] : [previous, current]) {
    const isSame =
      block.counts.length === parts.length &&
      block.counts.every((counts, at) => counts.length === parts[at]?.counts.length);
    if (!isSame) throw new RangeError('these rows were counted in the bins of another reference');
  }
}

function openBlock(parts: readonly Counted[], kept?: InputBlock): OpenBlock {
  const counts = parts.map((part, at) => Float64Array.from(kept?.counts[at] ?? part.counts.map(() => 0)));
  return { rows: kept?.rows ?? 0, counts };
}

function closeBlock({ rows, counts }: OpenBlock): InputBlock {
  return { rows, counts: counts.map((one) => [...one]) };
}

function countIn(block: InputBlock | null, at: number, bin: number): number {
  return block?.counts[at]?.[bin] ?? 0;
}
