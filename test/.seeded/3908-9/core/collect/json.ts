/** Reading bodies that strangers send: UTF-8 checked, shape bounded, prototype keys refused. */
import { isUtf8 } from 'node:buffer';
import { accept, type Outcome, type Refusal, refuse } from '../errors.ts';

/** Objects and arrays inside one another; commerce events need three. */
export const MOST_DEPTH = 8;
/** Values in one item, counted at the leaves. */
const MOST_LEAVES = 2_000;

const FORBIDDEN_KEYS = new Set(['__proto__', 'constructor', 'prototype']);

export type JsonObject = { readonly [key: string]: unknown };

/** Parses a body into an object. @example readJson(Buffer.from('{"e":[]}')) */
export function readJson(body: Buffer): Outcome<JsonObject> {
  if (!isUtf8(body)) return refuse('invalid_utf8', '', 'send UTF-8');
  try {
    const value: unknown = JSON.parse(body.toString('utf8'));
    return isObject(value) ? accept(value) : refuse('invalid_body', '', 'send one JSON object');
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
 * Whether objects and arrays lie more than so many inside one another. Schemas follow nesting by recursion, so what
 * they are given must have an end. Walks level by level, for the same reason.
 */
export function isDeeperThan(value: unknown, mostDepth: number): boolean {
  let level = [value].filter(isContainer);
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth >= mostDepth) return true;
    level = level.flatMap((container) => Object.values(container).filter(isContainer));
  }
  return false;
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
