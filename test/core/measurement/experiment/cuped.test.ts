import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { adjustSample, fitAdjustment } from '../../../../core/measurement/experiment/cuped.ts';
import {
  addContribution,
  type Moments,
  NO_MOMENTS,
} from '../../../../core/measurement/experiment/moments.ts';
import { sampleOf } from '../../../../core/measurement/experiment/sample.ts';
import { createDraws, type Draws, gather, shares } from './arms.ts';

const seeded = { seed: 13, numRuns: 200 };
const arms = fc.array(
  fc.array(fc.record({ y: fc.integer(), x: fc.integer() }), { minLength: 2, maxLength: 20 }).map(gather),
  { minLength: 2, maxLength: 4 },
);

function drawArm({ normal }: Draws, visitors: number, correlation: number): Moments {
  let moments = NO_MOMENTS;
  for (let n = 0; n < visitors; n += 1) {
    const x = normal();
    const y = correlation * x + Math.sqrt(1 - correlation ** 2) * normal();
    moments = addContribution(moments, {
      y: Math.round(5_000 + 1_000 * y),
      x: Math.round(3_000 + 2_000 * x),
    });
  }
  return moments;
}

describe('CUPED', () => {
  it.each([
    [0, 0],
    [0.3, 0.09],
    [0.7, 0.49],
    [-0.7, 0.49],
    [0.9, 0.81],
  ])('at a correlation of %d takes the share %d out of the variance', (correlation, share) => {
    const moments = drawArm(createDraws(70), 40_000, correlation);
    const adjustment = fitAdjustment([moments]) ?? fail();
    const [before, after] = [sampleOf(moments, 'revenue'), adjustSample(moments, 'revenue', adjustment)];
    const found = 1 - (after?.variance ?? 0) / (before?.variance ?? 0);
    expect(Math.abs(found - share)).toBeLessThan(0.015);
    expect(Math.abs(adjustment.theta - correlation / 2)).toBeLessThan(0.015);
  });

  it('finds nothing on average where there is nothing, and half the variance', () => {
    const draws = createDraws(71);
    const differences = Array.from({ length: 1_000 }, () => {
      const [a, b] = [drawArm(draws, 200, 0.7), drawArm(draws, 200, 0.7)];
      const adjustment = fitAdjustment([a, b]) ?? fail();
      const means = [a, b].map((arm) => adjustSample(arm, 'revenue', adjustment)?.mean ?? 0);
      return (means[1] ?? 0) - (means[0] ?? 0);
    });
    const mean = differences.reduce((sum, one) => sum + one, 0) / differences.length;
    const variance = differences.reduce((sum, one) => sum + one ** 2, 0) / differences.length;
    expect(Math.abs(mean)).toBeLessThan(3 * Math.sqrt(variance / differences.length));
    expect(Math.abs(variance / ((2 * 1_000 ** 2) / 200) - 0.51)).toBeLessThan(0.05);
  });

  it('takes no difference between the arms for one of the covariate', () => {
    const arm = gather([0, 1, 2, 3].map((x) => ({ y: 10 * x, x })));
    const better = gather([0, 1, 2, 3].map((x) => ({ y: 10 * x + 500, x: x + 1 })));
    const adjustment = fitAdjustment([arm, better]) ?? fail();
    expect(adjustment.theta).toBe(10);
    const means = [arm, better].map((one) => adjustSample(one, 'revenue', adjustment)?.mean ?? 0);
    expect((means[1] ?? 0) - (means[0] ?? 0)).toBe(490);
  });

  it('knows how unsure the mean is that it moves all arms to: 10² · 10 / 8²', () => {
    const [arm, other] = [0, 1].map((more) => gather([0, 1, 2, 3].map((x) => ({ y: 10 * x, x: x + more }))));
    const all = [arm ?? NO_MOMENTS, other ?? NO_MOMENTS];
    const adjustment = fitAdjustment(all) ?? fail();
    expect(all.map((one) => adjustSample(one, 'count', adjustment)?.sharedVariance)).toEqual([
      15.625, 15.625,
    ]);
  });

  it('looks away from arms without visitors', () => {
    const arm = gather([0, 1, 2].map((x) => ({ y: 5 * x, x })));
    expect(fitAdjustment([NO_MOMENTS, arm])).toEqual(fitAdjustment([arm]));
  });

  it('leaves a variance of 0 where the covariate tells everything', () => {
    const variances = [3, 7, 11, 13, 23, 29, 31].map((factor) => {
      const arm = gather([1, 2, 4, 5, 9].map((n) => ({ y: factor * n, x: 49 * n })));
      return adjustSample(arm, 'count', fitAdjustment([arm]) ?? fail())?.variance ?? -1;
    });
    expect(Math.min(...variances)).toBe(0);
    expect(Math.max(...variances)).toBeLessThan(1e-9);
  });

  it('never adds variance to all arms together, and never leaves less than none', () => {
    fc.assert(
      fc.property(arms, (all) => {
        const adjustment = fitAdjustment(all);
        fc.pre(adjustment !== null);
        const scatter = (variance: number | undefined, { n }: Moments) => (variance ?? 0) * (n - 1);
        const before = all.reduce((sum, arm) => sum + scatter(sampleOf(arm, 'count')?.variance, arm), 0);
        const adjusted = all.map((arm) => adjustSample(arm, 'count', adjustment ?? fail()));
        expect(adjusted.every((sample) => (sample?.variance ?? -1) >= 0)).toBe(true);
        const after = all.reduce((sum, arm, at) => sum + scatter(adjusted[at]?.variance, arm), 0);
        expect(after).toBeLessThanOrEqual(before * (1 + 1e-9));
      }),
      seeded,
    );
  });

  it('leaves a conversion whose covariate tells nothing as it is', () => {
    const moments = { ...shares(50, 100), sumX: 100n, sumXSquares: 200n, sumXY: 50n };
    const adjusted = adjustSample(moments, 'conversion', fitAdjustment([moments]) ?? fail());
    expect(adjusted?.variance).toBeCloseTo(0.25, 15);
    expect(adjusted?.mean).toBe(0.5);
  });

  it.each([
    ['nobody has a covariate', [shares(4, 9), shares(5, 9)]],
    ['there is nobody', [NO_MOMENTS]],
  ])('has nothing to fit where %s', (_, all) => {
    expect(fitAdjustment(all)).toBeNull();
  });
});

function fail(): never {
  throw new Error('there is nothing to adjust by');
}
