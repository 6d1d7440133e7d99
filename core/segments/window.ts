/** Windows, compiled: which instants they take in as of `t`, and when time alone moves something over an edge. */
import { calendarSpan, spanBefore } from '../calendar.ts';
import type { CalendarWord, Window } from './condition.ts';
import { durationMs } from './duration.ts';

/** What a window may have to know of the visitor: the session that is open at `t`, or null. */
export type OpenSession = { readonly start: number; readonly end: number } | null;

export type CompiledWindow = {
  /** It takes in what lies in `(from, to]`, UTC ms. */
  from(t: number, open: OpenSession): number;
  to(t: number): number;
  /** Its edges depend on the open session; others may be asked without. */
  readonly isOfSession: boolean;
  /** First instant after `t` at which one of these (ascending) times comes in or goes out; null: none ever. */
  next(t: number, times: readonly { readonly t: number }[], open: OpenSession): number | null;
  /** Time alone can take something in. */
  readonly admits: boolean;
  /** Time alone can let something go. */
  readonly releases: boolean;
  /** Where it is `(t - w, t]`. */
  readonly slideMs: number | null;
  /** Nothing older than this matters, ms. */
  readonly reachMs: number;
};

const DAY_MS = 86_400_000;

/** @param zone IANA, of the site. @example compileWindow('7d', zone).from(t, null) // t - 604800000 */
export function compileWindow(window: Window, zone: string): CompiledWindow {
  if (typeof window === 'object') return between(age(window.from), age(window.to));
  if (window === 'lifetime') return LIFETIME;
  if (window === 'session') return SESSION;
  if (window in CALENDAR) return CALENDAR[window as CalendarWord](zone);
  return sliding(durationMs(window));
}

const LIFETIME: CompiledWindow = {
  from: () => Number.NEGATIVE_INFINITY,
  to: (t) => t,
  isOfSession: false,
  next: () => null,
  admits: false,
  releases: false,
  slideMs: null,
  reachMs: Number.POSITIVE_INFINITY,
};

const SESSION: CompiledWindow = {
  // Outside of sessions nothing lies in it.
  from: (t, open) => (open === null ? t : open.start - 1),
  to: (t) => t,
  isOfSession: true,
  next: (_t, _times, open) => (open === null ? null : open.end),
  admits: false,
  releases: true,
  slideMs: null,
  reachMs: DAY_MS,
};

function sliding(ms: number): CompiledWindow {
  return {
    from: (t) => t - ms,
    to: (t) => t,
    isOfSession: false,
    next: (t, times) => firstAfter(times, t - ms, ms),
    admits: false,
    releases: true,
    slideMs: ms,
    reachMs: ms,
  };
}

function between(fromMs: number, toMs: number): CompiledWindow {
  return {
    from: (t) => t - fromMs,
    to: (t) => t - toMs,
    isOfSession: false,
    next: (t, times) => {
      const leaves = firstAfter(times, t - fromMs, fromMs);
      const enters = firstAfter(times, t - toMs, toMs);
      if (leaves === null || enters === null) return leaves ?? enters;
      return Math.min(leaves, enters);
    },
    admits: true,
    releases: true,
    slideMs: null,
    reachMs: fromMs,
  };
}

const CALENDAR: Readonly<Record<CalendarWord, (zone: string) => CompiledWindow>> = {
  today: (zone) => current('day', zone, 2 * DAY_MS),
  thisWeek: (zone) => current('week', zone, 8 * DAY_MS),
  thisMonth: (zone) => current('month', zone, 32 * DAY_MS),
  yesterday: (zone) => ({
    from: (t) => spanBefore('day', t, zone).from - 1,
    to: (t) => calendarSpan('day', t, zone).from - 1,
    isOfSession: false,
    next: (t, times) =>
      isFrom(times, spanBefore('day', t, zone).from) ? calendarSpan('day', t, zone).to : null,
    admits: true,
    releases: true,
    slideMs: null,
    reachMs: 3 * DAY_MS,
  }),
};

function current(unit: 'day' | 'week' | 'month', zone: string, reachMs: number): CompiledWindow {
  return {
    from: (t) => calendarSpan(unit, t, zone).from - 1,
    to: (t) => t,
    isOfSession: false,
    next: (t, times) => {
      const { from, to } = calendarSpan(unit, t, zone);
      return isFrom(times, from) ? to : null;
    },
    admits: false,
    releases: true,
    slideMs: null,
    reachMs,
  };
}

/** Whether the latest of them lies at or after the instant: what lies before comes into no later day. */
function isFrom(times: readonly { readonly t: number }[], instant: number): boolean {
  const last = times.at(-1);
  return last !== undefined && last.t >= instant;
}

/** The first of the times that lies after `edge` crosses it `ms` after it happened. */
function firstAfter(times: readonly { readonly t: number }[], edge: number, ms: number): number | null {
  const hit = times[indexAfter(times, edge)];
  return hit === undefined ? null : hit.t + ms;
}

/** How many of the ascending times lie at or before the instant. */
export function indexAfter(times: readonly { readonly t: number }[], instant: number): number {
  let low = 0;
  let high = times.length;
  // Mostly all of them lie on one side.
  if (high === 0 || (times[high - 1]?.t ?? 0) <= instant) return high;
  if ((times[0]?.t ?? 0) > instant) return 0;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((times[middle]?.t ?? 0) <= instant) low = middle + 1;
    else high = middle;
  }
  return low;
}

function age(text: string): number {
  return durationMs(text.replace(/^-/, ''));
}
