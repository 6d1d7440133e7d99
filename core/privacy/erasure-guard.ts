/**
 * The store as everybody but the erasure itself sees it: nothing of somebody who was erased is written again, whoever was
 * still at it. The check and the write begin in one turn, so none falls between a tombstone and the removal.
 */
import type { Entry, SiteId, VisitorId } from '../entry.ts';
import type { AppendOutcome, Store } from '../ports.ts';
import { createUnderWay } from '../profiles/under-way.ts';
import type { Tombstones } from './tombstones.ts';

/** A key that begins with a visitor's id. */
const OF_VISITOR = /^[0-9a-f]{32}(?=$|:)/;

export type ErasureGuard = {
  readonly store: Store;
  /**
   * Resolves when the writes that passed the guard before the call have ended. For appends it is the book that is asked, which
   * has them in profiles by then.
   */
  passed(): Promise<unknown>;
};

/** @example const { store } = guardErased(opened, tombstones); await store.append(entries) */
export function guardErased(store: Store, tombstones: Pick<Tombstones, 'refuses' | 'isGone'>): ErasureGuard {
  const underWay = createUnderWay();
  const pass = <T>(write: () => Promise<T>): Promise<T> => underWay.during(0, write);
  const isGone = (site: string, text: string): boolean => {
    const [id] = OF_VISITOR.exec(text) ?? [];
    return id !== undefined && tombstones.isGone(site as SiteId, id as VisitorId);
  };
  const guarded: Store = {
    ...store,
    append: (entries) => {
      const kept = entries.filter((entry) => !tombstones.refuses(entry));
      if (kept.length === entries.length) return store.append(entries);
      return store.append(kept).then((outcomes) => spread(entries, kept, outcomes));
    },
    retire: async (site, visitor, ...rest) =>
      visitor !== null && isGone(site, visitor) ? 0 : pass(() => store.retire(site, visitor, ...rest)),
    putRecord: async (collection, site, key, ...value) =>
      isGone(site, key) ? false : pass(() => store.putRecord(collection, site, key, ...value)),
    reserve: async (reservation) => {
      const { site, unit, limits } = reservation;
      if (isGone(site, unit)) return { ok: false, key: limits[0]?.key ?? '' };
      return pass(() => store.reserve(reservation));
    },
    claim: async (site, key, owner) =>
      isGone(site, owner) || isGone(site, key) ? owner : pass(() => store.claim(site, key, owner)),
  };
  return { store: guarded, passed: underWay.ended };
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
