/** What to write instead: the typical slips in conditions and their cures. */
import { editDistance } from '../events/distance.ts';
import { isForbiddenKey, toSnakeCase } from '../events/keys.ts';
import { canonicalName } from '../events/names.ts';
import { formatDuration, LONGEST_MS } from './duration.ts';

const DAY_MS = 86_400_000;
const SPOKEN_MS: readonly (readonly [words: RegExp, ms: number])[] = [
  [/^(ms|msecs?|milliseconds?|millis)$/, 1],
  [/^(s|secs?|seconds?)$/, 1_000],
  [/^(m|mins?|minutes?)$/, 60_000],
  [/^(h|hrs?|hours?)$/, 3_600_000],
  [/^(d|days?)$/, DAY_MS],
  [/^(w|wks?|weeks?)$/, 7 * DAY_MS],
  [/^(mo|mons?|months?)$/, 30 * DAY_MS],
  [/^(y|yrs?|years?)$/, 365 * DAY_MS],
];
const DURATION_RULE = 'a whole number and a unit (ms s m h d w), like "7d"';

/**
 * @param least 1 where no time at all makes no sense.
 * @example cureDuration('7 days') // 'write "7d"'
 */
export function cureDuration(input: unknown, least: 0 | 1 = 1): string {
  if (typeof input === 'number') return 'write a text with its unit, like "7d"';
  if (typeof input !== 'string') return `write ${DURATION_RULE}`;
  const ms = spokenMs(input);
  if (ms === null) return `write ${DURATION_RULE}`;
  if (ms > LONGEST_MS) return 'write at most 10 years, "3653d"';
  return ms < least ? 'write more than nothing' : `write ${JSON.stringify(formatDuration(ms))}`;
}

/** Milliseconds of `7 days`, `1.5h`, `a week`; null where it is nothing of the kind or no whole number. */
function spokenMs(text: string): number | null {
  const match = /^\s*(?:-\s*)?(\d+(?:\.\d+)?|an?)\s*([a-z]+)\s*$/i.exec(text);
  const unit = SPOKEN_MS.find(([words]) => words.test((match?.[2] ?? '').toLowerCase()))?.[1];
  if (match === null || unit === undefined) return null;
  const ms = (/^an?$/i.test(match[1] ?? '') ? 1 : Number(match[1])) * unit;
  return Number.isInteger(ms) ? ms : null;
}

const CALENDAR = ['today', 'yesterday', 'thisWeek', 'thisMonth', 'session', 'lifetime'];

/** @example cureWindow('this_week') // 'write "thisWeek"' */
export function cureWindow(input: unknown): string {
  if (typeof input === 'string' && spokenMs(input) === null) {
    const word = nearest(input.replace(/[\s_-]/g, ''), CALENDAR);
    if (word !== null) return `write ${JSON.stringify(word)}`;
    return `write ${DURATION_RULE}, one of ${CALENDAR.join(', ')}, or {"from": "-90d", "to": "-30d"}`;
  }
  return cureDuration(input);
}

/** How old the first step of a sequence may be. */
export function cureLifetime(input: unknown): string {
  return typeof input === 'string' && spokenMs(input) === null
    ? `write ${DURATION_RULE}, or "lifetime"`
    : cureDuration(input);
}

/** An age of a window's edge, as `-90d`. */
export function cureAge(input: unknown): string {
  const ms = typeof input === 'string' ? spokenMs(input) : null;
  return ms === null || ms > LONGEST_MS
    ? 'write how long ago with a minus, like "-90d", at most 10 years'
    : `write ${JSON.stringify(`-${formatDuration(ms)}`)}`;
}

/** @example cureNumber('50') // 'write 50 without quotes' */
export function cureNumber(input: unknown): string {
  const isNumeric = typeof input === 'string' && input.trim() !== '' && Number.isFinite(Number(input));
  return isNumeric ? `write ${Number(input)} without quotes` : 'write a number';
}

/** The known word that was probably meant. Slips of case, separators and few letters. */
export function nearest(word: string, known: readonly string[]): string | null {
  const folded = fold(word);
  let best: string | null = null;
  let max = Math.min(3, Math.ceil(folded.length / 3));
  for (const candidate of known) {
    const steps = editDistance(folded, fold(candidate), max);
    if (steps > max) continue;
    best = candidate;
    max = steps - 1;
    if (max < 0) break;
  }
  return best;
}

const fold = (word: string): string => word.toLowerCase().replace(/[\s_-]/g, '');

/** @example cureKey('withn', ['event', 'within']) // 'it is not known here: did you mean "within"?' */
export function cureKey(key: string, known: readonly string[]): string {
  const meant = nearest(key, known);
  if (meant !== null) return `it is not known here: did you mean ${JSON.stringify(meant)}?`;
  return `it is not known here: remove it, or write one of ${known.join(', ')}`;
}

/**
 * @returns null where the name is one that the log can hold.
 * @example cureName('order_completed') // 'call it "Order Completed"'
 */
export function cureName(name: string): string | null {
  const resolved = canonicalName(name);
  if (resolved.kind !== 'unusable' && resolved.kind !== 'malformed') {
    return resolved.name === name ? null : `call it ${JSON.stringify(resolved.name)}`;
  }
  const suggestion = resolved.kind === 'malformed' ? resolved.suggestion : undefined;
  return suggestion === undefined
    ? 'use Object + past-tense verb in Title Case, for example Cart Viewed'
    : `call it ${JSON.stringify(suggestion)}`;
}

/** Snake_case names joined by dots, as properties are stored. */
export const PATH_SHAPE = /^[^.\s\p{Lu}-]+(\.[^.\s\p{Lu}-]+){0,3}$/u;

/** @example curePath('productId') // 'write "product_id"' */
export function curePath(path: unknown): string {
  if (typeof path !== 'string' || path.trim() === '') return 'name a property, like "product_id"';
  const parts = path.split('.').map(toSnakeCase);
  const cured = parts.join('.');
  if (cured === path && parts.length > 4) return 'go at most four names deep';
  return PATH_SHAPE.test(cured) && !parts.some(isForbiddenKey)
    ? `write ${JSON.stringify(cured)}`
    : 'name a property, like "product_id" or "products.brand"';
}
