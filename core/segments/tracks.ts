/**
 * What a profile keeps for its segments: the matches that conditions count, and in which segments the visitor is.
 * A part of the fold: the same entries make the same tracks, in whatever order they arrive.
 */
import type { Entry, VisitorId } from '../entry.ts';
import { isDeedOfOthers } from '../profiles/accounts.ts';
import type { Profile } from '../profiles/profile.ts';
import type { FoldRules } from '../profiles/rules.ts';
import { stepDeed } from './account-deeds.ts';
import { type Count, countEvent } from './counts.ts';
import { scoreName } from './hearing.ts';
import { type LatchState, stepLatch } from './latch.ts';
import type { Program } from './program.ts';
import { type DerivedEvent, sessionEnded, sessionStarted } from './session-events.ts';
import { countSessionEnd, judgeAll, judgeDue, judgeSome } from './standing.ts';
import { subjectOf, type World } from './subject.ts';
import { treatmentEvent } from './treatment-events.ts';

/** A segment that the visitor is in, or may come into by time alone. */
export type Standing = {
  /** Place in the program. */
  readonly segment: number;
  /** Since when the visitor is in it, UTC ms; null: is not. */
  readonly since: number | null;
  /** When to ask again though no entry comes; null: never. */
  readonly until: number | null;
};

/** The visitor came into a segment, or left it. */
export type Move = {
  readonly segment: number;
  readonly type: 'entered' | 'left';
  readonly at: number;
  /** Of `left`: since when the visitor had been in it. */
  readonly since: number;
  /** Whether an entry or time alone did it. */
  readonly cause: 'event' | 'time';
};

export type Tracks = {
  /** The program it was folded under; null: none. */
  readonly program: string | null;
  /** How many entries went in. */
  readonly n: number;
  /** The earliest id whose entries are in it: the unit of stable shares. */
  readonly unit: VisitorId | null;
  /** By counter, ascending; only those with a match. */
  readonly counts: readonly Count[];
  readonly latches: readonly LatchState[];
  /** By segment, ascending. */
  readonly standings: readonly Standing[];
  /** Since the last that were settled (moves.ts), in time order. */
  readonly moves: readonly Move[];
  /** Moves up to this instant are told and are no longer kept. */
  readonly settled: number;
};

const NOBODY: readonly number[] = [];
const NO_EVENTS: readonly DerivedEvent[] = [];

export const NO_TRACKS: Tracks = {
  program: null,
  n: 0,
  unit: null,
  counts: [],
  latches: [],
  standings: [],
  moves: [],
  settled: Number.NEGATIVE_INFINITY,
};

/** Without the moves up to an instant: they are told. */
export function settleTracks(tracks: Tracks, settled: number): Tracks {
  if (settled <= tracks.settled) return tracks;
  return { ...tracks, settled, moves: tracks.moves.filter(({ at }) => at > settled) };
}

/** What segments stand on beside the entries. */
export type SegmentRules = {
  readonly program: Program;
  readonly world: World;
  /** Some version is being built, or not everybody has been told of it: a row does not hold what is owed for it. */
  readonly isUntold?: boolean;
};

/**
 * Tracks with one more entry.
 *
 * @param before The profile without it.
 * @param after The profile with it, but for its tracks.
 */
export function stepTracks(before: Profile, after: Profile, entry: Entry, rules: FoldRules): Tracks {
  const { segments } = rules;
  if (segments === undefined) return before.tracks;
  const { program } = segments;
  const step = { before, after, entry, rules, program };
  if (isDeedOfOthers(after, entry)) return stepDeed(before, after, entry, rules);
  if (concernsNobody(step)) return before.tracks;
  const { standings, moves } = judgeDue(before, entry.t - 1, rules).tracks;
  const { n, unit, counts, latches, touched } = takeIn(step);
  const { settled } = before.tracks;
  const taken = { program: program.id, n, unit, counts, latches, standings, moves, settled };
  const seen = subjectOf(after, taken, rules, segments.world);
  // A session that time has ended is looked at as ended; what is kept hears of it from the entry that begins the next.
  const known = countSessionEnd(seen, program, entry.t, taken.n);
  const subject = known === taken ? seen : { ...seen, tracks: known };
  const isAboutAll = isAboutConsent(before, after, program);
  const judged = isAboutAll
    ? judgeAll(subject, program, entry.t)
    : judgeSome(subject, program, entry.t, touched);
  return known === taken ? judged : { ...judged, n: taken.n, counts: taken.counts };
}

/** Without `analytics` no segment holds, without `personalization` no score. */
function isAboutConsent(before: Profile, after: Profile, { latches }: Program): boolean {
  if (after.consent.analytics !== before.consent.analytics) return true;
  return latches.length > 0 && after.consent.personalization !== before.consent.personalization;
}

type Step = {
  readonly before: Profile;
  readonly after: Profile;
  readonly entry: Entry;
  readonly rules: FoldRules;
  readonly program: Program;
};

/** An event that no segment mentions, of somebody for whom nothing is due, costs next to nothing. */
function concernsNobody({ before, after, entry, rules, program }: Step): boolean {
  const { tracks } = before;
  if (entry.type !== 'event' || tracks.program !== program.id || before.events === null) return false;
  const { counters, segments } = program.hearingOf(entry.name);
  if (counters.length > 0 || segments.length > 0) return false;
  const isOfSessions = program.hearsSessions || program.ofSessions.length > 0;
  if (isOfSessions && (begins(before, after) || isFull(after, rules))) return false;
  if (program.ofAccount.length > 0 && isOfAccount(before, after)) return false;
  return !tracks.standings.some(({ until }) => until !== null && until <= entry.t);
}

function begins(before: Profile, after: Profile): boolean {
  return after.sessions.count !== before.sessions.count;
}

function isFull({ sessions }: Profile, { sessionMaxEvents }: FoldRules): boolean {
  return (sessions.open?.events ?? 0) >= sessionMaxEvents;
}

type Taken = Pick<Tracks, 'n' | 'unit' | 'counts' | 'latches'> & { readonly touched: readonly number[] };

/** The matches and scores of the entry, and of the sessions that it ends and begins. */
function takeIn(step: Step): Taken {
  const { entry, program, before } = step;
  const { tracks } = before;
  if (entry.type === 'score') return takeScore(tracks, entry, program);
  if (entry.type === 'exposure') return takeTreatment(tracks, entry, program);
  if (entry.type !== 'event') return { ...tracks, touched: NOBODY };
  let { n, counts } = tracks;
  let others = listOthers(step);
  for (const derived of listDerived(step)) {
    const counted = countEvent(counts, derived, n++, program);
    counts = counted.counts;
    others = [...others, ...counted.touched];
  }
  const counted = countEvent(counts, entry, n, program);
  const { touched } = counted;
  return {
    n: n + 1,
    unit: tracks.unit ?? entry.visitor,
    counts: counted.counts,
    latches: tracks.latches,
    touched: others.length === 0 ? touched : [...new Set([...touched, ...others])],
  };
}

function listDerived({ before, after, entry, rules, program }: Step): readonly DerivedEvent[] {
  if (!program.hearsSessions || !begins(before, after)) return NO_EVENTS;
  const { open } = before.sessions;
  return [...(open === null ? [] : [sessionEnded(open, rules)]), sessionStarted(entry)];
}

function takeTreatment(tracks: Tracks, entry: Entry, program: Program): Taken {
  const event = treatmentEvent(entry);
  if (event === null) return { ...tracks, touched: NOBODY };
  const { counts, touched } = countEvent(tracks.counts, event, tracks.n, program);
  return { ...tracks, n: tracks.n + 1, counts, touched };
}

function takeScore(tracks: Tracks, entry: Entry, program: Program): Taken {
  const { p } = entry.properties;
  const heard = program.hearingOf(scoreName(entry.name));
  if (typeof p !== 'number') return { ...tracks, touched: heard.segments };
  let { latches } = tracks;
  for (const latch of heard.latches) {
    const use = program.latches[latch];
    if (use === undefined) continue;
    const known = latches.find((state) => state.latch === latch) ?? { latch, since: null, leavesAt: null };
    const stepped = stepLatch(known, use, p, entry.t);
    latches = [...latches.filter((state) => state.latch !== latch), stepped].toSorted(
      (a, b) => a.latch - b.latch,
    );
  }
  return { ...tracks, n: tracks.n + 1, latches, touched: heard.segments };
}

/** Segments that it may move beside those that count it. */
function listOthers({ before, after, rules, program }: Step): readonly number[] {
  let others = NOBODY;
  if (before.events === null || before.tracks.program !== program.id) others = program.first;
  if (program.ofSessions.length > 0 && (begins(before, after) || isFull(after, rules)))
    others = join(others, program.ofSessions);
  return isOfAccount(before, after) ? join(others, program.ofAccount) : others;
}

function join(a: readonly number[], b: readonly number[]): readonly number[] {
  if (a.length === 0) return b;
  return b.length === 0 ? a : [...a, ...b];
}

/** Something was done for an account, or the visitor acts for another one from now on. */
function isOfAccount(before: Profile, after: Profile): boolean {
  return after.accounts !== before.accounts || after.touches.account !== before.touches.account;
}
