/** What led to conversions, by every model. */
import type { Engine } from '../../../core/engine.ts';
import { accept, type Outcome, refuse } from '../../../core/errors.ts';
import { toMajor } from '../../../core/events/money.ts';
import type { Arm, Arms } from '../../../core/measurement/attribution/arms.ts';
import {
  type AttributionQuestion,
  type AttributionReport,
  USUAL_WINDOWS_MS,
} from '../../../core/measurement/attribution/attribution.ts';
import type { Against } from '../../../core/measurement/attribution/incremental.ts';
import {
  MODELS,
  type Model,
  type ReportRow,
  type WindowReport,
} from '../../../core/measurement/attribution/report.ts';
import type { Credit } from '../../../core/measurement/attribution/tally.ts';
import { describeSteps } from '../../../core/privacy/told-words.ts';
import { durationMs, formatDuration } from '../../../core/segments/duration.ts';
import { ok } from '../answer.ts';
import { type AskedPeriod, pickQuery, readPeriod } from '../period.ts';
import { type Route, siteOf } from '../route.ts';

export const USUAL_GOAL = 'Order Completed';
const USUAL_DAYS = 30;
const MOST_WINDOWS = 4;
const HOUR_MS = 3_600_000;
const LONGEST_MS = 400 * 24 * HOUR_MS;
const LONGEST_NAME = 100;
/** Shares of conversions are told in millionths: more digits are only those of binary fractions. */
const MILLION = 1_000_000;

export function attributionRoutes({ attribution, now }: Engine): readonly Route[] {
  return [
    {
      method: 'GET',
      path: '/v1/attribution',
      key: 'secret',
      summary: 'What led to conversions: every model side by side, per campaign and channel',
      query: {
        goal: `name of the event that counts as a conversion (${USUAL_GOAL})`,
        from: 'beginning of the period, ISO 8601 or epoch milliseconds (30 days before its end)',
        to: 'its end (now)',
        window: 'how long before a conversion a touch may lie; several with commas (72h,30d)',
      },
      handle: async ({ caller, query }) => {
        const question = readAttributionQuestion(pickQuery(query, ['goal', 'from', 'to', 'window']), now());
        if (!question.ok) return question;
        return ok(presentAttribution(await attribution.read(siteOf(caller).siteId, question.value)));
      },
    },
  ];
}

export type AskedAttribution = AskedPeriod & {
  readonly goal?: string | undefined;
  /** Durations, with commas between. */
  readonly window?: string | undefined;
};

/** @returns `invalid_value` or `time_out_of_range` at the field that is wrong. */
export function readAttributionQuestion(asked: AskedAttribution, now: number): Outcome<AttributionQuestion> {
  const { goal = USUAL_GOAL, window } = asked;
  const period = readPeriod(asked, now, USUAL_DAYS);
  if (!period.ok) return period;
  if (goal === '' || goal.length > LONGEST_NAME) {
    return refuse('invalid_value', 'goal', `write the name of an event, like ${USUAL_GOAL}`);
  }
  const windowsMs = window === undefined ? USUAL_WINDOWS_MS : window.split(',').map(durationMs);
  const isGood = windowsMs.length <= MOST_WINDOWS && windowsMs.every((ms) => ms > 0 && ms <= LONGEST_MS);
  if (!isGood) {
    return refuse(
      'invalid_value',
      'window',
      `write at most ${MOST_WINDOWS} durations up to 400d, like 72h,30d`,
    );
  }
  return accept({ goal, ...period.value, windowsMs });
}

type ByModel = Readonly<Record<Model, number>>;
export type ArmView = { readonly visitors: number; readonly converted: number; readonly value: number };

/** Money in major units. */
export type AttributionRowView = {
  readonly kind: ReportRow['kind'];
  readonly name: string;
  readonly visitors: number | null;
  readonly touches: number | null;
  readonly conversions: ByModel | null;
  readonly value: ByModel | null;
  readonly incremental: {
    readonly conversions: number;
    readonly low: number;
    readonly high: number;
    readonly value: number;
    readonly against: Against;
  } | null;
  readonly arms: Readonly<Record<keyof Arms, ArmView>> | null;
  readonly why: string | null;
};

type CreditView = { readonly conversions: number; readonly value: number };

export type AttributionWindowView = {
  /** As a duration. */
  readonly window: string;
  readonly conversions: CreditView;
  readonly attributed: CreditView;
  readonly paths: { readonly unconverted: number; readonly open: number };
  readonly campaigns: readonly AttributionRowView[];
  readonly channels: readonly AttributionRowView[];
};

export type AttributionView = {
  readonly at: string;
  readonly goal: string;
  readonly from: string;
  readonly to: string;
  readonly currency: string;
  readonly halfLife: string;
  /** How numbers of sources are to be read. */
  readonly steps: string;
  readonly units: readonly {
    readonly unit: AttributionReport['units'][number]['unit'];
    readonly visitors: number;
    readonly windows: readonly AttributionWindowView[];
  }[];
};

/** @example presentAttribution(report).units[0].windows[0].campaigns[0].conversions.last // 12 */
export function presentAttribution(report: AttributionReport): AttributionView {
  const { goal, currency } = report;
  const iso = (t: number): string => new Date(t).toISOString();
  return {
    at: iso(report.at),
    goal,
    from: iso(report.from),
    to: iso(report.to),
    currency,
    halfLife: formatDuration(report.halfLifeMs),
    steps: `Sources are told of whole crowds, ${describeSteps(report.k)}; campaigns and channels of fewer than ${report.k} visitors are withheld.`,
    units: report.units.map(({ unit, visitors, windows }) => ({
      unit,
      visitors,
      windows: windows.map((one) => presentWindow(one, currency)),
    })),
  };
}

function presentWindow(report: WindowReport, currency: string): AttributionWindowView {
  const { windowMs, conversions, attributed, unconverted, open, campaigns, channels } = report;
  return {
    window: nameWindow(windowMs),
    conversions: presentCredit(conversions, currency),
    attributed: presentCredit(attributed, currency),
    paths: { unconverted, open },
    campaigns: campaigns.map((row) => presentRow(row, currency)),
    channels: channels.map((row) => presentRow(row, currency)),
  };
}

/** Short ones in hours, as they are spoken of. */
function nameWindow(windowMs: number): string {
  const isShort = windowMs % HOUR_MS === 0 && windowMs <= 72 * HOUR_MS;
  return isShort ? `${windowMs / HOUR_MS}h` : formatDuration(windowMs);
}

function presentRow(row: ReportRow, currency: string): AttributionRowView {
  const { kind, name, visitors, touches, credit, incremental, arms, why } = row;
  const byModel = (read: (one: Credit) => number): ByModel | null =>
    credit && (Object.fromEntries(MODELS.map((model) => [model, read(credit[model])])) as ByModel);
  return {
    kind,
    name,
    visitors,
    touches,
    conversions: byModel(({ conversions }) => round(conversions)),
    value: byModel(({ valueMinor }) => major(valueMinor, currency)),
    incremental: incremental && {
      conversions: round(incremental.value),
      low: round(incremental.low),
      high: round(incremental.high),
      value: major(incremental.valueMinor, currency),
      against: incremental.against,
    },
    arms: arms && presentArms(arms, currency),
    why,
  };
}

function presentArms(
  { treated, control, holdout }: Arms,
  currency: string,
): Readonly<Record<keyof Arms, ArmView>> {
  const present = (arm: Arm): ArmView => presentArm(arm, currency);
  return { treated: present(treated), control: present(control), holdout: present(holdout) };
}

function presentArm({ of, did, valueMinor }: Arm, currency: string): ArmView {
  return { visitors: of, converted: did, value: major(valueMinor, currency) };
}

function presentCredit({ conversions, valueMinor }: Credit, currency: string): CreditView {
  return { conversions, value: major(valueMinor, currency) };
}

function round(value: number): number {
  return Math.round(value * MILLION) / MILLION;
}

function major(minor: number, currency: string): number {
  return toMajor(Math.round(minor), currency);
}
