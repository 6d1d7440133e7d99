import type { Clock } from '../../core/ports.ts';

/** Nothing that is to happen by itself is set for so soon. */
const SHORT_MS = 100;

/**
 * The clock of servers beside each other whose time is driven: who waits some milliseconds for another one's work has them of
 * the machine's time, for that work goes on while the driven one stands still.
 *
 * @example const fellows = { news, peers, clock: waitingByMachine(clock) }
 */
export function waitingByMachine(clock: Clock): Clock {
  return {
    now: clock.now,
    after: (ms, callback) => {
      if (ms >= SHORT_MS) return clock.after(ms, callback);
      const timer = setTimeout(callback, ms);
      return () => clearTimeout(timer);
    },
  };
}
