/** The report of an experiment: every treatment against the control, with a verdict. */
import type { NormalPrior } from './bayes.ts';
import { type Question, type Tests, testPair } from './comparison.ts';
import { fitAdjustment } from './cuped.ts';
import type { Difference, Evidence, GuardEvidence, Unit } from './evidence.ts';
import { checkExposures, type Exposures } from './exposures.ts';
import type { Moments } from './moments.ts';
import { adjustBenjaminiHochberg, adjustHolm, holmLevels } from './multiple.ts';
import type { Part } from './part.ts';
import type { GoalKind, Pair } from './sample.ts';
import { tuneRho } from './sequential.ts';
import { checkSampleRatio, type SampleRatio } from './srm.ts';
import {
  type Arm,
  type ArmSummary,
  basisOf,
  measureTrial,
  openTrial,
  summarizeArm,
  type TreatmentNumbers,
  type Trial,
} from './treatment.ts';
import { judge, type Thresholds, USUAL_THRESHOLDS, type Verdict } from './verdict.ts';

/** What must not get worse while the goal gets better: the same visitors, another value. */
export type Guard = {
  readonly key: string;
  readonly goal: GoalKind;
  /** By the key of the arm. */
  readonly moments: Readonly<Record<string, Moments>>;
};

export type Experiment = {
  readonly goal: GoalKind;
  readonly control: Arm;
  readonly treatments: readonly Arm[];
  /** What the sums of a revenue or count are in, for the verdict's words; whole numbers of the sums unless said. */
  readonly unit?: Unit;
  /** Full ones since the start. */
  readonly days: number;
  /** Visitors who were shown more than one arm; in no arm's moments. None unless said. */
  readonly seenInSeveral?: number;
  readonly guards?: readonly Guard[];
  /** 0.05 unless said. */
  readonly alpha?: number;
  /** Of control and one treatment together, where the sequential interval is to be narrowest; fixed before the start. 5,000 unless said. */
  readonly plannedVisitors?: number;
  /** Treatments, times goals that are looked at; at least the treatments with a weight, and these unless said. */
  readonly comparisons?: number;
  /** Of the relative effect. Flat unless said. */
  readonly prior?: NormalPrior;
  readonly thresholds?: Partial<Thresholds>;
};

export type TreatmentReport = TreatmentNumbers & {
  /** Which arms the verdict rests on. */
  readonly basis: 'cuped' | 'plain';
  /** The sequential intervals cover a share of 1 - level: it is Holm's, so that they leave out 0 where he finds something. */
  readonly level: number;
  /** p values of the basis, adjusted for all comparisons. */
  readonly adjusted: {
    readonly sequentialHolm: number;
    readonly welchHolm: number;
    readonly welchBenjaminiHochberg: number;
  };
  readonly verdict: Verdict;
};

export type ExperimentReport = {
  readonly goal: GoalKind;
  readonly alpha: number;
  readonly days: number;
  readonly control: ArmSummary;
  readonly treatments: readonly TreatmentReport[];
  readonly sampleRatio: SampleRatio;
  readonly exposures: Exposures;
  /** Of the treatments to ship the one with the largest effect; that it beats the other ones is not tested. */
  readonly winner: string | null;
};

const USUAL_ALPHA = 0.05;
const USUAL_VISITORS = 5_000;

/**
 * Everything that is known of an experiment, as plain JSON: what cannot be had is null, beside its reason.
 *
 * @throws InklingError `invalid_moments` for sums that no visitors can have.
 * @example compareArms({ goal: 'revenue', control, treatments: [blue, red], days: 14 }).treatments[0]?.verdict.word
 */
export function compareArms(experiment: Experiment): ExperimentReport {
  const { goal, control, treatments, days, alpha = USUAL_ALPHA } = experiment;
  const arms = [control, ...treatments];
  const sampleRatio = checkSampleRatio(arms.map(({ weight, moments }) => ({ weight, visitors: moments.n })));
  const exposures = checkExposures({
    visitors: arms.map(({ moments }) => moments.n),
    weights: arms.map(({ weight }) => weight),
    seenInSeveral: experiment.seenInSeveral ?? 0,
  });
  const reports = reportTreatments(experiment, alpha, sampleRatio);
  const summary = summarizeArm(control.key, control.moments, goal);
  const winner = findWinner(reports);
  return { goal, alpha, days, control: summary, treatments: reports, sampleRatio, exposures, winner };
}

function reportTreatments(
  experiment: Experiment,
  alpha: number,
  sampleRatio: SampleRatio,
): readonly TreatmentReport[] {
  const { goal, control, treatments, prior = null } = experiment;
  const open = treatments.filter(({ weight }) => weight > 0).length;
  const comparisons = Math.max(experiment.comparisons ?? 1, open, 1);
  const adjustment = fitAdjustment([control, ...treatments].map(({ moments }) => moments));
  const rho = tuneRho(alpha / comparisons, experiment.plannedVisitors ?? USUAL_VISITORS);
  const trials = treatments.map((treatment) => openTrial({ control, treatment, goal, adjustment }));
  const ask = ({ moments }: Trial, level: number): Question => ({
    goal,
    alpha,
    prior,
    tuning: { visitors: moments.control.n + moments.treatment.n, rho, alpha: level },
  });
  const unadjusted = trials.map((trial) => testPair(basisOf(trial), ask(trial, alpha)));
  const ranked = rankTogether(unadjusted, alpha, comparisons);
  return trials.map((trial, at) => {
    const { level, adjusted } = ranked(at);
    const question = ask(trial, level);
    const evidence = evidenceOf(trial, question, { experiment, sampleRatio, comparisons });
    const basis = trial.adjusted.reason === null ? 'cuped' : 'plain';
    const verdict = judge(evidence, { ...USUAL_THRESHOLDS, ...experiment.thresholds });
    return { ...measureTrial(trial, question, adjustment), basis, level, adjusted, verdict };
  });
}

type Ranked = Pick<TreatmentReport, 'level' | 'adjusted'>;

/** What a treatment's place among the others makes of it; one without an effect has a p of 1. */
function rankTogether(all: readonly Tests[], alpha: number, comparisons: number): (at: number) => Ranked {
  const welch = all.map((tests) => tests.welch.absolute.value?.p ?? 1);
  const sequential = all.map((tests) => tests.sequential.absolute.value?.p ?? 1);
  const levels = holmLevels(sequential, alpha, comparisons);
  const sequentialHolm = adjustHolm(sequential, comparisons);
  const welchHolm = adjustHolm(welch, comparisons);
  const welchBenjaminiHochberg = adjustBenjaminiHochberg(welch, comparisons);
  return (at) => ({
    level: levels[at] ?? alpha / comparisons,
    adjusted: {
      sequentialHolm: sequentialHolm[at] ?? 1,
      welchHolm: welchHolm[at] ?? 1,
      welchBenjaminiHochberg: welchBenjaminiHochberg[at] ?? 1,
    },
  });
}

type Circumstances = {
  readonly experiment: Experiment;
  readonly sampleRatio: SampleRatio;
  readonly comparisons: number;
};

function evidenceOf(trial: Trial, question: Question, circumstances: Circumstances): Evidence {
  const { control, treatment } = trial.moments;
  const { days, unit } = circumstances.experiment;
  const difference = differenceOf(basisOf(trial), question);
  return {
    key: trial.key,
    visitors: { control: control.n, treatment: treatment.n },
    days,
    sampleRatio: circumstances.sampleRatio,
    difference: difference && (unit === undefined ? difference : { ...difference, unit }),
    level: question.tuning.alpha,
    dueConversions: countDue(trial, question.goal),
    guards: weighGuards(trial.key, question, circumstances),
  };
}

function differenceOf(pair: Part<Pair>, question: Question): Difference | null {
  const { value } = testPair(pair, question).sequential.absolute;
  if (value === null) return null;
  const controlMean = pair.value?.control.mean ?? 0;
  return { goal: question.goal, estimate: value.estimate, interval: value.interval, controlMean };
}

/** Kish's effective number (Survey Sampling, 1965): of shares it is how many did it, of payments how many would, were they equal. */
function countDue({ moments: { control, treatment } }: Trial, goal: GoalKind): number {
  const all = control.n + treatment.n;
  const squares = Number(control.sumSquares + treatment.sumSquares);
  const did = Number(control.sum + treatment.sum) ** 2 / Math.max(1, squares);
  const fewer = goal === 'conversion' ? Math.min(did, all - did) : did;
  return (fewer * Math.min(control.n, treatment.n)) / all;
}

/** All guards of all treatments together give a false alarm in a share of at most alpha. */
function weighGuards(
  key: string,
  question: Question,
  circumstances: Circumstances,
): readonly GuardEvidence[] {
  const { guards = [], control } = circumstances.experiment;
  const level = question.alpha / Math.max(1, guards.length * circumstances.comparisons);
  return guards.flatMap((guard) => {
    const [own, other] = [guard.moments[control.key], guard.moments[key]];
    if (own === undefined || other === undefined) return [];
    const asArm = (arm: string, moments: Moments): Arm => ({ key: arm, weight: 1, moments });
    const trial = openTrial({
      control: asArm(control.key, own),
      treatment: asArm(key, other),
      goal: guard.goal,
      adjustment: null,
    });
    const tuning = { ...question.tuning, visitors: own.n + other.n, alpha: level };
    const difference = differenceOf(trial.plain, { ...question, goal: guard.goal, tuning });
    return [{ key: guard.key, difference, level }];
  });
}

function findWinner(reports: readonly TreatmentReport[]): string | null {
  const effectOf = ({ basis, cuped, sequential }: TreatmentReport): number =>
    (basis === 'cuped' ? cuped.value?.sequential : sequential)?.absolute.value?.estimate ?? 0;
  const ships = reports.filter(({ verdict }) => verdict.word === 'ship');
  return ships.toSorted((a, b) => effectOf(b) - effectOf(a))[0]?.arm.key ?? null;
}
