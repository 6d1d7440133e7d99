/** How the parts that profiles and bases share stand in JSON: arrays in a fixed order. */

import type { Flag } from '../entry.ts';
import type { Names, NameTally, PropertySum, Tally } from './names.ts';
import type { Order, Orders, OrderTotals } from './orders.ts';
import type { FlagCounts } from './profile.ts';
import type { Touch } from './touches.ts';
import type { Trait, TraitValue } from './traits.ts';

/** A number where it is exact, else decimal text. */
type EncodedInteger = number | string;
type EncodedSum = readonly [property: string, total: EncodedInteger];
type EncodedName = readonly [
  name: string,
  count: number,
  first: number,
  lastAfterMs: number,
  sums: readonly EncodedSum[],
];
export type EncodedTally = readonly [count: number, first: number, last: number] | null;
export type EncodedNames = readonly [kept: readonly EncodedName[], other: EncodedTally];
export type EncodedTotals = readonly [tally: EncodedTally, netMinor: EncodedInteger];
type EncodedOrder = readonly [
  key: string,
  at: number,
  grossMinor: number | null,
  refundedMinor: number,
  cancelled: 0 | 1,
  confirmed: 0 | 1,
];
export type EncodedOrders = readonly [recent: readonly EncodedOrder[], older: EncodedTotals];
export type EncodedTrait = readonly [name: string, value: TraitValue, t: number];
export type EncodedTouch = readonly [t: number, campaign: Readonly<Record<string, string>>] | null;
export type EncodedFlags = readonly (readonly [Flag, number])[];

export function encodeTally(tally: Tally | null): EncodedTally {
  return tally && [tally.count, tally.first, tally.last];
}

export function decodeTally(tally: EncodedTally): Tally | null {
  return tally && { count: tally[0], first: tally[1], last: tally[2] };
}

export function encodeNames({ kept, other }: Names): EncodedNames {
  return [kept.map(encodeName), encodeTally(other)];
}

export function decodeNames([kept, other]: EncodedNames): Names {
  return { kept: kept.map(decodeName), other: decodeTally(other) };
}

export function encodeOrders({ recent, older }: Orders): EncodedOrders {
  return [recent.map(encodeOrder), encodeTotals(older)];
}

export function decodeOrders([recent, older]: EncodedOrders): Orders {
  return { recent: recent.map(decodeOrder), older: decodeTotals(older) };
}

function encodeOrder({ key, at, grossMinor, refundedMinor, cancelled, confirmed }: Order): EncodedOrder {
  return [key, at, grossMinor, refundedMinor, cancelled ? 1 : 0, confirmed ? 1 : 0];
}

function decodeOrder([key, at, grossMinor, refundedMinor, cancelled, confirmed]: EncodedOrder): Order {
  return { key, at, grossMinor, refundedMinor, cancelled: cancelled === 1, confirmed: confirmed === 1 };
}

function encodeTotals({ tally, netMinor }: OrderTotals): EncodedTotals {
  return [encodeTally(tally), encodeInteger(netMinor)];
}

export function decodeTotals([tally, netMinor]: EncodedTotals): OrderTotals {
  return { tally: decodeTally(tally), netMinor: BigInt(netMinor) };
}

export function encodeTrait({ name, value, t }: Trait): EncodedTrait {
  return [name, value, t];
}

export function decodeTrait([name, value, t]: EncodedTrait): Trait {
  return { name, value, t };
}

export function encodeTouch(touch: Touch | null): EncodedTouch {
  return touch && [touch.t, touch.campaign];
}

export function decodeTouch(touch: EncodedTouch): Touch | null {
  return touch && { t: touch[0], campaign: touch[1] };
}

/** In code unit order, so that equal counts have equal texts. */
export function encodeFlags(flags: FlagCounts): EncodedFlags {
  return (Object.entries(flags) as [Flag, number][]).toSorted(([a], [b]) => (a < b ? -1 : 1));
}

export function decodeFlags(flags: EncodedFlags): FlagCounts {
  return Object.fromEntries(flags);
}

function encodeName({ name, count, first, last, sums }: NameTally): EncodedName {
  return [name, count, first, last - first, sums.map(encodeSum)];
}

function decodeName([name, count, first, lastAfterMs, sums]: EncodedName): NameTally {
  return { name, count, first, last: first + lastAfterMs, sums: sums.map(decodeSum) };
}

function encodeSum({ property, total }: PropertySum): EncodedSum {
  return [property, encodeInteger(total)];
}

function decodeSum([property, total]: EncodedSum): PropertySum {
  return { property, total: BigInt(total) };
}

function encodeInteger(value: bigint): EncodedInteger {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : String(value);
}
