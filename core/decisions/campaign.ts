/** A campaign: whom it is for, what sets it off, what it shows, how often at most, and what it is to achieve. Plain JSON. */
import type { Duration, EventMatch } from '../segments/condition.ts';
import type { Treatment } from './treatment.ts';

export const CHANNELS = ['onsite', 'email', 'webhook', 'flow', 'segment'] as const;
export type ChannelName = (typeof CHANNELS)[number];

export const STATES = ['draft', 'live', 'paused'] as const;
export type CampaignState = (typeof STATES)[number];

/** By segment keys; all that is given must hold. Without any, everybody. */
export type Audience = {
  readonly any?: readonly string[];
  readonly all?: readonly string[];
  readonly none?: readonly string[];
};

export const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
export type Weekday = (typeof WEEKDAYS)[number];

/** What sets it off; each carries one key, by which it is told from the others. */
export type Trigger =
  /** The visitor enters this segment, by an event or by time. */
  | { readonly entry: string }
  | { readonly exit: string }
  | EventMatch
  /** The pointer moves out of the page, or a swipe moves up fast. */
  | { readonly exitIntent: true }
  /** So long without any event, while the page is open or after it was left. */
  | { readonly idle: Duration }
  /** The page has such a slot. */
  | { readonly slot: string }
  /** At this time of the site's day, for everybody of the audience. */
  | { readonly schedule: { readonly at: string; readonly on?: readonly Weekday[] } };

export type Variant = {
  readonly key: string;
  /** Share of it among the sum of all; 0 takes nobody new. */
  readonly weight: number;
  /** Null: the control arm, which gets nothing. */
  readonly treatment: Treatment | null;
};

export const GOAL_KINDS = ['conversion', 'revenue', 'count', 'activation', 'retention', 'expansion'] as const;
export type GoalKind = (typeof GOAL_KINDS)[number];

/** Counted from the first exposure on; what came before never counts. */
export type Goal = EventMatch & {
  readonly kind: GoalKind;
  /** The end of the window, after the first exposure. */
  readonly within: Duration;
  /** Its beginning: retention asks for somebody who comes back after so long. */
  readonly from?: Duration;
  /** The property that is summed, for `revenue` and `expansion`. */
  readonly of?: string;
};

export type CapScope = 'campaign' | 'channel' | 'tag' | 'all';

/** At most so many. A window rolls, `day` and `week` are those of the person's calendar. 0: never. */
export type Cap = {
  readonly scope: CapScope;
  /** For the scope `tag`. */
  readonly tag?: string;
  readonly max: number;
  readonly per: Duration | 'day' | 'week' | 'lifetime';
};

/** `HH:MM` in the person's zone; past midnight where `from` is later than `to`. */
export type QuietHours = { readonly from: string; readonly to: string };

/** All of them must pass. What is left out limits nothing. */
export type Limits = {
  readonly caps?: readonly Cap[];
  /** Since any treatment of any campaign. */
  readonly cooldown?: Duration;
  readonly quietHours?: QuietHours;
};

export type Cancel = {
  /** A treatment under way ends when the visitor leaves the audience. */
  readonly leaving?: boolean;
  /** One of these events, of the visitor or of anybody linked, ends it. */
  readonly events?: readonly string[];
};

/** A discount's own limits. */
export type Offer = {
  readonly perDay?: number;
  readonly perMonth?: number;
  /** No second one for the same person within this. */
  readonly oncePer?: Duration;
  /** Share of the price, 0 to 1: products that would earn less are left out. */
  readonly leastMargin?: number;
  /** What it takes off, as a share of the price. */
  readonly discount: number;
  readonly excludesSaleItems?: boolean;
  /** The platform makes a code for each visitor, which ends so long after it was first shown. */
  readonly codesLast?: Duration;
  /** Whoever left so many carts and came back for a coupon gets none. */
  readonly mostLeftCarts?: number;
};

/** Not everybody whom it may reach gets it: those do whom it changes. */
export type UpliftTargeting = {
  /** Of whoever is not in the control arm, 0.01 to 1; until it is known whom it changes, drawn by chance. */
  readonly share: number;
};

export type Step = {
  /** After the step before it. */
  readonly wait: Duration;
  /** Only for whoever is in one of these segments then. */
  readonly when?: Audience;
  readonly treatment: Treatment;
};

export type Campaign = {
  /** `[a-z0-9-]`, 1 to 64. */
  readonly key: string;
  readonly name: string;
  readonly state: CampaignState;
  readonly channel: ChannelName;
  readonly audience: Audience;
  readonly trigger: Trigger;
  readonly variants: readonly Variant[];
  readonly goal: Goal;
  readonly limits: Limits;
  /** 0 to 100, the higher the earlier. */
  readonly priority: number;
  readonly tags: readonly string[];
  /** Share of those it may reach that take part at all. */
  readonly traffic: number;
  /** ISO 8601. */
  readonly starts?: string;
  readonly ends?: string;
  /** It keeps the limits of tags, channels and of all campaigns. */
  readonly obeys: boolean;
  /** It counts toward them. */
  readonly counts: boolean;
  /** It is a service that was asked for (an order's confirmation), no advertising. */
  readonly transactional: boolean;
  readonly cancel: Cancel;
  /** How long a decision may wait for its channel. */
  readonly validFor: Duration;
  /** How soon the same visitor may be taken in again by another trigger; `null`: never. */
  readonly reentry: Duration | null;
  readonly steps: readonly Step[];
  /** Says in the treatment that it was chosen by what the visitor did. */
  readonly saysWhy: boolean;
  readonly offer?: Offer;
  readonly uplift?: UpliftTargeting;
  /** Smallest relative lift worth finding, for the plan of the experiment. */
  readonly smallestLift: number;
};
