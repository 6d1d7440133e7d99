/**
 * Counts the log, page by page, from a place that is kept in the store. Each step can be done again: which sites a page
 * concerns is written first, then what it changes of each (plan.ts), then the days and the orders, and the place at last. Two
 * servers at it, one of which does not know yet that it no longer leads, write the same, or one of them gives up.
 */
import { isDeepStrictEqual } from 'node:util';
import * as z from 'zod';
import { addDays } from '../calendar.ts';
import type { Json, LoggedEntry, SiteId } from '../entry.ts';
import type { Store } from '../ports.ts';
import { changeRecord } from '../record-change.ts';
import type { SiteRegistry } from '../sites/registry.ts';
import { nextTurn } from '../turn.ts';
import { localDate } from '../zone.ts';
import { addToDay, readDay } from './day.ts';
import { orderRecordKey, readOrder } from './order.ts';
import { orderKeysOf, planPage, readState, type SiteState } from './plan.ts';

export const PLACES = 'statistics';
export const DAYS = 'statistics-days';
export const ORDERS = 'statistics-orders';
/** Days that are kept, with that of today. */
export const KEPT_DAYS = 400;

const PLACE = 'place';
export const STATE = 'state';
const PAGE_ENTRIES = 1_000;

export type FollowerPorts = {
  readonly store: Pick<Store, 'readSince' | 'readEntry' | 'getRecord' | 'putRecord' | 'deleteRecord'>;
  readonly sites: Pick<SiteRegistry, 'byId'>;
  readonly now: () => number;
  /** Read at once; the product's own unless said. */
  readonly pageEntries?: number;
};

export type Place = {
  /** Everything up to it is counted, or planned for one of the sites in `busy`. */
  readonly place: number;
  readonly busy: readonly SiteId[];
};

const placeShape = z.object({ place: z.number().int(), busy: z.array(z.custom<SiteId>()) });

/** @example await readPlace(store) */
export async function readPlace(store: Pick<Store, 'getRecord'>): Promise<Place> {
  const read = placeShape.safeParse(await store.getRecord(PLACES, '', PLACE));
  return read.success ? read.data : { place: 0, busy: [] };
}

/**
 * Counts the next page; answers how many entries that were. 0: there are none, or another server counts.
 *
 * @throws what the store throws; the next call goes on where this one broke off.
 */
export async function countPage(ports: FollowerPorts): Promise<number> {
  const { store } = ports;
  const at = await store.getRecord(PLACES, '', PLACE);
  const { place, busy } = await readPlace(store);
  for (const site of busy) await finish(ports, site, await readSiteState(store, site));
  const entries = await store.readSince(place, ports.pageEntries ?? PAGE_ENTRIES);
  const last = entries.at(-1)?.seq;
  if (last === undefined) return 0;
  const bySite = Map.groupBy(
    entries.filter(({ type }) => type === 'event'),
    ({ site }) => site,
  );
  const begun = { place, busy: [...bySite.keys()] };
  if (!(await store.putRecord(PLACES, '', PLACE, begun, { was: at }))) return 0;
  for (const [site, own] of bySite) if (!(await countSite(ports, site, own, last))) return 0;
  const ended = { place: last, busy: [] };
  return (await store.putRecord(PLACES, '', PLACE, ended, { was: begun })) ? entries.length : 0;
}

/** False: another server has counted it meanwhile. */
async function countSite(
  ports: FollowerPorts,
  site: SiteId,
  entries: readonly LoggedEntry[],
  place: number,
): Promise<boolean> {
  const { store, sites, now } = ports;
  const settings = sites.byId(site)?.settings;
  if (settings === undefined) return true;
  const was = await store.getRecord(PLACES, site, STATE);
  const state = readState(was);
  await finish(ports, site, state);
  const fresh = await dropErased(
    store,
    entries.filter(({ seq }) => seq > state.place),
  );
  if (fresh.length === 0) return true;
  const orders = new Map(
    await Promise.all(
      orderKeysOf(fresh).map(
        async (key) => [key, readOrder(await store.getRecord(ORDERS, site, key))] as const,
      ),
    ),
  );
  const dateOf = (t: number): string => localDate(t, settings.timezone);
  const oldestDate = addDays(dateOf(now()), 1 - KEPT_DAYS);
  const rules = { dateOf, gapMs: settings.sessionGapMinutes * 60_000, oldestDate };
  const next = planPage(state, { entries: fresh, orders, place }, rules);
  if (!(await store.putRecord(PLACES, site, STATE, next as Json, { was }))) return isGone(store, site, was);
  await finish(ports, site, next);
  return true;
}

/**
 * An order of somebody who was erased after the page had been read: one that is erased from here on changes the state that
 * stands beside it, and nothing is planned.
 */
async function dropErased(
  store: FollowerPorts['store'],
  entries: readonly LoggedEntry[],
): Promise<readonly LoggedEntry[]> {
  const ofOrders = entries.filter((entry) => orderRecordKey(entry) !== null);
  const standing = await Promise.all(
    ofOrders.map(async ({ site, id, seq }) => (await store.readEntry(site, id))?.seq === seq),
  );
  const gone = new Set(ofOrders.filter((_, at) => !standing[at]));
  return gone.size === 0 ? entries : entries.filter((entry) => !gone.has(entry));
}

/** Nobody has changed it: the site is being removed, and nothing of it is written any more. */
async function isGone(store: FollowerPorts['store'], site: SiteId, was: Json | undefined): Promise<boolean> {
  return isDeepStrictEqual(await store.getRecord(PLACES, site, STATE), was);
}

/** Writes what is planned; what is written already stays as it is. */
async function finish({ store }: FollowerPorts, site: SiteId, state: SiteState): Promise<void> {
  const { place, plan } = state;
  for (const [date, delta] of plan.days) {
    await changeRecord(store, [DAYS, site, date], (value) => {
      const day = readDay(value);
      const next = addToDay(day, delta, place);
      return next === day ? { answer: null } : { next: next as Json, answer: null };
    });
  }
  for (const [key, order] of plan.orders) {
    await changeRecord(store, [ORDERS, site, key], (value) =>
      readOrder(value).place >= order.place ? { answer: null } : { next: order as Json, answer: null },
    );
  }
  if (plan.orders.length > 0) await undoErased(store, site, state);
}

/** An erasure takes its orders out of the plan before it takes the records: what was written between the two goes here. */
async function undoErased(
  store: FollowerPorts['store'],
  site: SiteId,
  { place, plan, erasures }: SiteState,
): Promise<void> {
  const now = await readSiteState(store, site);
  if (now.erasures === erasures || now.place !== place) return;
  const planned = new Set(now.plan.orders.map(([key]) => key));
  for (const [key] of plan.orders) if (!planned.has(key)) await store.deleteRecord(ORDERS, site, key);
}

async function readSiteState(store: FollowerPorts['store'], site: SiteId): Promise<SiteState> {
  return readState(await store.getRecord(PLACES, site, STATE));
}

/** Counts up to the end of the log; answers how many entries that were. */
export async function countLog(ports: FollowerPorts, isStopping: () => boolean): Promise<number> {
  for (let count = 0; ; await nextTurn()) {
    const read = isStopping() ? 0 : await countPage(ports);
    count += read;
    if (read === 0) return count;
  }
}
