/** When nobody waits for the database any more: what a clock that is moved by hand has to wait for in between. */
import { setImmediate as nextTurn } from 'node:timers/promises';

export type Quiet = {
  /** The same, but what is asked of it and of all that comes out of it is counted until it is answered. */
  watch<T extends object>(asked: T): T;
  /** Resolves when nothing is under way, nor follows from the last answer. */
  settle(): Promise<void>;
};

/** Turns of the event loop that an answer gets until it has led to the next question. */
const TURNS = 10;

/** @example const { watch, settle } = createQuiet(); const clock = createFakeClock(START, settle); use(watch(db)); */
export function createQuiet(): Quiet {
  const underWay = new Set<Promise<unknown>>();

  async function count(answer: Promise<unknown>): Promise<unknown> {
    underWay.add(answer);
    try {
      return await answer;
    } finally {
      underWay.delete(answer);
    }
  }

  function follow(answer: unknown): unknown {
    if (answer instanceof Promise) return count(answer);
    return typeof answer === 'object' && answer !== null ? watch(answer) : answer;
  }

  function watch<T extends object>(asked: T): T {
    return new Proxy(asked, {
      get(target, key) {
        const value: unknown = Reflect.get(target, key, target);
        if (typeof value !== 'function') return value;
        return (...given: unknown[]) => follow(Reflect.apply(value, target, given));
      },
    });
  }

  return {
    watch,
    async settle() {
      for (let turns = 0; turns < TURNS; turns += 1) {
        await nextTurn();
        if (underWay.size === 0) continue;
        await Promise.allSettled(underWay);
        turns = 0;
      }
    },
  };
}
