import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CREDIT_MODELS, creditOf, HALF_LIFE_MS } from '../../../../core/measurement/attribution/credit.ts';

const DAY = 86_400_000;
const round = (shares: readonly number[]): readonly number[] =>
  shares.map((share) => Number(share.toFixed(6)));

describe('sharing out a conversion', () => {
  it.each([
    ['one touch', [3], { last: [1], first: [1], linear: [1], timeDecay: [1], position: [1] }],
    [
      'two touches',
      [7, 0],
      {
        last: [0, 1],
        first: [1, 0],
        linear: [0.5, 0.5],
        timeDecay: [0.333333, 0.666667],
        position: [0.5, 0.5],
      },
    ],
    [
      'four touches, a half-life apart',
      [21, 14, 7, 0],
      {
        last: [0, 0, 0, 1],
        first: [1, 0, 0, 0],
        linear: [0.25, 0.25, 0.25, 0.25],
        timeDecay: [0.066667, 0.133333, 0.266667, 0.533333],
        position: [0.4, 0.1, 0.1, 0.4],
      },
    ],
    ['three touches', [2, 1, 0], { position: [0.4, 0.2, 0.4] }],
  ])('among %s', (_, days, expected) => {
    const shares = creditOf(days.map((day) => day * DAY));
    for (const model of CREDIT_MODELS) {
      const wanted = (expected as Partial<Record<string, readonly number[]>>)[model];
      if (wanted !== undefined) expect([model, round(shares[model])]).toEqual([model, wanted]);
    }
  });

  it('halves the weight of a touch in seven days, or in as many as are said', () => {
    expect(HALF_LIFE_MS).toBe(7 * DAY);
    expect(round(creditOf([DAY, 0], DAY).timeDecay)).toEqual([0.333333, 0.666667]);
  });

  it('gives out exactly one conversion, whatever the path', () => {
    const ages = fc.array(fc.integer({ min: 0, max: 4_000 * DAY }), { minLength: 1, maxLength: 60 });
    fc.assert(
      fc.property(ages, fc.integer({ min: 1, max: 400 * DAY }), (path, halfLifeMs) => {
        const shares = creditOf(
          path.toSorted((a, b) => b - a),
          halfLifeMs,
        );
        for (const model of CREDIT_MODELS) {
          expect(shares[model]).toHaveLength(path.length);
          expect(shares[model].every((share) => share >= 0)).toBe(true);
          expect(shares[model].reduce((a, b) => a + b, 0)).toBeCloseTo(1, 9);
        }
      }),
      { seed: 20_260_105, numRuns: 300 },
    );
  });
});
