/** Instants as servers write them. */

/** ISO 8601 as JSON, databases and spreadsheets write it: a date, perhaps a time, perhaps a zone. */
const ISO =
  /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?)?(?: ?(Z|UTC|[+-]\d\d(?::?\d\d)?))?$/i;

/**
 * An instant as ISO 8601 or epoch milliseconds, in whole milliseconds; null when it is neither. A time without a zone
 * is UTC, wherever this machine stands; a date that no calendar has is no date.
 *
 * @example readInstant('2026-11-23T12:00:00Z') // 1795435200000
 */
export function readInstant(value: unknown): number | null {
  if (typeof value === 'number') return Number.isFinite(value) ? Math.round(value) : null;
  const parts = typeof value === 'string' ? ISO.exec(value) : null;
  if (parts === null) return null;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts
    .slice(1, 7)
    .map((part = '0') => Number(part));
  const milliseconds = Number((parts[7] ?? '').padEnd(3, '0').slice(0, 3));
  const t = Date.UTC(year, month - 1, day, hour, minute, second, milliseconds);
  const date = new Date(t);
  const isReal = date.getUTCMonth() === month - 1 && date.getUTCDate() === day && hour < 24 && minute < 60;
  return isReal && second < 60 ? t - zoneMs(parts[8] ?? 'Z') : null;
}

/** What a written zone is ahead of UTC. */
function zoneMs(zone: string): number {
  const [, sign, hours, minutes = '0'] = /^([+-])(\d\d):?(\d\d)?$/.exec(zone) ?? [];
  if (sign === undefined) return 0;
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000;
}
