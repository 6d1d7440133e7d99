/**
 * When time alone changes a membership next: one instant a visitor, earliest first. A clock loop lets them ring, in
 * time order also after downtime.
 */
import type { SiteId, VisitorId } from '../entry.ts';
import type { Clock } from '../ports.ts';
import { createDueQueue, type Due } from './due-queue.ts';

export type Timers = {
  /** The latest word on a visitor counts; null: nothing is waited for. */
  set(site: SiteId, visitor: VisitorId, due: number | null): void;
  /** Of old: what is waited for already stands, unless this comes earlier. */
  bring(site: SiteId, visitor: VisitorId, due: number): void;
  start(): void;
  /** Lets the ones that ring finish. */
  stop(): Promise<void>;
  /** Lets everything ring that is due now. @throws what `ring` throws; those it failed for are tried again. */
  ringAll(): Promise<void>;
  /** Resolves when nothing rings. */
  idle(): Promise<void>;
  size(): number;
  /** How many times `ring` failed since the start. */
  failures(): number;
};

export type TimerPorts = {
  readonly clock: Clock;
  /**
   * Some that are due, in time order; what they wait for next is set meanwhile. It is called again before it is done
   * with the last ones. Where it rejects, it is asked again.
   */
  readonly ring: (due: readonly Due[]) => Promise<void>;
};

/** So many ring together: their notices share a commit. */
const MOST_TOGETHER = 500;
/** So many such groups are under way at once: one is judged while another is being written. */
const MOST_GROUPS = 4;
/** So long after a failure it is tried again. */
const RETRY_MS = 1_000;
/** A timer counts only so far. */
const LONGEST_SLEEP_MS = 3_600_000;

type Failure = { readonly error: unknown };

/** @example createTimers({ clock, ring }).set(site, visitor, t + 3_600_000) */
export function createTimers({ clock, ring }: TimerPorts): Timers {
  const queue = createDueQueue();
  let isOn = false;
  const ringing = new Set<Promise<Failure | null>>();
  let failures = 0;
  let sleep: { readonly until: number; readonly cancel: () => void } | null = null;

  function schedule(): void {
    const next = queue.first();
    if (!isOn || ringing.size === MOST_GROUPS || next === undefined) return;
    if (sleep !== null && sleep.until <= next.due) return;
    sleep?.cancel();
    const ms = Math.min(LONGEST_SLEEP_MS, Math.max(0, next.due - clock.now()));
    sleep = { until: next.due, cancel: clock.after(ms, wake) };
  }

  function wake(): void {
    sleep?.cancel();
    sleep = null;
    while (ringing.size < MOST_GROUPS) {
      const due = queue.take(clock.now(), MOST_TOGETHER);
      if (due.length === 0) break;
      const group: Promise<Failure | null> = ring(due)
        .then(
          () => null,
          (error: unknown) => putBack(due, error),
        )
        .finally(() => {
          ringing.delete(group);
          schedule();
        });
      ringing.add(group);
    }
    schedule();
  }

  /** Whoever has been given another instant meanwhile waits for that one. */
  function putBack(due: readonly Due[], error: unknown): Failure {
    failures += 1;
    const again = clock.now() + RETRY_MS;
    for (const one of due) if (queue.dueOf(one) === undefined) set(one.site, one.visitor, again);
    return { error };
  }

  function set(site: SiteId, visitor: VisitorId, due: number | null): void {
    if (queue.set({ site, visitor }, due)) schedule();
  }

  return {
    set,
    bring: (site, visitor, due) => {
      const known = queue.dueOf({ site, visitor });
      if (known === undefined || due < known) set(site, visitor, due);
    },
    start: () => {
      isOn = true;
      schedule();
    },
    ringAll: async () => {
      for (;;) {
        const failure = (await Promise.all(ringing)).find((one) => one !== null);
        if (failure !== undefined) throw failure.error;
        if ((queue.first()?.due ?? Number.POSITIVE_INFINITY) > clock.now()) return;
        wake();
      }
    },
    idle: async () => {
      while (ringing.size > 0) await Promise.all(ringing);
    },
    stop: async () => {
      isOn = false;
      sleep?.cancel();
      sleep = null;
      await Promise.all(ringing);
    },
    size: queue.size,
    failures: () => failures,
  };
}
