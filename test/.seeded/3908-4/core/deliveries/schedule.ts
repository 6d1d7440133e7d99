/** When a delivery that failed is tried again. */

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;

/** So long after the first attempt it is given up and becomes a dead letter. */
export const LONGEST_MS = 24 * HOUR_MS;

/** Waits after the first, second … attempt; then {@link REST_MS} each. */
const STEPS_MS = [10 * SECOND_MS, MINUTE_MS, 5 * MINUTE_MS, 30 * MINUTE_MS, HOUR_MS];
/** The receiver understood and said no: trying soon does not help, mending it might. */
const SLOW_STEPS_MS = [5 * MINUTE_MS, 30 * MINUTE_MS, HOUR_MS];
const REST_MS = 2 * HOUR_MS;
/** What a receiver may ask for with Retry-After. */
export const MOST_ASKED_MS = HOUR_MS;
/** A wait grows by up to this share, so that what failed together does not come back together. */
const JITTER = 0.2;

export type Failure = {
  /** How often it was tried, this time included. */
  readonly attempts: number;
  readonly firstAt: number;
  readonly now: number;
  readonly isSlow: boolean;
  readonly retryAfterMs: number | null;
  /** 0 to below 1. */
  readonly random: number;
};

/**
 * @returns The instant of the next attempt, or null where that would lie beyond a day.
 * @example scheduleRetry({ attempts: 1, firstAt: now, now, isSlow: false, retryAfterMs: null, random: 0 }) // now + 10 s
 */
export function scheduleRetry(failure: Failure): number | null {
  const { attempts, firstAt, now, isSlow, retryAfterMs, random } = failure;
  const step = (isSlow ? SLOW_STEPS_MS : STEPS_MS)[attempts - 1] ?? REST_MS;
  const asked = Math.min(retryAfterMs ?? 0, MOST_ASKED_MS);
  const due = now + Math.max(Math.round(step * (1 + JITTER * random)), asked);
  return due - firstAt > LONGEST_MS ? null : due;
}
