/** A clock that a test moves by hand, in the same process. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Clock } from '../../core/ports.ts';
import { createDrivenClock } from './driven-clock.ts';

export type FakeClock = Clock & {
  /** Lets so much time pass: what was started before may set its timers first, then what falls due is called in order. */
  advance(ms: number): Promise<void>;
};

/**
 * @param settle Resolves when what was started before has settled, where that takes more than turns of this process.
 * @example const clock = createFakeClock(Date.UTC(2026, 0, 1));
 */
export function createFakeClock(start: number, settle?: () => Promise<void>): FakeClock {
  const { now, after, moveTo } = createDrivenClock(start, settle);
  return {
    now,
    after,
    async advance(ms) {
      await (settle ?? nextTurn)();
      await moveTo(now() + ms);
    },
  };
}
