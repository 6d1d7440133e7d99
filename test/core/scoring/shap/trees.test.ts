import { existsSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { importXgboost } from '../../../../bench/scoring/xgboost-model.ts';
import { fitBoosting } from '../../../../core/scoring/boosting/fit.ts';
import { goesLeft } from '../../../../core/scoring/boosting/forest.ts';
import type { BoostedModel } from '../../../../core/scoring/boosting/model.ts';
import { predictMargins } from '../../../../core/scoring/boosting/predict.ts';
import { createTreeExplainer, explainTrees } from '../../../../core/scoring/shap/trees.ts';
import { makeMatrix, rowsOf } from '../boosting/support.ts';

const MODEL = '../shared/data/osi_xgb_200x4.json.gz';
const VECTORS = '../shared/data/osi_xgb_shap_vectors.json';

type Vectors = {
  readonly rows: readonly (readonly number[])[];
  readonly margin: readonly number[];
  /** Of each row: one a feature, and the base. */
  readonly contribs: readonly (readonly number[])[];
};

/** The mean answer of one tree where only `known` features are known: both ways by cover where one is not. */
function answerOf(model: BoostedModel, node: number, row: Float64Array, known: number): number {
  const looked = model.feature[node] ?? -1;
  if (looked < 0) return model.value[node] ?? 0;
  const [left, right] = [node + 1, model.right[node] ?? 0];
  if ((known >> looked) & 1)
    return answerOf(model, goesLeft(model, node, row[looked] ?? Number.NaN) ? left : right, row, known);
  const share = (child: number) => (model.cover[child] ?? 0) / (model.cover[node] ?? 0);
  return share(left) * answerOf(model, left, row, known) + share(right) * answerOf(model, right, row, known);
}

/** Shapley's own formula, over all sets. */
function shapleyOf(model: BoostedModel, row: Float64Array, output: number): readonly number[] {
  const count = model.features.length;
  const roots = [...model.roots].filter((_, tree) => tree % model.outputs === output);
  const answers = Array.from({ length: 2 ** count }, (_, known) =>
    roots.reduce((sum, root) => sum + answerOf(model, root, row, known), 0),
  );
  const factorial = (n: number): number => (n <= 1 ? 1 : n * factorial(n - 1));
  return Array.from({ length: count }, (_, feature) =>
    answers.reduce((sum, answer, known) => {
      if ((known >> feature) & 1) return sum;
      const size = known.toString(2).replaceAll('0', '').length;
      const weight = (factorial(size) * factorial(count - size - 1)) / factorial(count);
      return sum + weight * ((answers[known | (1 << feature)] ?? 0) - answer);
    }, 0),
  );
}

function sumOf(numbers: Float64Array): number {
  return numbers.reduce((sum, number) => sum + number, 0);
}

const smallModel = fc.record({
  seed: fc.integer({ min: 1, max: 1e6 }),
  leaves: fc.integer({ min: 2, max: 12 }),
  loss: fc.constantFrom('logistic' as const, 'softmax' as const, 'squared' as const),
});

describe('Shapley values of trees', () => {
  it('are those of the formula over all sets, with missing values, categories and several outputs', () => {
    fc.assert(
      fc.property(smallModel, ({ seed, leaves, loss }) => {
        const { matrix, targets } = makeMatrix({ seed, rows: 120, missing: 0.15 });
        const classes = loss === 'softmax' ? 3 : 2;
        const wanted = targets.map((target, row) => (row + target) % classes);
        const model = fitBoosting(matrix, wanted, { loss, leaves, rounds: 3, minLeaf: 2, minHessian: 0 });
        const explain = createTreeExplainer(model);
        for (const row of rowsOf(matrix).slice(0, 5)) {
          for (const [output, { contributions }] of explain(row).entries()) {
            const own = shapleyOf(model, row, output);
            for (const [feature, value] of own.entries())
              expect(contributions[feature]).toBeCloseTo(value, 12);
          }
        }
      }),
      { seed: 11, numRuns: 25 },
    );
  });

  it('add up with the base to the margin, in deep trees too', () => {
    const { matrix, targets } = makeMatrix({ seed: 5, rows: 600, missing: 0.1 });
    const model = fitBoosting(matrix, targets, { leaves: 64, minLeaf: 2, rounds: 60, learningRate: 0.3 });
    const explain = createTreeExplainer(model);
    for (const row of rowsOf(matrix)) {
      const [own] = explain(row);
      const margin = predictMargins(model, row)[0] ?? Number.NaN;
      expect(own?.margin).toBe(margin);
      expect(
        Math.abs((own?.base ?? 0) + sumOf(own?.contributions ?? new Float64Array()) - margin),
      ).toBeLessThan(1e-9);
    }
  });

  it('have the mean margin of the training rows for a base', () => {
    const { matrix, targets } = makeMatrix({ seed: 6, rows: 400, missing: 0.1 });
    const model = fitBoosting(matrix, targets, { rounds: 30 });
    const margins = rowsOf(matrix).map((row) => predictMargins(model, row)[0] ?? 0);
    const mean = margins.reduce((sum, margin) => sum + margin, 0) / margins.length;
    expect(explainTrees(model, margins.slice(0, matrix.features.length))[0]?.base).toBeCloseTo(mean, 10);
  });

  it('are 0 where nothing was learnt', () => {
    const { matrix } = makeMatrix({ seed: 7, rows: 50, missing: 0 });
    const model = fitBoosting(matrix, new Float64Array(50));
    const [own] = explainTrees(model, new Float64Array(matrix.features.length));
    expect(own?.contributions.every((contribution) => contribution === 0)).toBe(true);
    expect(own?.margin).toBe(own?.base);
  });

  it('are refused for a row of another length', () => {
    const { matrix, targets } = makeMatrix({ seed: 7, rows: 50, missing: 0 });
    const model = fitBoosting(matrix, targets);
    expect(() => explainTrees(model, [1])).toThrow('the row has 1 values, and there are 5 features');
  });

  it.skipIf(!existsSync(MODEL) || !existsSync(VECTORS))(
    `are XGBoost's for its own model (skipped without ${MODEL} and ${VECTORS})`,
    () => {
      const model = importXgboost(JSON.parse(gunzipSync(readFileSync(MODEL)).toString('utf8')), 0);
      const { rows, margin, contribs }: Vectors = JSON.parse(readFileSync(VECTORS, 'utf8'));
      const explain = createTreeExplainer(model);
      expect(rows).toHaveLength(100);
      for (const [at, row] of rows.entries()) {
        const [own] = explain(row.map(Math.fround));
        const wanted = contribs[at] ?? [];
        const worst = Math.max(
          ...wanted.map((value, place) =>
            Math.abs(([...(own?.contributions ?? []), own?.base][place] ?? 1e9) - value),
          ),
        );
        expect(worst).toBeLessThan(2e-6);
        // 200 leaves are added up in float32 there.
        expect(Math.abs((own?.margin ?? 1e9) - (margin[at] ?? 0))).toBeLessThan(2.5e-6);
      }
    },
  );
});
