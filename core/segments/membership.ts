/** Who is in which segment at an instant, since when, and until when if nothing happens. */
import type { Profile } from '../profiles/profile.ts';
import type { FoldRules } from '../profiles/rules.ts';
import { countSessionEnd, judge, judgeDue } from './standing.ts';
import type { Subject } from './subject.ts';

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
 * Whether a segment holds at `t`, and the first instant after `t` at which that does change without a new entry; null
 * where it never does.
 *
 * @example answerAt(profile, 0, t, rules) // { holds: true, until: t + 3600000 }
 */
export function answerAt(
  profile: Profile,
  segment: number,
  t: number,
  rules: FoldRules,
): { readonly holds: boolean; readonly until: number | null } {
  const { segments } = rules;
  if (segments === undefined) return { holds: false, until: null };
  const { program, world } = segments;
  const subjectAt = (at: number): Subject => {
    const subject = { profile, tracks: judgeDue(profile, at, rules).tracks, rules, world };
    return { ...subject, tracks: countSessionEnd(subject, program, at, profile.tracks.n) };
  };
  const { holds, until } = judge(subjectAt(t), program, segment, t);
  let next = until;
  for (let edge = 0; next !== null && edge < MOST_EDGES; edge++) {
    const verdict = judge(subjectAt(next), program, segment, next);
    if (verdict.holds !== holds) return { holds, until: next };
    next = verdict.until;
  }
  return { holds, until: null };
}
