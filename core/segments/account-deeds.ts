/** What somebody else did for the visitor's account: it moves segments that look at accounts, and counts for no other. */
import type { Entry } from '../entry.ts';
import { findAccount } from '../profiles/accounts.ts';
import type { Profile } from '../profiles/profile.ts';
import type { FoldRules } from '../profiles/rules.ts';
import type { AccountFolds } from './program.ts';
import { countSessionEnd, judgeDue, judgeSome } from './standing.ts';
import { subjectOf } from './subject.ts';
import type { Tracks } from './tracks.ts';

/**
 * Tracks after a deed of others.
 *
 * @param before The profile without it.
 * @param after The profile with it in the account.
 */
export function stepDeed(before: Profile, after: Profile, entry: Entry, rules: FoldRules): Tracks {
  const { segments } = rules;
  const { accounts } = segments?.program ?? {};
  // Nobody is in a segment before being seen, nor moved by an account that they do not act for now.
  const isHeard = before.events !== null && entry.context?.account === after.touches.account;
  if (segments === undefined || accounts == null || !isHeard) return before.tracks;
  const touched = listTouched(before, after, entry, rules, accounts);
  if (touched.length === 0) return before.tracks;
  const { program, world } = segments;
  const { standings, moves } = judgeDue(before, entry.t - 1, rules).tracks;
  const { n, counts } = before.tracks;
  const seen = subjectOf(after, { ...before.tracks, standings, moves }, rules, world);
  const subject = { ...seen, tracks: countSessionEnd(seen, program, entry.t, n) };
  return { ...judgeSome(subject, program, entry.t, touched), n, counts };
}

function listTouched(
  before: Profile,
  after: Profile,
  { name, context }: Entry,
  { sessionMaxEvents }: FoldRules,
  accounts: AccountFolds,
): readonly number[] {
  const touched = accounts.segmentsOf(name);
  if (!accounts.program.hearsSessions && accounts.ofSessions.length === 0) return touched;
  const account = context?.account ?? '';
  const sessions = findAccount(after.accounts, account)?.sessions;
  const begins = sessions?.count !== findAccount(before.accounts, account)?.sessions.count;
  const isFull = (sessions?.open?.events ?? 0) >= sessionMaxEvents;
  if (!begins && !isFull) return touched;
  const started = begins ? accounts.segmentsOf('Session Started') : [];
  return [...new Set([...touched, ...started, ...accounts.ofSessions])];
}
