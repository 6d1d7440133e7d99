/**
 * Exact amounts. Money arrives in decimal major units (19.99) and is kept as an integer of minor units (1999);
 * other summed numbers are kept as integer millionths. Both are read from the decimal text of the number, since
 * 1.005 * 100 is 100.49999999999999 in binary floating point, and rounding goes half away from zero.
 */
import type { Entry, Json, Properties } from '../entry.ts';
import { minorDigits } from './currency.ts';

/**
 * Property names that are money in every event and every item of `products`. A name is money or it is not,
 * so that a stored amount can be read without the plan it was stored under.
 */
export const MONEY_KEYS = [
  'price',
  'value',
  'revenue',
  'total',
  'subtotal',
  'tax',
  'shipping',
  'discount',
] as const;
const MONEY: ReadonlySet<string> = new Set(MONEY_KEYS);

/** Name of the list whose items hold money too. */
export const PRODUCTS_KEY = 'products';

const DECIMAL = /^([+-]?)(\d*)(?:\.(\d*))?(?:e([+-]?\d{1,4}))?$/i;
/** Longer texts are no amount: a double prints at most 25 characters. */
const LONGEST_AMOUNT = 64;
const LARGEST_MILLIONTHS = 2n ** 63n - 1n;

/** Whether numbers under this property name are money. */
export function isMoneyKey(key: string): boolean {
  return MONEY.has(key);
}

/**
 * Minor units of an amount in major units; digits beyond the currency's are rounded half away from zero.
 * @returns null where it is no decimal number, the currency is unknown, or the result is beyond ±(2^53 - 1).
 * @example toMinor(1.005, 'EUR') // 101
 * @example toMinor('0.125', 'KWD') // 125
 */
export function toMinor(amount: number | string, currency: string): number | null {
  const digits = minorDigits(currency);
  if (digits === null) return null;
  const text = typeof amount === 'number' ? String(amount) : amount.trim();
  const scaled = scaleDecimal(text, digits);
  if (scaled === null || scaled.digits.length > 16) return null;
  const magnitude = Number(scaled.digits);
  if (!Number.isSafeInteger(magnitude)) return null;
  return scaled.negative && magnitude !== 0 ? -magnitude : magnitude;
}

/**
 * Major units of an amount in minor units, the nearest double: up to 15 digits it prints as the exact decimal.
 * An unknown currency is taken to have two digits.
 * @example toMajor(1999, 'EUR') // 19.99
 */
export function toMajor(minor: number, currency: string): number {
  return minor / 10 ** (minorDigits(currency) ?? 2);
}

/**
 * Integer millionths of a number, rounded half away from zero.
 * @returns null where it is not finite or the result does not fit into 64 bits.
 * @example toMillionths(0.1) // 100000n
 */
export function toMillionths(value: number): bigint | null {
  const scaled = Number.isFinite(value) ? scaleDecimal(String(value), 6) : null;
  if (scaled === null || scaled.digits.length > 19) return null;
  const magnitude = BigInt(scaled.digits);
  if (magnitude > LARGEST_MILLIONTHS) return null;
  return scaled.negative ? -magnitude : magnitude;
}

/**
 * Whether a text is a decimal number as {@link toMinor} reads it: digits, one point, an exponent; no thousands
 * separators, since 1,234 means two things.
 */
export function isDecimal(text: string): boolean {
  return text.length <= LONGEST_AMOUNT && scaleDecimal(text.trim(), 0) !== null;
}

/**
 * An entry's properties as answers show them: money in major units of the entry's currency, also in `products`.
 * @example presentProperties({ currency: 'EUR', properties: { price: 1999 } }) // { price: 19.99 }
 */
export function presentProperties(entry: Pick<Entry, 'properties' | 'currency'>): Properties {
  const { properties, currency } = entry;
  if (currency === undefined) return properties;
  const shown = presentAmounts(properties, currency);
  const products = shown[PRODUCTS_KEY];
  if (!Array.isArray(products)) return shown;
  return {
    ...shown,
    [PRODUCTS_KEY]: products.map((item) => (isObject(item) ? presentAmounts(item, currency) : item)),
  };
}

function presentAmounts(properties: Properties, currency: string): Properties {
  const shown: Record<string, Json> = { ...properties };
  for (const key of MONEY_KEYS) {
    const minor = shown[key];
    if (typeof minor === 'number') shown[key] = toMajor(minor, currency);
  }
  return shown;
}

function isObject(value: Json): value is Properties {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

type Scaled = { readonly negative: boolean; readonly digits: string };

/** Digits of `text` x 10^places without leading zeros; null where the text is no decimal number or far too large. */
function scaleDecimal(text: string, places: number): Scaled | null {
  if (text.length > LONGEST_AMOUNT) return null;
  const match = DECIMAL.exec(text);
  if (match === null) return null;
  const [, sign, whole = '', fraction = '', exponent = '0'] = match;
  const digits = whole + fraction;
  if (digits === '') return null;
  const shift = places + Number(exponent) - fraction.length;
  const scaled = shift < 0 ? roundOff(digits, -shift) : padZeros(digits, shift);
  return scaled === null ? null : { negative: sign === '-', digits: scaled };
}

function padZeros(digits: string, count: number): string | null {
  const significant = trimZeros(digits);
  if (significant === '0') return '0';
  return count > LONGEST_AMOUNT ? null : significant + '0'.repeat(count);
}

/** Half away from zero: only the first digit that goes decides. */
function roundOff(digits: string, count: number): string {
  const kept = trimZeros(digits.slice(0, Math.max(digits.length - count, 0)));
  const first = digits.length >= count ? (digits[digits.length - count] ?? '0') : '0';
  return first >= '5' ? String(BigInt(kept) + 1n) : kept;
}

function trimZeros(digits: string): string {
  return digits.replace(/^0+(?=\d)/, '') || '0';
}
