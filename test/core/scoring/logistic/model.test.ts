import { describe, expect, it } from 'vitest';
import { readLogistic } from '../../../../core/scoring/logistic/codec.ts';
import { fitLogistic } from '../../../../core/scoring/logistic/fit.ts';
import { type LogisticModel, marginLogistic } from '../../../../core/scoring/logistic/model.ts';
import { type Feature, toMatrix } from '../../../../core/scoring/matrix.ts';

const FEATURES: readonly Feature[] = [
  { name: 'views', kind: 'number' },
  { name: 'device', kind: 'category', levels: ['phone', 'desktop'] },
];

const model: LogisticModel = fitLogistic(
  toMatrix(
    [
      [1, 0],
      [2, 1],
      [Number.NaN, 1],
      [4, 0],
    ],
    FEATURES,
  ),
  [0, 1, 0, 1],
);

describe('a stored model', () => {
  it('answers as before, to the last bit', () => {
    const read = readLogistic(JSON.parse(JSON.stringify(model)));
    if (!read.ok) throw new Error(read.hint);
    expect(read.value).toEqual(model);
    for (const row of [
      [1, 0],
      [7.25, 1],
      [Number.NaN, Number.NaN],
    ])
      expect(marginLogistic(read.value, row)).toBe(marginLogistic(model, row));
  });

  it.each<[string, unknown, string]>([
    ['nothing', null, ''],
    ['another kind of model', { ...model, kind: 'boosting' }, 'kind'],
    ['a version that is none', { ...model, version: 'x' }, 'version'],
    ['a base that JSON could not keep', { ...model, base: null }, 'base'],
    ['a term of an unknown kind', { ...model, terms: [{ kind: 'spline' }] }, 'terms.0.kind'],
    [
      'a term without a slope',
      { ...model, terms: [{ ...model.terms[0], slope: undefined }] },
      'terms.0.slope',
    ],
    [
      'a level without an effect',
      { ...model, terms: [{ ...model.terms[1], effects: [1] }] },
      'terms.0.effects',
    ],
    ['more than there should be', { ...model, calibration: 1 }, ''],
  ])('is refused where it is %s', (_, input, at) => {
    expect(readLogistic(input)).toEqual({ ok: false, code: 'invalid_value', at, hint: expect.any(String) });
  });

  it('of a later program is refused with what to do', () => {
    expect(readLogistic({ ...model, version: 2, terms: 'as they are then' })).toEqual({
      ok: false,
      code: 'invalid_value',
      at: 'version',
      hint: 'this program reads version 1 of logistic models, and this is 2: update it, or train anew',
    });
  });
});
