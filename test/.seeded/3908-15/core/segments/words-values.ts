/** Values in words: numbers, durations, windows, bounds, comparisons and properties. */
import { isForbiddenKey } from '../events/keys.ts';
import { type Cursor, expect, fail, next, peek, sees, take } from './words-tokens.ts';
import { CALENDAR_TEXTS, isBarePath, OPERATORS, SYNONYMS, UNIT_TEXTS } from './words-vocabulary.ts';

export type Read = Record<string, unknown>;

export function readText(cursor: Cursor, what: string): string {
  const token = peek(cursor);
  const text = token.kind === 'text' ? unquote(token.raw) : null;
  if (text === null) fail(cursor, [what], []);
  else next(cursor);
  return text ?? '';
}

function unquote(raw: string): string | null {
  try {
    const text: unknown = JSON.parse(raw);
    return typeof text === 'string' ? text : null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

export function readNumber(cursor: Cursor): number {
  if (peek(cursor).kind === 'number') return Number(next(cursor).raw);
  fail(cursor, ['a number']);
  return 0;
}

function isScalar(cursor: Cursor): boolean {
  return ['text', 'number'].includes(peek(cursor).kind) || sees(cursor, 'true') || sees(cursor, 'false');
}

function readScalar(cursor: Cursor): unknown {
  if (take(cursor, 'true')) return true;
  if (take(cursor, 'false')) return false;
  if (peek(cursor).kind === 'text') return readText(cursor, 'a text in quotes');
  if (peek(cursor).kind === 'number') return readNumber(cursor);
  fail(cursor, ['a text in quotes', 'a number', 'true', 'false']);
  return null;
}

/** `("a", 5, true)` */
export function readList(cursor: Cursor): unknown[] {
  expect(cursor, '(');
  const list = [readScalar(cursor)];
  while (take(cursor, ',')) list.push(readScalar(cursor));
  if (!take(cursor, ')')) fail(cursor, [',', ')']);
  return list;
}

export function isPath(cursor: Cursor): boolean {
  const { kind, raw } = peek(cursor);
  return kind === 'text' || (kind === 'word' && isBarePath(raw.toLowerCase()));
}

export function readPath(cursor: Cursor): string {
  if (peek(cursor).kind === 'text' && unquote(peek(cursor).raw)?.split('.').some(isForbiddenKey)) {
    fail(cursor, ['another property: this name is not allowed'], []);
    return '';
  }
  if (peek(cursor).kind === 'text') return readText(cursor, 'a property');
  if (isPath(cursor)) return next(cursor).raw;
  fail(cursor, ['a property, like product_id; in quotes where it is a word of this language'], []);
  return '';
}

/** `7 days`, `7d`. */
export function readLength(cursor: Cursor): string {
  const count = peek(cursor);
  if (count.kind !== 'number' || !/^\d+$/.test(count.raw)) {
    fail(cursor, ['a whole number and a unit, like 7 days']);
    return '';
  }
  next(cursor);
  const unit = UNIT_TEXTS.find((texts) => texts.includes(peek(cursor).word))?.[2];
  if (unit === undefined)
    fail(
      cursor,
      UNIT_TEXTS.map(([, many]) => many),
    );
  else next(cursor);
  return `${count.raw}${unit}`;
}

/** A window where one comes next. */
export function readWindow(cursor: Cursor): unknown {
  const calendar = CALENDAR_TEXTS.find(([text]) => take(cursor, ...text.split(' ')));
  if (calendar !== undefined) return calendar[1];
  if (take(cursor, 'between')) {
    const from = readLength(cursor);
    expect(cursor, 'and');
    const to = readLength(cursor);
    expect(cursor, 'ago');
    return { from: `-${from}`, to: `-${to}` };
  }
  if (!take(cursor, 'in', 'the', 'last') && !take(cursor, 'in') && !take(cursor, 'within')) return undefined;
  return readLength(cursor);
}

const BOUNDS: readonly (readonly [text: string, key: string])[] = [
  ['at least', 'gte'],
  ['at most', 'lte'],
  ['over', 'gt'],
  ['under', 'lt'],
];
const NUMBER_BOUNDS = [...BOUNDS, ['exactly', 'eq'], ['other than', 'ne']] as const;

function takeAny(
  cursor: Cursor,
  among: readonly (readonly [text: string, key: string])[],
): string | undefined {
  const isNext = (text: string): boolean =>
    take(cursor, ...text.split(' ')) ||
    Object.entries(SYNONYMS).some(([said, meant]) => meant === text && take(cursor, ...said.split(' ')));
  return among.find(([text]) => isNext(text))?.[1];
}

/** `at least 3 and under 10`, each bound once; "and" belongs to it only before another bound. */
function readBounds(
  cursor: Cursor,
  among: readonly (readonly [text: string, key: string])[],
  readBound: (cursor: Cursor) => unknown,
): Read {
  const bounds: Read = {};
  do {
    const at = cursor.index;
    const key = takeAny(cursor, among);
    if (key === undefined) {
      fail(
        cursor,
        among.map(([text]) => text),
      );
    } else if (Object.hasOwn(bounds, key)) {
      cursor.index = at;
      fail(cursor, ['each bound once'], []);
    } else {
      bounds[key] = readBound(cursor);
    }
  } while (takeAnd(cursor, () => among.some((one) => seesAny(cursor, [one[0]]))));
  return bounds;
}

export const readNumberBounds = (cursor: Cursor): Read => readBounds(cursor, NUMBER_BOUNDS, readNumber);
export const readLengthBounds = (cursor: Cursor): Read => readBounds(cursor, BOUNDS, readLength);

export const seesBound = (cursor: Cursor): boolean =>
  seesAny(
    cursor,
    NUMBER_BOUNDS.map(([text]) => text),
  );

function seesAny(cursor: Cursor, texts: readonly string[]): boolean {
  const said = Object.entries(SYNONYMS).flatMap(([other, meant]) => (texts.includes(meant) ? [other] : []));
  return [...texts, ...said].some((text) => sees(cursor, ...text.split(' ')));
}

/** Reads "and" where what follows belongs here; else it joins conditions. */
function takeAnd(cursor: Cursor, belongs: () => boolean): boolean {
  if (!take(cursor, 'and')) return false;
  if (belongs()) return true;
  cursor.index -= 1;
  return false;
}

/** `is "pro"`, `at least 5 and under 10`. */
export function readComparison(cursor: Cursor): Read {
  const asked: Read = {};
  do {
    const at = cursor.index;
    const [key, value] = readOperator(cursor);
    if (Object.hasOwn(asked, key)) {
      cursor.index = at;
      fail(cursor, ['each comparison once'], []);
    }
    asked[key] = value;
  } while (takeAnd(cursor, () => seesAny(cursor, OPERATORS)));
  return asked;
}

function readOperator(cursor: Cursor): readonly [key: string, value: unknown] {
  if (take(cursor, 'is', 'not')) return ['ne', readScalar(cursor)];
  if (take(cursor, 'is')) return ['eq', readScalar(cursor)];
  if (take(cursor, 'one', 'of')) return ['in', readList(cursor)];
  if (take(cursor, 'none', 'of')) return ['nin', readList(cursor)];
  if (take(cursor, 'containing')) return ['contains', readScalar(cursor)];
  if (take(cursor, 'starting', 'with')) return ['startsWith', readText(cursor, 'a text in quotes')];
  if (take(cursor, 'known')) return ['exists', true];
  if (take(cursor, 'unknown')) return ['exists', false];
  if (isScalar(cursor)) return ['eq', readScalar(cursor)];
  const bound = takeAny(cursor, NUMBER_BOUNDS);
  if (bound === undefined) fail(cursor, OPERATORS);
  return [bound ?? '', readNumber(cursor)];
}

/** `category "Shoes" and price at least 50`. A bare value stays one. */
export function readWhere(cursor: Cursor): Read {
  const where: Read = {};
  do {
    const at = cursor.index;
    const path = readPath(cursor);
    if (Object.hasOwn(where, path)) {
      cursor.index = at;
      fail(cursor, [`${path} once`], []);
    }
    where[path] = isScalar(cursor) ? readScalar(cursor) : readComparison(cursor);
  } while (takeAnd(cursor, () => isPath(cursor)));
  return where;
}
