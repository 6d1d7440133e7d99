/** Reading instants as files write them. */

/** Reads an instant, UTC ms; null where the text is none. */
export type ReadTime = (text: string | number) => number | null;

const DAY = /^\d{4}-\d\d-\d\d/;
const WITH_ZONE = /(?:z|utc|gmt|[+-]\d\d:?\d\d)$/i;
const NUMBER = /^-?\d+(?:\.\d+)?$/;
/** A token of a pattern, as the group that reads it. */
const TOKENS: Readonly<Record<string, string>> = {
  YYYY: '(?<year>\\d{4})',
  MM: '(?<month>\\d\\d)',
  DD: '(?<day>\\d\\d)',
  HH: '(?<hour>\\d\\d)',
  mm: '(?<minute>\\d\\d)',
  SSS: '(?<milli>\\d{3})',
  ss: '(?<second>\\d\\d)',
};
const TOKEN = /YYYY|MM|DD|HH|mm|SSS|ss/g;

/**
 * `iso` (no zone means UTC), `epoch_ms`, `epoch_s`, or a pattern of YYYY MM DD HH mm ss SSS, read as UTC; everything
 * else in it stands for itself.
 *
 * @returns null for a pattern that names no day, or a part of it twice.
 * @example readTimeAs('YYYY-MM-DD HH:mm:ss UTC')?.('2019-10-01 00:00:00 UTC') // 1569888000000
 */
export function readTimeAs(format: string): ReadTime | null {
  if (format === 'iso') return readIso;
  if (format === 'epoch_ms') return (text) => readNumber(text, 1);
  if (format === 'epoch_s') return (text) => readNumber(text, 1_000);
  const tokens = format.match(TOKEN) ?? [];
  const names = new Set(tokens);
  const hasDay = ['YYYY', 'MM', 'DD'].every((token) => names.has(token));
  return hasDay && names.size === tokens.length ? readPattern(format) : null;
}

function readIso(text: string | number): number | null {
  if (typeof text === 'number') return Number.isFinite(text) ? text : null;
  const trimmed = text.trim();
  if (!DAY.test(trimmed)) return null;
  const t = Date.parse(WITH_ZONE.test(trimmed) || trimmed.length === 10 ? trimmed : `${trimmed}Z`);
  return Number.isNaN(t) ? null : t;
}

function readNumber(text: string | number, scale: number): number | null {
  const trimmed = String(text).trim();
  return NUMBER.test(trimmed) ? Math.round(Number(trimmed) * scale) : null;
}

function readPattern(format: string): ReadTime {
  const escaped = format.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
  const pattern = new RegExp(`^${escaped.replaceAll(TOKEN, (token) => TOKENS[token] ?? '')}$`);
  return (text) => {
    const groups = pattern.exec(String(text).trim())?.groups;
    if (groups === undefined) return null;
    const part = (name: string): number => Number(groups[name] ?? 0);
    const [month, day, hour] = [part('month'), part('day'), part('hour')];
    const t = Date.UTC(part('year'), month - 1, day, hour, part('minute'), part('second'), part('milli'));
    // Date.UTC carries 31 February over into March.
    const read = new Date(t);
    const isReal =
      read.getUTCMonth() === month - 1 && read.getUTCDate() === day && read.getUTCHours() === hour;
    return isReal ? t : null;
  };
}
