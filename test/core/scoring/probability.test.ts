import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { shiftProbability, toProbability } from '../../../core/scoring/probability.ts';

/** Beyond it, nothing is so sure. */
const MOST = 36;
const EPSILON = 2 ** -52;
const anyLogOdds = fc.double({ min: -MOST, max: MOST, noNaN: true });
const relative = (one: number, other: number): number => Math.abs(one / other - 1);

describe('a probability of log-odds', () => {
  it('is what its definition says, within four last bits', () => {
    fc.assert(
      fc.property(anyLogOdds, (logOdds) => {
        expect(relative(toProbability(logOdds), 1 / (1 + Math.exp(-logOdds)))).toBeLessThan(4 * EPSILON);
      }),
      { seed: 20261126, numRuns: 5_000 },
    );
  });

  // From 50 digits of decimal arithmetic, rounded to the nearest double.
  it.each([
    [-36, 2.3195228302435686e-16],
    [-17.3, 3.066941200502269e-8],
    [-3.9, 0.01984030573407751],
    [-1.4, 0.19781611144141828],
    [-0.3465735902799727, 0.41421356237309503],
    [1e-9, 0.50000000025],
    [0.7, 0.668187772168166],
    [2.5, 0.9241418199787564],
    [11.25, 0.9999869928715335],
    [35.9, 0.9999999999999998],
  ])('of %d is %d', (logOdds, p) => {
    expect(relative(toProbability(logOdds), p)).toBeLessThan(2 * EPSILON);
  });

  it('is the same to the last bit wherever it is computed', () => {
    const margins = Array.from({ length: 2_000 }, (_, n) => ((n * 7919) % 2_000) / 27 - 37);
    const bytes = new Uint8Array(Float64Array.from(margins, toProbability).buffer);
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(
      'ccbdae542ad114b1fc4ec95922c0289a5efaf19a88fc86b8de09e13581efcb94',
    );
  });

  it('is above 0 and below 1, and rises', () => {
    const steps = Array.from({ length: 80_001 }, (_, n) => toProbability(-40 + n / 1_000));
    expect(steps.every((p) => p > 0 && p < 1)).toBe(true);
    expect(steps.every((p, at) => p >= (steps[at - 1] ?? 0))).toBe(true);
    expect([toProbability(-1e300), toProbability(Number.POSITIVE_INFINITY)]).toEqual([
      steps[0],
      steps.at(-1),
    ]);
  });

  it('is even at 0, and not known of what is not known', () => {
    expect([toProbability(0), toProbability(-0), toProbability(Number.NaN)]).toEqual([0.5, 0.5, Number.NaN]);
  });
});

describe('a shift', () => {
  it('moves the log-odds by so much', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 1e-6, max: 1 - 1e-6, noNaN: true }),
        fc.double({ min: -10, max: 10, noNaN: true }),
        (p, by) => {
          const moved = shiftProbability(p, by);
          expect(Math.log(moved / (1 - moved)) - Math.log(p / (1 - p))).toBeCloseTo(by, 5);
        },
      ),
      { seed: 20261126, numRuns: 2_000 },
    );
  });

  it('never ends at 0 or 1', () => {
    expect(shiftProbability(1e-15, -36)).toBe(toProbability(-36));
    expect(shiftProbability(1 - 1e-15, 36)).toBe(toProbability(36));
  });
});
