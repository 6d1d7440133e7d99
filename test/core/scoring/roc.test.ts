import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rocAuc } from '../../../core/scoring/metrics.ts';
import { rocCurve } from '../../../core/scoring/roc.ts';

const seeded = { seed: 5, numRuns: 300 };
const scored = fc
  .array(fc.record({ score: fc.constantFrom(0, 0.1, 0.25, 0.5, 0.9, 1), label: fc.constantFrom(0, 1) }), {
    minLength: 2,
    maxLength: 60,
  })
  .filter((rows) => new Set(rows.map(({ label }) => label)).size === 2);

function areaUnder(points: ReturnType<typeof rocCurve>): number {
  return points.slice(1).reduce((sum, { falsePositives, truePositives }, at) => {
    const before = points[at] ?? { falsePositives: 0, truePositives: 0 };
    return sum + ((falsePositives - before.falsePositives) * (truePositives + before.truePositives)) / 2;
  }, 0);
}

describe('the curve of who is found against who is found wrongly', () => {
  it('is scikit-learn’s example: roc_curve([0, 0, 1, 1], [0.1, 0.4, 0.35, 0.8])', () => {
    expect(rocCurve([0.1, 0.4, 0.35, 0.8], [0, 0, 1, 1])).toEqual([
      { falsePositives: 0, truePositives: 0 },
      { falsePositives: 0, truePositives: 0.5 },
      { falsePositives: 0.5, truePositives: 0.5 },
      { falsePositives: 0.5, truePositives: 1 },
      { falsePositives: 1, truePositives: 1 },
    ]);
  });

  it('has the area that is measured, also where scores tie, and ends where all are found', () => {
    fc.assert(
      fc.property(scored, (rows) => {
        const [scores, labels] = [rows.map(({ score }) => score), rows.map(({ label }) => label)];
        const points = rocCurve(scores, labels);
        expect(areaUnder(points)).toBeCloseTo(rocAuc(scores, labels), 9);
        expect(points.at(-1)).toEqual({ falsePositives: 1, truePositives: 1 });
      }),
      seeded,
    );
  });

  it('has a point at each twentieth of either label, however many rows there are', () => {
    const rows = Array.from({ length: 10_000 }, (_, row) => row);
    const points = rocCurve(
      rows.map((row) => row / 10_000),
      rows.map((row) => (row % 7 === 0 ? 1 : 0)),
    );
    expect(points.length).toBeLessThanOrEqual(41);
    expect(points.length).toBeGreaterThan(20);
  });

  it('is nothing where one of the labels is missing', () => {
    expect(rocCurve([0.2, 0.4], [1, 1])).toEqual([]);
  });
});
