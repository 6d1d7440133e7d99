/** A profile: the folded state of one visitor. An immutable value; its history is in the log. */
import type { Flag, VisitorId } from '../entry.ts';
import { type ConsentState, NO_CONSENT } from '../identity/consent.ts';
import { SALT_LIFETIME_MS } from '../identity/salt-lifetime.ts';
import type { Position } from '../ports.ts';
import { NO_TRACKS, type Tracks } from '../segments/tracks.ts';
import { type Accounts, NO_ACCOUNTS } from './accounts.ts';
import { type CampaignTracks, NO_CAMPAIGNS } from './campaign-tracks.ts';
import { type DeferredActivity, NOTHING_DONE } from './deferred-activity.ts';
import { type Names, NO_NAMES, type Tally } from './names.ts';
import { NO_ORDERS, type Orders } from './orders.ts';
import { NO_SCORES, type Scores } from './scores.ts';
import { NO_SESSIONS, type Sessions } from './sessions.ts';
import { NO_TOUCHES, type Touches } from './touches.ts';
import type { Trait } from './traits.ts';

/** Raise it with every change of what fold makes: profiles of another version are folded again from the log. */
export const FOLD_VERSION = 4;

export type FlagCounts = Readonly<Partial<Record<Flag, number>>>;

export type Profile = {
  readonly visitor: VisitorId;
  /** The latest entry folded in, of whatever type: what sorts before it needs a refold. */
  readonly head: Position | null;
  /** All events: how many, the first, the last. */
  readonly events: Tally | null;
  readonly names: Names;
  readonly sessions: Sessions;
  readonly orders: Orders;
  /** By name, in code unit order. */
  readonly traits: readonly Trait[];
  readonly touches: Touches;
  readonly flags: FlagCounts;
  readonly consent: ConsentState;
  /** Only where the site has segments that look at them. */
  readonly accounts: Accounts;
  /** What its segments stand on. */
  readonly tracks: Tracks;
  readonly campaigns: CampaignTracks;
  /** Of accounts nothing is kept here. */
  readonly activity: DeferredActivity;
  readonly scores: Scores;
};

/** A visitor of whom nothing is known yet. @example fold(emptyProfile(visitor), entry, rules) */
export function emptyProfile(visitor: VisitorId): Profile {
  return {
    visitor,
    head: null,
    events: null,
    names: NO_NAMES,
    sessions: NO_SESSIONS,
    orders: NO_ORDERS,
    traits: [],
    touches: NO_TOUCHES,
    flags: {},
    consent: NO_CONSENT,
    accounts: NO_ACCOUNTS,
    tracks: NO_TRACKS,
    campaigns: NO_CAMPAIGNS,
    activity: NOTHING_DONE,
    scores: NO_SCORES,
  };
}

/** Whether nothing is held: no event and no consent. */
export function isEmptyProfile({ events, consent }: Profile): boolean {
  return events === null && Object.keys(consent).length === 0;
}

/**
 * When a profile that nobody allowed to last is over, UTC ms: by then the salt behind its id is destroyed. Null where
 * the visitor has ever spoken of consent.
 */
export function endOfAnonymous({ events, consent }: Profile): number | null {
  return events === null || Object.keys(consent).length > 0 ? null : events.last + SALT_LIFETIME_MS;
}
