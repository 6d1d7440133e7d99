/** A profile brought into memory: from its row, or from the log where the row does not say all. */
import type { SiteId, VisitorId } from '../entry.ts';
import type { ProfileRow, Store } from '../ports.ts';
import { decodeProfile } from './codec.ts';
import { recordedIds } from './kinship.ts';
import { emptyProfile } from './profile.ts';
import { currentSlot, foldFromLog, isCurrent, keyOf, refoldSlot, type Shelf } from './shelf.ts';
import type { Slot } from './slot-cache.ts';
import { startTimeline } from './timeline.ts';

export function readSlot(shelf: Shelf, site: SiteId, visitor: VisitorId): Promise<Slot> {
  const slot = currentSlot(shelf, site, visitor);
  if (slot !== undefined) return Promise.resolve(slot);
  startLoading(shelf, site, [visitor]);
  return shelf.loading.get(keyOf(site, visitor)) as Promise<Slot>;
}

/** Whose profile is neither in memory nor on its way is on its way from then on. */
export function startLoading(shelf: Shelf, site: SiteId, visitors: readonly VisitorId[]): void {
  const { cache, loading } = shelf;
  const absent = visitors.filter(
    (visitor) => !loading.has(keyOf(site, visitor)) && currentSlot(shelf, site, visitor) === undefined,
  );
  const unknown = absent.filter((visitor) => cache.get(site, visitor) === undefined);
  const rows = loadWhole(shelf, site, unknown);
  for (const visitor of absent) {
    const key = keyOf(site, visitor);
    const slot = rows.then((found) => openSlot(shelf, site, visitor, found.get(visitor)));
    loading.set(
      key,
      slot.finally(() => loading.delete(key)),
    );
  }
}

export async function loadRows(
  store: Store,
  site: SiteId,
  visitors: readonly VisitorId[],
): Promise<ReadonlyMap<VisitorId, ProfileRow>> {
  const rows = visitors.length === 0 ? [] : await store.loadProfiles(site, visitors);
  return new Map(rows.map((row) => [row.visitor, row]));
}

type FoundRow = {
  readonly row: ProfileRow | undefined /** The log holds more than it does. */;
  readonly isBehind: boolean;
};

/** Beside other servers a row may be behind the log: they write theirs a while after the entry. */
async function loadWhole(
  shelf: Shelf,
  site: SiteId,
  visitors: readonly VisitorId[],
): Promise<ReadonlyMap<VisitorId, FoundRow>> {
  const rows = await loadRows(shelf.store, site, visitors);
  const behind = await findBehind(shelf, site, visitors, rows);
  return new Map(
    visitors.map((visitor) => [visitor, { row: rows.get(visitor), isBehind: behind.has(visitor) }]),
  );
}

async function findBehind(
  { others, kinships, moved }: Shelf,
  site: SiteId,
  visitors: readonly VisitorId[],
  rows: ReadonlyMap<VisitorId, ProfileRow>,
): Promise<ReadonlySet<VisitorId>> {
  if (others === null || visitors.length === 0) return new Set();
  const reached = (visitor: VisitorId): number => rows.get(visitor)?.seq ?? 0;
  const ids = new Map<VisitorId, readonly VisitorId[]>();
  for (const kinship of await kinships.readKnown(site, visitors))
    ids.set(kinship.visitor, recordedIds(kinship));
  const since = new Map<VisitorId, number>();
  for (const [visitor, own] of ids) {
    for (const id of own)
      since.set(id, Math.min(since.get(id) ?? Number.POSITIVE_INFINITY, reached(visitor)));
  }
  const newer = await others.readNewer(site, since);
  const isBehind = (visitor: VisitorId): boolean =>
    (moved.get(keyOf(site, visitor)) ?? 0) > reached(visitor) ||
    (ids.get(visitor) ?? []).some((id) =>
      newer.get(id)?.some((seq) => seq > reached(visitor) && !others.isInHand(seq)),
    );
  return new Set(visitors.filter(isBehind));
}

async function openSlot(
  shelf: Shelf,
  site: SiteId,
  visitor: VisitorId,
  { row, isBehind }: FoundRow = { row: undefined, isBehind: false },
): Promise<Slot> {
  const stale = shelf.cache.get(site, visitor);
  if (stale !== undefined) {
    await refoldSlot(shelf, stale);
    return stale;
  }
  const profile = row === undefined ? emptyProfile(visitor) : decodeProfile(row.data);
  const rules = shelf.rulesOf(site);
  const isOwed = rules.segments?.isUntold === true && profile?.events != null;
  if (profile !== null && !isBehind && !isOwed && isCurrent(profile, rules)) {
    const { settled } = profile.tracks;
    const timeline = startTimeline(profile);
    return shelf.cache.put({
      site,
      visitor,
      timeline,
      seq: row?.seq ?? 0,
      holds: shelf.others && new Set(),
      told: [],
      settled,
      knownTo: settled,
    });
  }
  // A row of another fold version, or of other segments, is worth nothing; the log is. Nor does a row say who was in
  // the version before, which notices of a new one go by.
  // Its latest entries may be gone: a row from an earlier place would not be written over it.
  const held = row?.seq ?? 0;
  const folded = await foldFromLog(shelf, site, visitor, held);
  const seq = Math.max(folded.seq, held);
  const slot = shelf.cache.put({ site, visitor, ...folded, seq, knownTo: folded.settled });
  shelf.rows.mark(slot, Math.min(seq, shelf.foldedUpTo() + 1));
  return slot;
}
