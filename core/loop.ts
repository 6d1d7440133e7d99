/** Work that is done again and again while nobody asks for it. */
import type { Clock } from './ports.ts';

/** @example while (!(await isThere())) await pass(clock, 50) */
export function pass(clock: Pick<Clock, 'after'>, ms: number): Promise<void> {
  return new Promise((resolve) => {
    clock.after(ms, resolve);
  });
}

export type Loop = {
  start(): void;
  /** Resolves when what is under way has ended; nothing follows it. */
  stop(): Promise<void>;
};

/**
 * Each time so long after the time before has ended, whatever came of it.
 *
 * @param ms Between the end of one and the beginning of the next.
 * @example const loop = createLoop(clock, 500, follow, onFault); loop.start()
 */
export function createLoop(
  clock: Pick<Clock, 'after'>,
  ms: number,
  work: () => Promise<void>,
  onFault: (error: unknown) => void,
): Loop {
  let cancel: (() => void) | null = null;
  let isOn = false;
  let working: Promise<void> = Promise.resolve();

  function arm(): void {
    cancel = clock.after(ms, () => {
      working = work()
        .catch(onFault)
        .then(() => {
          if (isOn) arm();
        });
    });
  }

  return {
    start: () => {
      isOn = true;
      arm();
    },
    stop: async () => {
      isOn = false;
      cancel?.();
      await working;
    },
  };
}
