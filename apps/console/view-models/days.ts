/** Days along the axis of a plot. */

const MOST_TICKS = 6;

/** Some of the days, for the axis. */
export function ticksOf(days: readonly { readonly date: string }[]): readonly number[] {
  const every = Math.ceil(days.length / MOST_TICKS);
  return days.filter((_, place) => place % every === 0).map(({ date }) => Date.parse(date));
}

/** @example dateOf(Date.UTC(2026, 4, 1)) // '2026-05-01' */
export function dateOf(t: number): string {
  return new Date(t).toISOString().slice(0, 10);
}
