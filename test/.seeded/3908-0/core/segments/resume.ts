/** Tracks of a visitor whose earlier entries retention has taken: memberships of that time are known by their notices. */
import { standingNotices, type Told } from './notices.ts';
import type { Program } from './program.ts';
import { NO_TRACKS, type Standing, type Tracks } from './tracks.ts';

/**
 * @param settled Instant up to which entries are gone, UTC ms.
 * @example resumeTracks(program, told, base.events.last).standings
 */
export function resumeTracks(program: Program, told: readonly Told[], settled: number): Tracks {
  const latest = new Map<string, Told>();
  for (const notice of standingNotices(told).toSorted((a, b) => a.at - b.at)) {
    if (notice.at <= settled) latest.set(notice.segment, notice);
  }
  const standings = program.segments.flatMap(({ definition }, segment): Standing[] => {
    const notice = latest.get(definition.key);
    // Asked again at the first instant of what is kept.
    return notice?.type === 'entered' ? [{ segment, since: notice.at, until: settled + 1 }] : [];
  });
  return { ...NO_TRACKS, standings, settled };
}
