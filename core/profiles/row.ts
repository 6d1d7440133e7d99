/** A profile in memory as the row that is written of it. */
import type { SiteId } from '../entry.ts';
import type { Clock, ProfileRow } from '../ports.ts';
import { judgeDue } from '../segments/standing.ts';
import { settleTracks, type Tracks } from '../segments/tracks.ts';
import { earlier } from '../segments/verdict.ts';
import { encodeProfile } from './codec.ts';
import { contributionsOf } from './contributions.ts';
import { dueAt } from './fold.ts';
import { endOfProfile, type Kinships } from './kinship.ts';
import { isEmptyProfile } from './profile.ts';
import type { FoldRules } from './rules.ts';
import type { Slot } from './slot-cache.ts';

export type RowPorts = {
  readonly clock: Clock;
  readonly kinships: Kinships;
  readonly rulesOf: (site: SiteId) => FoldRules;
};

/** After a link has given all of its entries to somebody else. */
export function isEmpty({ timeline }: Slot): boolean {
  return isEmptyProfile(timeline.profile);
}

/** As of now: in which segments, and when time alone changes anything of it. */
export function encodeRow({ clock, kinships, rulesOf }: RowPorts, slot: Slot): ProfileRow {
  const { site, visitor, seq, timeline } = slot;
  const now = clock.now();
  const rules = rulesOf(site);
  const { profile } = timeline;
  const end = endOfProfile(kinships.peek(site, visitor), profile);
  const { tracks } = judgeDue(profile, now, rules);
  const members = tracks.standings.flatMap(({ segment, since }) =>
    since === null ? [] : (rules.segments?.program.segments[segment]?.id ?? []),
  );
  return {
    site,
    visitor,
    seq,
    due: earlier(earlier(dueAt(profile, now, rules), end), nextToTell(slot, now, rules)),
    last: profile.events?.last ?? 0,
    members: members.toSorted(),
    contributions: contributionsOf(profile, rules),
    data: encodeProfile({ ...profile, tracks: keptTracks(slot) }),
  };
}

/**
 * Without what durable notices tell. A row written while others are on their way, or while some stand that an entry may
 * have proved wrong, says of which program it is nothing: who reads it asks the log.
 */
function keptTracks({ settled, knownTo, told, timeline: { profile } }: Slot): Tracks {
  const { tracks } = profile;
  if (told.some(({ at }) => at > knownTo)) return { ...tracks, program: null };
  return settleTracks(
    tracks,
    told.reduce((latest, { at }) => Math.max(latest, at), settled),
  );
}

/** The first change of a membership that no durable notice tells of, whether its time has come or not. */
function nextToTell({ timeline: { profile }, knownTo }: Slot, now: number, rules: FoldRules): number | null {
  const untold = profile.tracks.moves.find(({ at }) => at > knownTo);
  return earlier(untold?.at ?? null, judgeDue(profile, Math.min(now, knownTo), rules).due);
}
