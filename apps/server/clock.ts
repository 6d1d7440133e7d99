import type { Clock } from '../../core/ports.ts';

/** setTimeout counts in 32 bits; longer waits are taken in steps. */
const LONGEST_MS = 2 ** 31 - 1;

/** The machine's clock. Its timers do not keep the process alive. */
export const systemClock: Clock = {
  now: () => Date.now(),
  after: (ms, callback) => {
    const started = Date.now();
    const timer = setTimeout(
      () => {
        const left = ms - (Date.now() - started);
        if (ms > LONGEST_MS && left > 0) cancel = systemClock.after(left, callback);
        else callback();
      },
      Math.min(Math.max(ms, 0), LONGEST_MS),
    ).unref();
    let cancel = (): void => clearTimeout(timer);
    return () => cancel();
  },
};
