import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readBoosting, writeBoosting } from '../../../../core/scoring/boosting/codec.ts';
import { fitBoosting } from '../../../../core/scoring/boosting/fit.ts';
import type { BoostedModel } from '../../../../core/scoring/boosting/model.ts';
import { LOSSES } from '../../../../core/scoring/boosting/options.ts';
import { packNumbers, unpackNumbers } from '../../../../core/scoring/boosting/packing.ts';
import { explainTrees } from '../../../../core/scoring/shap/trees.ts';
import { makeMatrix, rowsOf } from './support.ts';

function makeModel(seed: number, rounds = 5): BoostedModel {
  const { matrix, targets } = makeMatrix({ seed, rows: 200, missing: 0.1 });
  return fitBoosting(matrix, targets, { rounds, minLeaf: 3 });
}

/** As it comes from a disk. */
function copyOf(model: BoostedModel): Record<string, unknown> {
  return JSON.parse(JSON.stringify(writeBoosting(model)));
}

describe('a boosting that is written and read', () => {
  it('is the same, array by array', () => {
    const made = fc.record({
      seed: fc.integer({ min: 1, max: 1e6 }),
      loss: fc.constantFrom(...LOSSES),
      weight: fc.constantFrom(1, 0.1),
    });
    fc.assert(
      fc.property(made, ({ seed, loss, weight }) => {
        const { matrix, targets } = makeMatrix({ seed, rows: 100, missing: 0.1 });
        const wanted = targets.map((target) => (loss === 'gamma' ? target + 0.1 : target));
        const weights = targets.map((_, row) => weight * (1 + (row % 3)));
        const model = fitBoosting(matrix, wanted, { loss, weights, rounds: 3, minLeaf: 2 });
        expect(readBoosting(copyOf(model))).toEqual({ ok: true, value: model });
      }),
      { seed: 3, numRuns: 15 },
    );
  });

  it('explains the same', () => {
    const model = makeModel(4);
    const read = readBoosting(copyOf(model));
    const [row = new Float64Array()] = rowsOf(makeMatrix({ seed: 4, rows: 1, missing: 0 }).matrix);
    expect(read.ok && explainTrees(read.value, row)).toEqual(explainTrees(model, row));
  });

  it('may have no trees', () => {
    const { matrix } = makeMatrix({ seed: 1, rows: 30, missing: 0 });
    const model = fitBoosting(matrix, new Float64Array(30));
    expect(readBoosting(copyOf(model))).toEqual({ ok: true, value: model });
  });

  it('takes at most 110 kB for 200 trees of 15 leaves', () => {
    const { matrix, targets } = makeMatrix({ seed: 1, rows: 2_000, missing: 0.1 });
    const model = fitBoosting(matrix, targets, { rounds: 200 });
    expect(model.feature.length).toBe(200 * 29);
    expect(JSON.stringify(writeBoosting(model)).length).toBeLessThanOrEqual(110_000);
  });
});

describe('what is no boosting', () => {
  const file = copyOf(makeModel(7));

  it.each([
    ['nothing', null, ''],
    ['something else', { kind: 'logistic', version: 1 }, 'kind'],
    ['a later version', { ...file, version: 2 }, 'version'],
    ['a key that is missing', { ...file, value: undefined }, 'value'],
    ['a key too many', { ...file, more: 1 }, ''],
    ['another loss', { ...file, loss: 'hinge' }, 'loss'],
    ['a loss that was changed', { ...file, loss: 'squared' }, 'digest'],
    ['features that were changed', { ...file, features: [] }, 'digest'],
  ])('%s is refused with its place', (_, input, at) => {
    const refused = readBoosting(input);
    expect(refused).toMatchObject({ ok: false, code: 'invalid_value', at });
    expect(!refused.ok && refused.hint).not.toBe('');
  });

  it('says of a later version what reads it', () => {
    expect(readBoosting({ ...file, version: 2 })).toMatchObject({
      hint: 'this program reads version 1 of boosted models, and this is 2: update it, or train anew',
    });
  });

  it('one letter that changed is noticed, wherever it stands', () => {
    const text = JSON.stringify(file);
    fc.assert(
      fc.property(fc.nat({ max: text.length - 1 }), fc.constantFrom('A', 'b', '7', '"'), (at, letter) => {
        fc.pre(text[at] !== letter);
        let input: unknown;
        try {
          input = JSON.parse(text.slice(0, at) + letter + text.slice(at + 1));
        } catch {
          return;
        }
        expect(readBoosting(input).ok).toBe(false);
      }),
      { seed: 1, numRuns: 120 },
    );
  });
});

/** A model that does not hold together, though what was written of it was not changed since. */
describe('a boosting that was written wrongly', () => {
  const spoilt: readonly (readonly [string, (model: BoostedModel) => Partial<BoostedModel>, string])[] = [
    ['a tree that is cut off', ({ feature }) => ({ feature: feature.slice(0, -1) }), 'feature'],
    ['only a fork', () => ({ feature: Int32Array.of(0), setAt: Int32Array.of(-1) }), 'feature'],
    [
      'fewer trees than outputs',
      ({ base }) => ({ outputs: 3, base: Float64Array.of(...base, 0, 0) }),
      'feature',
    ],
    ['a base too many', () => ({ base: Float64Array.of(1, 2) }), 'base'],
    ['a base that is no number', () => ({ base: Float64Array.of(Number.NaN) }), 'base'],
    ['a leaf without rows', ({ cover }) => ({ cover: cover.map(() => 0) }), 'cover'],
    [
      'a leaf that is infinite',
      ({ value }) => ({ value: value.map(() => Number.POSITIVE_INFINITY) }),
      'value',
    ],
    [
      'a threshold that is no number',
      ({ threshold }) => ({ threshold: threshold.map(() => Number.NaN) }),
      'threshold',
    ],
    [
      'a way that is neither',
      ({ missingLeft }) => ({ missingLeft: missingLeft.map(() => 2) }),
      'missingLeft',
    ],
    ['other levels', ({ levelSets }) => ({ levelSets: levelSets.map((word) => word ^ 1) }), 'levelSets'],
  ];

  it.each(spoilt)('%s', (_, spoil, at) => {
    const model = makeModel(7, 20);
    expect(readBoosting(copyOf({ ...model, ...spoil(model) }))).toMatchObject({
      ok: false,
      code: 'invalid_value',
      at,
    });
  });
});

describe('packed numbers', () => {
  it.each([
    [[0, 255], 'u8'],
    [[0, 256], 'u16'],
    [[65_536], 'u32'],
    [[-1, 0.5, Number.POSITIVE_INFINITY], 'f32'],
    [[-0], 'f32'],
    [[0.1], 'f64'],
    [[2 ** 32 + 1], 'f64'],
  ])('%j are kept as %s', (numbers, type) => {
    const text = packNumbers(numbers);
    expect(text.split(':')[0]).toBe(type);
    expect(unpackNumbers(text)).toEqual(Float64Array.from(numbers));
  });

  it('come back to the last bit', () => {
    fc.assert(
      fc.property(fc.array(fc.double()), (numbers) => {
        expect(unpackNumbers(packNumbers(numbers))).toEqual(Float64Array.from(numbers));
      }),
      { seed: 2 },
    );
  });

  it.each(['', 'u8', 'i8:AA==', 'u16:AA==', 'u8:A', 'u8:A?==', 'u8:AAAA\n'])('%j are none', (text) => {
    expect(unpackNumbers(text)).toBeNull();
  });
});
