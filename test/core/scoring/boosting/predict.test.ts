import { describe, expect, it } from 'vitest';
import { fitBoosting } from '../../../../core/scoring/boosting/fit.ts';
import { predict, predictMargins } from '../../../../core/scoring/boosting/predict.ts';
import { toMatrix } from '../../../../core/scoring/matrix.ts';
import { toProbability } from '../../../../core/scoring/probability.ts';
import { countUp, EAGER, makeMatrix, rowsOf } from './support.ts';

describe('answers of a boosting', () => {
  const { matrix, targets } = makeMatrix({ seed: 2, rows: 200, missing: 0.1 });

  it.each([
    ['logistic', toProbability],
    ['squared', (margin: number) => margin],
    ['tweedie', Math.exp],
  ] as const)('%s are in its own unit', (loss, unitOf) => {
    const model = fitBoosting(matrix, targets, { ...EAGER, loss });
    for (const row of rowsOf(matrix))
      expect(predict(model, row)).toEqual(predictMargins(model, row).map((margin) => unitOf(margin)));
  });

  it('are the base where no tree was grown', () => {
    const model = fitBoosting(toMatrix([[1], [2], [3], [4]]), [1, 0, 0, 0]);
    expect(predict(model, [1])[0]).toBeCloseTo(0.25, 12);
  });

  it('are the same for a row in any kind of array, and written where asked for', () => {
    const model = fitBoosting(matrix, targets, EAGER);
    const into = new Float64Array(1);
    for (const row of rowsOf(matrix)) {
      expect(predict(model, [...row], into)).toBe(into);
      expect(into).toEqual(predict(model, row));
    }
  });

  it('take values beyond all that were seen, and infinite ones, for the largest or the least', () => {
    const model = fitBoosting(
      toMatrix(countUp(60).map((at) => [at])),
      countUp(60).map((at) => Number(at > 30)),
      EAGER,
    );
    expect(predict(model, [Number.POSITIVE_INFINITY])).toEqual(predict(model, [59]));
    expect(predict(model, [Number.NEGATIVE_INFINITY])).toEqual(predict(model, [0]));
  });

  it('are refused for a row of another length', () => {
    const model = fitBoosting(matrix, targets, EAGER);
    expect(() => predict(model, [1, 2])).toThrow(
      new RangeError('the row has 2 values, and there are 5 features'),
    );
  });
});
