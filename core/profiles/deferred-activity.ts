/**
 * What a visitor is doing, worked out when somebody asks. Most events are folded where nobody does: while a history is
 * read, imported or judged anew. A value like every other: what it says never changes, only how much of it is known.
 */
import type { Entry } from '../entry.ts';
import { type Activity, NO_ACTIVITY, stepActivity } from './activity.ts';

export type DeferredActivity = {
  /** Null: nobody has asked. */
  known: Activity | null;
  /** What `known` is made of; null as soon as it is. */
  step: Step | null;
};

type Step = {
  readonly before: DeferredActivity;
  readonly event: Entry;
  /** Of the session that the event belongs to, UTC ms. */
  readonly sessionStart: number;
  /** Steps that wait, this one among them. */
  readonly waiting: number;
};

export const NOTHING_DONE: DeferredActivity = knownActivity(NO_ACTIVITY);

/** As many events are held on to at most. */
const MOST_WAITING = 32;

/** @example knownActivity(decodeActivity(stored)) */
export function knownActivity(known: Activity): DeferredActivity {
  return { known, step: null };
}

/** With one more event, later than all before it. @example deferActivity(profile.activity, event, open.start) */
export function deferActivity(
  before: DeferredActivity,
  event: Entry,
  sessionStart: number,
): DeferredActivity {
  const waiting = before.step === null ? 1 : before.step.waiting + 1;
  const deferred = { known: null, step: { before, event, sessionStart, waiting } };
  if (waiting === MOST_WAITING) activityOf({ activity: deferred });
  return deferred;
}

/** @example activityOf(profile).cart.lines.length */
export function activityOf({ activity }: { readonly activity: DeferredActivity }): Activity {
  if (activity.known !== null) return activity.known;
  const steps: Step[] = [];
  let first = activity;
  for (let { step } = first; step !== null; step = first.step) {
    steps.push(step);
    first = step.before;
  }
  let known = first.known ?? NO_ACTIVITY;
  for (const { event, sessionStart } of steps.reverse()) known = stepActivity(known, event, sessionStart);
  activity.known = known;
  activity.step = null;
  return known;
}
