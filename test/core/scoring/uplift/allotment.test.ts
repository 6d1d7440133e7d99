import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRandom } from '../../../../core/scoring/random.ts';
import { allot, chooseByUplift, cutByUplift } from '../../../../core/scoring/uplift/allotment.ts';

const seeded = { seed: 3, numRuns: 300 };
const scores = fc
  .array(
    fc.integer({ min: -3, max: 3 }).map((score) => score / 10),
    { minLength: 1, maxLength: 60 },
  )
  .map((list) => Float64Array.from(list));

describe('a budget', () => {
  it.each([
    { budget: 0.4, of: [0.3, 0.1, 0.2, 0.5, 0.4], threshold: 0.3, atThreshold: 0 },
    { budget: 0.5, of: [0.3, 0.1, 0.2, 0.4], threshold: 0.2, atThreshold: 0 },
    { budget: 0.5, of: [0.2, 0.2, 0.2, 0.2], threshold: 0.2, atThreshold: 0.5 },
    { budget: 1, of: [0.3, -0.1, 0, 0.2], threshold: 0, atThreshold: 0 },
    { budget: 0, of: [0.3, 0.2], threshold: 0.3, atThreshold: 0 },
    { budget: 1, of: [], threshold: 0, atThreshold: 0 },
  ])('of $budget among $of ends at $threshold', ({ budget, of, threshold, atThreshold }) => {
    expect(cutByUplift(Float64Array.from(of), budget)).toEqual({ threshold, atThreshold });
  });

  it('is spent on average, or on everybody who gains where it reaches so far', () => {
    fc.assert(
      fc.property(scores, fc.double({ min: 0, max: 1, noNaN: true }), (list, budget) => {
        const { threshold, atThreshold } = cutByUplift(list, budget);
        const due = list.reduce(
          (sum, score) => sum + (score > threshold ? 1 : score === threshold ? atThreshold : 0),
          0,
        );
        const gaining = list.filter((score) => score > 0).length;
        expect(due).toBeCloseTo(Math.min(budget * list.length, gaining), 9);
        expect(atThreshold).toBeLessThanOrEqual(1);
      }),
      seeded,
    );
  });

  it('never reaches whom the treatment puts off, and nobody before somebody who gains more', () => {
    fc.assert(
      fc.property(scores, fc.double({ min: 0, max: 1, noNaN: true }), (list, budget) => {
        const chosen = new Set(chooseByUplift(list, budget, createRandom(1)));
        const inside = [...list].filter((_, row) => chosen.has(row));
        const outside = [...list].filter((_, row) => !chosen.has(row));
        expect(inside.every((score) => score > 0)).toBe(true);
        expect(Math.min(...inside)).toBeGreaterThanOrEqual(
          Math.max(...outside, 0) - (inside.length === 0 ? 1 : 0),
        );
      }),
      seeded,
    );
  });

  it.each([-0.1, 1.1, Number.NaN])('of %d is refused', (budget) => {
    expect(() => cutByUplift(Float64Array.of(0.1), budget)).toThrow(RangeError);
  });
});

describe('an allotment', () => {
  const cut = { threshold: 0.05, atThreshold: 0.4 };
  const shares = { holdout: 0.1, exploration: 0.02 };

  it.each([
    { whom: 'the chosen', uplift: 0.06, chance: 1, propensity: 0.9 },
    { whom: 'somebody at the cut', uplift: 0.05, chance: 0.4, propensity: 0.36 },
    { whom: 'the others', uplift: -0.2, chance: 0.02, propensity: 0.018 },
  ])('logs how likely $whom were to be treated, the holdout included', ({ uplift, chance, propensity }) => {
    const allotment = allot(uplift, cut, shares);
    expect(allotment.chance).toBe(chance);
    expect(allotment.propensity).toBeCloseTo(propensity, 12);
  });

  it.each([
    { holdout: 0, exploration: 0.1 },
    { holdout: 1, exploration: 0.1 },
    { holdout: Number.NaN, exploration: 0.1 },
    { holdout: 0.1, exploration: -0.1 },
    { holdout: 0.1, exploration: 2 },
  ])('with $holdout held out and $exploration explored is refused', (wrong) => {
    expect(() => allot(0.1, cut, wrong)).toThrow(RangeError);
  });
});
