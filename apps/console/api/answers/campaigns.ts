/** Campaigns as routes answer them, as far as pages show it. */

export type CampaignAnswer = {
  readonly key: string;
  readonly name: string;
  readonly state: 'draft' | 'live' | 'paused';
  readonly channel: string;
  readonly audience: AudienceAnswer;
  readonly trigger: object;
  readonly limits: {
    readonly caps?: readonly CapAnswer[];
    readonly cooldown?: string;
    readonly quietHours?: { readonly from: string; readonly to: string };
  };
  readonly variants: readonly {
    readonly key: string;
    readonly weight: number;
    readonly treatment: { readonly kind: string } | null;
  }[];
  readonly goal: GoalAnswer;
  readonly traffic: number;
  readonly starts?: string;
  readonly ends?: string;
  readonly smallestLift: number;
  readonly version: number;
  readonly versions: readonly { readonly version: number; readonly since: string }[];
  /** ISO 8601. */
  readonly changedAt: string;
  readonly liveSince: string | null;
  readonly reach: { readonly who: string; readonly because: readonly string[] };
};

export type AudienceAnswer = {
  readonly any?: readonly string[];
  readonly all?: readonly string[];
  readonly none?: readonly string[];
};

export type CapAnswer = {
  readonly scope: 'campaign' | 'channel' | 'tag' | 'all';
  readonly tag?: string;
  readonly max: number;
  readonly per: string;
};

export type GoalAnswer = {
  readonly kind: 'conversion' | 'revenue' | 'count' | 'activation' | 'retention' | 'expansion';
  readonly event: string | readonly string[];
  readonly within: string;
  readonly of?: string;
};

export type CampaignTemplateAnswer = {
  readonly key: string;
  readonly name: string;
  readonly family: string;
  readonly channel: string;
  readonly does: string;
  readonly worth: string;
  readonly measure: string;
  readonly control: string;
  readonly before: readonly string[];
  readonly needs: readonly string[];
  readonly takes: readonly ('code' | 'ends' | 'url')[];
  readonly trigger: string;
  readonly audience: string;
  /** Null: nothing stands in the way. */
  readonly missing: string | null;
};

export type InstalledAnswer = {
  readonly campaign: CampaignAnswer;
  readonly segments: readonly string[];
};

export type DryRunAnswer = {
  readonly from: string;
  readonly to: string;
  readonly visitors: number;
  readonly reached: number;
  readonly treatments: number;
  readonly control: number;
  readonly passedOver: number;
  readonly holdout: number;
  readonly arms: Readonly<Record<string, { readonly visitors: number; readonly decisions: number }>>;
  readonly times: Readonly<Record<string, number>>;
  readonly days: Readonly<Record<string, number>>;
  readonly reasons: Readonly<Record<string, number>>;
};

export type PlanAnswer = {
  readonly lift: number;
  readonly fixed: { readonly visitorsPerArm: number | null; readonly days: number | null };
  readonly sequential: { readonly visitorsPerArm: number | null; readonly days: number | null };
};

/** Of core/measurement/experiment/part.ts. */
export type PartAnswer<T> =
  | { readonly value: T; readonly reason: null }
  | { readonly value: null; readonly reason: MissingReason };
export type MissingReason =
  | 'too_few_visitors'
  | 'no_variance'
  | 'control_not_above_zero'
  | 'no_covariate'
  | 'not_a_conversion'
  | 'not_detectable';

type TestedAnswer = {
  readonly estimate: number;
  readonly interval: { readonly low: number; readonly high: number };
};
export type EffectAnswer = {
  readonly absolute: PartAnswer<TestedAnswer>;
  readonly relative: PartAnswer<TestedAnswer>;
};

export type VerdictCode =
  | 'gain'
  | 'loss'
  | 'guard_lost'
  | 'no_gain'
  | 'undecided'
  | 'sample_ratio_mismatch'
  | 'stray_visitors'
  | 'too_few_visitors'
  | 'too_few_conversions'
  | 'too_few_days'
  | 'no_variance';

export type TreatmentAnswer = {
  readonly arm: { readonly key: string };
  readonly basis: 'cuped' | 'plain';
  readonly level: number;
  /** Right at every look. */
  readonly sequential: EffectAnswer;
  readonly cuped: PartAnswer<{ readonly sequential: EffectAnswer; readonly varianceReduction: number }>;
  readonly verdict: {
    readonly word: 'ship' | 'stop' | 'keep_running' | 'broken' | 'not_enough_data';
    readonly code: VerdictCode;
  };
};

export type ExperimentAnswer = {
  readonly days: number;
  readonly control: {
    readonly key: string;
    readonly mean: PartAnswer<number>;
    readonly standardDeviation: PartAnswer<number>;
  };
  readonly treatments: readonly TreatmentAnswer[];
  readonly sampleRatio: {
    readonly state: 'quiet' | 'mismatch' | 'not_enough';
    readonly visitors: readonly number[];
    readonly due: readonly number[];
  };
  readonly exposures: { readonly seenInSeveral: number; readonly warning: string | null };
};

export type ArmAnswer = {
  readonly arm: string;
  readonly weight: number;
  readonly isControl: boolean;
  readonly visitors: number;
  readonly exposures: number;
  readonly converted: number;
  readonly clicked: number;
  readonly dismissed: number;
  readonly rate: number | null;
  readonly valuePerVisitor: number | null;
};

export type UnitAnswer = {
  readonly unit: 'person' | 'visitor_day';
  readonly arms: readonly ArmAnswer[];
  /** Null: there is no control arm. */
  readonly experiment: ExperimentAnswer | null;
  readonly holdout: TreatmentAnswer | null;
  readonly needed: {
    readonly smallestLift: number;
    readonly fixed: number | null;
    readonly sequential: number | null;
  } | null;
};

export type ReportAnswer = {
  readonly campaign: string;
  readonly version: number;
  readonly since: string;
  readonly goal: GoalAnswer;
  readonly currency: string | null;
  /** Persons first. */
  readonly units: readonly UnitAnswer[];
  readonly uplift: { readonly share: number; readonly by: 'chance' | 'uplift' } | null;
};
