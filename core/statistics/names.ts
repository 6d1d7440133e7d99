/** How often events of each name came on a day, and when the last of them did. */
import * as z from 'zod';
import { SPEC } from '../events/spec.ts';

/** `lastAt`: the beginning of its hour, UTC ms. */
type NameCount = readonly [name: string, count: number, lastAt: number];
export type NameCounts = readonly NameCount[];

/** Names of senders' own that a day tells apart; those of the table of known events have a place in any case. */
export const MOST_NAMES = 200;
/** What all further ones count under: no event has this name. */
export const OTHER_NAMES = '';

const HOUR_MS = 3_600_000;

/** No instant of somebody stays: the hour is enough to see that an event still comes. */
export function hourOf(t: number): number {
  return Math.floor(t / HOUR_MS) * HOUR_MS;
}

/**
 * Counts may go down. A name stays once it is in; one that was left out is never in it later, and is taken off where it was
 * added.
 *
 * @example addNames([], [['Product Viewed', 1, hourOf(t)]])
 */
export function addNames(
  known: NameCounts,
  more: NameCounts,
  mostNames = Number.POSITIVE_INFINITY,
): NameCounts {
  const sums = new Map(known.map((row) => [row[0], row]));
  let owned = known.filter(([name]) => isOwn(name)).length;
  for (const [name, count, lastAt] of more) {
    const isTold = sums.has(name) || !isOwn(name) || owned < mostNames;
    const place = isTold ? name : OTHER_NAMES;
    const before = sums.get(place);
    if (before === undefined && isOwn(place)) owned += 1;
    sums.set(place, [place, (before?.[1] ?? 0) + count, Math.max(before?.[2] ?? 0, lastAt)]);
  }
  return [...sums.values()];
}

/** A sender has made it up: strangers may, since the write key is public. */
function isOwn(name: string): boolean {
  return name !== OTHER_NAMES && !SPEC.has(name);
}

const count = z.number().int();
export const namesShape = z.array(z.tuple([z.string(), count, count]));
