import type { BoostedModel } from '../../../../core/scoring/boosting/model.ts';
import type { BoostingOptions } from '../../../../core/scoring/boosting/options.ts';
import { predict } from '../../../../core/scoring/boosting/predict.ts';
import { type Feature, type Matrix, type Row, readRow, toMatrix } from '../../../../core/scoring/matrix.ts';
import { createRandom } from '../../../../core/scoring/random.ts';

const FEATURES: readonly Feature[] = [
  { name: 'views', kind: 'number' },
  { name: 'seconds', kind: 'number' },
  { name: 'price', kind: 'number' },
  { name: 'device', kind: 'category', levels: ['phone', 'tablet', 'desktop'] },
  { name: 'source', kind: 'category', levels: Array.from({ length: 12 }, (_, at) => `source ${at}`) },
];

export type Made = {
  readonly seed: number;
  readonly rows: number;
  /** Share of the values. */
  readonly missing: number;
};

/** Visits of which more buy after more views, on some sources, and where no price was seen. */
export function makeMatrix({ seed, rows, missing }: Made): { matrix: Matrix; targets: Float64Array } {
  const random = createRandom(seed);
  const columns = FEATURES.map((feature) =>
    Float64Array.from({ length: rows }, () => {
      const value = random();
      if (random() < missing) return Number.NaN;
      return feature.kind === 'number' ? value : Math.floor(value * feature.levels.length);
    }),
  );
  const at = (feature: number, row: number) => columns[feature]?.[row] ?? Number.NaN;
  const targets = Float64Array.from({ length: rows }, (_, row) => {
    const views = Number.isNaN(at(0, row)) ? 0.5 : at(0, row);
    const margin = 5 * views - 3 + (at(4, row) % 3 === 0 ? 2 : 0) + (Number.isNaN(at(2, row)) ? 1.5 : 0);
    return random() < 1 / (1 + Math.exp(-margin)) ? 1 : 0;
  });
  return { matrix: { features: FEATURES, rows, columns }, targets };
}

export function rowsOf(matrix: Matrix): readonly Float64Array[] {
  return Array.from({ length: matrix.rows }, (_, row) => readRow(matrix, row));
}

export function answer(model: BoostedModel, row: Row): number {
  return predict(model, row)[0] ?? Number.NaN;
}

/** A matrix of one number a row. */
export function line(values: readonly number[]): Matrix {
  return toMatrix(values.map((value) => [value]));
}

export function countUp(count: number): number[] {
  return Array.from({ length: count }, (_, at) => at);
}

/** Few rows are enough for it. */
export const EAGER: BoostingOptions = { learningRate: 0.3, rounds: 60, minLeaf: 5 };
