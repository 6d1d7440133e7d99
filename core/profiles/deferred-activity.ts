/**
 * What a visitor is doing, worked out when somebody asks. Most events are folded where nobody does: while a history is
 * read, imported or judged anew. A value like every other: what it says never changes, only how much of it is known.
 */
import type { Entry } from '../entry.ts';
import { type Activity, NO_ACTIVITY, stepActivity } from './activity.ts';

export type DeferredActivity = {
  /** Null: nobody has asked. Then it is what the other fields make, which are empty as soon as it is known. */
  known: Activity | null;
  before: DeferredActivity | null;
  event: Entry | null;
  /** From the start of the event's session to the event: a small number, where an instant would be an object. */
  readonly sinceStartMs: number;
  /** Events that wait, this one among them. */
  readonly waiting: number;
};

export const NOTHING_DONE: DeferredActivity = knownActivity(NO_ACTIVITY);

/** As many events are held on to at most. */
const MOST_WAITING = 32;

/** @example knownActivity(decodeActivity(stored)) */
export function knownActivity(known: Activity): DeferredActivity {
  return { known, before: null, event: null, sinceStartMs: 0, waiting: 0 };
}

/**
 * With one more event, later than all before it.
 *
 * @param sessionStart Of the session that the event belongs to, UTC ms.
 * @example deferActivity(profile.activity, event, sessions.open.start)
 */
export function deferActivity(
  before: DeferredActivity,
  event: Entry,
  sessionStart: number,
): DeferredActivity {
  const waiting = before.known === null ? before.waiting + 1 : 1;
  const activity: DeferredActivity = {
    known: null,
    before,
    event,
    sinceStartMs: event.t - sessionStart,
    waiting,
  };
  if (waiting === MOST_WAITING) activityOf({ activity });
  return activity;
}

/** @example activityOf(profile).cart.lines.length */
export function activityOf({ activity }: { readonly activity: DeferredActivity }): Activity {
  const waiting: DeferredActivity[] = [];
  let first: DeferredActivity | null = activity;
  for (; first !== null && first.known === null; first = first.before) waiting.push(first);
  let known = first?.known ?? NO_ACTIVITY;
  for (const { event, sinceStartMs } of waiting.reverse()) {
    if (event !== null) known = stepActivity(known, event, event.t - sinceStartMs);
  }
  activity.known = known;
  activity.before = null;
  activity.event = null;
  return known;
}
