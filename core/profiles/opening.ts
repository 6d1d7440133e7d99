/** A profile brought into memory: from its row, or from the log where the row does not say all. */
import type { LoggedEntry, SiteId, VisitorId } from '../entry.ts';
import type { ProfileRow, Store } from '../ports.ts';
import { decodeProfile } from './codec.ts';
import { recordedIds } from './kinship.ts';
import { emptyProfile } from './profile.ts';
import { foldRun } from './run.ts';
import {
  currentSlot,
  foldFromLog,
  isCurrent,
  keyOf,
  refoldSlot,
  type Shelf,
  type Update,
  updateSlot,
} from './shelf.ts';
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
  readonly row: ProfileRow | undefined;
  /** What the log holds more than the row; null: it has to be folded anew. */
  readonly newer: readonly LoggedEntry[] | null;
};

const NOTHING: FoundRow = { row: undefined, newer: [] };

/** Beside other servers a row may be behind the log: they write theirs a while after the entry. */
async function loadWhole(
  shelf: Shelf,
  site: SiteId,
  visitors: readonly VisitorId[],
): Promise<ReadonlyMap<VisitorId, FoundRow>> {
  const rows = await loadRows(shelf.store, site, visitors);
  const newer = await findNewer(shelf, site, visitors, rows);
  return new Map(visitors.map((visitor) => [visitor, { row: rows.get(visitor), newer: newer(visitor) }]));
}

/** Three questions, however many visitors. */
async function findNewer(
  { others, kinships, moved }: Shelf,
  site: SiteId,
  visitors: readonly VisitorId[],
  rows: ReadonlyMap<VisitorId, ProfileRow>,
): Promise<(visitor: VisitorId) => FoundRow['newer']> {
  if (others === null || visitors.length === 0) return () => [];
  const reached = (visitor: VisitorId): number => rows.get(visitor)?.seq ?? 0;
  const known = await kinships.readKnown(site, visitors);
  const ids = new Map(known.map((kinship) => [kinship.visitor, recordedIds(kinship)]));
  const linked = new Set(known.flatMap(({ visitor, ownership }) => (ownership === null ? [] : visitor)));
  const since = new Map<VisitorId, number>();
  for (const [visitor, own] of ids) {
    for (const id of own)
      since.set(id, Math.min(since.get(id) ?? Number.POSITIVE_INFINITY, reached(visitor)));
  }
  const places = await others.readNewer(site, since);
  const missing = new Map(
    visitors.map((visitor) => {
      const all = (ids.get(visitor) ?? []).flatMap((id) => places.get(id) ?? []);
      return [visitor, all.filter((seq) => seq > reached(visitor) && !others.isInHand(seq))];
    }),
  );
  const lone = [...missing].filter(([visitor]) => !linked.has(visitor)).flatMap(([, seqs]) => seqs);
  const read = lone.length === 0 ? [] : await others.readPlaces(lone);
  const byVisitor = Map.groupBy(read, ({ visitor }) => visitor);
  return (visitor) => {
    const own = missing.get(visitor) ?? [];
    const hasMoved = (moved.get(keyOf(site, visitor)) ?? 0) > reached(visitor);
    if (hasMoved || (linked.has(visitor) && own.length > 0)) return null;
    const entries = byVisitor.get(visitor) ?? [];
    // Whose notices are to be known as well, or something of whom has gone meanwhile, is read as a whole.
    const isPlain = entries.every(({ type }) => type !== 'notice' && type !== 'link');
    return isPlain && entries.length === own.length ? entries : null;
  };
}

async function openSlot(
  shelf: Shelf,
  site: SiteId,
  visitor: VisitorId,
  { row, newer }: FoundRow = NOTHING,
): Promise<Slot> {
  const stale = shelf.cache.get(site, visitor);
  if (stale !== undefined) {
    await refoldSlot(shelf, stale);
    return stale;
  }
  const known = openFromRow(shelf, site, visitor, { row, newer });
  if (known !== null) return known;
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

/** Null where its row does not do, and the log has to be read. */
function openFromRow(shelf: Shelf, site: SiteId, visitor: VisitorId, { row, newer }: FoundRow): Slot | null {
  const profile = row === undefined ? emptyProfile(visitor) : decodeProfile(row.data);
  const rules = shelf.rulesOf(site);
  const isOwed = rules.segments?.isUntold === true && profile?.events != null;
  if (profile === null || newer === null || isOwed || !isCurrent(profile, rules)) return null;
  const { settled } = profile.tracks;
  const slot = shelf.cache.put({
    site,
    visitor,
    timeline: startTimeline(profile),
    seq: row?.seq ?? 0,
    holds: shelf.others && new Set(),
    told: [],
    settled,
    knownTo: settled,
  });
  const update = (one: Slot, change: Update): void => updateSlot(shelf, one, change);
  // Its row is written anew: whoever took these in may have ended before it did so.
  if (foldRun(slot, newer, { update }, rules)) return slot;
  shelf.cache.remove(slot);
  return null;
}
