/** Experiments with a lift that was put there, and how often an interval has it. */
import type { Tested } from '../../../../core/measurement/experiment/effect.ts';
import {
  addContribution,
  type Contribution,
  NO_MOMENTS,
} from '../../../../core/measurement/experiment/moments.ts';
import type { Part } from '../../../../core/measurement/experiment/part.ts';
import { compareArms, type TreatmentReport } from '../../../../core/measurement/experiment/report.ts';
import type { GoalKind } from '../../../../core/measurement/experiment/sample.ts';
import { createDraws, type Draws } from './arms.ts';

/** An arm's visitor, with the lift or without; and what that does to the mean. */
export type Planted = {
  readonly goal: GoalKind;
  readonly draw: (draws: Draws, isTreated: boolean) => Contribution;
  readonly absolute: number;
  readonly relative: number;
};

export const PLANTED_CONVERSION: Planted = {
  goal: 'conversion',
  draw: ({ uniform }, isTreated) => ({ y: uniform() < (isTreated ? 0.12 : 0.1) ? 1 : 0, x: 0 }),
  absolute: 0.02,
  relative: 0.2,
};

const LOGNORMAL_MEAN = Math.exp(0.8 ** 2 / 2);

export const PLANTED_REVENUE: Planted = {
  goal: 'revenue',
  draw: ({ uniform, normal }, isTreated) => ({
    y: uniform() < (isTreated ? 0.24 : 0.2) ? Math.round(5_000 * Math.exp(0.8 * normal())) : 0,
    x: 0,
  }),
  absolute: 0.04 * 5_000 * LOGNORMAL_MEAN,
  relative: 0.2,
};

/** With a covariate whose correlation with the goal is 0.7. */
export const PLANTED_CORRELATED: Planted = {
  goal: 'revenue',
  draw: ({ normal }, isTreated) => {
    const before = normal();
    const after = 0.7 * before + Math.sqrt(0.51) * normal();
    return {
      y: Math.round((isTreated ? 12_000 : 10_000) + 8_000 * after),
      x: Math.round(9_000 + 3_000 * before),
    };
  },
  absolute: 2_000,
  relative: 0.2,
};

export type Runs = { readonly runs: number; readonly visitors: number; readonly seed: number };

/** One report a run, of about as many visitors in each arm. */
export function runPlanted(planted: Planted, { runs, visitors, seed }: Runs): readonly TreatmentReport[] {
  const draws = createDraws(seed);
  return Array.from({ length: runs }, () => {
    const arms = [false, true].map((isTreated) => {
      let moments = NO_MOMENTS;
      for (let n = 0; n < visitors; n += 1) {
        moments = addContribution(moments, planted.draw(draws, isTreated));
      }
      return moments;
    });
    const [control = NO_MOMENTS, treatment = NO_MOMENTS] = arms;
    const { treatments } = compareArms({
      goal: planted.goal,
      control: { key: 'control', weight: 1, moments: control },
      treatments: [{ key: 'treatment', weight: 1, moments: treatment }],
      days: 14,
    });
    return treatments[0] ?? fail();
  });
}

function fail(): never {
  throw new Error('no treatment was reported');
}

/** Share of the intervals that have the truth within. */
export function coverageOf(parts: readonly (Part<Tested> | undefined)[], truth: number): number {
  const hits = parts.filter((part) => {
    const interval = part?.value?.interval;
    return interval !== undefined && interval.low <= truth && truth <= interval.high;
  });
  return hits.length / parts.length;
}
