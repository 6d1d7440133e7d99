/** The result of a campaign: every arm against the control, for persons and for visitor-days apart. */
import type { GoalKind } from '../decisions/campaign.ts';
import type { CampaignEntry, CampaignVersion } from '../decisions/live.ts';
import { HOLDOUT_ARM } from '../decisions/parse.ts';
import { minorDigits } from '../events/currency.ts';
import { isMoneyKey } from '../events/money.ts';
import type { ArmSums, ContributionUnit } from '../ports.ts';
import type { Unit } from './experiment/evidence.ts';
import type { Moments } from './experiment/moments.ts';
import { NO_MOMENTS } from './experiment/moments.ts';
import { visitorsNeeded } from './experiment/power.ts';
import { compareArms, type ExperimentReport } from './experiment/report.ts';
import { type GoalKind as Measured, sampleOf } from './experiment/sample.ts';
import { toUnits } from './experiment-units.ts';

export type ArmLine = {
  readonly arm: string;
  readonly weight: number;
  readonly isControl: boolean;
  readonly visitors: number;
  readonly exposures: number;
  readonly converted: number;
  readonly clicked: number;
  readonly dismissed: number;
  /** Share of the visitors who reached the goal. */
  readonly rate: number | null;
  /** What the goal sums a visitor, in major units; null where it sums nothing. */
  readonly valuePerVisitor: number | null;
};

export type UnitReport = {
  readonly unit: ContributionUnit;
  readonly arms: readonly ArmLine[];
  /** Against the control; null: the campaign has none, so that nothing says what it did. */
  readonly experiment: ExperimentReport | null;
  /** Everybody who was treated against those who are left out of everything; null: nobody is. */
  readonly holdout: ExperimentReport['treatments'][number] | null;
  /** Visitors an arm takes for the smallest lift that is worth finding, by the control as it is; null: it is not known. */
  readonly needed: {
    readonly smallestLift: number;
    /** Looked at once, at the end. */
    readonly fixed: number | null;
    /** Looked at as often as one likes. */
    readonly sequential: number | null;
  } | null;
};

export type CampaignReport = {
  readonly campaign: string;
  readonly version: number;
  /** UTC ms. */
  readonly since: number;
  readonly goal: CampaignVersion['goal'];
  /** What values are in; null: they are shares or counts. */
  readonly currency: string | null;
  /** Persons first. They are never taken together: a person may come back, a visitor-day cannot. */
  readonly units: readonly UnitReport[];
};

export type ReportInput = {
  readonly entry: CampaignEntry;
  /** Of all versions. */
  readonly sums: readonly ArmSums[];
  /** ISO 4217, of the site. */
  readonly currency: string;
  readonly now: number;
  /** The present one unless said. */
  readonly version?: number;
};

const DAY_MS = 86_400_000;
const MILLION = 1_000_000;

/** @returns null where there is no such version. @example reportCampaign(input)?.units[0]?.experiment?.winner */
export function reportCampaign({
  entry,
  sums,
  currency,
  now,
  version = entry.version,
}: ReportInput): CampaignReport | null {
  const own = entry.versions.find((one) => one.version === version);
  if (own === undefined) return null;
  const unit = unitOf(own, currency);
  const days = Math.floor((now - own.since) / DAY_MS);
  const units = (['person', 'visitor_day'] as const).map((kind) =>
    reportUnit(
      kind,
      own,
      sums.filter((line) => line.version === version && line.unit === kind),
      {
        days,
        unit,
        smallestLift: entry.campaign.smallestLift,
      },
    ),
  );
  const isMoney = own.goal.of !== undefined && isMoneyKey(own.goal.of);
  return {
    campaign: entry.campaign.key,
    version,
    since: own.since,
    goal: own.goal,
    currency: isMoney ? currency : null,
    units,
  };
}

type Circumstances = {
  readonly days: number;
  readonly unit: Unit | undefined;
  readonly smallestLift: number;
};

function reportUnit(
  unit: ContributionUnit,
  version: CampaignVersion,
  sums: readonly ArmSums[],
  around: Circumstances,
): UnitReport {
  const clean = new Map(sums.filter(({ isMixed }) => !isMixed).map((line) => [line.arm, line]));
  const mixed = sums.filter(({ isMixed }) => isMixed).reduce((sum, { n }) => sum + n, 0);
  const goal = measureOf(version.goal.kind);
  const arms = version.arms.map((arm) => ({ ...arm, moments: momentsOf(clean.get(arm.key)) }));
  const control = arms.find(({ isControl }) => isControl);
  const asked = {
    goal,
    days: around.days,
    ...(around.unit === undefined ? {} : { unit: around.unit }),
  };
  const experiment =
    control === undefined
      ? null
      : compareArms({
          ...asked,
          control,
          treatments: arms.filter((arm) => arm !== control),
          seenInSeveral: mixed,
        });
  return {
    unit,
    arms: [
      ...version.arms.map((arm) => toLine(arm, clean.get(arm.key), around.unit)),
      ...heldLine(clean, around),
    ],
    experiment: experiment && toUnits(experiment, around.unit),
    holdout: compareHoldout(version, clean, asked),
    needed: control === undefined ? null : needed(control.moments, goal, around.smallestLift),
  };
}

function needed(moments: Moments, goal: Measured, smallestLift: number): UnitReport['needed'] {
  const sample = sampleOf(moments, goal);
  if (sample === null || sample.mean <= 0) return null;
  const { mean, variance } = sample;
  const baseline = { goal, mean, variance };
  return {
    smallestLift,
    fixed: visitorsNeeded({ baseline, method: 'fixed' }, smallestLift),
    sequential: visitorsNeeded({ baseline, method: 'sequential' }, smallestLift),
  };
}

function heldLine(clean: ReadonlyMap<string, ArmSums>, { unit }: Circumstances): readonly ArmLine[] {
  const held = clean.get(HOLDOUT_ARM);
  return held === undefined ? [] : [toLine({ key: HOLDOUT_ARM, weight: 0, isControl: true }, held, unit)];
}

/** (treated - held) / held, of everybody who is not left out: control arms are treated by other campaigns too. */
function compareHoldout(
  version: CampaignVersion,
  clean: ReadonlyMap<string, ArmSums>,
  asked: { readonly goal: Measured; readonly days: number; readonly unit?: Unit },
): UnitReport['holdout'] {
  const held = momentsOf(clean.get(HOLDOUT_ARM));
  if (held.n === 0) return null;
  const treated = version.arms
    .filter(({ isControl }) => !isControl)
    .map(({ key }) => momentsOf(clean.get(key)))
    .reduce(addMoments, NO_MOMENTS);
  const report = compareArms({
    ...asked,
    control: { key: HOLDOUT_ARM, weight: held.n, moments: held },
    treatments: [{ key: 'treated', weight: Math.max(1, treated.n), moments: treated }],
  });
  return toUnits(report, asked.unit).treatments[0] ?? null;
}

function measureOf(kind: GoalKind): Measured {
  if (kind === 'count') return 'count';
  return kind === 'revenue' || kind === 'expansion' ? 'revenue' : 'conversion';
}

function unitOf({ goal: { of } }: CampaignVersion, currency: string): Unit | undefined {
  if (of === undefined) return undefined;
  return isMoneyKey(of)
    ? { scale: 10 ** (minorDigits(currency) ?? 2), name: currency }
    : { scale: MILLION, name: of };
}

function momentsOf(sums: ArmSums | undefined): Moments {
  if (sums === undefined) return NO_MOMENTS;
  const { n, y, yy, x, xx, xy } = sums;
  return {
    n,
    sum: BigInt(Math.round(y)),
    sumSquares: BigInt(Math.round(yy)),
    sumX: BigInt(Math.round(x)),
    sumXSquares: BigInt(Math.round(xx)),
    sumXY: BigInt(Math.round(xy)),
  };
}

function addMoments(a: Moments, b: Moments): Moments {
  return {
    n: a.n + b.n,
    sum: a.sum + b.sum,
    sumSquares: a.sumSquares + b.sumSquares,
    sumX: a.sumX + b.sumX,
    sumXSquares: a.sumXSquares + b.sumXSquares,
    sumXY: a.sumXY + b.sumXY,
  };
}

function toLine(
  { key, weight, isControl }: CampaignVersion['arms'][number],
  sums: ArmSums | undefined,
  unit: Unit | undefined,
): ArmLine {
  const { n = 0, y = 0, converted = 0, clicked = 0, dismissed = 0, shown = 0 } = sums ?? {};
  return {
    arm: key,
    weight,
    isControl,
    visitors: n,
    exposures: shown,
    converted,
    clicked,
    dismissed,
    rate: n === 0 ? null : converted / n,
    valuePerVisitor: unit === undefined || n === 0 ? null : y / n / unit.scale,
  };
}
