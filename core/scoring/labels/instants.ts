/**
 * When a visitor is looked at for training: at events of a session, ever further apart, at the first action of each
 * kind, and on quiet midnights after it. These are the instants at which scores are made, thinned so that no long session
 * outweighs the others. A checkout lasts a few events of many: without its first one, most would fall between two looks.
 */
import { addDays, startOfDate } from '../../calendar.ts';
import type { Entry } from '../../entry.ts';
import { activityOf } from '../../profiles/deferred-activity.ts';
import type { Profile } from '../../profiles/profile.ts';
import { isAction } from '../../profiles/visit.ts';
import { localDate } from '../../zone.ts';

/** Events of a session, the first is 1. */
const LOOKED_AT: ReadonlySet<number> = new Set([1, 2, 3, 5, 8, 13, 21, 34, 55, 89, 144]);
/** Midnights after the last event of a session, the first is 1. */
const QUIET_MIDNIGHTS = [1, 3, 7, 14, 28] as const;

/** Whether a session is looked at right after an event. @param profile With it folded in. */
export function isLookedAt(profile: Profile, event: Entry): boolean {
  const { open } = profile.sessions;
  if (open !== null && LOOKED_AT.has(open.events)) return true;
  const { visit } = activityOf(profile);
  return visit !== null && isAction(event) && visit.counts[visit.lastAction] === 1;
}

/**
 * Midnights of the site's clock after `from` and before `to`, UTC ms.
 *
 * @example quietMidnights(session.last, nextEvent ?? now, 'Europe/Berlin')
 */
export function quietMidnights(from: number, to: number, zone: string): readonly number[] {
  const found: number[] = [];
  const date = localDate(from, zone);
  for (const place of QUIET_MIDNIGHTS) {
    const at = startOfDate(addDays(date, place), zone);
    if (at >= to) break;
    found.push(at);
  }
  return found;
}
