/** A visitor at one instant, as features look at it. Pure: of a profile that was folded up to that instant and no further. */
import { calendarSpan, type Span } from '../../calendar.ts';
import { type Activity, livelinessAt } from '../../profiles/activity.ts';
import { sumCart } from '../../profiles/cart.ts';
import { activityOf } from '../../profiles/deferred-activity.ts';
import type { Profile } from '../../profiles/profile.ts';
import { type RfmFacts, rfmFacts } from '../../profiles/rfm.ts';
import type { FoldRules } from '../../profiles/rules.ts';
import { sessionEnd } from '../../profiles/sessions.ts';
import { ACTIONS, type Action, type Visit } from '../../profiles/visit.ts';
import { localDate, localHour } from '../../zone.ts';

export type Subject = {
  readonly profile: Profile;
  /** UTC ms, not before the profile's last entry. */
  readonly now: number;
  /** Of the open session; null: none is open. */
  readonly visit: Visit | null;
  readonly activity: Activity;
  readonly rfm: RfmFacts;
  readonly cart: { readonly pieces: number; readonly valueMinor: number };
  /** By the site's clock: 0 to 23, and 0 to 6 from Monday. */
  readonly hour: number;
  readonly weekday: number;
  /** Nobody allowed the visitor to be known longer than a day. */
  readonly isAnonymous: boolean;
  /** Events of the open session, and of what happened last in an earlier one, UTC ms. */
  readonly events: number;
  readonly lastVisit: number | null;
};

export type Around = {
  readonly rules: FoldRules;
  /** IANA, of the site. */
  readonly zone: string;
  readonly isAnonymous: boolean;
};

const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;

/** @example subjectOf(profile, now, { rules, zone: 'Europe/Berlin', isAnonymous: false }) */
export function subjectOf(profile: Profile, now: number, { rules, zone, isAnonymous }: Around): Subject {
  const { sessions } = profile;
  const activity = activityOf(profile);
  const { open } = sessions;
  const isOpen = open !== null && now < sessionEnd(open, rules);
  const before = isOpen ? sessions.recent.at(-1) : (open ?? sessions.recent.at(-1));
  const day = calendarSpan('day', now, zone);
  return {
    profile,
    now,
    visit: isOpen ? activity.visit : null,
    activity,
    rfm: rfmFacts(profile, now),
    cart: sumCart(activity.cart),
    hour: hourOf(now, day, zone),
    weekday: weekdayOf(day.from, zone),
    isAnonymous,
    events: isOpen ? open.events : 0,
    lastVisit: before?.last ?? null,
  };
}

/** How often an action was done in the open session. */
export function countOf({ visit }: Subject, action: Action): number {
  return visit?.counts[ACTIONS.indexOf(action)] ?? 0;
}

/** A fading counter as of now. @param at Its place among the counts. */
export function livelyCount({ activity, now }: Subject, at: number): number {
  return livelinessAt(activity.liveliness, at, now);
}

/** Asking the zone's clock takes some time, and is needed on the days alone on which it is changed. */
function hourOf(now: number, { from, to }: Span, zone: string): number {
  return to - from === DAY_MS ? Math.floor((now - from) / HOUR_MS) : localHour(now, zone);
}

const MOST_REMEMBERED = 500;
const weekdays = new Map<string, number>();

function weekdayOf(day: number, zone: string): number {
  const key = `${zone} ${day}`;
  const known = weekdays.get(key);
  if (known !== undefined) return known;
  if (weekdays.size >= MOST_REMEMBERED) weekdays.clear();
  const weekday = (new Date(`${localDate(day, zone)}T00:00:00Z`).getUTCDay() + 6) % 7;
  weekdays.set(key, weekday);
  return weekday;
}
