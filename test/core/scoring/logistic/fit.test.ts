import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fitLogistic } from '../../../../core/scoring/logistic/fit.ts';
import {
  explainLogistic,
  type LogisticModel,
  type LogisticTerm,
  marginLogistic,
  predictLogistic,
} from '../../../../core/scoring/logistic/model.ts';
import { type Feature, type Matrix, readRow, toMatrix } from '../../../../core/scoring/matrix.ts';
import { logLoss, rocAuc } from '../../../../core/scoring/metrics.ts';
import { createDraws } from '../../measurement/experiment/arms.ts';
import { loadFolds, loadShoppers, shoppersMissing } from '../shoppers.ts';

const FEATURES: readonly Feature[] = [
  { name: 'views', kind: 'number' },
  { name: 'price', kind: 'number' },
  { name: 'device', kind: 'category', levels: ['phone', 'desktop', 'tablet'] },
];

type World = { readonly matrix: Matrix; readonly labels: Uint8Array };

/** Views, a price that is missing for every fifth, and a device that is unknown for some. */
function drawWorld(seed: number, rows: number): World {
  const draws = createDraws(seed);
  const labels = new Uint8Array(rows);
  const values = Array.from({ length: rows }, (_, row) => {
    const [views, price] = [2 * draws.normal() + 5, 1_000 + 200 * draws.normal()];
    const [device, gap] = [draws.below(4), draws.below(5) === 0];
    const margin = 0.6 * (views - 5) - (gap ? -1 : 0.004 * (price - 1_000)) + (device === 1 ? 1.5 : 0) - 1;
    labels[row] = draws.uniform() < 1 / (1 + Math.exp(-margin)) ? 1 : 0;
    return [views, gap ? Number.NaN : price, device === 3 ? Number.NaN : device];
  });
  return { matrix: toMatrix(values, FEATURES), labels };
}

function predictAll(model: LogisticModel, matrix: Matrix): Float64Array {
  return Float64Array.from({ length: matrix.rows }, (_, row) => predictLogistic(model, readRow(matrix, row)));
}

function termOf<Kind extends LogisticTerm['kind']>({ terms }: LogisticModel, at: number, kind: Kind) {
  const term = terms[at];
  if (term?.kind !== kind) throw new Error(`term ${at} is no ${kind}`);
  return term as LogisticTerm & { readonly kind: Kind };
}

const sumOf = (values: Iterable<number>): number => [...values].reduce((sum, value) => sum + value, 0);

describe('a logistic regression', () => {
  const world = drawWorld(1, 4_000);
  const model = fitLogistic(world.matrix, world.labels, { l2: 3 });

  it('has no slope left at its weights: for each, the errors outweigh the penalty exactly', () => {
    const errors = predictAll(model, world.matrix).map((p, row) => p - (world.labels[row] ?? 0));
    const [views = new Float64Array(), price = new Float64Array(), device = new Float64Array()] =
      world.matrix.columns;
    const { slope, mean } = termOf(model, 0, 'number');
    const deviation = Math.sqrt(sumOf(views.map((value) => (value - mean) ** 2)) / views.length);
    const pull = sumOf(errors.map((error, row) => (error * ((views[row] ?? 0) - mean)) / deviation));
    expect(pull + 3 * slope * deviation).toBeCloseTo(0, 6);
    const gap = termOf(model, 1, 'number');
    const atGaps = sumOf(errors.filter((_, row) => Number.isNaN(price[row])));
    expect(atGaps + 3 * (gap.missing - gap.present)).toBeCloseTo(0, 6);
    const { effects, other } = termOf(model, 2, 'category');
    for (const [level, effect] of effects.entries()) {
      const atLevel = sumOf(errors.filter((_, row) => device[row] === level));
      expect(atLevel + 3 * (effect - other)).toBeCloseTo(0, 6);
    }
    expect(sumOf(errors)).toBeCloseTo(0, 6);
  });

  it('finds what was planted, given enough rows', () => {
    const { matrix, labels } = drawWorld(2, 40_000);
    const found = fitLogistic(matrix, labels);
    expect(termOf(found, 0, 'number').slope).toBeCloseTo(0.6, 1);
    expect(termOf(found, 1, 'number').slope).toBeCloseTo(-0.004, 3);
    const { missing, present } = termOf(found, 1, 'number');
    expect(Math.abs(missing - present - 1)).toBeLessThan(0.1);
    const { effects, other } = termOf(found, 2, 'category');
    expect(Math.abs((effects[1] ?? 0) - other - 1.5)).toBeLessThan(0.15);
  });

  it('is the same in other units', () => {
    const [views = new Float64Array(), ...rest] = world.matrix.columns;
    const scaled = { ...world.matrix, columns: [views.map((value) => 1_000 - 0.1 * value), ...rest] };
    const other = predictAll(fitLogistic(scaled, world.labels, { l2: 3 }), scaled);
    for (const [row, p] of predictAll(model, world.matrix).entries()) expect(other[row]).toBeCloseTo(p, 8);
  });

  it('is pulled to the base rate by the penalty', () => {
    const slopes = [0.1, 10, 1_000, 1e9].map(
      (l2) => termOf(fitLogistic(world.matrix, world.labels, { l2 }), 0, 'number').slope,
    );
    expect(slopes).toEqual(slopes.toSorted((a, b) => b - a));
    expect(slopes.at(-1)).toBeCloseTo(0, 5);
  });

  it('is explained to the last digit, and by nothing on average', () => {
    const means = [0, 0, 0];
    for (let row = 0; row < world.matrix.rows; row++) {
      const values = readRow(world.matrix, row);
      const { margin, base, contributions } = explainLogistic(model, values);
      expect(margin).toBe(marginLogistic(model, values));
      expect(Math.abs(sumOf(contributions) - (margin - base))).toBeLessThan(1e-12);
      for (const [at, one] of contributions.entries()) means[at] = (means[at] ?? 0) + one / world.matrix.rows;
    }
    for (const mean of means) expect(mean).toBeCloseTo(0, 10);
  });

  it.each([
    ['a missing number', [Number.NaN, 1_000, 0], [5, 1_000, 0]],
    ['an infinite number', [Number.POSITIVE_INFINITY, 1_000, 0], [5, 1_000, 0]],
  ])('takes %s that never was missing at training for the mean', (_, row, close) => {
    expect(explainLogistic(model, row).contributions[0]).toBeCloseTo(0, 12);
    expect(Math.abs(marginLogistic(model, row) - marginLogistic(model, close))).toBeLessThan(0.1);
  });

  it.each([[Number.NaN], [3], [-1], [0.5]])('takes the level %d for one it does not know', (level) => {
    expect(marginLogistic(model, [5, 1_000, level])).toBe(marginLogistic(model, [5, 1_000, 99]));
    expect(marginLogistic(model, [5, 1_000, level])).not.toBe(marginLogistic(model, [5, 1_000, 1]));
  });
});

describe('where there is no clear answer', () => {
  it('separable labels have finite weights, and are told apart', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 30 }), fc.integer({ min: -9, max: 9 }), (each, power) => {
        const rows = Array.from({ length: 2 * each }, (_, row) => [(row < each ? -1 : 1) * 10 ** power]);
        const labels = rows.map(([value = 0]) => (value > 0 ? 1 : 0));
        const model = fitLogistic(toMatrix(rows), labels);
        const [low, high] = [marginLogistic(model, rows[0] ?? []), marginLogistic(model, rows.at(-1) ?? [])];
        expect(high).toBeGreaterThan(0);
        expect(high).toBeLessThan(20);
        expect(low).toBeCloseTo(-high, 6);
      }),
      { seed: 3, numRuns: 100 },
    );
  });

  it('a feature that stands there twice, and no penalty, predict what it does once', () => {
    const rows = [[1], [2], [3], [4], [5], [6]];
    const labels = [0, 1, 0, 1, 0, 1];
    const once = fitLogistic(toMatrix(rows), labels, { l2: 0 });
    const twice = fitLogistic(toMatrix(rows.map(([x = 0]) => [x, 3 * x])), labels, { l2: 0 });
    for (const [x = 0] of rows)
      expect(marginLogistic(twice, [x, 3 * x])).toBeCloseTo(marginLogistic(once, [x]), 8);
  });

  it.each([
    ['never', 0, -Math.log(9)],
    ['always', 1, Math.log(9)],
  ])('what happened %s in four rows has a rate and no weights', (_, label, margin) => {
    const model = fitLogistic(toMatrix([[1], [2], [3], [4]]), Array(4).fill(label));
    expect(marginLogistic(model, [1])).toBeCloseTo(margin, 12);
    expect(marginLogistic(model, [1e9])).toBeCloseTo(margin, 12);
  });

  it.each([
    ['always the same', [7.7, 7.7, 7.7, 7.7]],
    ['never there', Array(4).fill(Number.NaN)],
  ])('a number that is %s weighs nothing', (_, column) => {
    const model = fitLogistic(toMatrix(column.map((value: number) => [value])), [0, 1, 0, 1]);
    for (const value of [0, 1e9, Number.NaN]) expect(marginLogistic(model, [value])).toBeCloseTo(0, 12);
  });

  it('without features the rate is what is left', () => {
    const model = fitLogistic({ features: [], rows: 4, columns: [] }, [0, 0, 0, 1]);
    expect(predictLogistic(model, [])).toBeCloseTo(0.25, 12);
  });
});

describe('miswired', () => {
  const matrix = toMatrix([[1], [2]]);
  it.each<[string, () => unknown, string]>([
    ['no rows', () => fitLogistic(toMatrix([]), []), 'there are no rows to fit to'],
    ['fewer labels than rows', () => fitLogistic(matrix, [1]), 'there are 2 rows and 1 labels'],
    ['a label of 2', () => fitLogistic(matrix, [1, 2]), 'the label of row 1 is 2: 1 or 0'],
    ['a negative penalty', () => fitLogistic(matrix, [1, 0], { l2: -1 }), 'l2 is -1: 0 or more'],
    [
      'a column too few',
      () => fitLogistic({ ...matrix, columns: [] }, [1, 0]),
      'feature x0 has 0 values, and there are 2 rows',
    ],
    [
      'an infinite number',
      () => fitLogistic(toMatrix([[1], [-1 / 0]]), [1, 0]),
      'feature x0 is infinite in row 1',
    ],
    [
      'a row too long',
      () => predictLogistic(fitLogistic(matrix, [1, 0]), [1, 2]),
      'the row has 2 values, and the model has 1 terms',
    ],
  ])('%s is said', (_, wire, words) => {
    expect(wire).toThrow(new RangeError(words));
  });
});

describe('on Online Shoppers, five stored folds', () => {
  it.skipIf(shoppersMissing !== null)(
    `reaches an AUC of 0.890 and a log loss of 0.297${shoppersMissing === null ? '' : ` (skipped: there is no ${shoppersMissing})`}`,
    () => {
      const measured = loadFolds(loadShoppers()).map(({ train, test }) => {
        const p = predictAll(fitLogistic(train.matrix, train.labels), test.matrix);
        return { auc: rocAuc(p, test.labels), loss: logLoss(p, test.labels) };
      });
      expect(measured).toHaveLength(5);
      expect(sumOf(measured.map(({ auc }) => auc)) / 5).toBeGreaterThanOrEqual(0.89);
      expect(sumOf(measured.map(({ loss }) => loss)) / 5).toBeLessThanOrEqual(0.297);
    },
  );
});
