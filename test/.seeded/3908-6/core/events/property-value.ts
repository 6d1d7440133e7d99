/**
 * Reads one value as the type the plan gives it. Texts that are plainly the typed value are parsed here, once, since
 * conditions compare without coercion; everything else is the wrong type.
 */
import type { Json } from '../entry.ts';
import { isDecimal } from './money.ts';
import type { PropertyType } from './spec.ts';

/** Types of a single value; money and lists are read by their own rules. */
export type SingleType = Exclude<PropertyType, 'money' | 'products' | 'list' | 'object'>;

/** What each type takes, in the words of a hint. */
export const EXPECTED: Readonly<Record<PropertyType, string>> = {
  id: 'a text or a whole number',
  sku: 'a text or a whole number',
  string: 'a text',
  number: 'a number',
  integer: 'a whole number',
  money: 'a decimal amount in major units, for example 19.99',
  boolean: 'true or false',
  time: 'an ISO 8601 date or time, or milliseconds since 1970',
  url: 'an http(s) address or a path',
  products: 'a list of products',
  list: 'a list',
  object: 'an object',
};

const ISO_TIME =
  /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])([T ]\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?( ?UTC|Z|[+-]\d{2}:?\d{2})?)?$/;
const SCHEME = /^[a-z][a-z0-9+.-]*:/i;

/**
 * @returns The value to store, or undefined where it is not of the type.
 * @example readValue('number', '4.5') // 4.5
 * @example readValue('id', 44600062) // '44600062'
 */
export function readValue(type: SingleType, value: Json): Json | undefined {
  return READERS[type](value);
}

const READERS: Readonly<Record<SingleType, (value: Json) => Json | undefined>> = {
  id: readText,
  sku: readText,
  string: readText,
  number: readNumber,
  integer: (value) => {
    const number = readNumber(value);
    return number !== undefined && Number.isSafeInteger(number) ? number : undefined;
  },
  boolean: (value) => {
    if (typeof value === 'boolean') return value;
    if (value === 'true' || value === 1) return true;
    return value === 'false' || value === 0 ? false : undefined;
  },
  time: (value) => {
    if (typeof value === 'number')
      return Number.isSafeInteger(value) && Math.abs(value) <= 8.64e15 ? value : undefined;
    return typeof value === 'string' && ISO_TIME.test(value) ? value : undefined;
  },
  url: (value) => {
    if (typeof value !== 'string') return undefined;
    return SCHEME.test(value) && !/^https?:/i.test(value) ? undefined : value;
  },
};

/** Many senders write ids as numbers; beyond 2^53 such a number has lost digits and is no id. */
function readText(value: Json): string | undefined {
  if (typeof value === 'string') return value;
  if (typeof value !== 'number') return undefined;
  return Math.abs(value) <= Number.MAX_SAFE_INTEGER ? String(value) : undefined;
}

function readNumber(value: Json): number | undefined {
  const number = typeof value === 'string' && isDecimal(value) ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : undefined;
}
