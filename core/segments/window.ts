/** Windows, compiled: which instants they take in as of `t`, and when time alone moves something over an edge. */
import { calendarSpan, spanBefore } from '../calendar.ts';
import type { CalendarWord, Window } from './condition.ts';
import { durationMs } from './duration.ts';

/** `(from, to]`, UTC ms. */
export type Edges = { readonly from: number; readonly to: number };

/** What a window may have to know of the visitor: the session that is open at `t`, or null. */
export type OpenSession = { readonly start: number; readonly end: number } | null;

export type CompiledWindow = {
  edges(t: number, open: OpenSession): Edges;
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
const NONE: Edges = { from: 0, to: -1 };

/** @param zone IANA, of the site. @example compileWindow('7d', zone).edges(t, null) // { from: t - 604800000, to: t } */
export function compileWindow(window: Window, zone: string): CompiledWindow {
  if (typeof window === 'object') return between(age(window.from), age(window.to));
  if (window === 'lifetime') return LIFETIME;
  if (window === 'session') return SESSION;
  if (window in CALENDAR) return CALENDAR[window as CalendarWord](zone);
  return sliding(durationMs(window));
}

const LIFETIME: CompiledWindow = {
  edges: (t) => ({ from: Number.NEGATIVE_INFINITY, to: t }),
  next: () => null,
  admits: false,
  releases: false,
  slideMs: null,
  reachMs: Number.POSITIVE_INFINITY,
};

const SESSION: CompiledWindow = {
  edges: (t, open) => (open === null ? NONE : { from: open.start - 1, to: t }),
  next: (_t, _times, open) => (open === null ? null : open.end),
  admits: false,
  releases: true,
  slideMs: null,
  reachMs: DAY_MS,
};

function sliding(ms: number): CompiledWindow {
  return {
    edges: (t) => ({ from: t - ms, to: t }),
    next: (t, times) => firstAfter(times, t - ms, ms),
    admits: false,
    releases: true,
    slideMs: ms,
    reachMs: ms,
  };
}

function between(fromMs: number, toMs: number): CompiledWindow {
  return {
    edges: (t) => ({ from: t - fromMs, to: t - toMs }),
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
    edges: (t) => {
      const { from, to } = spanBefore('day', t, zone);
      return { from: from - 1, to: to - 1 };
    },
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
    edges: (t) => ({ from: calendarSpan(unit, t, zone).from - 1, to: t }),
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
