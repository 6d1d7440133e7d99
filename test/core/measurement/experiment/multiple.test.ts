import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  adjustBenjaminiHochberg,
  adjustHolm,
  holmLevels,
} from '../../../../core/measurement/experiment/multiple.ts';

const seeded = { seed: 5, numRuns: 300 };
const ps = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 12 });

const rounded = (values: readonly number[]) => values.map((value) => Number(value.toFixed(10)));

describe('p values of several comparisons', () => {
  /** By the definitions in the papers. */
  it.each([
    { given: [0.01, 0.04, 0.03], holm: [0.03, 0.06, 0.06], found: [0.03, 0.04, 0.04] },
    { given: [0.04], holm: [0.04], found: [0.04] },
    { given: [0.5, 0.9], holm: [1, 1], found: [0.9, 0.9] },
    {
      given: [0.005, 0.009, 0.019, 0.022, 0.051],
      holm: [0.025, 0.036, 0.057, 0.057, 0.057],
      found: [0.0225, 0.0225, 0.0275, 0.0275, 0.051],
    },
    { given: [], holm: [], found: [] },
  ])('are adjusted: $given', ({ given, holm, found }) => {
    expect(rounded(adjustHolm(given))).toEqual(holm);
    expect(rounded(adjustBenjaminiHochberg(given))).toEqual(found);
  });

  it('are adjusted for comparisons that are made elsewhere too', () => {
    expect(adjustHolm([0.01, 0.02], 5)).toEqual([0.05, 0.08]);
    expect(adjustBenjaminiHochberg([0.01, 0.02], 5)).toEqual([0.05, 0.05]);
  });

  it('are judged at one level from the first on that is not found, though a later one be small enough', () => {
    expect(rounded(holmLevels([0.001, 0.04, 0.03], 0.06))).toEqual([0.02, 0.06, 0.03]);
    expect(rounded(holmLevels([0.001, 0.04, 0.03], 0.045))).toEqual([0.015, 0.0225, 0.0225]);
  });

  it('stay between what they were and 1, keep their order, and Holm asks for more', () => {
    fc.assert(
      fc.property(ps, (given) => {
        const [holm, found] = [adjustHolm(given), adjustBenjaminiHochberg(given)];
        for (const [at, p] of given.entries()) {
          expect(found[at]).toBeGreaterThanOrEqual(p);
          expect(holm[at]).toBeGreaterThanOrEqual(found[at] ?? 1);
          expect(holm[at]).toBeLessThanOrEqual(1);
          const above = given.findIndex((other) => other > p);
          if (above >= 0) expect(holm[above]).toBeGreaterThanOrEqual(holm[at] ?? 0);
        }
      }),
      seeded,
    );
  });

  it('are at most the level they are judged at exactly where the adjusted ones are at most alpha', () => {
    fc.assert(
      fc.property(ps, fc.constantFrom(0.01, 0.05, 0.2), fc.nat(5), (given, alpha, more) => {
        const comparisons = given.length + more;
        const levels = holmLevels(given, alpha, comparisons);
        const adjusted = adjustHolm(given, comparisons);
        for (const [at, p] of given.entries()) {
          fc.pre(Math.abs((adjusted[at] ?? 0) - alpha) > 1e-9);
          expect(p <= (levels[at] ?? 0)).toBe((adjusted[at] ?? 1) <= alpha);
        }
      }),
      seeded,
    );
  });
});
