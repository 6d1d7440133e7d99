/** Windows over one session: the session, a length of time, the day by the site's clock. */
import type { Window } from '../segments/condition.ts';
import { durationMs } from '../segments/duration.ts';
import type { Hit } from './counting.ts';
import { soonest } from './judging.ts';
import type { Session } from './session.ts';

/** It takes in what lies in `(from, t]`. */
export type LocalWindow = {
  from(session: Session, t: number): number;
  /** When time alone lets something go next. */
  next(session: Session, t: number, hits: readonly Hit[]): number | null;
};

const HOUR_MS = 3_600_000;

/** @param zone IANA, of the site. */
export function compileWindow(window: Window = 'lifetime', zone: string): LocalWindow {
  if (window === 'lifetime') return { from: () => 0, next: () => null };
  if (window === 'session')
    return {
      from: ({ start, end }, t) => (t < end ? start - 1 : t),
      next: ({ end }, t) => soonest([end], t),
    };
  if (window === 'today')
    return { from: (_, t) => turnOfDay(t, zone, -1) - 1, next: (_, t) => turnOfDay(t, zone, 1) };
  const ms = durationMs(window as string);
  return {
    from: (_, t) => t - ms,
    next: (_, t, hits) =>
      soonest(
        hits.map((hit) => hit.t + ms),
        t,
      ),
  };
}

/** The first instant of the day, or of the next one. */
function turnOfDay(t: number, zone: string, way: 1 | -1): number {
  const { format } = new Intl.DateTimeFormat('en', { timeZone: zone, dateStyle: 'short' });
  const today = format(t);
  let [near, far] = [t, t + way * 26 * HOUR_MS];
  while (Math.abs(far - near) > 1) {
    const middle = Math.floor((near + far) / 2);
    if (format(middle) === today) near = middle;
    else far = middle;
  }
  return Math.max(near, far);
}
