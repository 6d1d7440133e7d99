import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkExposures } from '../../../../core/measurement/experiment/exposures.ts';
import { checkSampleRatio, LEAST_DUE } from '../../../../core/measurement/experiment/srm.ts';
import { createDraws } from './arms.ts';

const check = (visitors: readonly number[], weights: readonly number[] = visitors.map(() => 1)) =>
  checkSampleRatio(visitors.map((count, arm) => ({ visitors: count, weight: weights[arm] ?? 0 })));

describe('the sample ratio', () => {
  it.each([
    { visitors: [5000, 5000], weights: [1, 1], state: 'quiet', p: 1, degrees: 1 },
    { visitors: [5200, 4800], weights: [1, 1], state: 'mismatch', p: 6.334e-5, degrees: 1 },
    { visitors: [5173, 4827, 0], weights: [0.5, 0.5, 0], state: 'mismatch', p: 5.405e-4, degrees: 1 },
    { visitors: [5100, 4900, 0, 0], weights: [1, 1, 0, 0], state: 'quiet', p: 0.0455, degrees: 1 },
    { visitors: [6000, 2000, 2000], weights: [0.6, 0.2, 0.2], state: 'quiet', p: 1, degrees: 2 },
    { visitors: [9000, 1000], weights: [90, 10], state: 'quiet', p: 1, degrees: 1 },
  ])('of $visitors at $weights is $state', ({ visitors, weights, state, p, degrees }) => {
    const ratio = check(visitors, weights);
    expect(ratio).toMatchObject({ state, degrees, strays: 0 });
    expect(ratio.p).toBeCloseTo(p, 7 - Math.ceil(Math.log10(p * 1e4)));
  });

  it('is broken by one visitor in an arm of weight 0, however well the others fit', () => {
    expect(check([5000, 5000, 1], [1, 1, 0])).toMatchObject({
      state: 'mismatch',
      strays: 1,
      p: 1,
      degrees: 1,
    });
    expect(check([3, 3, 1], [1, 1, 0]).state).toBe('mismatch');
  });

  it.each([
    ['nobody came', [0, 0], [1, 1]],
    ['the smaller arm was due one fewer than it takes', [LEAST_DUE * 9, LEAST_DUE - 1], [9, 1]],
    ['only one arm is open', [500, 0], [1, 0]],
    ['no arm is open', [0, 0], [0, 0]],
  ])('is not judged where %s', (_, visitors, weights) => {
    expect(check(visitors, weights).state).toBe('not_enough');
  });

  it('is judged from the least number on', () => {
    expect(check([LEAST_DUE, LEAST_DUE]).state).toBe('quiet');
  });

  it('has a p from 0 to 1, and the same whatever the weights are multiples of', () => {
    const arm = fc.record({ visitors: fc.nat(10_000), weight: fc.integer({ min: 1, max: 9 }) });
    fc.assert(
      fc.property(fc.array(arm, { minLength: 2, maxLength: 6 }), (arms) => {
        fc.pre(arms.some(({ visitors }) => visitors > 0));
        const { p, due } = checkSampleRatio(arms);
        const again = checkSampleRatio(
          arms.map(({ visitors, weight }) => ({ visitors, weight: weight / 7 })),
        );
        expect(p).toBeGreaterThanOrEqual(0);
        expect(p).toBeLessThanOrEqual(1);
        expect(again.p).toBeCloseTo(p ?? -1, 10);
        const all = arms.reduce((sum, { visitors }) => sum + visitors, 0);
        expect(due.reduce((sum, count) => sum + count, 0)).toBeCloseTo(all, 6);
      }),
      { seed: 3, numRuns: 200 },
    );
  });

  it('alarms falsely in about one of a thousand', () => {
    const draws = createDraws(25);
    const alarms = Array.from({ length: 4_000 }, () => {
      const arms = [0, 0, 0];
      for (let n = 0; n < 300; n += 1) {
        const arm = draws.below(3);
        arms[arm] = (arms[arm] ?? 0) + 1;
      }
      return check(arms).state === 'mismatch';
    });
    expect(alarms.filter(Boolean).length / alarms.length).toBeLessThanOrEqual(0.002);
  });
});

describe('visitors who were shown two arms', () => {
  it.each([
    { seenInSeveral: 20, weights: [1, 1], isWarned: true, title: '2 in 100' },
    { seenInSeveral: 10, weights: [1, 1], isWarned: false, title: 'not quite 1 in 100' },
    { seenInSeveral: 11, weights: [1, 1], isWarned: true, title: 'just above 1 in 100' },
    { seenInSeveral: 10, weights: [9, 1], isWarned: true, title: 'not quite 1 in 100 of an uneven split' },
    { seenInSeveral: 9, weights: [9, 1], isWarned: false, title: 'fewer than ten' },
    {
      seenInSeveral: 10,
      weights: [0.33, 0.34, 0],
      isWarned: false,
      title: 'of a split that is even but for rounding',
    },
  ])('are warned of: $title, $isWarned', ({ seenInSeveral, weights, isWarned }) => {
    const exposures = checkExposures({ visitors: [490, 500], weights, seenInSeveral });
    expect(exposures.warning !== null).toBe(isWarned);
    expect(exposures).toMatchObject({
      rule: 'left_out',
      seenInSeveral,
      share: seenInSeveral / (990 + seenInSeveral),
    });
  });

  it('are told in a sentence', () => {
    const { warning } = checkExposures({ visitors: [49_000, 49_000], weights: [1, 1], seenInSeveral: 2_000 });
    expect(warning).toBe(
      '2,000 visitors (2 %) were shown more than one arm and are left out of all; above 1 % that can bias the result.',
    );
  });

  it('are no share of nobody', () => {
    expect(checkExposures({ visitors: [0, 0], weights: [1, 1], seenInSeveral: 0 }).share).toBe(0);
  });
});
