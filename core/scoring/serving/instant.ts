/** Scores are step functions: made at each event of a visitor and at midnight of the site, held in between. */
import { calendarSpan } from '../../calendar.ts';
import type { Profile } from '../../profiles/profile.ts';

/**
 * As of when the score in force at `now` was made, UTC ms; null: nothing is known of the visitor.
 *
 * @param zone IANA, of the site.
 */
export function scoredAt({ events }: Profile, now: number, zone: string): number | null {
  if (events === null) return null;
  const midnight = calendarSpan('day', now, zone).from;
  return Math.min(now, Math.max(events.last, midnight));
}
