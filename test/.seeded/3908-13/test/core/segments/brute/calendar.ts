/** Local dates as texts `YYYY-MM-DD`, whose order is that of the days. */

const QUARTER_MS = 900_000;

type Calendar = { readonly format: Intl.DateTimeFormat; readonly dates: Map<number, string> };
const calendars = new Map<string, Calendar>();

/**
 * Local date at an instant. Days begin at quarters of an hour, so that the dates of those can be kept.
 * @example dateAt(Date.UTC(2026, 0, 1, 4), 'America/New_York') // '2025-12-31'
 */
export function dateAt(t: number, zone: string): string {
  const { format, dates } = calendarOf(zone);
  const quarter = Math.floor(t / QUARTER_MS);
  const date = dates.get(quarter) ?? format.format(quarter * QUARTER_MS);
  dates.set(quarter, date);
  return date;
}

function calendarOf(zone: string): Calendar {
  const known = calendars.get(zone);
  if (known !== undefined) return known;
  const format = new Intl.DateTimeFormat('sv-SE', {
    timeZone: zone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  });
  const calendar = { format, dates: new Map<number, string>() };
  calendars.set(zone, calendar);
  return calendar;
}

function shiftDate(date: string, days: number): string {
  const shifted = new Date(`${date}T00:00:00Z`);
  shifted.setUTCDate(shifted.getUTCDate() + days);
  return shifted.toISOString().slice(0, 10);
}

/** Whether an instant not after `t` lies in the day, week or month that the word means at `t`. */
export function liesIn(word: string, instant: number, t: number, zone: string): boolean {
  const today = dateAt(t, zone);
  const date = dateAt(instant, zone);
  if (word === 'today') return date === today;
  if (word === 'yesterday') return date === shiftDate(today, -1);
  if (word === 'thisMonth') return date.slice(0, 7) === today.slice(0, 7);
  if (word !== 'thisWeek') throw new Error(`"${word}" is no word of the calendar`);
  let monday = today;
  while (new Date(`${monday}T00:00:00Z`).getUTCDay() !== 1) monday = shiftDate(monday, -1);
  return date >= monday;
}

/** Whether a date's day is kept at `t`: 29 February is kept on the 28th in years without one. */
export function isAnniversary(date: string, t: number, zone: string): boolean {
  const today = dateAt(t, zone);
  const dayOfYear = date.slice(5, 10);
  const isLeapYear = new Date(Date.UTC(Number(today.slice(0, 4)), 1, 29)).getUTCMonth() === 1;
  const kept = dayOfYear === '02-29' && !isLeapYear ? '02-28' : dayOfYear;
  return /^\d{4}-\d{2}-\d{2}/.test(date) && today.slice(5) === kept;
}

/** First instants of the local days in `(from, to]`: found by looking every hour, then every quarter of one. */
export function midnightsIn(from: number, to: number, zone: string): number[] {
  const HOUR_MS = 3_600_000;
  const found: number[] = [];
  let date = dateAt(from, zone);
  for (let hour = Math.floor(from / HOUR_MS) * HOUR_MS; hour <= to; hour += HOUR_MS) {
    if (dateAt(hour + HOUR_MS, zone) === date) continue;
    let midnight = hour;
    while (dateAt(midnight, zone) === date || midnight <= from) midnight += QUARTER_MS;
    date = dateAt(midnight, zone);
    if (midnight <= to) found.push(midnight);
  }
  return found;
}
