/** Up to when a site's events may have gone: a record that only ever moves on. */
import type { Json, SiteId } from '../entry.ts';
import type { Store } from '../ports.ts';
import { changeRecord } from '../record-change.ts';

const COLLECTION = 'retention';
const KEY = 'horizon';

/** @returns UTC ms of the first instant from which on every event is kept; null: nothing ever went. */
export async function readHorizon(store: Pick<Store, 'getRecord'>, site: SiteId): Promise<number | null> {
  return toInstant(await store.getRecord(COLLECTION, site, KEY));
}

function toInstant(kept: Json | undefined): number | null {
  return typeof kept === 'number' ? kept : null;
}

/** @example await raiseHorizon(store, site, clock.now() - 180 * DAY_MS) */
export async function raiseHorizon(
  store: Pick<Store, 'getRecord' | 'putRecord'>,
  site: SiteId,
  before: number,
): Promise<void> {
  await changeRecord(store, [COLLECTION, site, KEY], (kept) => {
    const known = toInstant(kept);
    return known === null || known < before ? { next: before, answer: null } : { answer: null };
  });
}
