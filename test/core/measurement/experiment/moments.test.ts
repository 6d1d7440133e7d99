import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addContribution,
  type Contribution,
  covariateScatterOf,
  crossScatterOf,
  type Moments,
  meanOf,
  NO_MOMENTS,
  removeContribution,
  varianceOf,
} from '../../../../core/measurement/experiment/moments.ts';
import { sampleOf } from '../../../../core/measurement/experiment/sample.ts';
import { gather, shares } from './arms.ts';

const seeded = { seed: 7, numRuns: 300 };
const value = fc.maxSafeInteger();
const contribution: fc.Arbitrary<Contribution> = fc.record({ y: value, x: value });

describe('the moments of an arm', () => {
  it('are those of a small arm counted by hand', () => {
    const moments = gather([
      { y: 2, x: 1 },
      { y: 4, x: 3 },
      { y: 9, x: 2 },
    ]);
    expect(moments).toEqual({ n: 3, sum: 15n, sumSquares: 101n, sumX: 6n, sumXSquares: 14n, sumXY: 32n });
    expect(meanOf(moments)).toBe(5);
    expect(varianceOf(moments)).toBe(13);
    expect(covariateScatterOf(moments)).toBe(2);
    expect(crossScatterOf(moments)).toBe(2);
  });

  it('are the same after any contribution was added and taken away', () => {
    fc.assert(
      fc.property(fc.array(contribution), contribution, (others, one) => {
        const before = gather(others);
        expect(removeContribution(addContribution(before, one), one)).toEqual(before);
      }),
      seeded,
    );
  });

  it('are the same whatever the order, however often contributions were replaced', () => {
    fc.assert(
      fc.property(fc.array(contribution, { minLength: 1 }), contribution, (all, passing) => {
        const replaced = all.reduce<Moments>(
          (moments, one) =>
            addContribution(removeContribution(addContribution(moments, passing), passing), one),
          NO_MOMENTS,
        );
        expect(gather(all.toReversed())).toEqual(replaced);
      }),
      seeded,
    );
  });

  it('keep their last digit where doubles have lost it: a variance of 1/3 at a mean of 90 billion', () => {
    const large = 9_007_199_254_740_000;
    const moments = gather([large, large + 1, large, large].map((y) => ({ y, x: 0 })));
    expect(varianceOf(moments)).toBe(0.25);
    expect(varianceOf(gather([0, 1, 0, 0].map((y) => ({ y, x: 0 }))))).toBe(0.25);
  });

  it('take whole numbers only', () => {
    expect(() => addContribution(NO_MOMENTS, { y: 19.99, x: 0 })).toThrow(RangeError);
    expect(() => removeContribution(NO_MOMENTS, { y: Number.NaN, x: 0 })).toThrow(RangeError);
  });
});

describe('an arm as a sample', () => {
  it('has the variance p(1 - p) for a conversion, and the unbiased one for anything else', () => {
    const moments = shares(49, 100);
    expect(sampleOf(moments, 'conversion')).toEqual({
      n: 100,
      mean: 0.49,
      variance: 0.2499,
      sharedVariance: 0,
    });
    expect(sampleOf(moments, 'count')?.variance).toBeCloseTo((0.2499 * 100) / 99, 15);
  });

  it.each([0, 1])('is none with %d visitors', (n) => {
    expect(sampleOf(shares(0, n), 'revenue')).toBeNull();
  });

  it.each([
    [
      'of a conversion that counts 2',
      gather([
        { y: 2, x: 0 },
        { y: 0, x: 0 },
      ]),
      'conversion',
    ],
    ['of fewer visitors than none', removeContribution(NO_MOMENTS, { y: 0, x: 0 }), 'revenue'],
    ['whose squares are too few', { ...shares(3, 4), sumSquares: 1n }, 'revenue'],
  ] as const)('is refused for sums %s', (_, moments, goal) => {
    expect(() => sampleOf(moments, goal)).toThrow('[inkling] [experiment]');
  });
});
