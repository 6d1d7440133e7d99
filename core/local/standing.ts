/** In which segments a visitor is, and since when: a session lived through again, instant by instant. */
import type { Judge, View } from './judging.ts';

export type Standing = {
  /** UTC ms; null: is not in it. */
  readonly since: number | null;
  /** When the visitor left it last in this session. */
  readonly leftAt: number | null;
  /** Time alone changes nothing before. */
  readonly until: number;
};

/**
 * Nothing turns but when something happens, a stated time after that, as the session ends, or the day.
 *
 * @param days When days begin from the session's first event on: the next one, and the one after now.
 * @example standingOf(judge, [60_000], view, [midnight], now).since !== null // is in it
 */
export function standingOf(
  judge: Judge,
  turns: Iterable<number>,
  view: View,
  days: readonly number[],
  now: number,
): Standing {
  const times = [...view.events.map(({ t }) => t), view.start, view.latest];
  const instants = [...times, ...days, view.end];
  for (const ms of turns) instants.push(...times.map((t) => t + ms));
  const until = Math.min(...instants.filter((t) => t > now));
  let since: number | null = null;
  let leftAt: number | null = null;
  for (const t of [...new Set(instants)].filter((at) => at <= now).sort((a, b) => a - b)) {
    if (judge(view, t)) since ??= t;
    else if (since !== null) [since, leftAt] = [null, t];
  }
  return { since, leftAt, until };
}
