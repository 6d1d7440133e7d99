/** Windows over one session: the session, a length of time, the day by the site's clock. */
import type { Window } from '../segments/condition.ts';
import { durationMs } from './durations.ts';
import type { Compiling } from './judging.ts';
import type { Session } from './session.ts';

const LONGEST_DAY_MS = 26 * 3_600_000;

/** From when on it takes in what happened: `(from, t]`. */
export function compileWindow(
  window: Window = 'lifetime',
  { turns, turnOfDay }: Compiling,
): (session: Session, t: number) => number {
  if (window === 'lifetime') return () => 0;
  if (window === 'session') return ({ start, end }, t) => (t < end ? start - 1 : t);
  if (window === 'today') return (_, t) => turnOfDay(t, -1) - 1;
  const ms = durationMs(window as string);
  turns.add(ms);
  return (_, t) => t - ms;
}

/** The first instant of the day that holds another (`-1`), or of the next one (`1`). */
export type TurnOfDay = (t: number, way: 1 | -1) => number;

/** @param zone IANA. @example createTurns('Europe/Berlin')(now, 1) // the next midnight */
export function createTurns(zone: string): TurnOfDay {
  const { format } = new Intl.DateTimeFormat('en', { timeZone: zone, dateStyle: 'short' });
  return (t, way) => {
    const today = format(t);
    let near = t;
    let far = t + way * LONGEST_DAY_MS;
    while (Math.abs(far - near) > 1) {
      const middle = Math.floor((near + far) / 2);
      if (format(middle) === today) near = middle;
      else far = middle;
    }
    return Math.max(near, far);
  };
}
