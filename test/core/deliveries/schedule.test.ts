import { describe, expect, it } from 'vitest';
import { type Failure, LONGEST_MS, scheduleRetry } from '../../../core/deliveries/schedule.ts';
import { NOON } from './world.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** All waits of a delivery that always fails. */
function waitsOf(given: Partial<Failure> = {}): readonly number[] {
  const waits: number[] = [];
  for (let attempts = 1, now = NOON; ; attempts += 1) {
    const failure = { attempts, firstAt: NOON, now, isSlow: false, retryAfterMs: null, random: 0, ...given };
    const due = scheduleRetry(failure);
    if (due === null) return waits;
    waits.push(due - now);
    now = due;
  }
}

const sum = (waits: readonly number[]) => waits.reduce((all, wait) => all + wait, 0);

describe('a delivery that fails', () => {
  it('is tried after 10 s, 1 min, 5 min, 30 min, 1 h, then every 2 h, for a day', () => {
    const waits = waitsOf();
    expect(waits.slice(0, 7)).toEqual([
      10 * SECOND,
      MINUTE,
      5 * MINUTE,
      30 * MINUTE,
      HOUR,
      2 * HOUR,
      2 * HOUR,
    ]);
    expect(sum(waits)).toBeLessThanOrEqual(LONGEST_MS);
    expect(sum(waits) + 2 * HOUR).toBeGreaterThan(LONGEST_MS);
  });

  it('waits longer from the start when the receiver said no', () => {
    expect(waitsOf({ isSlow: true }).slice(0, 4)).toEqual([5 * MINUTE, 30 * MINUTE, HOUR, 2 * HOUR]);
  });

  it.each([0, 0.25, 0.999])(
    'waits at most a fifth longer by chance (%d), and never beyond the day',
    (random) => {
      const waits = waitsOf({ random });
      expect(waits[0]).toBe(Math.round(10 * SECOND * (1 + 0.2 * random)));
      expect(sum(waits)).toBeLessThanOrEqual(LONGEST_MS);
    },
  );

  it.each([
    ['longer than the step', 90 * SECOND, 90 * SECOND],
    ['shorter than the step', SECOND, 10 * SECOND],
    ['more than an hour', 5 * HOUR, HOUR],
  ])('waits as the receiver asks: %s', (_, retryAfterMs, wait) => {
    expect(waitsOf({ retryAfterMs })[0]).toBe(wait);
  });
});
