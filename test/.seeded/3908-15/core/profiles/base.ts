/**
 * What retention leaves of the events it removes: integer counts and sums that add up in any order. Consent and link
 * entries are never folded into a base; they stay in the log as long as the profile.
 *
 * Counts, sums, traits and flags of two parts add up to those of the whole. A session or an order that is cut in two
 * counts in both parts, so that whole sessions are removed together.
 */
import { compareEntries, type Entry, type Flag, type VisitorId } from '../entry.ts';
import { fold } from './fold.ts';
import { addNames, addTallies, type Names, NO_NAMES, type Tally } from './names.ts';
import { addTotals, NO_ORDERS, NO_TOTALS, type OrderTotals, totalOrders } from './orders.ts';
import { emptyProfile, type FlagCounts, type Profile } from './profile.ts';
import type { FoldRules } from './rules.ts';
import { NO_SESSIONS, type Sessions, sessionsAt } from './sessions.ts';
import { NO_TOUCHES, type Touch } from './touches.ts';
import { addTraits, type Trait } from './traits.ts';

/** Of what a base holds. A base cannot be made again: a later version of the code reads every earlier one. */
export const BASE_VERSION = 1;

export type VisitorBase = {
  readonly events: Tally | null;
  readonly names: Names;
  /** All of them ended. */
  readonly sessions: Pick<Sessions, 'ended' | 'totalMs' | 'drops'>;
  readonly orders: OrderTotals;
  readonly traits: readonly Trait[];
  readonly firstCampaign: Touch | null;
  readonly flags: FlagCounts;
};

export const NO_BASE: VisitorBase = {
  events: null,
  names: NO_NAMES,
  sessions: { ended: 0, totalMs: 0, drops: NO_SESSIONS.drops },
  orders: NO_TOTALS,
  traits: [],
  firstCampaign: null,
  flags: {},
};

/**
 * What stays of entries, whatever their order; only events count.
 *
 * @example addBases(stored, baseOf(expired, rules), rules)
 */
export function baseOf(entries: readonly Entry[], rules: FoldRules): VisitorBase {
  const events = entries.filter(({ type }) => type === 'event').toSorted(compareEntries);
  const [first] = events;
  if (first === undefined) return NO_BASE;
  const nobody = emptyProfile((first.visitor ?? '') as VisitorId);
  const profile = events.reduce((before, event) => fold(before, event, rules), nobody);
  const { ended, totalMs, drops } = sessionsAt(profile.sessions, Number.POSITIVE_INFINITY, rules);
  return {
    events: profile.events,
    names: profile.names,
    sessions: { ended, totalMs, drops },
    orders: totalOrders(profile.orders),
    traits: profile.traits,
    firstCampaign: profile.touches.firstCampaign,
    flags: profile.flags,
  };
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
    orders: addTotals(a.orders, b.orders),
    traits: addTraits(a.traits, b.traits),
    firstCampaign: earlierTouch(a.firstCampaign, b.firstCampaign),
    flags: addFlags(a.flags, b.flags),
  };
}

/** The profile that kept entries are folded onto. @example kept.reduce((p, e) => fold(p, e, rules), foldFrom(id, base)) */
export function foldFrom(visitor: VisitorId, base: VisitorBase): Profile {
  return {
    ...emptyProfile(visitor),
    events: base.events,
    names: base.names,
    sessions: { ...NO_SESSIONS, ...base.sessions, count: base.sessions.ended },
    orders: { ...NO_ORDERS, older: base.orders },
    traits: base.traits,
    touches: { ...NO_TOUCHES, firstCampaign: base.firstCampaign },
    flags: base.flags,
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
