/** What a campaign achieved, in words: what each arm did, how sure that is, and what to do next. */
import type {
  ArmAnswer,
  ExperimentAnswer,
  ReportAnswer,
  TreatmentAnswer,
  UnitAnswer,
} from '../api/answers/campaigns.ts';
import type { CampaignReportWords } from '../words/campaigns-report.ts';
import type { Figures } from './campaigns-figures.ts';
import type { Interval } from './campaigns-intervals.ts';
import { effectOf } from './campaigns-list.ts';
import type { Format } from './format.ts';

export type ReportWriting = {
  readonly words: CampaignReportWords;
  readonly format: Format;
  readonly figures: Figures;
  /** ISO 4217; null: values are shares or counts. */
  readonly currency: string | null;
  /** The goal is reached or not; else it is a sum or a count a visitor. */
  readonly isShare: boolean;
};

export type ArmRow = {
  readonly key: string;
  /** In the order of {@link ArmColumn}. */
  readonly cells: readonly string[];
};

/** What to make of one arm. */
export type VerdictView = {
  readonly key: string;
  readonly tone: 'good' | 'waiting' | 'bad' | 'plain';
  readonly title: string;
  readonly because: string;
  readonly next: string;
};

export type UnitView = {
  readonly unit: UnitAnswer['unit'];
  readonly title: string;
  readonly note: string;
  readonly isEmpty: boolean;
  readonly columns: readonly string[];
  readonly arms: readonly ArmRow[];
  readonly verdicts: readonly VerdictView[];
  /** Relative lifts; of an arm without one, why. */
  readonly intervals: readonly Interval[];
  readonly notes: readonly string[];
};

/** The unit with more visitors first. @example viewReport(report, writing)[0]?.verdicts */
export function viewReport(report: ReportAnswer, writing: ReportWriting): readonly UnitView[] {
  const sizeOf = ({ arms }: UnitAnswer): number => arms.reduce((sum, arm) => sum + arm.visitors, 0);
  return report.units
    .toSorted((one, other) => sizeOf(other) - sizeOf(one))
    .map((unit) => viewUnit(report, unit, writing));
}

function viewUnit(report: ReportAnswer, unit: UnitAnswer, writing: ReportWriting): UnitView {
  const { words } = writing;
  const { experiment } = unit;
  const isSummed = unit.arms.some(({ valuePerVisitor }) => valuePerVisitor !== null);
  const { visitors, shown, clicked, dismissed, converted, rate, value, lift, difference } = words.columns;
  return {
    unit: unit.unit,
    title: words.units[unit.unit],
    note: words.unitNotes[unit.unit],
    isEmpty: unit.arms.every((arm) => arm.visitors === 0),
    columns: [
      ...[words.columns.arm, visitors, shown, clicked, dismissed, converted, rate],
      ...(isSummed ? [value] : []),
      difference(words.per[writing.isShare ? 'share' : 'sum']),
      lift,
    ],
    arms: unit.arms.map((arm) => viewArm(arm, experiment, { isSummed, writing })),
    verdicts:
      experiment === null
        ? [{ key: 'control', tone: 'plain', ...words.noControl }]
        : experiment.treatments.map((treatment) => viewVerdict(treatment, unit, experiment, writing)),
    intervals: experiment?.treatments.map((treatment) => viewInterval(treatment, writing)) ?? [],
    notes: listNotes(report, unit, writing),
  };
}

type ArmAround = { readonly isSummed: boolean; readonly writing: ReportWriting };

function viewArm(arm: ArmAnswer, experiment: ExperimentAnswer | null, around: ArmAround): ArmRow {
  const { words, format, figures, currency } = around.writing;
  const { visitors, exposures, clicked, dismissed, converted, rate, valuePerVisitor } = arm;
  const treatment = experiment?.treatments.find((one) => one.arm.key === arm.arm);
  const name = arm.arm === 'holdout' ? words.holdoutArm : arm.isControl ? words.controlArm(arm.arm) : arm.arm;
  return {
    key: arm.arm,
    cells: [
      name,
      ...[visitors, exposures, clicked, dismissed, converted].map(format.count),
      rate === null ? words.nothingYet : figures.percent(rate),
      ...(around.isSummed
        ? [valuePerVisitor === null ? words.nothingYet : figures.amount(valuePerVisitor, currency)]
        : []),
      treatment === undefined ? words.compared : wordDifference(treatment, around.writing),
      treatment === undefined ? '' : wordLift(treatment, around.writing),
    ],
  };
}

/** Relative to the control, or why it cannot be told: where hardly anybody of it does it, little is known of a ratio. */
function wordLift(treatment: TreatmentAnswer, { words, figures }: ReportWriting): string {
  const { value, reason } = effectOf(treatment).relative;
  if (value === null) return words.missing[reason];
  const { estimate, interval } = value;
  return words.interval(
    figures.change(estimate),
    figures.change(interval.low),
    figures.change(interval.high),
  );
}

/** What the verdict rests on: of 100 visitors, or a visitor where the goal is a sum. */
function wordDifference(treatment: TreatmentAnswer, writing: ReportWriting): string {
  const { value, reason } = effectOf(treatment).absolute;
  if (value === null) return writing.words.missing[reason];
  const { estimate, interval } = value;
  const write = writeDifference(writing);
  return writing.words.interval(write(estimate), write(interval.low), write(interval.high));
}

/** @example writeDifference(writing)(0.031) // '+3.1' */
export function writeDifference({ figures, currency, isShare }: ReportWriting): (value: number) => string {
  return isShare ? figures.ofHundred : (value) => figures.signedAmount(value, currency);
}

const TONES = {
  ship: 'good',
  stop: 'bad',
  broken: 'bad',
  keep_running: 'waiting',
  not_enough_data: 'plain',
} as const;

function viewVerdict(
  treatment: TreatmentAnswer,
  unit: UnitAnswer,
  experiment: ExperimentAnswer,
  writing: ReportWriting,
): VerdictView {
  const { words, format } = writing;
  const { key } = treatment.arm;
  const { word, code } = treatment.verdict;
  const visitorsIn = (arm: string): number => unit.arms.find((one) => one.arm === arm)?.visitors ?? 0;
  const figuresOf = {
    arm: key,
    effect: `${wordDifference(treatment, writing)} ${words.per[writing.isShare ? 'share' : 'sum']}`,
    days: format.count(experiment.days),
    visitors: format.count(visitorsIn(key)),
    control: format.count(visitorsIn(experiment.control.key)),
    needed: unit.needed?.sequential == null ? null : format.count(unit.needed.sequential),
  };
  return {
    key,
    tone: TONES[word],
    title: words.verdicts[word](key),
    because: words.because[code](figuresOf),
    next: words.next[word](figuresOf),
  };
}

/** On the scale of the verdict. */
function viewInterval(treatment: TreatmentAnswer, writing: ReportWriting): Interval {
  const { key } = treatment.arm;
  const { value } = effectOf(treatment).absolute;
  const text = wordDifference(treatment, writing);
  if (value === null) return { key, label: key, text, range: null };
  const { estimate, interval } = value;
  return { key, label: key, text, range: { low: interval.low, estimate, high: interval.high } };
}

/** How the arms are filled, what was taken out of the comparison, and what everything together does. */
function listNotes(report: ReportAnswer, unit: UnitAnswer, writing: ReportWriting): readonly string[] {
  const { words, format, figures } = writing;
  const { experiment, holdout, needed } = unit;
  if (experiment === null) return [];
  const { state, visitors, due } = experiment.sampleRatio;
  const adjusted = experiment.treatments.find(({ basis }) => basis === 'cuped')?.cuped.value;
  return [
    words.sampleRatio[state](
      format.list(visitors.map(format.count)),
      format.list(due.map((count) => format.count(Math.round(count)))),
    ),
    adjusted === undefined || adjusted === null
      ? words.noCuped
      : words.cuped(figures.percent(1 / (1 - adjusted.varianceReduction) - 1)),
    words.liftIsLessSure,
    ...(experiment.exposures.seenInSeveral === 0
      ? []
      : [words.seenInSeveral(format.count(experiment.exposures.seenInSeveral))]),
    ...(needed === null || needed.sequential === null
      ? []
      : [words.needed(figures.change(needed.smallestLift), format.count(needed.sequential))]),
    ...(holdout === null ? [] : [words.holdout(wordDifference(holdout, writing))]),
    ...(report.uplift === null ? [] : [words.uplift[report.uplift.by](figures.percent(report.uplift.share))]),
  ];
}
