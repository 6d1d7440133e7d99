/** Facts of a site as the log holds them, and what of them is asked for also where a site has no segments. */
import type { LoggedEntry, SiteId } from '../entry.ts';
import type { Store } from '../ports.ts';
import type { RfmEdges } from './subject.ts';
import { createWorld, EDGES_FACT, type SiteWorld } from './world.ts';

const FACTS_A_PAGE = 1_000;

/** Hands over all facts of a site, a page at a time, in time order. */
export async function readFacts(
  store: Pick<Store, 'readSite'>,
  site: SiteId,
  take: (facts: readonly LoggedEntry[]) => void,
): Promise<void> {
  for (let after: { t: number; id: string } | undefined; ; ) {
    const facts = await store.readSite(site, { type: 'fact', limit: FACTS_A_PAGE, ...(after && { after }) });
    take(facts);
    const last = facts.at(-1);
    if (last === undefined || facts.length < FACTS_A_PAGE) return;
    after = { t: last.t, id: last.id };
  }
}

export type SiteEdges = {
  /** Where the fifths of the buyers ended at an instant, UTC ms; null: that was never computed. */
  at(site: SiteId, t: number): Promise<RfmEdges | null>;
  /** A fact of a site that is durable now. */
  add(site: SiteId, fact: Pick<LoggedEntry, 'name' | 't' | 'properties'>): Promise<void>;
  /** The site is gone. */
  forget(site: SiteId): void;
};

export type SiteEdgesPorts = {
  readonly store: Pick<Store, 'readSite'>;
  /** What the segments of a site know; undefined: it has none. */
  readonly worldOf: (site: SiteId) => Pick<SiteWorld, 'edgesAt'> | undefined;
};

/** @example await createSiteEdges({ store, worldOf }).at(site, clock.now()) */
export function createSiteEdges({ store, worldOf }: SiteEdgesPorts): SiteEdges {
  /** Of sites without segments that were asked about. */
  const known = new Map<SiteId, Promise<SiteWorld>>();

  async function load(site: SiteId): Promise<SiteWorld> {
    const world = createWorld();
    await readFacts(store, site, (facts) => world.add(facts.filter(({ name }) => name === EDGES_FACT)));
    return world;
  }

  function worldWithout(site: SiteId): Promise<SiteWorld> {
    const before = known.get(site);
    if (before !== undefined) return before;
    const loading = load(site);
    known.set(site, loading);
    // What could not be read is read again when it is asked for next.
    loading.catch(() => known.delete(site));
    return loading;
  }

  return {
    at: async (site, t) => (worldOf(site) ?? (await worldWithout(site))).edgesAt(t),
    add: async (site, fact) => (await known.get(site))?.add([fact]),
    forget: (site) => void known.delete(site),
  };
}
