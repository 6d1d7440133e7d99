import { describe, expect, it } from 'vitest';
import { type Activity, NO_ACTIVITY, stepActivity } from '../../../core/profiles/activity.ts';
import {
  activityOf,
  type DeferredActivity,
  deferActivity,
  NOTHING_DONE,
} from '../../../core/profiles/deferred-activity.ts';
import { event, MINUTE, START } from './world.ts';

const events = Array.from({ length: 100 }, (_, n) =>
  event(n % 3 === 0 ? 'Product Added' : 'Product Viewed', {
    t: START + n * MINUTE,
    properties: { product_id: `p${n % 7}` },
  }),
);
const sessionOf = (n: number): number => START + Math.floor(n / 40) * 40 * MINUTE;

/** Before the first event, and after each. */
function deferAll(): readonly DeferredActivity[] {
  const all = [NOTHING_DONE];
  for (const [n, one] of events.entries()) all.push(deferActivity(all[n] ?? NOTHING_DONE, one, sessionOf(n)));
  return all;
}
function stepAll(): readonly Activity[] {
  const all = [NO_ACTIVITY];
  for (const [n, one] of events.entries()) all.push(stepActivity(all[n] ?? NO_ACTIVITY, one, sessionOf(n)));
  return all;
}
const waitingIn = ({ known, before }: DeferredActivity): number =>
  known !== null || before === null ? 0 : 1 + waitingIn(before);

describe('an activity that is worked out when somebody asks', () => {
  it.each([
    ['from the first on', events.map((_, n) => n)],
    ['from the last on', events.map((_, n) => events.length - n)],
    ['of the last alone', [events.length]],
    ['of some in between, twice', [50, 10, 50, 90, 10]],
  ])('says what one does that was worked out at every event: asked %s', (_, asked) => {
    const [deferred, stepped] = [deferAll(), stepAll()];
    for (const n of asked) {
      expect(activityOf({ activity: deferred[n] ?? NOTHING_DONE })).toEqual(stepped[n]);
    }
  });

  it('holds on to 31 events at most, and to none once somebody asked', () => {
    const all = deferAll();
    expect(Math.max(...all.map(waitingIn))).toBe(31);
    const last = all.at(-1) ?? NOTHING_DONE;
    activityOf({ activity: last });
    expect(waitingIn(last)).toBe(0);
  });
});
