/** Words that the written and the read form share. */
import { VERBS } from './words-phrases.ts';

/** One of them, several, and the unit. */
export const UNIT_TEXTS: readonly (readonly [one: string, many: string, unit: string])[] = [
  ['millisecond', 'milliseconds', 'ms'],
  ['second', 'seconds', 's'],
  ['minute', 'minutes', 'm'],
  ['hour', 'hours', 'h'],
  ['day', 'days', 'd'],
  ['week', 'weeks', 'w'],
];

export const CALENDAR_TEXTS: readonly (readonly [text: string, window: string])[] = [
  ['in this session', 'session'],
  ['in all time', 'lifetime'],
  ['today', 'today'],
  ['yesterday', 'yesterday'],
  ['this week', 'thisWeek'],
  ['this month', 'thisMonth'],
];

/** What begins a condition, apart from verbs. */
export const STARTS = [
  'did',
  'first',
  'idle for',
  'last',
  'not',
  'all of',
  'any of',
  'in segment',
  'in stage',
  'trait',
  'account',
  'context',
  'rfm',
  'score',
  'random share',
] as const;

/** What begins a comparison or a bound. */
export const OPERATORS = [
  'is',
  'is not',
  'at least',
  'at most',
  'over',
  'under',
  'exactly',
  'other than',
  'one of',
  'none of',
  'containing',
  'starting with',
  'known',
  'unknown',
] as const;

/** Said as well, and written as the other. */
export const SYNONYMS: Readonly<Record<string, string>> = {
  'more than': 'over',
  above: 'over',
  'less than': 'under',
  'fewer than': 'under',
  below: 'under',
};

const firstWord = (text: string): string => text.split(' ')[0] ?? '';
const RESERVED: ReadonlySet<string> = new Set([
  ...VERBS,
  ...[...STARTS, ...OPERATORS, ...Object.keys(SYNONYMS)].map(firstWord),
  'as',
  'has',
  'true',
  'false',
]);

/** Whether a property may stand without quotes: after "and" it must not look like a condition or a comparison. */
export function isBarePath(path: string): boolean {
  return /^[a-z_][a-z0-9_]*(\.[a-z0-9_]+)*$/.test(path) && !RESERVED.has(path);
}
