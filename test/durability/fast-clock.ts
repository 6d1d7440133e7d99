/** Time that runs faster than the machine's, the same in every process: what is written behind is written soon. */
import type { Clock } from '../../core/ports.ts';

/** So much faster: the three seconds that a profile waits for company pass in 150 ms. */
const SPEED = 20;

/** Eight in the morning: a run of hours meets no midnight and so no new salt. */
const MORNING = Date.UTC(2026, 0, 5, 8);

/**
 * @param startedAt The machine's UTC ms at which this time began.
 * @example const clock = createFastClock(Date.now());
 */
export function createFastClock(startedAt: number): Clock {
  return {
    now: () => MORNING + (Date.now() - startedAt) * SPEED,
    after: (ms, callback) => {
      const timer = setTimeout(callback, ms / SPEED).unref();
      return () => clearTimeout(timer);
    },
  };
}
