/**
 * Conditions in words, both ways: "viewed the same product 3 times in 7 days without adding it". What `describe` writes
 * is read back as the very same condition.
 */
import { accept, type Outcome, type Refusal, refuse } from '../errors.ts';
import type { Condition } from './condition.ts';
import { parseCondition } from './parse.ts';
import { type Columns, readJoined } from './words-read.ts';
import { type Cursor, fail, peek, readTokens } from './words-tokens.ts';

export { describe } from './words-describe.ts';

const LONGEST_LINE = 100_000;

/**
 * Reads one line. "without adding it" looks into the window around it, "without ever adding it" into all of time.
 * @returns `invalid_value` at `column 12` with what was expected there, or the parser's refusal at the column of the part.
 * @example readWords('viewed the same product 3 times in 7 days without adding it')
 * // { ok: true, value: { event: 'Product Viewed', per: 'product_id', count: { gte: 3 }, within: '7d',
 * //   unless: { event: 'Product Added', within: '7d' } } }
 */
export function readWords(line: string): Outcome<Condition> {
  if (line.length > LONGEST_LINE) {
    return refuse('too_large', `column ${LONGEST_LINE}`, `write at most ${LONGEST_LINE} characters`);
  }
  const cursor: Cursor = { tokens: readTokens(line), index: 0, fault: null, depth: 0 };
  const columns: Columns = new WeakMap();
  const read = readJoined(cursor, columns);
  if (peek(cursor).kind !== 'end') fail(cursor, ['and', 'or', 'the end of the line']);
  if (cursor.fault !== null) {
    return refuse('invalid_value', `column ${cursor.fault.column}`, cursor.fault.hint);
  }
  const parsed = parseCondition(read);
  return parsed.ok ? accept(parsed.value) : inColumns(parsed, read, columns);
}

/** The column of the innermost part that the parser's place lies in; the place itself goes into the hint. */
function inColumns(refusal: Refusal, read: unknown, columns: Columns): Refusal {
  let column = 1;
  let value = read;
  for (const [, name, index] of refusal.at.matchAll(/([a-z_]\w*)|\[(\d+)\]/gi)) {
    if (typeof value !== 'object' || value === null) break;
    column = columns.get(value) ?? column;
    value = Reflect.get(value, name ?? index ?? '');
  }
  if (typeof value === 'object' && value !== null) column = columns.get(value) ?? column;
  const place = refusal.at === '' ? '' : `${refusal.at}: `;
  return { ...refusal, at: `column ${column}`, hint: `${place}${refusal.hint}` };
}
