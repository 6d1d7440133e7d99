/** Segments and their members as of now. */
import type { SiteId, VisitorId } from '../entry.ts';
import type { Store } from '../ports.ts';
import type { Progress } from './builds.ts';
import { type CatalogEntry, entriesIn, memberId, newestEntries } from './catalog.ts';
import type { SegmentDefinition } from './condition.ts';
import type { Keeper } from './keeper.ts';
import type { SegmentBook } from './segment-book.ts';
import { truncatedSince } from './truncation.ts';

export type SegmentStatus = {
  readonly key: string;
  /** The newest. */
  readonly version: number;
  /** While `building`, members and size are those of the version in force. */
  readonly state: 'building' | 'ready';
  /** From 0 to 1. */
  readonly progress: number;
  readonly size: number;
  readonly definition: SegmentDefinition;
  /** ISO 8601, where it counts over a whole life and was defined after events had gone: before it nothing counts. */
  readonly truncatedSince?: string;
};

export type Listing = {
  /** By key; sizes as of now. */
  list(site: SiteId): Promise<readonly SegmentStatus[]>;
  /** By id, as of now; null: there is no such segment. */
  members(
    site: SiteId,
    key: string,
    after: VisitorId | null,
    limit: number,
  ): Promise<readonly VisitorId[] | null>;
};

export type ListingPorts = {
  readonly store: Pick<Store, 'countMembers' | 'listMembers'>;
  readonly keeper: Pick<Keeper, 'catchUp' | 'progressOf'>;
  readonly definitions: Pick<SegmentBook, 'of'>;
  /** Writes every row that waits. */
  readonly flush: () => Promise<void>;
};

export function createListing({ store, keeper, definitions, flush }: ListingPorts): Listing {
  /** Everything that time has done until now is in the rows. */
  async function bringUpToNow(): Promise<void> {
    await keeper.catchUp();
    await flush();
  }

  async function list(site: SiteId): Promise<readonly SegmentStatus[]> {
    const known = definitions.of(site);
    if (known === null) return [];
    await bringUpToNow();
    const sizes = await store.countMembers(site);
    const inForce = entriesIn(known.catalog, 'live');
    const places = new Map(known.catalog.segments.map((entry, place) => [entry, place]));
    const newest = [...newestEntries(known.catalog)].toSorted(([a], [b]) => (a < b ? -1 : 1));
    return newest.map(([key, entry]) => {
      const live = inForce.get(key);
      const size = live === undefined ? 0 : (sizes[memberId(live.definition, live.version)] ?? 0);
      const status = toStatus(entry, size, shareDone(keeper.progressOf(site)));
      const since = truncatedSince(known.catalog, known.rules.program, places.get(entry) ?? -1);
      return { ...status, ...(since !== null && { truncatedSince: new Date(since).toISOString() }) };
    });
  }

  return {
    list,
    members: async (site, key, after, limit) => {
      const known = definitions.of(site);
      if (known === null || !newestEntries(known.catalog).has(key)) return null;
      const live = entriesIn(known.catalog, 'live').get(key);
      if (live === undefined) return [];
      if (after === null) await bringUpToNow();
      return store.listMembers(site, memberId(live.definition, live.version), after, limit);
    },
  };
}

/** From 0 to 1. */
export function shareDone(progress: Progress | null): number {
  return progress === null || progress.total === 0 ? 0 : progress.done / progress.total;
}

export function toStatus(entry: CatalogEntry, size: number, progress: number): SegmentStatus {
  const { definition, version, state } = entry;
  const isBuilt = state === 'live';
  return {
    key: definition.key,
    version,
    state: isBuilt ? 'ready' : 'building',
    progress: isBuilt ? 1 : progress,
    size,
    definition,
  };
}
