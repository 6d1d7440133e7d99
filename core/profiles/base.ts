/**
 * What retention leaves of the events it removes: integer counts and sums that add up in any order. Consent and link
 * entries are never folded into a base; they stay in the log as long as the profile.
 *
 * Counts, sums, orders, traits and flags of two parts add up to those of the whole. A session that is cut in two would
 * be two, so that whole sessions are removed together, and each counts with one part.
 */
import { compareEntries, type Entry, type Flag, type VisitorId } from '../entry.ts';
import { lifetimeKeys } from '../segments/lifetime-keys.ts';
import { addLifetimes, countLifetimes, type Lifetime } from '../segments/lifetimes.ts';
import { type PlacedEvent, placeEvents } from '../segments/session-events.ts';
import { fold } from './fold.ts';
import { addGains, type Gained } from './gains.ts';
import { addLatest, type Latest, latestOf, NO_LATEST } from './latest.ts';
import { addLeft, type LeftCampaign, startCampaigns } from './left-campaigns.ts';
import { addNames, addTallies, type Names, NO_NAMES, type Tally } from './names.ts';
import { addOrders, leaveOrders, NO_ORDERS, type Orders } from './orders.ts';
import { emptyProfile, type FlagCounts, type Profile } from './profile.ts';
import type { FoldRules } from './rules.ts';
import { NO_SESSIONS, type Sessions, sumSessions } from './sessions.ts';
import { NO_TOUCHES, type Touch } from './touches.ts';
import { addTraits, type Trait } from './traits.ts';

/** Of what a base holds. A base cannot be made again: a later version of the code reads every earlier one. */
export const BASE_VERSION = 5;

export type Removal = {
  /** Time of the latest entry that went. */
  readonly last: number;
  /** When it went, as far as that is known. */
  readonly at: number;
  /** When the server took the latest event of it, as far as that is known: what was imported may be much older. */
  readonly receivedAt: number | null;
};

export type VisitorBase = {
  readonly events: Tally | null;
  readonly names: Names;
  /** All of them ended. */
  readonly sessions: Pick<Sessions, 'ended' | 'totalMs' | 'drops'>;
  readonly orders: Orders;
  readonly traits: readonly Trait[];
  readonly firstCampaign: Touch | null;
  readonly flags: FlagCounts;
  /** Of the counters that conditions read over a whole life, by key. */
  readonly lifetimes: readonly Lifetime[];
  readonly latest: Latest;
  readonly removed: Removal | null;
  /** What the events had been to campaigns: known to whoever removes them, beside what is kept of the visitor. */
  readonly gains: readonly Gained[];
  /** Of decisions and exposures, by campaign. */
  readonly campaigns: readonly LeftCampaign[];
};

export const NO_BASE: VisitorBase = {
  events: null,
  names: NO_NAMES,
  sessions: { ended: 0, totalMs: 0, drops: NO_SESSIONS.drops },
  orders: NO_ORDERS,
  traits: [],
  firstCampaign: null,
  flags: {},
  lifetimes: [],
  latest: NO_LATEST,
  removed: null,
  gains: [],
  campaigns: [],
};

/**
 * What stays of entries, whatever their order; only events count.
 *
 * @param placed What conditions count: these events and what sessions make that are counted with them, also where those
 * have events of another recorded id.
 * @example addBases(stored, baseOf(expired, rules), rules)
 */
export function baseOf(
  entries: readonly Entry[],
  rules: FoldRules,
  placed: readonly PlacedEvent[] = placeEvents(eventsIn(entries), rules),
): VisitorBase {
  const events = eventsIn(entries);
  const [first] = events;
  const { segments, ...plain } = rules;
  const program = segments?.program;
  const lifetimes = program === undefined ? [] : countLifetimes(placed, program, lifetimeKeys(program));
  if (first === undefined) return { ...NO_BASE, lifetimes };
  const nobody = emptyProfile((first.visitor ?? '') as VisitorId);
  const profile = events.reduce((before, event) => fold(before, event, plain), nobody);
  return {
    events: profile.events,
    names: profile.names,
    sessions: sumSessions(placed.flatMap(({ ends }) => ends ?? [])),
    orders: leaveOrders(profile.orders, events),
    traits: profile.traits,
    firstCampaign: profile.touches.firstCampaign,
    flags: profile.flags,
    lifetimes,
    latest: latestOf(events),
    removed: { last: events.at(-1)?.t ?? first.t, at: Number.POSITIVE_INFINITY, receivedAt: null },
    gains: [],
    campaigns: [],
  };
}

function eventsIn(entries: readonly Entry[]): readonly Entry[] {
  return entries.filter(({ type }) => type === 'event').toSorted(compareEntries);
}

/** Associative and commutative. */
export function addBases(a: VisitorBase, b: VisitorBase, rules: FoldRules): VisitorBase {
  return {
    events: addTallies(a.events, b.events),
    names: addNames(a.names, b.names, rules),
    sessions: {
      ended: a.sessions.ended + b.sessions.ended,
      totalMs: a.sessions.totalMs + b.sessions.totalMs,
      drops: a.sessions.drops.map((count, step) => count + (b.sessions.drops[step] ?? 0)),
    },
    orders: addOrders(a.orders, b.orders),
    traits: addTraits(a.traits, b.traits),
    firstCampaign: earlierTouch(a.firstCampaign, b.firstCampaign),
    flags: addFlags(a.flags, b.flags),
    lifetimes: addLifetimes(a.lifetimes, b.lifetimes),
    latest: addLatest(a.latest, b.latest),
    removed: addRemovals(a.removed, b.removed),
    gains: addGains(a.gains, b.gains),
    campaigns: addLeft(a.campaigns, b.campaigns),
  };
}

/** The profile that kept entries are folded onto. @example kept.reduce((p, e) => fold(p, e, rules), foldFrom(id, base)) */
export function foldFrom(visitor: VisitorId, base: VisitorBase): Profile {
  return {
    ...emptyProfile(visitor),
    events: base.events,
    names: base.names,
    sessions: { ...NO_SESSIONS, ...base.sessions, count: base.sessions.ended },
    orders: base.orders,
    traits: base.traits,
    touches: touchesFrom(base),
    flags: base.flags,
    campaigns: startCampaigns(base.campaigns, base.gains),
  };
}

/**
 * Up to when memberships are known by their notices alone, UTC ms: until then conditions with a stated window may look
 * at something that went. No later than the removal itself: a window that is longer than retention, since that was
 * shortened, counts from what is kept. Minus infinity where nothing went.
 *
 * @example settledAt(base, rules) // ask for a later instant
 */
export function settledAt({ removed }: VisitorBase, rules: FoldRules): number {
  if (removed === null) return Number.NEGATIVE_INFINITY;
  const { sessionGapMs, segments } = rules;
  const { reachMs = 0, hearsSessions = false } = segments?.program ?? {};
  const memoryMs = hearsSessions ? sessionGapMs + reachMs : Math.max(sessionGapMs, reachMs);
  return Math.min(removed.at, removed.last + memoryMs - 1);
}

/** Without the counts that no condition reads any more: nothing is added to them, so that they would have gaps. */
export function keepRead(base: VisitorBase, rules: FoldRules): VisitorBase {
  const read = new Set(rules.segments === undefined ? [] : lifetimeKeys(rules.segments.program));
  return { ...base, lifetimes: base.lifetimes.filter(({ key }) => read.has(key)) };
}

function addRemovals(a: Removal | null, b: Removal | null): Removal | null {
  if (a === null || b === null) return a ?? b;
  const arrivals = [a.receivedAt, b.receivedAt].filter((instant) => instant !== null);
  return {
    last: Math.max(a.last, b.last),
    at: Math.max(a.at, b.at),
    receivedAt: arrivals.length === 0 ? null : Math.max(...arrivals),
  };
}

function touchesFrom({ firstCampaign, latest }: VisitorBase): Profile['touches'] {
  return {
    context: latest.context?.value ?? NO_TOUCHES.context,
    firstCampaign,
    lastCampaign: latest.campaign && { t: latest.campaign.t, campaign: latest.campaign.value },
    account: latest.account?.value ?? null,
    page: latest.page?.value ?? null,
  };
}

function earlierTouch(a: Touch | null, b: Touch | null): Touch | null {
  if (a === null || b === null) return a ?? b;
  if (a.t !== b.t) return a.t < b.t ? a : b;
  return canonicalText(a) <= canonicalText(b) ? a : b;
}

function canonicalText({ campaign }: Touch): string {
  return JSON.stringify(Object.entries(campaign).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

function addFlags(a: FlagCounts, b: FlagCounts): FlagCounts {
  const sum: Partial<Record<Flag, number>> = { ...a };
  for (const [flag, count] of Object.entries(b) as [Flag, number][]) sum[flag] = (sum[flag] ?? 0) + count;
  return sum;
}
