/** A clock that a test moves by hand, in the same process. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Clock } from '../../core/ports.ts';
import { createDrivenClock } from './driven-clock.ts';

export type FakeClock = Clock & {
  /** Lets so much time pass: what was started before may set its timers first, then what falls due is called in order. */
  advance(ms: number): Promise<void>;
};

/** @example const clock = createFakeClock(Date.UTC(2026, 0, 1)); */
export function createFakeClock(start: number): FakeClock {
  const { now, after, moveTo } = createDrivenClock(start);
  return {
    now,
    after,
    async advance(ms) {
      await nextTurn();
      await moveTo(now() + ms);
    },
  };
}
