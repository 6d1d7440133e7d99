import type { Clock } from '../../core/ports.ts';

/** A clock that stands still until it is told to move. */
export type DrivenClock = Clock & {
  /**
   * Moves to an instant (UTC ms). Timers due on the way fire in the order of their instants (equal ones
   * in the order they were set), each at its own instant and after what the one before it started has
   * settled. Moving back fires nothing: that is a machine whose time was corrected.
   */
  moveTo(instantMs: number): Promise<void>;
  /**
   * Is there at once, as after a machine slept: each timer that came due meanwhile fires once, in the
   * same order, at the new instant. For spans so long that a timer of every second would fire for minutes.
   */
  leapTo(instantMs: number): Promise<void>;
};

type Timer = { readonly dueMs: number; readonly callback: () => unknown };

/** Turns of the event loop that a callback's own promises get before time goes on. */
const TURNS = 3;

/**
 * @param settle Resolves when what a callback started has settled; a few turns of the event loop when left out.
 * @example const clock = createDrivenClock(Date.UTC(2026, 0, 1)); await clock.moveTo(clock.now() + 1_000)
 */
export function createDrivenClock(startMs: number, settle: () => Promise<void> = takeTurns): DrivenClock {
  const timers = new Set<Timer>();
  let nowMs = startMs;

  async function fire(timer: Timer): Promise<void> {
    timers.delete(timer);
    nowMs = Math.max(nowMs, timer.dueMs);
    await timer.callback();
    await settle();
  }

  return {
    now: () => nowMs,
    after(ms, callback) {
      const timer: Timer = { dueMs: nowMs + Math.max(0, ms), callback };
      timers.add(timer);
      return () => {
        timers.delete(timer);
      };
    },
    async moveTo(instantMs) {
      for (let timer = findNext(timers, instantMs); timer; timer = findNext(timers, instantMs))
        await fire(timer);
      nowMs = instantMs;
      await settle();
    },
    async leapTo(instantMs) {
      const due = [...timers].filter((timer) => timer.dueMs <= instantMs).sort((a, b) => a.dueMs - b.dueMs);
      nowMs = instantMs;
      for (const timer of due) if (timers.has(timer)) await fire(timer);
      await settle();
    },
  };
}

/** A set keeps the order in which timers were made, so the first of equal ones wins. */
function findNext(timers: ReadonlySet<Timer>, untilMs: number): Timer | undefined {
  let next: Timer | undefined;
  for (const timer of timers) {
    if (timer.dueMs <= untilMs && (next === undefined || timer.dueMs < next.dueMs)) next = timer;
  }
  return next;
}

async function takeTurns(): Promise<void> {
  for (let turn = 0; turn < TURNS; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}
