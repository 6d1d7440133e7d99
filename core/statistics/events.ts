/** How often each event came in a period, told of from the days. */
import { addNames, MOST_NAMES, OTHER_NAMES } from './names.ts';
import type { DayRow } from './report.ts';
import type { Dates } from './runs.ts';

export type EventFigures = {
  readonly name: string;
  readonly count: number;
  /** The beginning of the hour in which the last one of the period happened, UTC ms. */
  readonly lastAt: number;
};

export type EventsReport = Dates & {
  /** Most frequent first. */
  readonly events: readonly EventFigures[];
  /** Of names beyond the bound. */
  readonly otherCount: number;
};

/** @param rows Of the days of the period. @example reportEvents(rows, period).events[0]?.name */
export function reportEvents(rows: readonly DayRow[], period: Dates): EventsReport {
  const names = addNames(
    [],
    rows.flatMap(({ counts }) => counts.names),
  );
  const events = names
    .filter(([name, count]) => name !== OTHER_NAMES && count > 0)
    .map(([name, count, lastAt]) => ({ name, count, lastAt }))
    .toSorted((a, b) => b.count - a.count || (a.name < b.name ? -1 : 1));
  const other = names.find(([name]) => name === OTHER_NAMES)?.[1] ?? 0;
  const rest = events.slice(MOST_ROWS).reduce((sum, { count }) => sum + count, 0);
  return { ...period, events: events.slice(0, MOST_ROWS), otherCount: other + rest };
}

/** Known ones, and as many of a sender's own as a day tells apart. */
const MOST_ROWS = 2 * MOST_NAMES;
