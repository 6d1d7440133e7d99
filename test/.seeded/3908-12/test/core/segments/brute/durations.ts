/** Durations, and bounds on them and on numbers. */
import type { DurationBounds, NumberBounds } from '../../../../core/segments/condition.ts';

const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** In ms; the minus of a window's edge is passed over. @example toMs('-30d') // 2_592_000_000 */
export function toMs(duration: string): number {
  const text = duration.startsWith('-') ? duration.slice(1) : duration;
  const amount = Number.parseInt(text, 10);
  if (text.endsWith('ms')) return amount;
  if (text.endsWith('s')) return amount * SECOND_MS;
  if (text.endsWith('m')) return amount * MINUTE_MS;
  if (text.endsWith('h')) return amount * HOUR_MS;
  if (text.endsWith('d')) return amount * DAY_MS;
  if (text.endsWith('w')) return amount * 7 * DAY_MS;
  throw new Error(`"${duration}" is no duration`);
}

export function isWithin(value: number, bounds: NumberBounds): boolean {
  if (bounds.eq !== undefined && !(value === bounds.eq)) return false;
  if (bounds.ne !== undefined && !(value !== bounds.ne)) return false;
  if (bounds.gt !== undefined && !(value > bounds.gt)) return false;
  if (bounds.gte !== undefined && !(value >= bounds.gte)) return false;
  if (bounds.lt !== undefined && !(value < bounds.lt)) return false;
  if (bounds.lte !== undefined && !(value <= bounds.lte)) return false;
  return true;
}

export function lastsWithin(ms: number, bounds: DurationBounds): boolean {
  if (bounds.gt !== undefined && !(ms > toMs(bounds.gt))) return false;
  if (bounds.gte !== undefined && !(ms >= toMs(bounds.gte))) return false;
  if (bounds.lt !== undefined && !(ms < toMs(bounds.lt))) return false;
  if (bounds.lte !== undefined && !(ms <= toMs(bounds.lte))) return false;
  return true;
}
