/**
 * What a profile keeps for its segments: the matches that conditions count, and in which segments the visitor is.
 * A part of the fold: the same entries make the same tracks, in whatever order they arrive.
 */
import type { Entry, VisitorId } from '../entry.ts';
import type { Profile } from '../profiles/profile.ts';
import type { FoldRules } from '../profiles/rules.ts';
import type { Hit, Reading } from './counter.ts';
import { addHits, type Count } from './counts.ts';
import { type LatchState, stepLatch } from './latch.ts';
import { type Program, scoreName } from './program.ts';
import { type DerivedEvent, sessionEnded, sessionStarted } from './session-events.ts';
import { countSessionEnd, judgeAll, judgeDue, judgeSome } from './standing.ts';
import type { World } from './subject.ts';

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
  if (concernsNobody(step)) return before.tracks;
  const { standings, moves } = judgeDue(before, entry.t - 1, rules).tracks;
  const taken = takeIn(step, { ...before.tracks, program: program.id, standings, moves });
  const seen = { profile: after, tracks: taken, rules, world: segments.world };
  // A session that time has ended is looked at as ended; what is kept hears of it from the entry that begins the next.
  const subject = { ...seen, tracks: countSessionEnd(seen, program, entry.t, taken.n) };
  const isAboutAll = after.consent.analytics !== before.consent.analytics;
  const judged = isAboutAll
    ? judgeAll(subject, program, entry.t)
    : judgeSome(subject, program, entry.t, listTouched(step));
  return subject.tracks === taken ? judged : { ...judged, n: taken.n, counts: taken.counts };
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
  return !tracks.standings.some(({ until }) => until !== null && until <= entry.t);
}

function begins(before: Profile, after: Profile): boolean {
  return after.sessions.count !== before.sessions.count;
}

function isFull({ sessions }: Profile, { sessionMaxEvents }: FoldRules): boolean {
  return (sessions.open?.events ?? 0) >= sessionMaxEvents;
}

/** The matches and scores of the entry, and of the sessions that it ends and begins. */
function takeIn(step: Step, tracks: Tracks): Tracks {
  const { entry, program } = step;
  if (entry.type === 'score') return takeScore(tracks, entry, program);
  if (entry.type !== 'event') return tracks;
  let { n, counts } = tracks;
  if (program.hearsSessions) {
    for (const derived of listDerived(step)) counts = takeEvent(counts, derived, n++, program);
  }
  counts = takeEvent(counts, entry, n, program);
  return { ...tracks, n: n + 1, unit: tracks.unit ?? entry.visitor, counts };
}

function listDerived({ before, after, entry, rules }: Step): readonly DerivedEvent[] {
  if (!begins(before, after)) return [];
  const { open } = before.sessions;
  return [...(open === null ? [] : [sessionEnded(open, rules)]), sessionStarted(entry)];
}

function takeEvent(
  counts: readonly Count[],
  event: Entry | DerivedEvent,
  n: number,
  program: Program,
): readonly Count[] {
  let next = counts;
  for (const counter of program.hearingOf(event.name).counters) {
    const rule = program.counters[counter];
    const readings = rule?.read(event as Entry) ?? [];
    if (rule === undefined || readings.length === 0) continue;
    const hits = readings.map((reading) => toHit(event.t, n, reading));
    next = addHits(next, counter, hits, rule.keep);
  }
  return next;
}

function toHit(t: number, n: number, { g, v }: Reading): Hit {
  if (v !== undefined) return g === undefined ? { t, n, v } : { t, n, g, v };
  return g === undefined ? { t, n } : { t, n, g };
}

function takeScore(tracks: Tracks, entry: Entry, program: Program): Tracks {
  const { p } = entry.properties;
  if (typeof p !== 'number') return tracks;
  let { latches } = tracks;
  for (const latch of program.hearingOf(scoreName(entry.name)).latches) {
    const use = program.latches[latch];
    if (use === undefined) continue;
    const known = latches.find((state) => state.latch === latch) ?? { latch, since: null, leavesAt: null };
    const stepped = stepLatch(known, use, p, entry.t);
    latches = [...latches.filter((state) => state.latch !== latch), stepped].toSorted(
      (a, b) => a.latch - b.latch,
    );
  }
  return { ...tracks, n: tracks.n + 1, latches };
}

/** Segments whose condition the entry may have changed. */
function listTouched({ before, after, entry, rules, program }: Step): readonly number[] {
  if (entry.type === 'score') return program.hearingOf(scoreName(entry.name)).segments;
  if (entry.type !== 'event') return [];
  const { segments } = program.hearingOf(entry.name);
  const isFirst = before.events === null || before.tracks.program !== program.id;
  const isOfSessions = program.hearsSessions || program.ofSessions.length > 0;
  const isStart = begins(before, after);
  if (!isFirst && !(isOfSessions && (isStart || isFull(after, rules)))) return segments;
  const started = isStart && program.hearsSessions ? program.hearingOf('Session Started').segments : [];
  return [...new Set([...segments, ...started, ...program.ofSessions, ...(isFirst ? program.first : [])])];
}
