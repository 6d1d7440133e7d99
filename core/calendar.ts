/** Days, weeks and months of the wall clock of a zone, as spans of instants. */
import { localDate } from './zone.ts';

/** `[from, to)`, UTC ms. */
export type Span = { readonly from: number; readonly to: number };
export type CalendarUnit = 'day' | 'week' | 'month';

const DAY_MS = 86_400_000;
const MOST_REMEMBERED = 2_000;

/** Finding the start of a day takes some dozens of looks at the zone's clock; days repeat. */
const starts = new Map<string, number>();
const latest = new Map<string, Span>();

/**
 * The day, the week (from Monday) or the month that holds an instant. Days are not always 24 hours long, and where a
 * clock change skips midnight the day begins with the first instant that exists.
 *
 * @example calendarSpan('day', Date.UTC(2026, 8, 26, 12), 'Pacific/Auckland').to // 23 hours after its `from`
 */
export function calendarSpan(unit: CalendarUnit, t: number, zone: string): Span {
  const key = `${unit} ${zone}`;
  const known = latest.get(key);
  if (known !== undefined && t >= known.from && t < known.to) return known;
  const date = localDate(t, zone);
  const first = FIRST_DATES[unit](date);
  const span = { from: startOfDate(first, zone), to: startOfDate(NEXT_DATES[unit](first), zone) };
  if (latest.size >= MOST_REMEMBERED) latest.clear();
  latest.set(key, span);
  return span;
}

/** The span before the one that holds `t`. */
export function spanBefore(unit: CalendarUnit, t: number, zone: string): Span {
  return calendarSpan(unit, calendarSpan(unit, t, zone).from - 1, zone);
}

/** First instant of a calendar date (`YYYY-MM-DD`) in the zone. */
export function startOfDate(date: string, zone: string): number {
  const key = `${zone} ${date}`;
  const known = starts.get(key);
  if (known !== undefined) return known;
  const utc = Date.parse(`${date}T00:00:00Z`);
  let before = utc - DAY_MS;
  let after = utc + DAY_MS;
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2);
    if (localDate(middle, zone) < date) before = middle;
    else after = middle;
  }
  if (starts.size >= MOST_REMEMBERED) starts.clear();
  starts.set(key, after);
  return after;
}

/** @example addDays('2028-02-28', 1) // '2028-02-29' */
export function addDays(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);
}

const FIRST_DATES: Readonly<Record<CalendarUnit, (date: string) => string>> = {
  day: (date) => date,
  week: (date) => addDays(date, -((new Date(`${date}T00:00:00Z`).getUTCDay() + 6) % 7)),
  month: (date) => `${date.slice(0, 8)}01`,
};

const NEXT_DATES: Readonly<Record<CalendarUnit, (first: string) => string>> = {
  day: (date) => addDays(date, 1),
  week: (date) => addDays(date, 7),
  month: (date) => `${addDays(date, 31).slice(0, 8)}01`,
};
