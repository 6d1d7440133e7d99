/**
 * The condition language: what a segment asks of a visitor. A condition is plain JSON; this file is its shape, and
 * `parse.ts` makes one of untrusted input. Membership is a function of (condition, entries, instant) and of nothing
 * else. Windows are half-open: `(t - w, t]`.
 */

/** A whole number and a unit: `ms s m h d w`, always exact multiples; `7d` is 7 x 24 hours. */
export type Duration = string;

export type Scalar = string | number | boolean;

/** All of them must hold. On a missing property only `exists: false`, `ne` and `nin` do. Nothing is coerced. */
export type Comparison = {
  readonly eq?: Scalar;
  readonly ne?: Scalar;
  readonly gt?: number;
  readonly gte?: number;
  readonly lt?: number;
  readonly lte?: number;
  readonly in?: readonly Scalar[];
  readonly nin?: readonly Scalar[];
  /** Part of a text, or a member of a list. */
  readonly contains?: Scalar;
  readonly startsWith?: string;
  readonly exists?: boolean;
};

/** By property, or by a path into a list of items (`products.brand`). A bare value means `eq`. */
export type Where = { readonly [path: string]: Scalar | Comparison };

/** All of them must hold. */
export type NumberBounds = {
  readonly eq?: number;
  readonly ne?: number;
  readonly gt?: number;
  readonly gte?: number;
  readonly lt?: number;
  readonly lte?: number;
};

/** All of them must hold. */
export type DurationBounds = {
  readonly gt?: Duration;
  readonly gte?: Duration;
  readonly lt?: Duration;
  readonly lte?: Duration;
};

export type CalendarWord = 'today' | 'yesterday' | 'thisWeek' | 'thisMonth';

export type Window =
  | Duration
  | 'session'
  | 'lifetime'
  | CalendarWord
  /** Ages of the two edges, both written with a minus: `{ from: '-90d', to: '-30d' }` is `(t - 90d, t - 30d]`. */
  | { readonly from: string; readonly to: string };

export type EventSource = 'web' | 'server' | 'email';

/** A property of the matching events, taken together. Money is in major units of the site's currency. */
export type Aggregate = NumberBounds & { readonly of: string };

export const AGGREGATES = ['sum', 'avg', 'min', 'max', 'distinct'] as const;
export type AggregateName = (typeof AGGREGATES)[number];

/** Time before (`t <= fact`) or after (`t > fact`) the latest such fact of the site, with the same `per` value. */
export type FactTime = { readonly site: string };
export type FactTimeWithAge = FactTime & { readonly age?: DurationBounds };

/** Which events. */
export type EventMatch = {
  readonly event: string | readonly string[];
  readonly where?: Where;
  readonly source?: EventSource;
};

export type Unless = EventMatch & {
  readonly within?: Window;
  readonly before?: FactTimeWithAge;
  readonly after?: FactTimeWithAge;
};

export type EventCondition = EventMatch &
  Partial<Record<AggregateName, Aggregate>> & {
    /** `lifetime` where it is left out. */
    readonly within?: Window;
    /** `{ gte: 1 }` where neither it nor an aggregate is given. */
    readonly count?: NumberBounds;
    /** Holds if any single value of this property satisfies it; each item of a list counts as one match. */
    readonly per?: string;
    readonly unless?: Unless;
    readonly before?: FactTimeWithAge;
    readonly after?: FactTimeWithAge;
  };

export type EventStep = EventMatch & {
  /** Most time after the step before it. */
  readonly within?: Duration;
};
export type AbsentStep = {
  readonly absent: string | readonly string[];
  readonly where?: Where;
  readonly source?: EventSource;
  readonly for: Duration;
};

export type SequenceCondition = {
  /** The first step is an event. */
  readonly sequence: readonly (EventStep | AbsentStep)[];
  readonly per?: string;
  /** Where the first step may lie; `lifetime` where it is left out. */
  readonly within?: Duration | 'lifetime';
};

export type IdleCondition = { readonly idle: Duration; readonly source?: EventSource };
export type SinceCondition = DurationBounds & {
  readonly since: string | readonly string[];
  readonly source?: EventSource;
};

export type TraitCondition = { readonly trait: string } & (Comparison | { readonly anniversary: 'today' });
export type AccountFactCondition = { readonly account: string } & Comparison;
/** A condition on everything that the visitor's account did, whoever of its members it was. */
export type AccountFoldCondition = { readonly account: Condition };
/** Of the latest event: `device`, `path`, `referrer`, `country`, `zone`, `campaign.utm_source` … */
export type ContextCondition = { readonly context: string } & Comparison;
export type StageCondition = { readonly stage: string };

export type RfmBounds = {
  readonly recency?: DurationBounds;
  readonly frequency?: NumberBounds;
  /** Major units of the site's currency. */
  readonly monetary?: NumberBounds;
  /** Quintiles, 1 (lowest) to 5, by the site's daily edges. */
  readonly r?: NumberBounds;
  readonly f?: NumberBounds;
  readonly m?: NumberBounds;
};
export type RfmCondition = { readonly rfm: RfmBounds };

/** In from the first score at or above `gte`; out when it is below `leave`, but not before `dwell` has passed. */
export type ScoreCondition = {
  readonly score: string;
  readonly gte: number;
  /** As `gte` where it is left out. */
  readonly leave?: number;
  readonly dwell?: Duration;
};

/** A stable share from 0 to 1: the first 52 bits of SHA-256(seed + ':' + earliest linked id) / 2^52 lie below it. */
export type RandomCondition = { readonly random: number; readonly seed: string };

export type Condition =
  | { readonly all: readonly Condition[] }
  | { readonly any: readonly Condition[] }
  | { readonly not: Condition }
  | { readonly segment: string }
  | EventCondition
  | SequenceCondition
  | IdleCondition
  | SinceCondition
  | TraitCondition
  | AccountFactCondition
  | AccountFoldCondition
  | ContextCondition
  | StageCondition
  | RfmCondition
  | ScoreCondition
  | RandomCondition;

/** Events that the engine derives from sessions and treatments; they may stand in event conditions and sequences. */
export const DERIVED_EVENTS = [
  'Session Started',
  'Session Ended',
  'Treatment Shown',
  'Treatment Clicked',
  'Treatment Dismissed',
] as const;

/** What a segment is to move. */
export const KPIS = [
  'conversion',
  'revenue per visitor',
  'lifetime value',
  'activation',
  'retention',
  'expansion',
] as const;
export type Kpi = (typeof KPIS)[number];

export type SegmentDefinition = {
  /** `[a-z0-9-]`, 1 to 64. */
  readonly key: string;
  readonly name: string;
  readonly when: Condition;
  readonly kpi?: Kpi;
  /** What is done for its members. */
  readonly action?: string;
  /** What they want, in the merchant's words. */
  readonly want?: string;
  /** How soon an answer helps, in hours. */
  readonly urgencyHours?: number;
  readonly campaigns?: readonly string[];
};

/** A site's stages, in order: a visitor is at the last that holds. */
export type StageDefinition = { readonly key: string; readonly when: Condition };
