/**
 * Writes of a store that take nothing more of a site once it is being removed: whoever is still at it for that site (a
 * timer, a training, a delivery) writes nothing that would outlive it.
 */
import type { SiteId } from '../entry.ts';
import type { AppendOutcome, Store } from '../ports.ts';

type Writes = Pick<
  Store,
  | 'append'
  | 'saveProfiles'
  | 'retire'
  | 'reserve'
  | 'claim'
  | 'putRecord'
  | 'resumContributions'
  | 'removeSite'
>;

const REFUSED: AppendOutcome = { status: 'erased', seq: 0 };

/**
 * @param shut Sites that are shut already, and those that others shut: looked at before each write.
 * @example const writes = shutSites(createWrites(queue)); await writes.removeSite(site, 1_000)
 */
export function shutSites<W extends Writes>(writes: W, shut: Set<string> = new Set()): W {
  const isShut = ({ site }: { readonly site: string }): boolean => shut.has(site);
  return {
    ...writes,
    removeSite: (site: SiteId, limit: number) => {
      shut.add(site);
      return writes.removeSite(site, limit);
    },
    append: async (entries) => {
      if (shut.size === 0 || !entries.some(isShut)) return writes.append(entries);
      const kept = entries.filter((entry) => !isShut(entry));
      const outcomes = kept.length === 0 ? [] : await writes.append(kept);
      const places = new Map(kept.map((entry, place) => [entry, outcomes[place]]));
      return entries.map((entry) => places.get(entry) ?? REFUSED);
    },
    saveProfiles: (rows, checkpoint) =>
      writes.saveProfiles(shut.size === 0 ? rows : rows.filter((row) => !isShut(row)), checkpoint),
    resumContributions: async (site) => {
      if (!shut.has(site)) await writes.resumContributions(site);
    },
    retire: async (site, ...rest) => (shut.has(site) ? 0 : writes.retire(site, ...rest)),
    reserve: async (reservation) =>
      isShut(reservation)
        ? { ok: false, key: reservation.limits[0]?.key ?? '' }
        : writes.reserve(reservation),
    claim: async (site, key, owner) => (shut.has(site) ? owner : writes.claim(site, key, owner)),
    putRecord: async (collection, site, key, value, standing) =>
      shut.has(site) ? false : writes.putRecord(collection, site, key, value, standing),
  };
}
