import { describe, expect, it } from 'vitest';
import { CONVERSION, CORRELATED, lookDaily, REVENUE } from '../core/measurement/experiment/peeking.ts';
import {
  coverageOf,
  PLANTED_CONVERSION,
  PLANTED_CORRELATED,
  PLANTED_REVENUE,
  runPlanted,
} from '../core/measurement/experiment/planted.ts';

const LOOKING = { experiments: 1_000, visitorsADay: 200, days: 30, seed: 7 };

describe('a thousand experiments without a difference, looked at daily for 30 days', () => {
  it.each([
    { goal: 'conversions', world: CONVERSION },
    { goal: 'revenue', world: REVENUE },
    { goal: 'revenue with a covariate', world: CORRELATED },
    { goal: 'conversions of three treatments', world: { ...CONVERSION, treatments: 3 } },
  ])('find one in at most 5 of 100, where a fixed horizon does in more than 15: $goal', ({ goal, world }) => {
    const alarms = lookDaily(world, LOOKING);
    process.stdout.write(`${goal}: ${JSON.stringify(alarms)}\n`);
    expect(alarms.fixed).toBeGreaterThan(0.15);
    expect(alarms.sequential).toBeLessThanOrEqual(0.05);
    expect(alarms.verdict).toBeLessThanOrEqual(0.05);
    expect(alarms.mismatch).toBeLessThanOrEqual(0.003);
  });
});

describe('a lift that was planted in two thousand experiments', () => {
  it.each([
    { goal: 'conversions', planted: PLANTED_CONVERSION },
    { goal: 'revenue', planted: PLANTED_REVENUE },
    { goal: 'revenue with a covariate', planted: PLANTED_CORRELATED },
  ])(
    'is within 94 to 96 of 100 fixed intervals, and in at least 99 sequential ones: $goal',
    ({ goal, planted }) => {
      const reports = runPlanted(planted, { runs: 2_000, visitors: 2_000, seed: 28 });
      const { absolute, relative } = planted;
      const fixed = {
        absolute: coverageOf(
          reports.map(({ welch }) => welch.absolute),
          absolute,
        ),
        relative: coverageOf(
          reports.map(({ welch }) => welch.relative),
          relative,
        ),
      };
      const sequential = coverageOf(
        reports.map((report) => report.sequential.absolute),
        absolute,
      );
      process.stdout.write(`${goal}: ${JSON.stringify({ ...fixed, sequential })}\n`);
      expect(Object.entries(fixed).filter(([, covered]) => covered < 0.94 || covered > 0.96)).toEqual([]);
      expect(sequential).toBeGreaterThanOrEqual(0.99);
    },
  );

  it('is within as many intervals of CUPED, whose variance is lower by 49 %', () => {
    const reports = runPlanted(PLANTED_CORRELATED, { runs: 2_000, visitors: 2_000, seed: 28 });
    const adjusted = reports.map(({ cuped }) => cuped.value);
    const { absolute, relative } = PLANTED_CORRELATED;
    const covered = {
      absolute: coverageOf(
        adjusted.map((cuped) => cuped?.welch.absolute),
        absolute,
      ),
      relative: coverageOf(
        adjusted.map((cuped) => cuped?.welch.relative),
        relative,
      ),
    };
    const reductions = adjusted.map((cuped) => cuped?.varianceReduction ?? 0);
    const reduction = reductions.reduce((sum, one) => sum + one, 0) / reductions.length;
    process.stdout.write(`CUPED: ${JSON.stringify({ ...covered, reduction })}\n`);
    expect(Object.entries(covered).filter(([, share]) => share < 0.94 || share > 0.96)).toEqual([]);
    expect(reduction).toBeCloseTo(0.49, 2);
  });
});
