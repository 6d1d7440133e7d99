/**
 * When time alone changes a membership next: one instant a visitor, earliest first. A clock loop lets them ring, in
 * time order also after downtime.
 */
import type { SiteId, VisitorId } from '../entry.ts';
import type { Clock } from '../ports.ts';

export type Due = { readonly site: SiteId; readonly visitor: VisitorId; readonly due: number };

export type Timers = {
  /** The latest word on a visitor counts; null: nothing is waited for. */
  set(site: SiteId, visitor: VisitorId, due: number | null): void;
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
  /** Some that are due, in time order; what they wait for next is set meanwhile. Where it rejects, it is asked again. */
  readonly ring: (due: readonly Due[]) => Promise<void>;
};

/** So many ring together: their notices share a commit. */
const MOST_TOGETHER = 500;
/** So many entries that no longer count are let stand in the heap. */
const MOST_STALE = 1_000;
/** So long after a failure it is tried again. */
const RETRY_MS = 1_000;
/** A timer counts only so far. */
const LONGEST_SLEEP_MS = 3_600_000;

type Failure = { readonly error: unknown };

/** @example createTimers({ clock, ring }).set(site, visitor, t + 3_600_000) */
export function createTimers({ clock, ring }: TimerPorts): Timers {
  const waiting = new Map<string, number>();
  const heap: Due[] = [];
  let isOn = false;
  let ringing: Promise<Failure | null> | null = null;
  let failures = 0;
  let sleep: { readonly until: number; readonly cancel: () => void } | null = null;

  const isCurrent = (entry: Due): boolean => waiting.get(keyOf(entry)) === entry.due;

  function first(): Due | undefined {
    while (heap[0] !== undefined && !isCurrent(heap[0])) pop(heap);
    return heap[0];
  }

  function takeDue(now: number): readonly Due[] {
    const due: Due[] = [];
    for (let next = first(); next !== undefined && next.due <= now; next = first()) {
      if (due.length === MOST_TOGETHER) break;
      waiting.delete(keyOf(next));
      due.push(next);
      pop(heap);
    }
    return due;
  }

  function schedule(): void {
    const next = first();
    if (!isOn || ringing !== null || next === undefined || (sleep !== null && sleep.until <= next.due))
      return;
    sleep?.cancel();
    const ms = Math.min(LONGEST_SLEEP_MS, Math.max(0, next.due - clock.now()));
    sleep = { until: next.due, cancel: clock.after(ms, wake) };
  }

  function wake(): void {
    sleep?.cancel();
    sleep = null;
    if (ringing !== null) return;
    const due = takeDue(clock.now());
    if (due.length === 0) {
      schedule();
      return;
    }
    ringing = ring(due)
      .then(
        () => null,
        (error: unknown) => putBack(due, error),
      )
      .finally(() => {
        ringing = null;
        schedule();
      });
  }

  /** Whoever has been given another instant meanwhile waits for that one. */
  function putBack(due: readonly Due[], error: unknown): Failure {
    failures += 1;
    const again = clock.now() + RETRY_MS;
    for (const { site, visitor } of due) if (!waiting.has(`${site}/${visitor}`)) set(site, visitor, again);
    return { error };
  }

  function set(site: SiteId, visitor: VisitorId, due: number | null): void {
    const key = `${site}/${visitor}`;
    if (due === null) {
      waiting.delete(key);
      return;
    }
    if (waiting.get(key) === due) return;
    waiting.set(key, due);
    push(heap, { site, visitor, due });
    if (heap.length > MOST_STALE + 2 * waiting.size) tidy();
    schedule();
  }

  /** Every event may put off what its visitor waits for: the heap must not grow with them. */
  function tidy(): void {
    const current = heap.filter(isCurrent).toSorted((a, b) => a.due - b.due);
    heap.length = 0;
    for (const entry of current) heap.push(entry);
  }

  return {
    set,
    start: () => {
      isOn = true;
      schedule();
    },
    ringAll: async () => {
      for (;;) {
        const failure = await ringing;
        if (failure !== null) throw failure.error;
        if ((first()?.due ?? Number.POSITIVE_INFINITY) > clock.now()) return;
        wake();
      }
    },
    idle: async () => {
      while (ringing !== null) await ringing;
    },
    stop: async () => {
      isOn = false;
      sleep?.cancel();
      sleep = null;
      await ringing;
    },
    size: () => waiting.size,
    failures: () => failures,
  };
}

function keyOf({ site, visitor }: Due): string {
  return `${site}/${visitor}`;
}

/** A binary heap, the earliest on top. */
function push(heap: Due[], entry: Due): void {
  let at = heap.push(entry) - 1;
  while (at > 0) {
    const parent = (at - 1) >> 1;
    if ((heap[parent]?.due ?? 0) <= entry.due) break;
    heap[at] = heap[parent] as Due;
    at = parent;
  }
  heap[at] = entry;
}

function pop(heap: Due[]): void {
  const entry = heap.pop();
  if (entry === undefined || heap.length === 0) return;
  let at = 0;
  for (;;) {
    const left = 2 * at + 1;
    if (left >= heap.length) break;
    const right = left + 1;
    const child = right < heap.length && (heap[right]?.due ?? 0) < (heap[left]?.due ?? 0) ? right : left;
    if (entry.due <= (heap[child]?.due ?? 0)) break;
    heap[at] = heap[child] as Due;
    at = child;
  }
  heap[at] = entry;
}
