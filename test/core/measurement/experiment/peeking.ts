/** Experiments without a difference that somebody looks at every day. */
import {
  addContribution,
  type Contribution,
  type Moments,
  NO_MOMENTS,
} from '../../../../core/measurement/experiment/moments.ts';
import { compareArms } from '../../../../core/measurement/experiment/report.ts';
import type { GoalKind } from '../../../../core/measurement/experiment/sample.ts';
import { createDraws, type Draws } from './arms.ts';

export type World = {
  readonly goal: GoalKind;
  readonly draw: (draws: Draws) => Contribution;
  readonly treatments: number;
};

export type Looking = {
  readonly experiments: number;
  readonly visitorsADay: number;
  readonly days: number;
  readonly seed: number;
};

/** Shares of the experiments that said something at one look or more. */
export type FalseAlarms = {
  /** Welch's p of a treatment below 0.05: right at one look only. */
  readonly fixed: number;
  /** The same at the last look alone. */
  readonly fixedAtEnd: number;
  /** Holm's adjusted sequential p below 0.05. */
  readonly sequential: number;
  /** `ship` or `stop`. */
  readonly verdict: number;
  /** Sample ratio mismatch at the end, and at one look or more. */
  readonly mismatch: number;
  readonly mismatchEver: number;
};

/** One in eight converts. */
export const CONVERSION: World = {
  goal: 'conversion',
  draw: ({ uniform }) => ({ y: uniform() < 0.125 ? 1 : 0, x: 0 }),
  treatments: 1,
};

/** One in eight spends, and as unequally as people do: lognormal, some fifty in the middle. */
export const REVENUE: World = {
  goal: 'revenue',
  draw: ({ uniform, normal }) => ({
    y: uniform() < 0.125 ? Math.round(5_000 * Math.exp(0.8 * normal())) : 0,
    x: 0,
  }),
  treatments: 1,
};

/** What is spent goes with what was spent before: correlation 0.7. */
export const CORRELATED: World = {
  goal: 'revenue',
  draw: ({ normal }) => {
    const before = normal();
    const after = 0.7 * before + Math.sqrt(0.51) * normal();
    return { y: Math.round(10_000 + 2_000 * after), x: Math.round(9_000 + 3_000 * before) };
  },
  treatments: 1,
};

export function lookDaily(world: World, looking: Looking): FalseAlarms {
  const draws = createDraws(looking.seed);
  const alarms = { fixed: 0, fixedAtEnd: 0, sequential: 0, verdict: 0, mismatch: 0, mismatchEver: 0 };
  for (let experiment = 0; experiment < looking.experiments; experiment += 1) {
    const looks = runExperiment(world, looking, draws);
    const last = looks.at(-1);
    if (looks.some(({ fixed }) => fixed)) alarms.fixed += 1;
    if (last?.fixed) alarms.fixedAtEnd += 1;
    if (looks.some(({ sequential }) => sequential)) alarms.sequential += 1;
    if (looks.some(({ verdict }) => verdict)) alarms.verdict += 1;
    if (last?.mismatch) alarms.mismatch += 1;
    if (looks.some(({ mismatch }) => mismatch)) alarms.mismatchEver += 1;
  }
  const shares = Object.entries(alarms).map(([name, count]) => [name, count / looking.experiments]);
  return Object.fromEntries(shares) as FalseAlarms;
}

type Look = Readonly<Record<'fixed' | 'sequential' | 'verdict' | 'mismatch', boolean>>;

function runExperiment(world: World, { visitorsADay, days }: Looking, draws: Draws): readonly Look[] {
  const arms: Moments[] = Array.from({ length: world.treatments + 1 }, () => NO_MOMENTS);
  return Array.from({ length: days }, (_, day) => {
    for (let visitor = 0; visitor < visitorsADay; visitor += 1) {
      const arm = draws.below(arms.length);
      arms[arm] = addContribution(arms[arm] ?? NO_MOMENTS, world.draw(draws));
    }
    return lookAt(world.goal, arms, day + 1, (visitorsADay * days * 2) / arms.length);
  });
}

function lookAt(goal: GoalKind, arms: readonly Moments[], days: number, plannedVisitors: number): Look {
  const [control = NO_MOMENTS, ...others] = arms;
  const { treatments, sampleRatio } = compareArms({
    goal,
    control: { key: 'control', weight: 1, moments: control },
    treatments: others.map((moments, at) => ({ key: `treatment ${at}`, weight: 1, moments })),
    days,
    plannedVisitors,
  });
  return {
    fixed: treatments.some(({ welch }) => (welch.absolute.value?.p ?? 1) < 0.05),
    sequential: treatments.some(({ adjusted }) => adjusted.sequentialHolm < 0.05),
    verdict: treatments.some(({ verdict }) => verdict.word === 'ship' || verdict.word === 'stop'),
    mismatch: sampleRatio.state === 'mismatch',
  };
}
