/** Calendar arithmetic in an IANA time zone, by Intl alone: runs on servers and in browsers. */

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;

/** Zones are few, but browsers name them, and each in any mixture of small and capital letters. */
export const MOST_ZONES = 500;
/** Making a formatter costs about 50 µs, using one about 1 µs. */
const formatters = new Map<string, Intl.DateTimeFormat>();

function formatterOf(zone: string): Intl.DateTimeFormat {
  let formatter = formatters.get(zone);
  if (formatter === undefined) {
    formatter = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
    });
    if (formatters.size >= MOST_ZONES) formatters.clear();
    formatters.set(zone, formatter);
  }
  return formatter;
}

/** @example isZone('Pacific/Auckland') // true */
export function isZone(zone: string): boolean {
  try {
    formatterOf(zone);
    return true;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

/** What to add to UTC to get the wall clock of `zone` at `t`, in milliseconds. */
function zoneOffsetMs(t: number, zone: string): number {
  const part: Record<string, number> = {};
  for (const { type, value } of formatterOf(zone).formatToParts(t)) part[type] = Number(value);
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = part;
  const wall = Date.UTC(year, month - 1, day, hour, minute, second);
  return wall - Math.floor(t / 1000) * 1000;
}

/**
 * Calendar date in the zone.
 *
 * @example localDate(Date.UTC(2026, 10, 23, 12), 'Pacific/Auckland') // '2026-11-24'
 */
export function localDate(t: number, zone: string): string {
  return new Date(t + zoneOffsetMs(t, zone)).toISOString().slice(0, 10);
}

/** Hour of the wall clock in the zone, 0 to 23. @example localHour(Date.UTC(2026, 10, 23, 12), 'Asia/Kathmandu') // 17 */
export function localHour(t: number, zone: string): number {
  return new Date(t + zoneOffsetMs(t, zone)).getUTCHours();
}

/**
 * First instant of the calendar day after the one that holds `t`: not always 24 hours away, and where midnight
 * itself is skipped by a clock change, the first instant that exists.
 */
export function nextMidnight(t: number, zone: string): number {
  const today = localDate(t, zone);
  let before = t;
  let after = t + DAY_MS + 2 * HOUR_MS;
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2);
    if (localDate(middle, zone) === today) before = middle;
    else after = middle;
  }
  return after;
}
