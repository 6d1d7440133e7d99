/** At most so many messages a minute; of those that wait, the more important leave first. */

export type Pace = {
  /** Messages a minute. */
  readonly most: number;
  /** The higher the earlier. */
  readonly priority: number;
};

export type Throttle = {
  /**
   * Null where the message may leave now; else when to ask again, UTC ms. Whoever may leave has a place until
   * {@link done}.
   */
  waitFor(id: string, pace: Pace, now: number): number | null;
  /** It left, or did not: then its place is free. */
  done(id: string, hasLeft: boolean): void;
};

const MINUTE_MS = 60_000;
const RETRY_MS = 1_000;

type Place = { readonly id: string; readonly at: number };

/** @example createThrottle().waitFor('decision-1', { most: 100, priority: 50 }, now) // null */
export function createThrottle(): Throttle {
  let taken: readonly Place[] = [];
  /** Until when each is waited for: one that never asks again keeps nobody waiting. */
  const waiting = new Map<string, Pick<Pace, 'priority'> & { readonly until: number }>();

  const firstToLeave = (): number => Math.min(...taken.map(({ at }) => at)) + MINUTE_MS;

  return {
    waitFor: (id, { most, priority }, now) => {
      if (most === Number.POSITIVE_INFINITY) return null;
      taken = taken.filter(({ at }) => now - at < MINUTE_MS);
      for (const [other, { until }] of waiting) if (until < now) waiting.delete(other);
      const before = [...waiting].filter(([other, own]) => other !== id && own.priority > priority).length;
      if (taken.length + before < most) {
        waiting.delete(id);
        taken = [...taken, { id, at: now }];
        return null;
      }
      const at =
        most === 0 ? now + MINUTE_MS : Math.max(now + RETRY_MS, taken.length < most ? 0 : firstToLeave());
      waiting.set(id, { priority, until: at + MINUTE_MS });
      return at;
    },
    done: (id, hasLeft) => {
      if (!hasLeft) taken = taken.filter((place) => place.id !== id);
    },
  };
}
