/** The sites in memory, as they lie in the store. */
import { isDeepStrictEqual } from 'node:util';
import type { KeyRing } from '../identity/keys.ts';
import type { Store } from '../ports.ts';
import type { Site } from './site.ts';
import { createSiteIndex, type SiteIndex } from './site-index.ts';
import { changeSite, listSiteRows, makeSite, openSite, readSiteRow, type SiteRow } from './site-rows.ts';

export type SiteShelf = {
  readonly index: SiteIndex;
  /** @param make Of the site as it stands in the store (undefined: there is none); null: it stays so. */
  change(name: string, make: (site: Site | undefined) => Site | null): Promise<void>;
  /** False where its name is taken. */
  make(site: Site): Promise<boolean>;
  /** As it lies in the store, where another server may have changed it a moment ago; undefined: there is none. */
  readAgain(name: string): Promise<Site | undefined>;
  /** It is there no more. */
  forget(site: Site): void;
  /** Calls back with every site that is seen for the first time from now on. */
  welcome(listener: (site: Site) => void): void;
  /** Calls back with every site that is forgotten from now on. */
  onForget(listener: (site: Site) => void): void;
};

type SiteShelfPorts = {
  readonly store: Pick<Store, 'getRecord' | 'putRecord' | 'listRecords'>;
  readonly ring: Pick<KeyRing, 'ofSite'>;
};

/** @example const shelf = await openSiteShelf({ store, ring }); shelf.index.byName.get('shop') */
export async function openSiteShelf({ store, ring }: SiteShelfPorts): Promise<SiteShelf> {
  const index = createSiteIndex();
  const listeners = new Set<(site: Site) => void>();
  const leaving = new Set<(site: Site) => void>();
  for (const row of await listSiteRows(store)) index.remember(await openSite(row, ring));

  function greet(site: Site): Site {
    index.remember(site);
    for (const listener of listeners) listener(site);
    return site;
  }

  function forget(site: Site): void {
    index.forget(site);
    for (const listener of leaving) listener(site);
  }

  async function take(name: string, row: SiteRow | null): Promise<Site | undefined> {
    const known = index.byName.get(name);
    if (known !== undefined && known.siteId !== row?.stored.siteId) forget(known);
    if (row === null) return undefined;
    const isKnown = index.byId.has(row.stored.siteId);
    const site = keepSettings(known, await openSite(row, ring));
    return isKnown ? index.remember(site) : greet(site);
  }

  return {
    index,
    forget,
    welcome: (listener) => void listeners.add(listener),
    onForget: (listener) => void leaving.add(listener),
    change: async (name, make) => {
      const changed = await changeSite(name, async (row) => make(await take(name, row)), { store, ring });
      if (changed !== null) index.remember(changed);
    },
    make: async (site) => {
      const isMade = await makeSite(site, store, ring);
      if (isMade) greet(site);
      return isMade;
    },
    readAgain: async (name) => take(name, await readSiteRow(name, store)),
  };
}

/** Rules of folding are made once for each set of settings: what is the same stays the same. */
function keepSettings(known: Site | undefined, read: Site): Site {
  return known !== undefined && isDeepStrictEqual(known.settings, read.settings)
    ? { ...read, settings: known.settings }
    : read;
}
