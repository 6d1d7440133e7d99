/** Up to when a site's events may have gone: a record that only ever moves on. */
import type { SiteId } from '../entry.ts';
import type { Store } from '../ports.ts';

const COLLECTION = 'retention';
const KEY = 'horizon';

/** @returns UTC ms of the first instant from which on every event is kept; null: nothing ever went. */
export async function readHorizon(store: Pick<Store, 'getRecord'>, site: SiteId): Promise<number | null> {
  const kept = await store.getRecord(COLLECTION, site, KEY);
  return typeof kept === 'number' ? kept : null;
}

/** @example await raiseHorizon(store, site, clock.now() - 180 * DAY_MS) */
export async function raiseHorizon(
  store: Pick<Store, 'getRecord' | 'putRecord'>,
  site: SiteId,
  before: number,
): Promise<void> {
  const known = await readHorizon(store, site);
  if (known === null || known < before) await store.putRecord(COLLECTION, site, KEY, before);
}
