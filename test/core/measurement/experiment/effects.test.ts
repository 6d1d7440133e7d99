import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { beliefOf } from '../../../../core/measurement/experiment/bayes.ts';
import { chanceOfLarger } from '../../../../core/measurement/experiment/beta-bernoulli.ts';
import {
  absoluteEffect,
  type Effect,
  relativeEffect,
} from '../../../../core/measurement/experiment/effect.ts';
import type { Pair } from '../../../../core/measurement/experiment/sample.ts';
import {
  bestMultiplier,
  confidenceSequence,
  sequentialMultiplier,
  tuneRho,
} from '../../../../core/measurement/experiment/sequential.ts';
import { twoProportionTest } from '../../../../core/measurement/experiment/two-proportions.ts';
import { welchDegrees, welchTest } from '../../../../core/measurement/experiment/welch.ts';
import { pairOf, shares } from './arms.ts';

const seeded = { seed: 41, numRuns: 300 };

const effects: fc.Arbitrary<Effect> = fc.record({
  estimate: fc.double({ min: -5, max: 5, noNaN: true }),
  standardError: fc.double({ min: 1e-3, max: 10, noNaN: true }),
});
const alphas = fc.double({ min: 0.001, max: 0.3, noNaN: true });
const visitors = fc.integer({ min: 4, max: 10_000_000 });
const share = fc
  .tuple(fc.nat(5_000), fc.integer({ min: 2, max: 5_000 }))
  .map(([did, of]) => ({ did: did % (of + 1), of }));

const opposite = ({ estimate, standardError }: Effect): Effect => ({ estimate: -estimate, standardError });

describe('every test of an effect', () => {
  const tests = fc.constantFrom(
    (effect: Effect, alpha: number, n: number) => welchTest(effect, n - 2, alpha),
    (effect: Effect, alpha: number, n: number) =>
      confidenceSequence(effect, { visitors: n, rho: tuneRho(alpha, 5_000), alpha }),
  );

  it('has its estimate within the interval, and a p from 0 to 1', () => {
    fc.assert(
      fc.property(tests, effects, alphas, visitors, (test, effect, alpha, n) => {
        const { estimate, interval, p } = test(effect, alpha, n);
        expect(interval.low).toBeLessThanOrEqual(estimate);
        expect(interval.high).toBeGreaterThanOrEqual(estimate);
        expect(p).toBeGreaterThanOrEqual(0);
        expect(p).toBeLessThanOrEqual(1);
      }),
      seeded,
    );
  });

  it('says the opposite of the opposite effect', () => {
    fc.assert(
      fc.property(tests, effects, alphas, visitors, (test, effect, alpha, n) => {
        const [there, back] = [test(effect, alpha, n), test(opposite(effect), alpha, n)];
        expect(back.p).toBe(there.p);
        expect(back.interval.low).toBeCloseTo(-there.interval.high, 10);
        expect(back.interval.high).toBeCloseTo(-there.interval.low, 10);
      }),
      seeded,
    );
  });

  it('leaves 0 out of the interval exactly where p is below alpha', () => {
    fc.assert(
      fc.property(tests, effects, alphas, visitors, (test, effect, alpha, n) => {
        const { interval, p } = test(effect, alpha, n);
        fc.pre(Math.abs(p - alpha) > 1e-9);
        expect(interval.low > 0 || interval.high < 0).toBe(p < alpha);
      }),
      seeded,
    );
  });
});

describe('Welch', () => {
  it('has the degrees of both arms where they are alike, and of the scattered one where the other is not', () => {
    const arm = { n: 50, mean: 1, variance: 4, sharedVariance: 0 };
    expect(welchDegrees({ control: arm, treatment: arm })).toBeCloseTo(98, 10);
    expect(welchDegrees({ control: { ...arm, variance: 0 }, treatment: arm })).toBeCloseTo(49, 10);
  });
});

describe('a relative effect', () => {
  it('is the absolute one over the control, where nothing is known to differ', () => {
    const pair = pairOf(shares(40, 200), shares(40, 200), 'conversion');
    expect(relativeEffect(pair).standardError).toBeCloseTo(absoluteEffect(pair).standardError / 0.2, 12);
  });

  it('is less sure where both means hang on one estimate and differ', () => {
    const pair = pairOf(shares(40, 200), shares(60, 200), 'conversion');
    const shared: Pair = { ...pair, control: { ...pair.control, sharedVariance: 1e-4 } };
    const [apart, together] = [relativeEffect(pair), relativeEffect(shared)];
    const added = together.standardError ** 2 - apart.standardError ** 2;
    expect(added).toBeCloseTo((0.5 ** 2 * 1e-4) / 0.2 ** 2, 12);
  });
});

describe('two shares', () => {
  it('say the opposite when they are swapped', () => {
    fc.assert(
      fc.property(share, share, (a, b) => {
        const [there, back] = [twoProportionTest(a, b, 0.05), twoProportionTest(b, a, 0.05)];
        expect(back === null).toBe(there === null);
        expect(back?.z ?? 0).toBeCloseTo(-(there?.z ?? 0), 10);
        expect(chanceOfLarger(a, b) + chanceOfLarger(b, a)).toBeCloseTo(1, 10);
      }),
      seeded,
    );
  });

  it.each([
    ['nobody', { did: 0, of: 9 }],
    ['everybody', { did: 9, of: 9 }],
  ])('say nothing where %s did it', (_, all) => {
    expect(twoProportionTest(all, all, 0.05)).toBeNull();
  });

  it.each([
    [0, 4],
    [4, 0],
  ])('have no ratio where one of them did not do it: %d and %d of 9', (control, treatment) => {
    const test = twoProportionTest({ did: control, of: 9 }, { did: treatment, of: 9 }, 0.05);
    expect(test?.relative).toBeNull();
    expect(test?.absolute.estimate).toBeCloseTo((treatment - control) / 9, 15);
  });
});

describe('a belief', () => {
  it('has chances from 0 to 1, risks from 0, and risks as far apart as the effect is large', () => {
    fc.assert(
      fc.property(effects, (effect) => {
        const { chanceToWin, risk, estimate } = beliefOf(effect, null, 0.05);
        expect(chanceToWin).toBeGreaterThanOrEqual(0);
        expect(chanceToWin).toBeLessThanOrEqual(1);
        expect(Math.min(risk.control, risk.treatment)).toBeGreaterThanOrEqual(0);
        expect(risk.control - risk.treatment).toBeCloseTo(estimate, 9);
      }),
      seeded,
    );
  });

  it('lies between the prior and the effect', () => {
    const { estimate, interval } = beliefOf(
      { estimate: 1, standardError: 1 },
      { mean: 0, variance: 1 },
      0.05,
    );
    expect(estimate).toBeCloseTo(0.5, 15);
    expect(interval.high - estimate).toBeCloseTo(1.959963984540054 / Math.SQRT2, 13);
  });
});

describe('a confidence sequence', () => {
  it('is narrowest where it was tuned for', () => {
    const at = (visitors: number) =>
      sequentialMultiplier({ visitors: 10_000, rho: tuneRho(0.05, visitors), alpha: 0.05 });
    expect(at(10_000)).toBeLessThan(at(7_000));
    expect(at(10_000)).toBeLessThan(at(14_000));
    expect(at(10_000)).toBeCloseTo(bestMultiplier(0.05), 12);
  });
});
