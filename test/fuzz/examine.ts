/** What every parser owes whoever sends it something. */
import { isDeepStrictEqual } from 'node:util';
import { InklingError, REFUSALS, type Refusal, refuse } from '../../core/errors.ts';
import { findPlace } from '../apps/server/places.ts';

export type Reading = { readonly ok: true; readonly value: unknown } | Refusal;

/** One row of the table in parsers.ts. */
export type Parser = {
  /** What comes in, in a few words. */
  readonly name: string;
  /** The exported functions that it covers: `core/collect/batch.ts readBatch`. */
  readonly covers: readonly string[];
  /** `value`: what `JSON.parse` makes. `json`: the text before that. */
  readonly takes: 'value' | 'json' | 'text';
  /** Good input; each is taken. For `json` they are values. */
  readonly samples: readonly unknown[];
  read(input: never): Reading;
  /** The input that says the same as what was read: reading it again gives the same. */
  readonly write?: (value: never) => unknown;
  /** Its refusals name a place of the input, as a JSON path. */
  readonly namesPlaces?: true;
  /** What it keeps may hold what no JSON can: functions, infinite ends of ranges. */
  readonly keepsMore?: boolean;
  /** Whoever takes what it keeps refuses keys that mean something to the language. */
  readonly allowsKeys?: boolean;
  /** What it keeps goes where half a surrogate pair would be lost: a column of text, a header, a file. */
  readonly isText?: boolean;
};

/** Beside what it repeats of the input: no answer grows out of what was sent. */
const LONGEST_HINT = 3_000;
const POLLUTED = new Set(['__proto__', 'constructor', 'prototype']);

/**
 * What is wrong with how a parser took an input; null: nothing.
 *
 * @param input Frozen by it: whoever writes into it is found out.
 */
export function examine(parser: Parser, input: unknown): string | null {
  const { read, write } = parser as Parser & {
    read(input: unknown): Reading;
    write?: (value: unknown) => unknown;
  };
  const frozen = freeze(input);
  let reading: Reading;
  try {
    reading = read(frozen);
  } catch (error) {
    return `it throws ${error instanceof Error ? error.stack : String(error)}`;
  }
  if (Object.keys(Object.prototype).length > 0 || Object.keys(Array.prototype).length > 0)
    return 'it left something on a prototype';
  if (!reading.ok) {
    if (parser.namesPlaces && !findPlace(input, reading.at))
      return `there is no place ${reading.at} in the input`;
    return findFaultOfRefusal(reading, LONGEST_HINT + sizeOf(input));
  }
  const fault = findFaultOfValue(reading.value, parser);
  if (fault !== null || write === undefined) return fault;
  return findFaultOfAgain(reading.value, write, read);
}

function findFaultOfAgain(
  value: unknown,
  write: (value: unknown) => unknown,
  read: (input: unknown) => Reading,
): string | null {
  let written: unknown;
  try {
    written = write(value);
    const again = read(written);
    if (!again.ok) return `what it took it refuses when it is written again: ${JSON.stringify(again)}`;
    return isSame(again.value, value) ? null : 'what it took is another when it is read again';
  } catch (error) {
    return `what it took cannot be written or read again: ${error instanceof Error ? error.stack : String(error)}`;
  }
}

/** JSON has one zero, and writes of what is left out as little as of what is undefined. */
function isSame(one: unknown, other: unknown): boolean {
  return isDeepStrictEqual(one, other) || toText(one) === toText(other);
}

function toText(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) => (typeof part === 'bigint' ? `${part}n` : part));
}

function sizeOf(input: unknown): number {
  return (typeof input === 'string' ? input : (JSON.stringify(input) ?? '')).length;
}

function findFaultOfRefusal({ code, at, hint }: Refusal, most: number): string | null {
  if (!Object.hasOwn(REFUSALS, code)) return `there is no refusal ${code}`;
  if (typeof at !== 'string') return 'its refusal names no place';
  if (typeof hint !== 'string' || !/\w/.test(hint)) return `its refusal (${code} at ${at}) names no cure`;
  return at.length + hint.length <= most ? null : `its refusal has ${at.length + hint.length} characters`;
}

/** Walks without recursion: what was kept may be deep. */
function findFaultOfValue(root: unknown, parser: Parser): string | null {
  const { keepsMore = false, isText = false, allowsKeys = false } = parser;
  const waiting: unknown[] = [root];
  const seen = new Set<unknown>();
  for (let value = waiting.pop(); waiting.length > 0 || value !== undefined; value = waiting.pop()) {
    const fault = findFaultOfPart(value, { keepsMore, isText });
    if (fault !== null) return fault;
    if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value) || seen.has(value)) continue;
    seen.add(value);
    for (const key of Object.keys(value)) {
      if (POLLUTED.has(key) && !allowsKeys) return `it keeps the key ${key}`;
      if (isText && !key.isWellFormed()) return 'it keeps half a surrogate pair in a key';
      waiting.push((value as Record<string, unknown>)[key]);
    }
  }
  return null;
}

function findFaultOfPart(
  value: unknown,
  { keepsMore, isText }: { readonly keepsMore: boolean; readonly isText: boolean },
): string | null {
  if (typeof value === 'number' && Number.isNaN(value)) return 'it keeps NaN';
  if (typeof value === 'number' && !Number.isFinite(value) && !keepsMore) return `it keeps ${value}`;
  if (typeof value === 'string' && isText && !value.isWellFormed()) return 'it keeps half a surrogate pair';
  if (typeof value !== 'object' || value === null || keepsMore) return null;
  const own = Object.getPrototypeOf(value);
  const isPlain =
    own === null || own === Object.prototype || own === Array.prototype || ArrayBuffer.isView(value);
  return isPlain ? null : 'it keeps an object with a prototype of the sender';
}

function freeze(root: unknown): unknown {
  const waiting = [root];
  for (let value = waiting.pop(); value !== undefined; value = waiting.pop()) {
    if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value) || Object.isFrozen(value))
      continue;
    Object.freeze(value);
    waiting.push(...Object.values(value).filter((inside) => inside !== undefined && inside !== null));
  }
  return root;
}

/** For what says no by null. */
export function orNone(value: unknown): Reading {
  return value === null || value === undefined
    ? refuse('invalid_value', '', 'what it is not is left out')
    : { ok: true, value };
}

/** For what stops the start, or the command, with an error that says place, fault and cure. */
export function orError(
  work: () => unknown,
  ...expected: readonly (new (
    ...args: never[]
  ) => Error)[]
): Reading {
  try {
    return { ok: true, value: work() };
  } catch (error) {
    const isOurs = error instanceof InklingError || expected.some((kind) => error instanceof kind);
    if (isOurs && error instanceof Error) return refuse('invalid_value', error.name, error.message);
    throw error;
  }
}

export const taken = (value: unknown): Reading => ({ ok: true, value });
