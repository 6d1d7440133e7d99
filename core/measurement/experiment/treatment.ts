/** One treatment in an experiment: its numbers, with and without CUPED. */
import type { Belief } from './bayes.ts';
import {
  believePair,
  type Detectable,
  detectableNow,
  exactChance,
  type MomentsPair,
  type Question,
  type Scales,
  type Tests,
  testPair,
  testShares,
} from './comparison.ts';
import { type Adjustment, adjustSample } from './cuped.ts';
import { absoluteEffect } from './effect.ts';
import type { Moments } from './moments.ts';
import { known, missing, type Part } from './part.ts';
import { type GoalKind, type Pair, type Sample, sampleOf } from './sample.ts';
import type { ProportionTest } from './two-proportions.ts';

export type Arm = {
  readonly key: string;
  /** The share of visitors it is given, or any multiple of it. */
  readonly weight: number;
  /** Of the visitors who were shown this arm and no other. */
  readonly moments: Moments;
};

/** A treatment and the control. */
export type Trial = {
  readonly key: string;
  readonly moments: MomentsPair;
  readonly plain: Part<Pair>;
  /** With CUPED. */
  readonly adjusted: Part<Pair>;
};

export type Cuped = Tests & {
  /** What a unit more of the covariate goes with. */
  readonly theta: number;
  /** Of the effect's variance: 0.49 where goal and covariate have a correlation of 0.7. */
  readonly varianceReduction: number;
};

/** All but what needs the other treatments. */
export type TreatmentNumbers = Tests & {
  readonly arm: ArmSummary;
  /** For a conversion. */
  readonly proportions: Part<ProportionTest>;
  readonly bayes: Scales<Belief>;
  /** P(treatment's share > control's), exactly; for a conversion. */
  readonly exactChanceToWin: Part<number>;
  readonly cuped: Part<Cuped>;
  readonly detectable: Part<Detectable>;
};

export type ArmSummary = {
  readonly key: string;
  readonly visitors: number;
  readonly mean: Part<number>;
  /** Of one visitor's value. */
  readonly standardDeviation: Part<number>;
};

export type TrialInput = {
  readonly control: Arm;
  readonly treatment: Arm;
  readonly goal: GoalKind;
  readonly adjustment: Adjustment | null;
};

/** @throws InklingError `invalid_moments` for sums that no visitors can have. */
export function openTrial({ control, treatment, goal, adjustment }: TrialInput): Trial {
  const moments = { control: control.moments, treatment: treatment.moments };
  return {
    key: treatment.key,
    moments,
    plain: pairUp(moments, (arm) => sampleOf(arm, goal)),
    adjusted:
      adjustment === null
        ? missing('no_covariate')
        : pairUp(moments, (arm) => adjustSample(arm, goal, adjustment)),
  };
}

function pairUp(moments: MomentsPair, sample: (arm: Moments) => Sample | null): Part<Pair> {
  const [control, treatment] = [sample(moments.control), sample(moments.treatment)];
  return control === null || treatment === null ? missing('too_few_visitors') : known({ control, treatment });
}

/** What the verdict rests on: the adjusted arms where there is a covariate. */
export function basisOf({ plain, adjusted }: Trial): Part<Pair> {
  return adjusted.reason === null ? adjusted : plain;
}

export function measureTrial(
  trial: Trial,
  question: Question,
  adjustment: Adjustment | null,
): TreatmentNumbers {
  const { plain, moments } = trial;
  return {
    arm: summarizeArm(trial.key, moments.treatment, question.goal),
    ...testPair(plain, question),
    proportions: testShares(moments, question),
    bayes: believePair(plain, question),
    exactChanceToWin: exactChance(moments, question),
    cuped: measureCuped(trial, question, adjustment),
    detectable: detectableNow(basisOf(trial), question),
  };
}

export function summarizeArm(key: string, moments: Moments, goal: GoalKind): ArmSummary {
  const sample = sampleOf(moments, goal);
  const none = missing('too_few_visitors');
  return {
    key,
    visitors: moments.n,
    mean: sample === null ? none : known(sample.mean),
    standardDeviation: sample === null ? none : known(Math.sqrt(sample.variance)),
  };
}

function measureCuped(trial: Trial, question: Question, adjustment: Adjustment | null): Part<Cuped> {
  const { plain, adjusted } = trial;
  if (plain.reason !== null || adjusted.reason !== null) return missing(adjusted.reason ?? 'no_covariate');
  const before = absoluteEffect(plain.value).standardError;
  if (before === 0) return missing('no_variance');
  const left = (absoluteEffect(adjusted.value).standardError / before) ** 2;
  return known({
    ...testPair(adjusted, question),
    theta: adjustment?.theta ?? 0,
    varianceReduction: 1 - left,
  });
}
