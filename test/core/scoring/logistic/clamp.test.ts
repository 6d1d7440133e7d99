import { describe, expect, it } from 'vitest';
import { clampMatrix } from '../../../../core/scoring/logistic/clamp.ts';
import { readLogistic } from '../../../../core/scoring/logistic/codec.ts';
import { fitLogistic } from '../../../../core/scoring/logistic/fit.ts';
import { explainLogistic, marginLogistic } from '../../../../core/scoring/logistic/model.ts';
import { toMatrix } from '../../../../core/scoring/matrix.ts';

/** The more, the likelier; and one order of nine billions. */
const rows = Array.from({ length: 1_000 }, (_, n) => [n % 100, n % 3]);
const labels = rows.map(([spent = 0], n) => (spent > 30 + (n % 40) ? 1 : 0));
const wild = [...rows, [9e15, 1]];

describe('an outlier', () => {
  it.each([
    { share: 0, low: 0, high: 9e15 },
    { share: 0.001, low: 0, high: 99 },
    { share: 0.1, low: 10, high: 90 },
  ])('is read as the outermost of the others, beyond a share of $share', ({ share, low, high }) => {
    const { matrix, limits } = clampMatrix(toMatrix(wild), share);
    expect(limits[0]).toEqual({ low, high });
    expect(Math.max(...(matrix.columns[0] ?? []))).toBe(high);
    expect(Math.min(...(matrix.columns[0] ?? []))).toBe(low);
  });

  it('takes nothing from what is missing, from categories, and from a column of which nothing is known', () => {
    const features = [
      { name: 'gaps', kind: 'number' },
      { name: 'kind', kind: 'category', levels: ['a', 'b'] },
      { name: 'none', kind: 'number' },
    ] as const;
    const { NaN: gap } = Number;
    const { matrix, limits } = clampMatrix(
      toMatrix(
        [
          [gap, 1, gap],
          [5, 0, gap],
          [7, 1, gap],
        ],
        features,
      ),
      0.4,
    );
    expect(limits).toEqual([{ low: 5, high: 7 }, null, null]);
    expect(matrix.columns.map((column) => [...column])).toEqual([
      [gap, 5, 7],
      [1, 0, 1],
      [gap, gap, gap],
    ]);
  });

  it('neither teaches a regression nor is told anything beyond all the others', () => {
    const tame = fitLogistic(toMatrix(rows), labels, { clamp: 0.001 });
    const model = fitLogistic(toMatrix(wild), [...labels, 0], { clamp: 0.001 });
    for (const spent of [0, 50, 99])
      expect(marginLogistic(model, [spent, 1])).toBeCloseTo(marginLogistic(tame, [spent, 1]), 0);
    expect(marginLogistic(model, [9e15, 1])).toBe(marginLogistic(model, [99, 1]));
    expect(marginLogistic(model, [-9e15, 1])).toBe(marginLogistic(model, [0, 1]));
    const { margin, base, contributions } = explainLogistic(model, [9e15, 1]);
    expect(base + contributions.reduce((sum, one) => sum + one, 0)).toBeCloseTo(margin, 9);
    expect(readLogistic(JSON.parse(JSON.stringify(model)))).toEqual({ ok: true, value: model });
  });

  it('is taken as it is where nothing is said', () => {
    const model = fitLogistic(toMatrix(rows), labels);
    expect(marginLogistic(model, [1e6, 1])).toBeGreaterThan(1_000);
    expect(JSON.stringify(model)).not.toContain('"low"');
  });

  it.each([-0.1, 0.5, Number.NaN])('is not looked for with a share of %d', (clamp) => {
    expect(() => fitLogistic(toMatrix(rows), labels, { clamp })).toThrow(RangeError);
  });
});
