import { describe, expect, it } from 'vitest';
import { fitBoosting } from '../../../../core/scoring/boosting/fit.ts';
import type { BoostingOptions } from '../../../../core/scoring/boosting/options.ts';
import { predict } from '../../../../core/scoring/boosting/predict.ts';
import { toMatrix } from '../../../../core/scoring/matrix.ts';
import { createRandom } from '../../../../core/scoring/random.ts';
import { answer, countUp, EAGER, line, makeMatrix, rowsOf } from './support.ts';

describe('every loss', () => {
  const rows = countUp(400).map((at) => [at % 4, at % 3]);
  const wanted: readonly [BoostingOptions, (row: readonly number[]) => number][] = [
    [{ loss: 'squared' }, ([a = 0, b = 0]) => a * 10 - b],
    [{ loss: 'gamma' }, ([a = 0]) => 100 * (a + 1)],
    [{ loss: 'tweedie' }, ([a = 0]) => 100 * a],
    [{ loss: 'tweedie', power: 1.2 }, ([a = 0, b = 0]) => 5_000 * a * (b + 1)],
  ];

  it.each(wanted)('%j comes to the amount of each group', (options, amount) => {
    const model = fitBoosting(toMatrix(rows), rows.map(amount), {
      ...options,
      rounds: 400,
      learningRate: 0.1,
    });
    for (const row of rows.slice(0, 12)) {
      const near = Math.abs(answer(model, row) - amount(row));
      expect(near).toBeLessThan(0.02 * Math.max(...rows.map(amount)));
    }
  });

  it('softmax: shares of classes that add up to 1', () => {
    const classes = rows.map(([a = 0, b = 0]) => (a === 3 ? 2 : b === 0 ? 0 : 1));
    const model = fitBoosting(toMatrix(rows), classes, { ...EAGER, loss: 'softmax' });
    for (const [at, row] of rows.slice(0, 12).entries()) {
      const shares = [...predict(model, row)];
      expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 12);
      expect(shares.indexOf(Math.max(...shares))).toBe(classes[at]);
    }
  });

  it('amounts in cents grow the same trees as amounts in euros', () => {
    const { matrix } = makeMatrix({ seed: 3, rows: 500, missing: 0.1 });
    const random = createRandom(4);
    const euros = Array.from({ length: 500 }, () => (random() < 0.7 ? 0 : Math.ceil(random() * 64)));
    for (const loss of ['tweedie', 'squared'] as const) {
      const own = fitBoosting(matrix, euros, { loss, rounds: 20 });
      const cents = fitBoosting(
        matrix,
        euros.map((euro) => euro * 64),
        { loss, rounds: 20 },
      );
      expect(cents.feature).toEqual(own.feature);
      expect(answer(cents, rowsOf(matrix)[0] ?? []) / answer(own, rowsOf(matrix)[0] ?? [])).toBeCloseTo(
        64,
        8,
      );
    }
  });

  it('no step of a logarithm is above 1, however far the amount', () => {
    const values = countUp(4_000);
    const amounts = values.map((value) => (value < 20 ? 1e6 : 1));
    const mean = amounts.reduce((sum, amount) => sum + amount, 0) / amounts.length;
    const model = fitBoosting(line(values), amounts, { loss: 'gamma', rounds: 1 });
    expect(answer(model, [0])).toBeCloseTo(mean * Math.exp(0.05), 6);
  });
});
