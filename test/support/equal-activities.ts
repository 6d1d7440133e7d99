/** For every suite: two profiles are equal where what their visitors are doing is, however much of it is worked out. */
import { expect } from 'vitest';
import { activityOf, type DeferredActivity } from '../../core/profiles/deferred-activity.ts';

function isDeferred(value: unknown): value is DeferredActivity {
  return typeof value === 'object' && value !== null && 'known' in value && 'sinceStartMs' in value;
}

expect.addEqualityTesters([
  function areEqualActivities(a, b) {
    if (!isDeferred(a) || !isDeferred(b)) return undefined;
    return this.equals(activityOf({ activity: a }), activityOf({ activity: b }));
  },
]);
