/** How a value of a campaign stands in a field, and back. What cannot be read stays as it was typed: the server says what is wrong. */
import { isFields, type Json } from './campaigns-document.ts';

/** How a field reads and writes what is at its place. */
export type Shape = {
  readonly read: (value: Json) => string;
  /** Undefined: nothing stands there. */
  readonly write: (text: string) => Json;
};

const asText = (value: Json): string =>
  value === undefined || value === null ? '' : typeof value === 'string' ? value : JSON.stringify(value);

/** Drops what binary fractions add. */
const tidy = (value: number): number => Number(value.toPrecision(12));

const readNumber = (text: string): Json => {
  const number = Number(text.replace(',', '.'));
  return text.trim() === '' ? undefined : Number.isFinite(number) ? number : text;
};

export const TEXT: Shape = { read: asText, write: (text) => (text === '' ? undefined : text) };

export const NUMBER: Shape = { read: asText, write: readNumber };

/** Of 100. @example SHARE.read(0.155) // '15.5' */
export const SHARE: Shape = {
  read: (value) => (typeof value === 'number' ? String(tidy(value * 100)) : asText(value)),
  write: (text) => {
    const value = readNumber(text);
    return typeof value === 'number' ? tidy(value / 100) : value;
  },
};

/** One a line. */
export const LINES: Shape = {
  read: (value) => (Array.isArray(value) ? value.map(asText).join('\n') : asText(value)),
  write: (text) => {
    const lines = text.split('\n');
    return lines.some((line) => line !== '') ? lines : undefined;
  },
};

/** A name, or several: one stays as it was. @example NAMES.write('Order Completed') // 'Order Completed' */
export const NAMES: Shape = {
  read: LINES.read,
  write: (text) => {
    const lines = text.split('\n');
    return lines.length === 1 ? TEXT.write(text) : LINES.write(text);
  },
};

const SIGNS = [
  ['>=', 'gte'],
  ['<=', 'lte'],
  ['!=', 'ne'],
  ['>', 'gt'],
  ['<', 'lt'],
] as const;

/**
 * A property and its value a line: `category = Shoes`, `price >= 50`, `tags = {"contains": "new"}`. A text that would be read as
 * something else stands in quotation marks.
 */
export const PAIRS: Shape = {
  read: (value) =>
    isFields(value)
      ? Object.entries(value)
          .map(([name, own]) => readPair(name, own))
          .join('\n')
      : asText(value),
  write: (text) => {
    const lines = text.split('\n').filter((line) => line.trim() !== '');
    if (lines.length === 0) return undefined;
    const pairs = lines.map(writePair);
    return pairs.some((pair) => pair === null)
      ? text
      : Object.fromEntries(pairs.filter((pair) => pair !== null));
  },
};

function readPair(name: string, value: Json): string {
  const compared = isFields(value) ? Object.entries(value) : [];
  const [first] = compared;
  const sign = compared.length === 1 ? SIGNS.find(([, operator]) => operator === first?.[0]) : undefined;
  return sign === undefined ? `${name} = ${quote(value)}` : `${name} ${sign[0]} ${quote(first?.[1])}`;
}

function quote(value: Json): string {
  const isPlain = typeof value === 'string' && unquote(value) === value && /^\S(.*\S)?$/.test(value);
  return isPlain ? value : JSON.stringify(value);
}

function unquote(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    // A plain text.
    return text;
  }
}

function writePair(line: string): readonly [string, Json] | null {
  const found = /^\s*([^\s=<>!]+)\s*(>=|<=|!=|=|>|<)\s*(.*?)\s*$/s.exec(line);
  if (found === null) return null;
  const [, name = '', sign, text = ''] = found;
  const operator = SIGNS.find(([own]) => own === sign)?.[1];
  return [name, operator === undefined ? unquote(text) : { [operator]: unquote(text) }];
}

export const UNITS = ['ms', 's', 'm', 'h', 'd', 'w'] as const;

/** A length of time as two fields; a word, as `day`, has no number. */
export type Length = { readonly count: string; readonly unit: string };

/** @example readLength('30m') // { count: '30', unit: 'm' } */
export function readLength(value: Json): Length {
  if (value === null) return { count: '', unit: 'never' };
  const found = /^(\d*)([a-z]*)$/.exec(asText(value));
  return found === null
    ? { count: asText(value), unit: '' }
    : { count: found[1] ?? '', unit: found[2] ?? '' };
}

/** @example writeLength({ count: '30', unit: 'm' }) // '30m' */
export function writeLength({ count, unit }: Length): Json {
  if (unit === 'never') return null;
  if (UNITS.some((known) => known === unit)) return `${count}${unit}`;
  return unit === '' ? TEXT.write(count) : unit;
}

/** An instant as a clock on the wall of a zone shows it, for `<input type=datetime-local>`. @example toWall('2027-01-31T22:00:00Z', 'Europe/Berlin') // '2027-01-31T23:00' */
export function toWall(value: Json, zone: string): string {
  const at = Date.parse(asText(value));
  if (Number.isNaN(at)) return '';
  const wall = new Date(at + offsetMs(at, zone)).toISOString().slice(0, 19);
  return wall.endsWith(':00') ? wall.slice(0, 16) : wall;
}

/** @example fromWall('2027-01-31T23:00', 'Europe/Berlin') // '2027-01-31T22:00:00Z' */
export function fromWall(wall: string, zone: string): Json {
  const asUtc = Date.parse(`${wall}Z`);
  if (Number.isNaN(asUtc)) return TEXT.write(wall);
  // The offset there, and not that of the same digits in UTC: twice, since it changes on some nights.
  const near = asUtc - offsetMs(asUtc, zone);
  return new Date(asUtc - offsetMs(near, zone)).toISOString().replace('.000Z', 'Z');
}

function offsetMs(at: number, zone: string): number {
  const parts = new Intl.DateTimeFormat('en-US', {
    ...{ timeZone: zone, hourCycle: 'h23' },
    ...{ year: 'numeric', month: '2-digit', day: '2-digit' },
    ...{ hour: '2-digit', minute: '2-digit', second: '2-digit' },
  }).formatToParts(at);
  const of = (type: string): number => Number(parts.find((part) => part.type === type)?.value);
  const wall = Date.UTC(of('year'), of('month') - 1, of('day'), of('hour'), of('minute'), of('second'));
  return wall - Math.floor(at / 1_000) * 1_000;
}
