/**
 * Lifetime aggregates per event name: how often, when first and last, and exact integer sums.
 * The caps keep the first names and properties in a fixed order, never the first to arrive: what one part
 * of a history drops, the whole drops too, so that aggregates add up the same in every order.
 */

import type { Entry } from '../entry.ts';
import { toMillionths } from '../events/money.ts';
import { isUnsummed } from '../events/unconfirmed.ts';
import type { FoldRules } from './rules.ts';

/** Sum of one property: integer minor units where it is money, integer millionths elsewhere. */
export type PropertySum = { readonly property: string; readonly total: bigint };

export type Tally = { readonly count: number; readonly first: number; readonly last: number };
export type NameTally = Tally & { readonly name: string; readonly sums: readonly PropertySum[] };

export type Names = {
  /** Names that stand for a funnel step first, then by code units. */
  readonly kept: readonly NameTally[];
  /** Everything under names beyond the cap. */
  readonly other: Tally | null;
};

export const NO_NAMES: Names = { kept: [], other: null };
export const MAX_NAMES = 100;
export const MAX_SUMS = 16;

/** Counts one event. */
export function countEvent(names: Names, event: Entry, rules: FoldRules): Names {
  const { kept } = names;
  for (let at = 0; at < kept.length; at++) {
    const tally = kept[at];
    if (tally?.name === event.name)
      return { kept: kept.with(at, addEvent(tally, event, rules)), other: names.other };
  }
  return insert(names, addEvent(emptyTally(event), event, rules), rules);
}

/** Adds two histories' aggregates; associative and commutative. */
export function addNames(a: Names, b: Names, rules: FoldRules): Names {
  let sum: Names = { kept: a.kept, other: addTallies(a.other, b.other) };
  for (const tally of b.kept) {
    const at = sum.kept.findIndex((own) => own.name === tally.name);
    const own = sum.kept[at];
    sum = own ? { ...sum, kept: sum.kept.with(at, addNameTallies(own, tally)) } : insert(sum, tally, rules);
  }
  return sum;
}

export function addTallies(a: Tally | null, b: Tally | null): Tally | null {
  if (a === null || b === null) return a ?? b;
  return { count: a.count + b.count, first: Math.min(a.first, b.first), last: Math.max(a.last, b.last) };
}

function emptyTally(event: Entry): NameTally {
  return { name: event.name, count: 0, first: event.t, last: event.t, sums: [] };
}

function addEvent(tally: NameTally, event: Entry, rules: FoldRules): NameTally {
  return {
    name: tally.name,
    count: tally.count + 1,
    first: Math.min(tally.first, event.t),
    last: Math.max(tally.last, event.t),
    sums: addProperties(tally.sums, event, rules),
  };
}

function addNameTallies(a: NameTally, b: NameTally): NameTally {
  let sums = a.sums;
  for (const { property, total } of b.sums) sums = addSum(sums, property, total);
  return {
    name: a.name,
    count: a.count + b.count,
    first: Math.min(a.first, b.first),
    last: Math.max(a.last, b.last),
    sums,
  };
}

function addProperties(sums: readonly PropertySum[], event: Entry, rules: FoldRules): readonly PropertySum[] {
  let added = sums;
  for (const property in event.properties) {
    const value = event.properties[property];
    if (typeof value !== 'number' || property.endsWith('_id')) continue;
    const amount = rules.isMoney(property) ? summableMinor(value, event) : summableMillionths(value);
    if (amount !== null) added = addSum(added, property, amount);
  }
  return added;
}

function summableMinor(value: number, event: Entry): bigint | null {
  if (isUnsummed(event) || !Number.isSafeInteger(value)) return null;
  return BigInt(value);
}

/** Counts and positions are small integers: no need to go by their decimal text. */
function summableMillionths(value: number): bigint | null {
  const isSmall = Number.isInteger(value) && Math.abs(value) <= 1e9;
  return isSmall ? BigInt(value * 1_000_000) : toMillionths(value);
}

function addSum(sums: readonly PropertySum[], property: string, amount: bigint): readonly PropertySum[] {
  let at = 0;
  for (; at < sums.length; at++) {
    const sum = sums[at];
    if (sum === undefined || sum.property > property) break;
    if (sum.property === property) return sums.with(at, { property, total: sum.total + amount });
  }
  if (at === MAX_SUMS) return sums;
  return sums.toSpliced(at, 0, { property, total: amount }).slice(0, MAX_SUMS);
}

function insert(names: Names, tally: NameTally, rules: FoldRules): Names {
  const found = names.kept.findIndex((own) => precedes(tally.name, own.name, rules));
  const kept = names.kept.toSpliced(found < 0 ? names.kept.length : found, 0, tally);
  if (kept.length <= MAX_NAMES) return { kept, other: names.other };
  const last = kept.pop();
  return { kept, other: addTallies(names.other, last ? tallyOf(last) : null) };
}

function tallyOf({ count, first, last }: Tally): Tally {
  return { count, first, last };
}

/** Funnel names come first, so that no flood of invented names can push them out. */
function precedes(a: string, b: string, rules: FoldRules): boolean {
  const aCounts = rules.funnelStep(a) !== null;
  return aCounts === (rules.funnelStep(b) !== null) ? a < b : aCounts;
}
