/** In which segments a visitor is: judged anew where an entry or time may have changed it. */
import { consentAt, endsOf } from '../identity/consent.ts';
import type { Profile } from '../profiles/profile.ts';
import type { FoldRules } from '../profiles/rules.ts';
import { addHits } from './counts.ts';
import type { Program } from './program.ts';
import { sessionEnded } from './session-events.ts';
import { openSession, type Subject } from './subject.ts';
import type { Move, Standing, Tracks } from './tracks.ts';
import { earlier, NEVER, type Verdict } from './verdict.ts';

/** Judges every segment of the program: after a consent, or for an explanation. */
export function judgeAll(subject: Subject, program: Program, t: number): Tracks {
  return judgeSome(subject, program, t, program.segments.keys());
}

/** Judges some, and whichever is due. */
export function judgeSome(
  subject: Subject,
  program: Program,
  t: number,
  touched: Iterable<number>,
  cause: Move['cause'] = 'event',
): Tracks {
  const { tracks } = subject;
  const due = listDue(tracks.standings, t);
  let { standings, moves } = tracks;
  for (const segment of due === null ? touched : new Set([...touched, ...due])) {
    const { holds, until } = judge(subject, program, segment, t);
    const at = placeOf(standings, segment);
    const known = standings[at]?.segment === segment ? standings[at] : undefined;
    const was = known?.since ?? null;
    let since = was;
    if (holds !== (was !== null)) {
      const changed = addMove(moves, {
        segment,
        type: holds ? 'entered' : 'left',
        at: t,
        since: was ?? t,
        cause,
      });
      moves = changed.moves;
      since = holds ? changed.since : null;
    }
    standings = put(standings, at, known, segment, since, until, t);
  }
  return standings === tracks.standings && moves === tracks.moves ? tracks : { ...tracks, standings, moves };
}

/** Of two opposite moves at one instant nothing stays: membership is what holds after all entries of the instant. */
function addMove(
  moves: readonly Move[],
  move: Move,
): { readonly moves: readonly Move[]; readonly since: number } {
  const last = moves.findLast(({ segment }) => segment === move.segment);
  if (last === undefined || last.at !== move.at || last.type === move.type) {
    return { moves: [...moves, move], since: move.at };
  }
  return { moves: moves.filter((other) => other !== last), since: last.since };
}

/** Where the segment stands, or would stand. */
function placeOf(standings: readonly Standing[], segment: number): number {
  let at = 0;
  while (at < standings.length && (standings[at]?.segment ?? 0) < segment) at++;
  return at;
}

/**
 * Who is not in it and cannot come in by time needs no line. Where only the instant to ask again has moved further
 * off, the line stays: asked too early, it says so then.
 */
function put(
  standings: readonly Standing[],
  at: number,
  known: Standing | undefined,
  segment: number,
  since: number | null,
  until: number | null,
  t: number,
): readonly Standing[] {
  if (known === undefined) {
    if (since === null && until === null) return standings;
    return standings.toSpliced(at, 0, { segment, since, until });
  }
  if (known.since === since) {
    if (known.until === until) return standings;
    if (known.until !== null && until !== null && known.until > t && known.until < until) return standings;
  }
  if (since === null && until === null) return standings.toSpliced(at, 1);
  return standings.with(at, { segment, since, until });
}

function listDue(standings: readonly Standing[], t: number): readonly number[] | null {
  let due: number[] | null = null;
  for (const { segment, until } of standings) {
    if (until === null || until > t) continue;
    if (due === null) due = [segment];
    else due.push(segment);
  }
  return due;
}

/** Nobody is in a segment before being seen, nor while analytics is declined. */
export function judge(subject: Subject, program: Program, segment: number, t: number): Verdict {
  const node = program.segments[segment]?.node;
  const { events, consent } = subject.profile;
  if (node === undefined || events === null) return NEVER;
  if (consent.analytics === undefined) return node.evaluate(subject, t);
  const end = nextEnd(subject.profile, t);
  if (consentAt(consent, 'analytics', t)?.allowed === false) return { holds: false, until: end };
  const verdict = node.evaluate(subject, t);
  return end === null ? verdict : { holds: verdict.holds, until: earlier(verdict.until, end) };
}

function nextEnd({ consent }: Subject['profile'], t: number): number | null {
  return endsOf(consent).reduce<number | null>((next, end) => (end > t ? earlier(next, end) : next), null);
}

/** When time alone may change something next. */
export function dueOf({ standings }: Tracks): number | null {
  let due: number | null = null;
  for (const { until } of standings) due = earlier(due, until);
  return due;
}

/**
 * The tracks as of an instant without a further entry: everything that time changed up to it, in order. They are
 * for looking at; the fold goes on from those of the last entry.
 */
export function judgeDue(
  profile: Profile,
  t: number,
  rules: FoldRules,
): { readonly tracks: Tracks; readonly due: number | null } {
  const { segments } = rules;
  let { tracks } = profile;
  let due = dueOf(tracks);
  if (segments === undefined || due === null || due > t) return { tracks, due };
  const { program, world } = segments;
  while (due !== null && due <= t) {
    const known = countSessionEnd({ profile, tracks, rules, world }, program, due, profile.tracks.n);
    tracks = judgeSome({ profile, tracks: known, rules, world }, program, due, [], 'time');
    due = dueOf(tracks);
  }
  return { tracks, due };
}

/**
 * An open session that has ended by time: conditions hear of it before any entry says so.
 *
 * @param n How many entries the profile holds: with more, the tracks have heard of it.
 */
export function countSessionEnd(subject: Subject, program: Program, t: number, n: number): Tracks {
  const { profile, tracks, rules } = subject;
  const { open } = profile.sessions;
  if (!program.hearsSessions || tracks.n > n || open === null || openSession(subject, t) !== null)
    return tracks;
  const event = sessionEnded(open, rules);
  let { counts } = tracks;
  for (const counter of program.hearingOf(event.name).counters) {
    const rule = program.counters[counter];
    const hits = rule?.read(event as never).map((reading) => ({ t: event.t, n: tracks.n, ...reading })) ?? [];
    if (rule !== undefined && hits.length > 0) counts = addHits(counts, counter, hits, rule.keep);
  }
  return { ...tracks, n: tracks.n + 1, counts };
}
