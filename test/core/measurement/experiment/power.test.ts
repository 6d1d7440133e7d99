import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Baseline,
  daysNeeded,
  detectableEffect,
  type Plan,
  visitorsNeeded,
} from '../../../../core/measurement/experiment/power.ts';
import { createDraws } from './arms.ts';

const CONVERSION: Baseline = { goal: 'conversion', mean: 0.1, variance: 0 };
const REVENUE: Baseline = { goal: 'revenue', mean: 400, variance: 1_500 ** 2 };

const plan = (more: Partial<Plan> = {}): Plan => ({ baseline: CONVERSION, method: 'fixed', ...more });

describe('the visitors that an effect takes', () => {
  /** (k + 0.841621)² (v1 + v2) / d², k being 1.959964, at half alpha 2.241403, and 3.035209 for every look. */
  it.each([
    ['a tenth more conversions', plan(), 0.1, 14_749],
    ['a tenth fewer', plan(), -0.1, 13_493],
    ['two comparisons', plan({ comparisons: 2 }), 0.1, 17_860],
    ['a power of 90 %', plan({ power: 0.9 }), 0.1, 19_744],
    ['every look', plan({ method: 'sequential' }), 0.1, 28_242],
    ['revenue', plan({ baseline: REVENUE }), 0.1, 22_075],
  ])('%s', (_, given, effect, visitors) => {
    expect(visitorsNeeded(given, effect)).toBe(visitors);
  });

  it.each([
    ['no effect', plan(), 0],
    ['more than everybody', plan(), 9.01],
    ['fewer than nobody', plan(), -1.01],
  ])('are no number for %s', (_, given, effect) => {
    expect(visitorsNeeded(given, effect)).toBeNull();
  });

  it('show the effect in about 80 of 100 experiments', () => {
    const draws = createDraws(80);
    const visitors = visitorsNeeded({ ...plan(), baseline: { ...CONVERSION, mean: 0.4 } }, 0.2) ?? 0;
    const count = (share: number) => {
      let did = 0;
      for (let n = 0; n < visitors; n += 1) if (draws.uniform() < share) did += 1;
      return did / visitors;
    };
    const shown = Array.from({ length: 600 }, () => {
      const [a, b] = [count(0.4), count(0.48)];
      return Math.abs(b - a) > 1.959964 * Math.sqrt((a * (1 - a) + b * (1 - b)) / visitors);
    });
    expect(Math.abs(shown.filter(Boolean).length / shown.length - 0.8)).toBeLessThan(0.05);
  });
});

describe('the effect that visitors show', () => {
  const plans = fc.record({
    baseline: fc.constantFrom(CONVERSION, REVENUE),
    method: fc.constantFrom('fixed' as const, 'sequential' as const),
    comparisons: fc.integer({ min: 1, max: 5 }),
  });

  it('is the one that takes them', () => {
    fc.assert(
      fc.property(plans, fc.double({ min: 0.01, max: 2, noNaN: true }), (given, effect) => {
        const visitors = visitorsNeeded(given, effect) ?? 0;
        const found = detectableEffect(given, { control: visitors, treatment: visitors }) ?? 0;
        expect(found).toBeLessThanOrEqual(effect * (1 + 1e-9));
        const fewer = { control: visitors - 1, treatment: visitors - 1 };
        expect(detectableEffect(given, fewer) ?? Number.POSITIVE_INFINITY).toBeGreaterThan(effect);
      }),
      { seed: 9, numRuns: 200 },
    );
  });

  it('is larger with uneven arms', () => {
    const even = detectableEffect(plan(), { control: 5_000, treatment: 5_000 }) ?? 0;
    const uneven = detectableEffect(plan(), { control: 9_000, treatment: 1_000 }) ?? 0;
    expect(uneven).toBeGreaterThan(even * 1.5);
  });

  it.each([
    ['too few visitors for any share', plan(), { control: 5, treatment: 5 }, 0.9],
    ['a control without visitors', plan({ baseline: REVENUE }), { control: 0, treatment: 50 }, 400],
    ['a treatment without visitors', plan({ baseline: REVENUE }), { control: 50, treatment: 0 }, 400],
    ['a control without a mean', plan(), { control: 50, treatment: 50 }, 0],
  ])('is no number for %s', (_, given, sizes, mean) => {
    expect(detectableEffect({ ...given, baseline: { ...given.baseline, mean } }, sizes)).toBeNull();
  });
});

describe('the days that it takes', () => {
  it.each([
    [14_749, 2, 1_000, 30],
    [500, 2, 1_000, 1],
    [501, 2, 1_000, 2],
  ])('%d visitors in each of %d arms at %d a day: %d', (visitorsPerArm, arms, dailyVisitors, days) => {
    expect(daysNeeded({ visitorsPerArm, arms, dailyVisitors })).toBe(days);
  });
});
