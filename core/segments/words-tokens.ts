/** A line of words as tokens, and a cursor over them that remembers the first thing it could not read. */
import { nearest } from './cures.ts';

const KINDS = ['word', 'number', 'text', 'mark', 'unknown'] as const;

export type Token = {
  readonly kind: (typeof KINDS)[number] | 'end';
  readonly raw: string;
  /** As raw, in lower case: how words of the language are compared. */
  readonly word: string;
  /** From 1, in UTF-16 code units. */
  readonly column: number;
};

const SHAPE =
  /\s+|(?<word>[\p{L}_][\p{L}\p{N}_]*(?:\.[\p{L}\p{N}_]+)*)|(?<number>-?\d+(?:\.\d+)?(?:e[+-]?\d+)?)|(?<text>"(?:[^"\\]|\\.){0,1000}")|(?<mark>[(),;:])|(?<unknown>.)/giu;

/** @example readTokens('in 7 days').map(({ raw }) => raw) // ['in', '7', 'days', ''] */
export function readTokens(line: string): readonly Token[] {
  const tokens: Token[] = [];
  for (const match of line.matchAll(SHAPE)) {
    const kind = KINDS.find((one) => match.groups?.[one] !== undefined);
    const [raw] = match;
    if (kind !== undefined) tokens.push({ kind, raw, word: raw.toLowerCase(), column: match.index + 1 });
  }
  if (tokens.at(-1)?.raw === '.') tokens.pop();
  return [...tokens, { kind: 'end', raw: '', word: '', column: line.length + 1 }];
}

export type Fault = { readonly column: number; readonly hint: string };

export type Cursor = {
  readonly tokens: readonly Token[];
  index: number;
  /** Once it is set, nothing but the end is read. */
  fault: Fault | null;
  depth: number;
};

const END: Token = { kind: 'end', raw: '', word: '', column: 0 };

export function peek(cursor: Cursor, ahead = 0): Token {
  if (cursor.fault !== null) return END;
  return cursor.tokens[cursor.index + ahead] ?? cursor.tokens.at(-1) ?? END;
}

/** Whether these words come next, one after the other. */
export function sees(cursor: Cursor, ...words: readonly string[]): boolean {
  return words.every((word, i) => peek(cursor, i).kind !== 'text' && peek(cursor, i).word === word);
}

/** Reads these words where they come next. */
export function take(cursor: Cursor, ...words: readonly string[]): boolean {
  const found = sees(cursor, ...words);
  if (found) cursor.index += words.length;
  return found;
}

/** Reads the next token, whatever it is. */
export function next(cursor: Cursor): Token {
  const token = peek(cursor);
  if (cursor.fault === null && token.kind !== 'end') cursor.index += 1;
  return token;
}

/** Reads these words, or nothing more. */
export function expect(cursor: Cursor, ...words: readonly string[]): void {
  if (!take(cursor, ...words)) fail(cursor, [words.join(' ')]);
}

/**
 * The next token is none of what may stand there.
 * @param expected Words as they may be written, or what they are in round words: `a number`.
 */
export function fail(
  cursor: Cursor,
  expected: readonly string[],
  spoken: readonly string[] = expected,
): void {
  if (cursor.fault !== null) return;
  const token = peek(cursor);
  const found = token.kind === 'end' ? 'the line ends here' : `${quoted(token)} is not understood here`;
  const meant = DIGITS.get(token.word) ?? nearestSpoken(cursor, spoken);
  cursor.fault = {
    column: token.column,
    hint:
      meant === null
        ? `${found}: expected ${listed(expected)}`
        : `${found}: did you mean ${JSON.stringify(meant)}? Expected ${listed(expected)}`,
  };
}

/** What people write for a number, and what is read. */
const DIGITS: ReadonlyMap<string, string> = new Map([
  ...['one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten'].map(
    (word, i): [string, string] => [word, String(i + 1)],
  ),
]);

function quoted({ kind, raw }: Token): string {
  return kind === 'text' ? raw : `"${raw}"`;
}

/** Compares as many words as the candidate has; else the only candidate that begins so. */
function nearestSpoken(cursor: Cursor, spoken: readonly string[]): string | null {
  if (peek(cursor).kind !== 'word') return null;
  const sizes = [...new Set(spoken.map((text) => text.split(' ').length))].sort((a, b) => b - a);
  for (const size of sizes) {
    const words = Array.from({ length: size }, (_, i) => peek(cursor, i).word)
      .join(' ')
      .trim();
    const candidates = spoken.filter((text) => text.split(' ').length === size && words.length > 2);
    const meant = nearest(words, candidates);
    if (meant !== null && meant !== words) return meant;
  }
  const begun = spoken.filter((text) => text.startsWith(`${peek(cursor).word} `));
  return begun.length === 1 ? (begun[0] ?? null) : null;
}

const MOST_LISTED = 8;

function listed(expected: readonly string[]): string {
  const shown = expected.slice(0, MOST_LISTED).join(', ');
  return `${expected.length > 1 ? 'one of ' : ''}${shown}${expected.length > MOST_LISTED ? ', …' : ''}`;
}
