/** Who is in which segment at an instant, since when, and until when if nothing happens. */
import type { Profile } from '../profiles/profile.ts';
import type { FoldRules } from '../profiles/rules.ts';
import { countSessionEnd, judge, judgeDue } from './standing.ts';
import { type Subject, subjectOf } from './subject.ts';
import type { SegmentRules } from './tracks.ts';
import { NEVER, type Verdict } from './verdict.ts';

export type Membership = {
  /** Place in the program. */
  readonly segment: number;
  readonly since: number;
};

/**
 * The segments a visitor is in at an instant, UTC ms, not before the profile's last entry: exact, since everything
 * that time has changed until then is taken in.
 */
export function membershipsAt(profile: Profile, t: number, rules: FoldRules): readonly Membership[] {
  return judgeDue(profile, t, rules).tracks.standings.flatMap(({ segment, since }) =>
    since === null ? [] : [{ segment, since }],
  );
}

/** How many edges are looked past for one that changes the answer; a condition has far fewer. */
const MOST_EDGES = 10_000;

/**
 * Whether something holds at `t`, and the first instant after `t` at which that does change without a new entry; null
 * where it never does.
 *
 * @param judgeAt What is certain of an instant, `until` perhaps too early.
 * @example answerExactly((at) => node.evaluate(subjectAt(at), at), t)
 */
export function answerExactly(judgeAt: (t: number) => Verdict, t: number): Verdict {
  const { holds, until } = judgeAt(t);
  let next = until;
  for (let edge = 0; next !== null && edge < MOST_EDGES; edge++) {
    const verdict = judgeAt(next);
    if (verdict.holds !== holds) return { holds, until: next };
    next = verdict.until;
  }
  return { holds, until: null };
}

/**
 * Whether a segment holds at `t`, and the exact instant of the next change without a new entry.
 *
 * @example answerAt(profile, 0, t, rules) // { holds: true, until: t + 3600000 }
 */
export function answerAt(profile: Profile, segment: number, t: number, rules: FoldRules): Verdict {
  const { segments } = rules;
  if (segments === undefined) return NEVER;
  const { program } = segments;
  const subjectAt = subjectsOf(profile, rules, segments);
  return answerExactly((at) => judge(subjectAt(at), program, segment, at), t);
}

/** The visitor as conditions see them at instants after the last entry: a session that time has ended is told of. */
export function subjectsOf(
  profile: Profile,
  rules: FoldRules,
  { program, world }: SegmentRules,
): (t: number) => Subject {
  const subject = subjectOf(profile, profile.tracks, rules, world);
  return (t) => ({ ...subject, tracks: countSessionEnd(subject, program, t, profile.tracks.n) });
}
