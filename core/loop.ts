/** Work that is done again and again while nobody asks for it. */
import { InklingError } from './errors.ts';
import type { Clock } from './ports.ts';

/** @example while (!(await isThere())) await pass(clock, 50) */
export function pass(clock: Pick<Clock, 'after'>, ms: number): Promise<void> {
  return new Promise((resolve) => {
    clock.after(ms, resolve);
  });
}

export type Loop = {
  start(): void;
  /** Does it now, and not only when its time has come; where it is under way, once more after that. */
  hurry(): void;
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
  let isHurried = false;
  let working: Promise<void> = Promise.resolve();

  function run(): void {
    cancel = null;
    isHurried = false;
    working = work()
      .catch(onFault)
      .then(() => {
        if (!isOn) return;
        if (isHurried) run();
        else cancel = clock.after(ms, run);
      });
  }

  return {
    start: () => {
      isOn = true;
      cancel = clock.after(ms, run);
    },
    hurry: () => {
      if (!isOn) return;
      isHurried = true;
      if (cancel === null) return;
      cancel();
      run();
    },
    stop: async () => {
      isOn = false;
      cancel?.();
      await working;
    },
  };
}

/**
 * What fails the same way again and again is said once, until it goes well or fails otherwise.
 *
 * @example createLoop(clock, 500, sayingOnce(follow, onFault), onFault)
 */
export function sayingOnce(
  work: () => Promise<void>,
  onFault: (error: unknown) => void,
): () => Promise<void> {
  let said: string | null = null;
  return async () => {
    try {
      await work();
      said = null;
    } catch (error) {
      const kind = kindOf(error);
      if (kind !== said) onFault(error);
      said = kind;
    }
  };
}

/** What is said of one fault may hold a measure, which is another each time. */
function kindOf(error: unknown): string {
  if (error instanceof InklingError) return error.code;
  return error instanceof Error ? `${error.name} ${error.message}` : String(error);
}
