/**
 * Reads the log in commit order, off the way of events, from a place of its own that is saved together with the counts:
 * after a crash each entry counts once, all the same.
 */
import * as z from 'zod';
import type { SiteId } from '../../entry.ts';
import type { Store } from '../../ports.ts';
import { nextTurn } from '../../turn.ts';
import { RELATIONS_VERSION } from './codec.ts';
import { createSiteRelations, type SiteRelations, takeEntry } from './site-relations.ts';
import { COLLECTION, loadRelations, saveRelations } from './snapshot.ts';
import type { TableBounds } from './table.ts';

export type Follower = {
  /** What has counted so far; null where nothing has. */
  of(site: SiteId): SiteRelations | null;
  /** Counts up to the end of the log, or until it is told to stop; answers how many entries that were. */
  readOn(isStopping: () => boolean): Promise<number>;
  /** Entries that counted since the last save. */
  unsaved(): number;
  save(): Promise<void>;
  /** The site is gone. */
  forget(site: SiteId): void;
  place(): number;
};

export type FollowerPorts = {
  readonly store: Pick<Store, 'readSince' | 'readVisitor' | 'getRecord' | 'putRecord'>;
  readonly sites: { list(): readonly { readonly siteId: SiteId }[] };
  readonly rulesOf: (site: SiteId) => { readonly sessionGapMs: number };
  readonly bounds?: TableBounds;
};

/** A few milliseconds of work. */
const BATCH_ENTRIES = 128;
const PLACE = 'place';
const placeShape = z.object({ version: z.literal(RELATIONS_VERSION), place: z.number().int() });

/** Reads what was saved. @throws what the store throws */
export async function openFollower(ports: FollowerPorts): Promise<Follower> {
  const { store } = ports;
  const relations = new Map<SiteId, SiteRelations>();
  const saved = placeShape.safeParse(await store.getRecord(COLLECTION, '', PLACE));
  let place = saved.success ? saved.data.place : 0;
  let unsaved = 0;
  if (saved.success) {
    for (const { siteId } of ports.sites.list()) await loadRelations(store, made(siteId));
  }

  function made(site: SiteId): SiteRelations {
    const known = relations.get(site);
    if (known !== undefined) return known;
    const { bounds, rulesOf } = ports;
    const gapMs = () => rulesOf(site).sessionGapMs;
    const own = createSiteRelations({ site, store, gapMs, ...(bounds && { bounds }) });
    relations.set(site, own);
    return own;
  }

  async function readBatch(): Promise<number> {
    const entries = await store.readSince(place, BATCH_ENTRIES);
    for (const entry of entries) {
      await takeEntry(made(entry.site), entry);
      place = entry.seq;
      unsaved += 1;
    }
    for (const site of new Set(entries.map((entry) => entry.site))) made(site).visiting.tidy();
    return entries.length;
  }

  return {
    of: (site) => relations.get(site) ?? null,
    readOn: async (isStopping) => {
      for (let count = 0; ; await nextTurn()) {
        const read = isStopping() ? 0 : await readBatch();
        count += read;
        if (read === 0) return count;
      }
    },
    unsaved: () => unsaved,
    save: async () => {
      if (unsaved === 0) return;
      for (const own of relations.values()) await saveRelations(store, own);
      await store.putRecord(COLLECTION, '', PLACE, { version: RELATIONS_VERSION, place });
      unsaved = 0;
    },
    forget: (site) => void relations.delete(site),
    place: () => place,
  };
}
