/** In which segments a visitor is: judged anew where an entry or time may have changed it. */
import { type ConsentState, consentAt, endsOf } from '../identity/consent.ts';
import type { Profile } from '../profiles/profile.ts';
import type { FoldRules } from '../profiles/rules.ts';
import { countEvent } from './counts.ts';
import type { Program } from './program.ts';
import { sessionEnded } from './session-events.ts';
import { openSession, type Subject, subjectOf } from './subject.ts';
import type { Move, Standing, Tracks } from './tracks.ts';
import { earlier, NEVER, type Verdict } from './verdict.ts';

/** Judges every segment of the program: after a consent, or for an explanation. */
export function judgeAll(subject: Subject, program: Program, t: number): Tracks {
  return judgeSome(subject, program, t, [...program.segments.keys()]);
}

/** Judges some, and whichever is due. */
export function judgeSome(
  subject: Subject,
  program: Program,
  t: number,
  touched: readonly number[],
  cause: Move['cause'] = 'event',
): Tracks {
  const { tracks } = subject;
  const judged = withDue(touched, tracks.standings, t);
  let { moves } = tracks;
  let standings: Standing[] | null = null;
  for (let i = 0; i < judged.length; i++) {
    const segment = judged[i] as number;
    const { holds, until } = judge(subject, program, segment, t);
    const lines: readonly Standing[] = standings ?? tracks.standings;
    const at = placeOf(lines, segment);
    const known = lines[at]?.segment === segment ? lines[at] : undefined;
    let since = known?.since ?? null;
    if (holds !== (since !== null)) {
      const type = holds ? 'entered' : 'left';
      const moved = addMove(moves, { segment, type, at: t, since: since ?? t, cause });
      moves = moved.moves;
      since = holds ? moved.since : null;
    }
    if (mayStay(known, since, until, t)) continue;
    standings ??= [...tracks.standings];
    putLine(standings, at, known, { segment, since, until });
  }
  return withMoves(tracks, standings ?? tracks.standings, moves);
}

function withMoves(tracks: Tracks, standings: readonly Standing[], moves: readonly Move[]): Tracks {
  return standings === tracks.standings && moves === tracks.moves ? tracks : { ...tracks, standings, moves };
}

function putLine(lines: Standing[], at: number, known: Standing | undefined, line: Standing): void {
  const isEmpty = line.since === null && line.until === null;
  if (known !== undefined && !isEmpty) lines[at] = line;
  else lines.splice(at, known === undefined ? 0 : 1, ...(isEmpty ? [] : [line]));
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
function mayStay(
  known: Standing | undefined,
  since: number | null,
  until: number | null,
  t: number,
): boolean {
  if (known === undefined) return since === null && until === null;
  if (known.since !== since) return false;
  if (known.until === until) return true;
  return known.until !== null && until !== null && known.until > t && known.until < until;
}

function withDue(touched: readonly number[], standings: readonly Standing[], t: number): readonly number[] {
  let judged: number[] | null = null;
  for (const { segment, until } of standings) {
    if (until === null || until > t || touched.includes(segment)) continue;
    judged ??= [...touched];
    judged.push(segment);
  }
  return judged ?? touched;
}

/** Nobody is in a segment before being seen, nor while analytics is declined. */
export function judge(subject: Subject, program: Program, segment: number, t: number): Verdict {
  const node = program.segments[segment]?.node;
  const { events, consent } = subject.profile;
  if (node === undefined || events === null) return NEVER;
  if (consent.analytics === undefined) return node.evaluate(subject, t);
  const end = nextEnd(consent, t);
  if (consentAt(consent, 'analytics', t)?.allowed === false) return { holds: false, until: end };
  const verdict = node.evaluate(subject, t);
  return end === null ? verdict : { holds: verdict.holds, until: earlier(verdict.until, end) };
}

/** The first instant after `t` at which a grant ends by itself. */
export function nextEnd(consent: ConsentState, t: number): number | null {
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
    const subject = subjectOf(profile, tracks, rules, world);
    const known = countSessionEnd(subject, program, due, profile.tracks.n);
    tracks = judgeSome({ ...subject, tracks: known }, program, due, [], 'time');
    const next = dueOf(tracks);
    if (next !== null && next <= due) throw new TypeError('a condition asks to be judged again in the past');
    due = next;
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
  const { counts } = countEvent(tracks.counts, event, tracks.n, program);
  return { ...tracks, n: tracks.n + 1, counts };
}
