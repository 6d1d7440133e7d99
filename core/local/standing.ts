/** In which segments a visitor is, and since when: a session lived through again, instant by instant. */
import type { Judge, View } from './judging.ts';
import { soonest } from './judging.ts';

export type Standing = {
  /** UTC ms; null: is not in it. */
  readonly since: number | null;
  /** When the visitor left it last in this session. */
  readonly leftAt: number | null;
  /** Time alone changes nothing before; null: never. */
  readonly until: number | null;
};

/** @example standingOf(judge, view, now).since !== null // is in it */
export function standingOf({ holds, next }: Judge, view: View, now: number): Standing {
  const times = [...view.events.map(({ t }) => t), view.start, view.latest];
  let [since, leftAt, until]: (number | null)[] = [null, null, null];
  for (
    let t: number | null = Math.min(...times);
    t !== null && t <= now;
    t = soonest([...times, until ?? 0], t)
  ) {
    if (holds(view, t)) since ??= t;
    else if (since !== null) [since, leftAt] = [null, t];
    until = next(view, t);
  }
  return { since: since ?? null, leftAt: leftAt ?? null, until: until ?? null };
}
