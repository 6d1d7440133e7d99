import { describe, expect, it } from 'vitest';
import {
  applyCalibration,
  calibrate,
  explain,
  fitBoosting,
  fitLogistic,
  predict,
  rocAuc,
  toMatrix,
} from '../../../core/scoring/index.ts';
import { createRandom } from '../../../core/scoring/random.ts';

const random = createRandom(5);
const rows = Array.from({ length: 600 }, () => [random(), random(), random() < 0.1 ? Number.NaN : random()]);
const labels = rows.map(([a = 0, b = 0]) => (random() < 1 / (1 + Math.exp(3 - 6 * a * b - 2 * a)) ? 1 : 0));
const matrix = toMatrix(rows);

describe.each([
  ['a logistic regression', fitLogistic(matrix, labels)],
  ['a boosting', fitBoosting(matrix, labels, { loss: 'logistic', rounds: 40 })],
])('%s on a plain matrix', (_, model) => {
  it('ranks, and its reasons add up to what it says', () => {
    expect(
      rocAuc(
        rows.map((row) => predict(model, row)),
        labels,
      ),
    ).toBeGreaterThan(0.7);
    for (const row of rows.slice(0, 20)) {
      const { margin, base, contributions } = explain(model, row);
      expect(contributions.reduce((sum, one) => sum + one, base)).toBeCloseTo(margin, 9);
      expect(1 / (1 + Math.exp(-margin))).toBeCloseTo(predict(model, row), 12);
    }
  });

  it('is calibrated by rows that it was not fitted to', () => {
    const calibrator = calibrate(
      rows.map((row) => explain(model, row).margin),
      labels,
    );
    const mean =
      rows.reduce((sum, row) => sum + applyCalibration(calibrator, explain(model, row).margin), 0) /
      rows.length;
    expect(mean).toBeCloseTo(labels.reduce<number>((sum, label) => sum + label, 0) / rows.length, 2);
  });

  it('refuses a row of another length, and an output that it has not', () => {
    expect(() => predict(model, [1])).toThrow(RangeError);
    expect(() =>
      explain(fitBoosting(matrix, labels, { loss: 'logistic', rounds: 2 }), rows[0] ?? [], 3),
    ).toThrow('no output 3');
  });
});
