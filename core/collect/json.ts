/** Reading bodies that strangers send: UTF-8 checked, shape bounded, prototype keys refused. */
import { isUtf8 } from 'node:buffer';
import { accept, type Outcome, type Refusal, refuse } from '../errors.ts';

/** Objects and arrays inside one another; commerce events need three. */
export const MOST_DEPTH = 8;
/** Values in one item, counted at the leaves. */
const MOST_LEAVES = 2_000;

/** An object with one of the last two of its own cannot be compared with anything, nor written as text. */
const FORBIDDEN_KEYS = new Set(['__proto__', 'constructor', 'prototype', 'toString', 'valueOf']);

export type JsonObject = { readonly [key: string]: unknown };

/** Parses a body into an object. @example readJson(Buffer.from('{"e":[]}')) */
export function readJson(body: Buffer): Outcome<JsonObject> {
  const json = readAnyJson(body);
  if (!json.ok) return json;
  return isObject(json.value) ? accept(json.value) : refuse('invalid_body', '', 'send one JSON object');
}

/**
 * An object that a schema can be given.
 *
 * @param mostDepth Objects and arrays inside one another.
 * @example readBoundedJson(Buffer.from('{"on":true}'), MOST_DEPTH)
 */
export function readBoundedJson(body: Buffer, mostDepth: number): Outcome<JsonObject> {
  const json = readJson(body);
  return json.ok ? (findBodyFault(json.value, mostDepth) ?? json) : json;
}

/** The same for senders that may send a list. @example readAnyJson(Buffer.from('[1]')) // { ok: true, value: [1] } */
export function readAnyJson(body: Buffer): Outcome<unknown> {
  if (!isUtf8(body)) return refuse('invalid_utf8', '', 'send UTF-8');
  try {
    return accept(JSON.parse(body.toString('utf8')));
  } catch (error) {
    if (error instanceof SyntaxError) return refuse('malformed_json', '', 'send one valid JSON document');
    throw error;
  }
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What is wrong with the shape of one item, or null: depth, leaves and keys are bounded before anything walks it. */
export function findShapeFault(value: unknown, at: string): Refusal | null {
  const budget = { leaves: MOST_LEAVES };
  return walk(value, at, 0, budget);
}

/**
 * What no schema can be given, or null. Schemas follow nesting by recursion, so it must have an end; and they compare the
 * `length` of whatever is there with a bound, so it must be something that can be compared. Walks level by level, for
 * the first of these reasons.
 *
 * @param mostDepth Objects and arrays inside one another.
 * @example findBodyFault({ name: { length: { toString: null } } }, 8) // forbidden_key at name.length
 */
export function findBodyFault(value: unknown, mostDepth: number): Refusal | null {
  let level: readonly Placed[] = isContainer(value) ? [{ container: value, at: '' }] : [];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth >= mostDepth) return refuse('too_deep', '', `nest at most ${mostDepth} levels`);
    const uncomparable = level.find(({ container }) =>
      UNCOMPARABLE.some((key) => Object.hasOwn(container, key)),
    );
    if (uncomparable !== undefined) return refuse('forbidden_key', uncomparable.at, 'rename this property');
    level = level.flatMap(containersIn);
  }
  return null;
}

type Placed = { readonly container: object; readonly at: string };

const UNCOMPARABLE = ['toString', 'valueOf'];

function containersIn({ container, at }: Placed): readonly Placed[] {
  const isList = Array.isArray(container);
  return Object.entries(container).flatMap(([key, inner]) =>
    isContainer(inner) ? [{ container: inner, at: isList ? `${at}[${key}]` : joinPlace(at, key) }] : [],
  );
}

function joinPlace(at: string, key: string): string {
  return at === '' ? key : `${at}.${key}`;
}

function isContainer(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

function walk(value: unknown, at: string, depth: number, budget: { leaves: number }): Refusal | null {
  if (typeof value !== 'object' || value === null) {
    budget.leaves -= 1;
    return budget.leaves < 0
      ? refuse('too_many_items', at, `send at most ${MOST_LEAVES} values an event`)
      : null;
  }
  if (depth >= MOST_DEPTH) return refuse('too_deep', at, `nest at most ${MOST_DEPTH} levels`);
  const isArray = Array.isArray(value);
  for (const key in value) {
    if (!isArray && FORBIDDEN_KEYS.has(key)) return refuse('forbidden_key', at, 'rename this property');
    const fault = walk((value as JsonObject)[key], at, depth + 1, budget);
    if (fault !== null) return fault;
  }
  return null;
}
