import { describe, expect, it } from 'vitest';
import { fitBoosting } from '../../../../core/scoring/boosting/fit.ts';
import type { BoostingOptions } from '../../../../core/scoring/boosting/options.ts';
import { type Matrix, toMatrix } from '../../../../core/scoring/matrix.ts';
import { line } from './support.ts';

const NAN = Number.NaN;

describe('what cannot be fitted is refused, with the place and the cure', () => {
  const two = line([1, 2]);
  const category = toMatrix([[0], [2]], [{ name: 'source', kind: 'category', levels: ['a', 'b'] }]);
  const cases: readonly [Matrix, readonly number[], BoostingOptions, string][] = [
    [line([]), [], {}, 'the matrix has no rows'],
    [{ ...two, rows: 3 }, [0, 1, 1], {}, 'x0 has 2 values, and there are 3 rows'],
    [{ ...two, columns: [] }, [0, 1], {}, 'there are 0 columns and 1 features'],
    [two, [1], {}, 'there are 1 targets and 2 rows'],
    [two, [1, NAN], {}, 'targets[1] is NaN: with logistic it is 0 or 1'],
    [two, [1, 2], {}, 'targets[1] is 2'],
    [two, [0, 1.5], { loss: 'softmax' }, 'targets[1] is 1.5: with softmax it is the place of a class'],
    [two, [0, 3], { loss: 'softmax', classes: 3 }, 'targets[1] is 3'],
    [two, [0, 1e9], { loss: 'softmax' }, 'give a whole number from 1 to 1000'],
    [two, [1, Number.POSITIVE_INFINITY], { loss: 'squared' }, 'targets[1] is Infinity'],
    [two, [1, 0], { loss: 'gamma' }, 'targets[1] is 0: with gamma it is a finite number above 0'],
    [two, [1, -1], { loss: 'tweedie' }, 'targets[1] is -1'],
    [two, [0, 0], { loss: 'tweedie' }, 'targets are all 0'],
    [line([1, Number.POSITIVE_INFINITY]), [0, 1], {}, 'x0 of row 1 is Infinity: give a finite number'],
    [category, [0, 1], {}, 'source of row 1 is 2: give the place of a level, 0 to 1'],
    [two, [0, 1], { weights: [1] }, 'there are 1 weights and 2 rows'],
    [two, [0, 1], { weights: [1, 0] }, 'weights[1] is 0'],
    [two, [0, 1], { rounds: 0 }, 'options.rounds is 0: give a whole number from 1 to 10000'],
    [two, [0, 1], { leaves: 2.5 }, 'options.leaves is 2.5'],
    [two, [0, 1], { learningRate: NAN }, 'options.learningRate is NaN'],
    [two, [0, 1], { rowShare: 1.1 }, 'options.rowShare is 1.1'],
    [two, [0, 1], { loss: 'tweedie', power: 2 }, 'options.power is 2'],
    [two, [0, 1], { holdout: 1 }, 'options.holdout is 1'],
    [two, [0, 1], { holdout: 0.9 }, 'options.holdout is 0.9: of 2 rows none is left'],
    [
      two,
      [0, 1],
      { holdout: { matrix: toMatrix([[1, 2]]), targets: [1] } },
      'options.holdout.matrix has other features',
    ],
    [two, [0, 1], { monotone: { price: 1 } }, 'options.monotone.price'],
    [two, [0, 1], { loss: 'softmax', monotone: { x0: 1 } }, 'options.monotone.x0: with softmax'],
  ];

  it.each(cases)('case %#: %j %j %j', (matrix, targets, options, text) => {
    expect(() => fitBoosting(matrix, targets, options)).toThrow(RangeError);
    expect(() => fitBoosting(matrix, targets, options)).toThrow(text);
  });
});
