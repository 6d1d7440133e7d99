/**
 * The instant that terms are counted to. A machine's clock may be set forward by years by mistake, and what went by it
 * never comes back: so this one follows the machine's by a week at a time, and says so.
 */
import { isObject } from '../collect/json.ts';
import type { SiteId } from '../entry.ts';
import type { Store } from '../ports.ts';

const COLLECTION = 'retention';
const KEY = 'time';
const DAY_MS = 86_400_000;

/** Further than this nobody leaves a server without looking at it, and no run goes. */
export const LEAP_MS = 7 * DAY_MS;

/** Of the run before: what the machine's clock said, and what was made of it. UTC ms. */
export type LastRun = { readonly ranAt: number; readonly trusted: number };

export type Reckoning = {
  readonly now: number;
  /** Terms are counted back from here. */
  readonly trusted: number;
  /** How far the machine's clock is ahead of it, ms: 0 unless it leapt. */
  readonly aheadMs: number;
};

/**
 * A clock that goes on as it should is believed. After a leap of more than a week, a run goes a week further than the
 * one before, and at most a week for each day that passes from then on: a server that stood still for a year catches
 * up within two months, a wrong clock takes a week of data before somebody reads what it says.
 *
 * @param last Null: there was none.
 * @param seen When the latest entry of the log came in, where nothing ran before, UTC ms; null: none did.
 * @example reckon(now, last, null).trusted
 */
export function reckon(now: number, last: LastRun | null, seen: number | null): Reckoning {
  const known = last ?? (seen === null ? null : { ranAt: seen, trusted: seen });
  const trusted = known === null ? now : Math.min(now, known.trusted + stepOf(now, known));
  return { now, trusted, aheadMs: now - trusted };
}

function stepOf(now: number, { ranAt, trusted }: LastRun): number {
  const passedMs = Math.max(0, now - ranAt);
  const isBehind = trusted < ranAt;
  if (!isBehind) return Math.min(passedMs, LEAP_MS);
  return Math.min(LEAP_MS, passedMs * (LEAP_MS / DAY_MS));
}

type Shelf = Pick<Store, 'getRecord' | 'putRecord'>;

export async function readLastRun(store: Shelf, site: SiteId): Promise<LastRun | null> {
  const kept = await store.getRecord(COLLECTION, site, KEY);
  if (!isObject(kept)) return null;
  const { ranAt, trusted } = kept;
  return typeof ranAt === 'number' && typeof trusted === 'number' ? { ranAt, trusted } : null;
}

/** Of the last run that went to its end. */
export type LastCounts = { readonly ranAt: number; readonly counts: Readonly<Record<string, number>> };
const COUNTS_KEY = 'counts';

export async function readLastCounts(store: Shelf, site: SiteId): Promise<LastCounts | null> {
  const kept = await store.getRecord(COLLECTION, site, COUNTS_KEY);
  return isObject(kept) ? (kept as unknown as LastCounts) : null;
}

export async function keepLastCounts(store: Shelf, site: SiteId, last: LastCounts): Promise<void> {
  await store.putRecord(COLLECTION, site, COUNTS_KEY, { ranAt: last.ranAt, counts: last.counts });
}

export async function keepLastRun(store: Shelf, site: SiteId, { now, trusted }: Reckoning): Promise<void> {
  await store.putRecord(COLLECTION, site, KEY, { ranAt: now, trusted });
}
