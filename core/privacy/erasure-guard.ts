/**
 * The store as everybody but the erasure itself sees it: nothing of somebody who was erased is written again, whoever was
 * still at it. The check and the write begin in one turn, so none falls between a tombstone and the removal.
 */
import type { Entry, SiteId, VisitorId } from '../entry.ts';
import type { AppendOutcome, Store } from '../ports.ts';
import type { Tombstones } from './tombstones.ts';

/** A key that begins with a visitor's id. */
const OF_VISITOR = /^[0-9a-f]{32}(?=$|:)/;

/** @example const guarded = guardErased(store, tombstones); await guarded.append(entries) */
export function guardErased(store: Store, tombstones: Pick<Tombstones, 'refuses' | 'isGone'>): Store {
  const isGone = (site: string, text: string): boolean => {
    const [id] = OF_VISITOR.exec(text) ?? [];
    return id !== undefined && tombstones.isGone(site as SiteId, id as VisitorId);
  };
  return {
    ...store,
    append: (entries) => {
      const kept = entries.filter((entry) => !tombstones.refuses(entry));
      if (kept.length === entries.length) return store.append(entries);
      return store.append(kept).then((outcomes) => spread(entries, kept, outcomes));
    },
    putRecord: (collection, site, key, value, standing) =>
      isGone(site, key) ? Promise.resolve(false) : store.putRecord(collection, site, key, value, standing),
    reserve: (reservation) => {
      const { site, unit, limits } = reservation;
      return isGone(site, unit)
        ? Promise.resolve({ ok: false, key: limits[0]?.key ?? '' })
        : store.reserve(reservation);
    },
    claim: (site, key, owner) =>
      isGone(site, owner) || isGone(site, key) ? Promise.resolve(owner) : store.claim(site, key, owner),
  };
}

/** Outcomes in the order of the entries. */
function spread(
  entries: readonly Entry[],
  kept: readonly Entry[],
  outcomes: readonly AppendOutcome[],
): readonly AppendOutcome[] {
  const places = new Map(kept.map((entry, place) => [entry, outcomes[place]]));
  return entries.map((entry) => places.get(entry) ?? { status: 'erased', seq: 0 });
}
