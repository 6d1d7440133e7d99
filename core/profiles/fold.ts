/** fold: a profile and its next entry make the next profile. The heart of every event's way. */
import type { Entry, Flag } from '../entry.ts';
import { endsOf, recordConsent } from '../identity/consent.ts';
import { stepTracks } from '../segments/tracks.ts';
import {
  type Accounts,
  accountOf,
  accountRules,
  asActor,
  asDeed,
  isDeedOfOthers,
  MOST_ACCOUNTS,
} from './accounts.ts';
import { stepCampaigns } from './campaign-tracks.ts';
import { deferActivity } from './deferred-activity.ts';
import { countEvent, type Tally } from './names.ts';
import { stepOrders } from './orders.ts';
import { emptyProfile, type FlagCounts, type Profile } from './profile.ts';
import type { FoldRules } from './rules.ts';
import { stepScores } from './scores.ts';
import { sessionEnd, stepSession } from './sessions.ts';
import { stepTouches } from './touches.ts';
import { stepTraits, TRAITS_EVENT } from './traits.ts';

/**
 * The profile with one more entry, which sorts after all before it (`compareEntries`). Shares with the old one
 * whatever stays the same. Entries that are neither events, consent nor scores only move its head; what somebody else did
 * for an account of the visitor goes into that account.
 *
 * @example entries.toSorted(compareEntries).reduce((profile, entry) => fold(profile, entry, rules), emptyProfile(id))
 */
export function fold(profile: Profile, entry: Entry, rules: FoldRules): Profile {
  const next = foldFacts(profile, entry, rules);
  // Nobody has seen it yet: the one with its tracks is the same one.
  next.tracks = stepTracks(profile, next, entry, rules);
  return next;
}

type Draft = { -readonly [key in keyof Profile]: Profile[key] };

/** All of it but the tracks. */
function foldFacts(profile: Profile, entry: Entry, rules: FoldRules): Draft {
  const head = { t: entry.t, id: entry.id };
  if (entry.type === 'consent') {
    return { ...profile, head, consent: recordConsent(profile.consent, entry, profile.visitor) };
  }
  if (entry.type === 'score') return { ...profile, head, scores: stepScores(profile.scores, entry) };
  if (isDeedOfOthers(profile, entry)) {
    return { ...profile, head, accounts: foldAccounts(profile.accounts, entry, rules) };
  }
  const campaigns = stepCampaigns(profile.campaigns, entry, profile.names, rules.campaigns);
  if (entry.type !== 'event') return { ...profile, head, campaigns };
  const accounts = foldAccounts(profile.accounts, entry, rules);
  const sessions = stepSession(profile.sessions, entry, rules);
  return {
    visitor: profile.visitor,
    head,
    events: count(profile.events, entry.t),
    names: countEvent(profile.names, entry, rules),
    sessions,
    orders: stepOrders(profile.orders, entry),
    traits: entry.name === TRAITS_EVENT ? stepTraits(profile.traits, entry) : profile.traits,
    touches: stepTouches(profile.touches, entry),
    flags: countFlags(profile.flags, entry.flags),
    consent: profile.consent,
    accounts,
    tracks: profile.tracks,
    campaigns,
    activity: rules.keepsActivity
      ? deferActivity(profile.activity, entry, sessions.open?.start ?? entry.t)
      : profile.activity,
    scores: profile.scores,
  };
}

function foldAccounts(accounts: Accounts, event: Entry, rules: FoldRules): Accounts {
  const account = accountOf(event);
  const own = account === null ? null : accountRules(rules);
  if (account === null || own === null) return accounts;
  const at = accounts.findIndex(({ visitor }) => visitor === account);
  if (at < 0 && accounts.length >= MOST_ACCOUNTS) return accounts;
  const after = fold(accounts[at] ?? emptyProfile(asActor(account)), asDeed(event), own);
  return at < 0 ? [...accounts, after] : accounts.with(at, after);
}

/**
 * The first instant after `now` at which time alone changes the profile: its open session ends, or a consent does.
 * Null when nothing of it waits for time.
 */
export function dueAt(profile: Profile, now: number, rules: FoldRules): number | null {
  const { open } = profile.sessions;
  const instants = [...(open === null ? [] : [sessionEnd(open, rules)]), ...endsOf(profile.consent)];
  const coming = instants.filter((instant) => instant > now);
  return coming.length === 0 ? null : Math.min(...coming);
}

function count(events: Tally | null, t: number): Tally {
  if (events === null) return { count: 1, first: t, last: t };
  return { count: events.count + 1, first: Math.min(events.first, t), last: Math.max(events.last, t) };
}

function countFlags(counts: FlagCounts, flags: readonly Flag[] | undefined): FlagCounts {
  if (flags === undefined || flags.length === 0) return counts;
  const counted: Partial<Record<Flag, number>> = { ...counts };
  for (const flag of flags) counted[flag] = (counted[flag] ?? 0) + 1;
  return counted;
}
