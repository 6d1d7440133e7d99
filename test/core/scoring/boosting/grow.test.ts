import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fitBoosting } from '../../../../core/scoring/boosting/fit.ts';
import { predictMargins } from '../../../../core/scoring/boosting/predict.ts';
import { toMatrix } from '../../../../core/scoring/matrix.ts';
import { answer, countUp, line, makeMatrix, rowsOf } from './support.ts';

const NAN = Number.NaN;

describe('what holds a boosting back', () => {
  const signs = fc.record({
    seed: fc.integer({ min: 1, max: 1e6 }),
    sign: fc.constantFrom(1 as const, -1 as const),
    loss: fc.constantFrom('logistic' as const, 'squared' as const, 'tweedie' as const),
    leaves: fc.integer({ min: 2, max: 31 }),
  });

  it('a monotone feature never turns, whatever else the row holds', () => {
    fc.assert(
      fc.property(signs, ({ seed, sign, ...options }) => {
        const { matrix, targets } = makeMatrix({ seed, rows: 300, missing: 0.1 });
        const model = fitBoosting(matrix, targets, {
          ...options,
          rounds: 8,
          minLeaf: 3,
          learningRate: 0.5,
          monotone: { views: sign, seconds: sign },
        });
        for (const row of rowsOf(matrix).slice(0, 20)) {
          for (const feature of [0, 1]) {
            const margins = countUp(41).map((step) => {
              const moved = Float64Array.from(row, (value, at) => (at === feature ? step / 40 : value));
              return sign * (predictMargins(model, moved)[0] ?? NAN);
            });
            for (let at = 1; at < margins.length; at++)
              expect(margins[at]).toBeGreaterThanOrEqual((margins[at - 1] ?? NAN) - 1e-12);
          }
        }
      }),
      { seed: 5, numRuns: 25 },
    );
  });

  it('a feature that only ever goes the other way is not split', () => {
    const values = countUp(100);
    const falling = values.map((value) => Number(value < 50));
    expect(fitBoosting(line(values), falling, { monotone: { x0: 1 } }).roots).toHaveLength(0);
    expect(fitBoosting(line(values), falling, { monotone: { x0: -1 } }).roots).toHaveLength(300);
  });

  it('a feature without direction does turn on the same rows', () => {
    const { matrix, targets } = makeMatrix({ seed: 1, rows: 300, missing: 0 });
    const model = fitBoosting(matrix, targets, { minLeaf: 3 });
    const row = new Float64Array(5).fill(0.5);
    const margins = countUp(41).map((step) => predictMargins(model, row.with(1, step / 40))[0] ?? NAN);
    const steps = margins.slice(1).map((margin, at) => Math.sign(margin - (margins[at] ?? NAN)));
    expect(new Set(steps)).toEqual(new Set([-1, 0, 1]));
  });

  it('leaves have as many rows as asked for, and there are no more of them', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 2, max: 20 }), (minLeaf, leaves) => {
        const { matrix, targets } = makeMatrix({ seed: minLeaf, rows: 200, missing: 0.2 });
        const model = fitBoosting(matrix, targets, { minLeaf, leaves, rounds: 5, minHessian: 0 });
        for (const [node, looked] of model.feature.entries())
          if (looked < 0) expect(model.cover[node]).toBeGreaterThanOrEqual(minLeaf);
        for (const [tree, root] of model.roots.entries()) {
          const end = model.roots[tree + 1] ?? model.feature.length;
          expect(end - root).toBeLessThanOrEqual(2 * leaves - 1);
          expect(model.cover[root]).toBe(200);
        }
      }),
      { seed: 9, numRuns: 30 },
    );
  });

  it('a larger L2 makes smaller steps', () => {
    const { matrix, targets } = makeMatrix({ seed: 2, rows: 300, missing: 0 });
    const steps = [0, 1, 100].map((l2) => {
      const { value } = fitBoosting(matrix, targets, { l2, rounds: 1 });
      return Math.max(...value.map(Math.abs));
    });
    expect(steps).toEqual(steps.toSorted((a, b) => b - a));
    expect(new Set(steps).size).toBe(3);
  });

  it('a weight of 3 counts as three rows', () => {
    const { matrix, targets } = makeMatrix({ seed: 2, rows: 200, missing: 0.1 });
    const thrice = rowsOf(matrix).flatMap((row, at) => (at % 2 === 0 ? [row, row, row] : [row]));
    const repeated = [...targets].flatMap((target, at) =>
      at % 2 === 0 ? [target, target, target] : [target],
    );
    const weights = [...targets].map((_, at) => (at % 2 === 0 ? 3 : 1));
    const free = { minLeaf: 1, rounds: 5, leaves: 4 };
    const weighted = fitBoosting(matrix, targets, { ...free, weights });
    const whole = fitBoosting(toMatrix(thrice, matrix.features), repeated, free);
    for (const row of rowsOf(matrix)) expect(answer(weighted, row)).toBeCloseTo(answer(whole, row), 10);
    expect(weighted.cover[0]).toBe(400);
  });

  it('rows and features are drawn by the seed, and the same seed draws the same', () => {
    const { matrix, targets } = makeMatrix({ seed: 2, rows: 300, missing: 0.1 });
    const growBy = (seed: number) =>
      fitBoosting(matrix, targets, { seed, rowShare: 0.5, columnShare: 0.4, rounds: 10 });
    expect(growBy(1)).toEqual(growBy(1));
    expect(growBy(1)).not.toEqual(growBy(2));
    expect(growBy(1).cover[0]).toBe(150);
    for (const [tree, root] of growBy(1).roots.entries()) {
      const looked = growBy(1).feature.subarray(root, growBy(1).roots[tree + 1]);
      expect(new Set(looked.filter((feature) => feature >= 0)).size).toBeLessThanOrEqual(2);
    }
  });
});
