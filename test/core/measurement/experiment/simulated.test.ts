import { describe, expect, it } from 'vitest';
import { CONVERSION, CORRELATED, lookDaily, REVENUE } from './peeking.ts';
import {
  coverageOf,
  PLANTED_CONVERSION,
  PLANTED_CORRELATED,
  PLANTED_REVENUE,
  runPlanted,
} from './planted.ts';

describe('experiments without a difference, looked at daily for 30 days', () => {
  it.each([
    ['conversions', CONVERSION],
    ['revenue', REVENUE],
    ['revenue with a covariate', CORRELATED],
  ])(
    'are found to have one in at most 5 of 100, where a fixed horizon does in more than 15: %s',
    (_, world) => {
      const alarms = lookDaily(world, { experiments: 120, visitorsADay: 100, days: 30, seed: 26 });
      expect(alarms.fixed).toBeGreaterThan(0.15);
      expect(alarms.sequential).toBeLessThanOrEqual(0.05);
      expect(alarms.verdict).toBeLessThanOrEqual(0.05);
      expect(alarms.mismatch).toBeLessThanOrEqual(0.01);
    },
  );
});

describe('a lift that was planted', () => {
  const sizes = { runs: 200, visitors: 1_000, seed: 28 };

  it.each([
    ['conversions', PLANTED_CONVERSION],
    ['revenue', PLANTED_REVENUE],
    ['revenue with a covariate', PLANTED_CORRELATED],
  ])('is within at least 93 of 100 intervals: %s', (_, planted) => {
    const reports = runPlanted(planted, sizes);
    const { absolute, relative } = planted;
    const coverages = {
      welch: coverageOf(
        reports.map(({ welch }) => welch.absolute),
        absolute,
      ),
      relative: coverageOf(
        reports.map(({ welch }) => welch.relative),
        relative,
      ),
      sequential: coverageOf(
        reports.map(({ sequential }) => sequential.absolute),
        absolute,
      ),
      sequentialRelative: coverageOf(
        reports.map(({ sequential }) => sequential.relative),
        relative,
      ),
    };
    expect(Object.entries(coverages).filter(([, coverage]) => coverage < 0.93)).toEqual([]);
  });

  it('is within at least 93 of 100 intervals of CUPED, which are narrower by 29 %', () => {
    const reports = runPlanted(PLANTED_CORRELATED, sizes);
    const { absolute, relative } = PLANTED_CORRELATED;
    const adjusted = reports.map(({ cuped }) => cuped.value);
    expect(
      coverageOf(
        adjusted.map((cuped) => cuped?.welch.absolute),
        absolute,
      ),
    ).toBeGreaterThanOrEqual(0.93);
    expect(
      coverageOf(
        adjusted.map((cuped) => cuped?.welch.relative),
        relative,
      ),
    ).toBeGreaterThanOrEqual(0.93);
    const reductions = adjusted.map((cuped) => cuped?.varianceReduction ?? 0);
    expect(reductions.reduce((sum, one) => sum + one, 0) / reductions.length).toBeCloseTo(0.49, 2);
  });
});
