/** Property values: how they are read from an event, and compared. */
import type { Json } from '../../../../core/entry.ts';
import type { Comparison, Scalar, Where } from '../../../../core/segments/condition.ts';
import type { Happening } from './question.ts';

const MONEY = new Set(['price', 'value', 'revenue', 'total', 'subtotal', 'tax', 'shipping', 'discount']);
const DIGITS: Readonly<Record<string, number>> = { JPY: 0, KWD: 3 };

/** Object of an event's or an item's properties. */
export type Bag = { readonly [name: string]: Json };

/** One thing that conditions count: an event, or an event with one of its items. */
export type Match = { readonly happening: Happening; readonly item: Bag | null };

export function isMoney(path: string): boolean {
  return MONEY.has(lastName(path));
}

/** @example lastName('products.brand') // 'brand' */
export function lastName(path: string): string {
  return path.slice(path.indexOf('.') + 1);
}

/** @example listName('products.brand') // 'products' */
export function listName(path: string): string | null {
  return path.includes('.') ? path.slice(0, path.indexOf('.')) : null;
}

export function scaleOf(currency: string): number {
  return 10 ** (DIGITS[currency] ?? 2);
}

/** As stored: money in minor units. */
export function rawValue({ happening, item }: Match, path: string): Json | undefined {
  return listName(path) === null ? happening.properties[path] : item?.[lastName(path)];
}

/** As conditions speak: money in major units. */
export function spokenValue(match: Match, path: string): Json | undefined {
  const value = rawValue(match, path);
  const { currency } = match.happening;
  return typeof value === 'number' && isMoney(path) && currency !== undefined
    ? value / scaleOf(currency)
    : value;
}

export function isScalar(value: Json | undefined): value is Scalar {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}

/** The objects in a list; null where there is no list. */
export function itemsOf({ properties }: Happening, list: string): readonly Bag[] | null {
  const value = properties[list];
  if (!Array.isArray(value)) return null;
  return value.map((item) => (typeof item === 'object' && item !== null && !Array.isArray(item) ? item : {}));
}

/** Whether every path of `where` compares as it asks. */
export function meets(match: Match, where: Where | undefined): boolean {
  return Object.entries(where ?? {}).every(([path, asked]) =>
    compares(spokenValue(match, path), typeof asked === 'object' ? asked : { eq: asked }),
  );
}

/** All parts must hold; on a missing value only `exists: false`, `ne` and `nin` do. */
export function compares(value: Json | undefined, comparison: Comparison): boolean {
  return Object.entries(comparison).every(([operator, operand]) => compare(value ?? null, operator, operand));
}

function compare(value: Json, operator: string, operand: Json): boolean {
  if (operator === 'exists') return (value !== null) === operand;
  if (operator === 'ne') return !isSame(value, operand);
  if (operator === 'eq') return isSame(value, operand);
  if (operator === 'in') return isAmong(value, operand);
  if (operator === 'nin') return !isAmong(value, operand);
  if (operator === 'contains') return contains(value, operand);
  if (operator === 'startsWith') {
    return typeof value === 'string' && normal(value).startsWith(normal(String(operand)));
  }
  if (typeof value !== 'number' || typeof operand !== 'number') return false;
  if (operator === 'gt') return value > operand;
  if (operator === 'gte') return value >= operand;
  if (operator === 'lt') return value < operand;
  if (operator === 'lte') return value <= operand;
  throw new Error(`"${operator}" is no comparison`);
}

function contains(value: Json, operand: Json): boolean {
  if (Array.isArray(value)) return value.some((member) => isSame(member, operand));
  return typeof value === 'string' && typeof operand === 'string' && normal(value).includes(normal(operand));
}

function isAmong(value: Json, operand: Json): boolean {
  return Array.isArray(operand) && operand.some((one) => isSame(value, one));
}

/** Never true of a missing value, a list or an object. */
function isSame(a: Json, b: Json): boolean {
  if (!isScalar(a)) return false;
  return typeof a === 'string' && typeof b === 'string' ? normal(a) === normal(b) : a === b;
}

function normal(text: string): string {
  return text.normalize('NFC');
}
