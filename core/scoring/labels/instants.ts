/**
 * When a visitor is looked at for training: at events of a session, ever further apart, and on quiet midnights after
 * it. These are the instants at which scores are made, thinned so that no long session outweighs the others.
 */
import { calendarSpan } from '../../calendar.ts';

/** Events of a session, the first is 1. */
const LOOKED_AT: ReadonlySet<number> = new Set([1, 2, 3, 5, 8, 13, 21, 34, 55, 89, 144]);
/** Midnights after the last event of a session, the first is 1. */
const QUIET_MIDNIGHTS: ReadonlySet<number> = new Set([1, 3, 7, 14, 28]);
const LAST_MIDNIGHT = 28;

/** @param place Of an event in its session, from 1. */
export function isLookedAt(place: number): boolean {
  return LOOKED_AT.has(place);
}

/**
 * Midnights of the site's clock after `from` and before `to`, UTC ms.
 *
 * @example quietMidnights(session.last, nextEvent ?? now, 'Europe/Berlin')
 */
export function quietMidnights(from: number, to: number, zone: string): readonly number[] {
  const found: number[] = [];
  let at = from;
  for (let place = 1; place <= LAST_MIDNIGHT; place++) {
    at = calendarSpan('day', at, zone).to;
    if (at >= to) break;
    if (QUIET_MIDNIGHTS.has(place)) found.push(at);
  }
  return found;
}
