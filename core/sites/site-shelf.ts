/** The sites in memory, as they lie in the store. */
import { isDeepStrictEqual } from 'node:util';
import type { KeyRing } from '../identity/keys.ts';
import type { Store } from '../ports.ts';
import type { Site } from './site.ts';
import { createSiteIndex, type SiteIndex } from './site-index.ts';
import { listSiteRows, makeSite, openSite, readSiteRow, writeSite } from './site-rows.ts';

export type SiteShelf = {
  readonly index: SiteIndex;
  save(site: Site): Promise<Site>;
  /** False where its name is taken. */
  make(site: Site): Promise<boolean>;
  /** As it lies in the store, where another server may have changed it a moment ago; undefined: there is none. */
  readAgain(name: string): Promise<Site | undefined>;
  /** Calls back with every site that is seen for the first time from now on. */
  welcome(listener: (site: Site) => void): void;
};

type SiteShelfPorts = {
  readonly store: Pick<Store, 'getRecord' | 'putRecord' | 'listRecords'>;
  readonly ring: Pick<KeyRing, 'ofSite'>;
};

/** @example const shelf = await openSiteShelf({ store, ring }); shelf.index.byName.get('shop') */
export async function openSiteShelf({ store, ring }: SiteShelfPorts): Promise<SiteShelf> {
  const index = createSiteIndex();
  const listeners = new Set<(site: Site) => void>();
  for (const row of await listSiteRows(store)) index.remember(await openSite(row, ring));

  function greet(site: Site): Site {
    index.remember(site);
    for (const listener of listeners) listener(site);
    return site;
  }

  return {
    index,
    welcome: (listener) => void listeners.add(listener),
    save: async (site) => {
      await writeSite(site, store, ring);
      return index.remember(site);
    },
    make: async (site) => {
      const isMade = await makeSite(site, store, ring);
      if (isMade) greet(site);
      return isMade;
    },
    readAgain: async (name) => {
      const known = index.byName.get(name);
      const row = await readSiteRow(name, store);
      if (known !== undefined && known.siteId !== row?.stored.siteId) index.forget(known);
      if (row === null) return undefined;
      const isKnown = index.byId.has(row.stored.siteId);
      const site = keepSettings(known, await openSite(row, ring));
      return isKnown ? index.remember(site) : greet(site);
    },
  };
}

/** Rules of folding are made once for each set of settings: what is the same stays the same. */
function keepSettings(known: Site | undefined, read: Site): Site {
  return known !== undefined && isDeepStrictEqual(known.settings, read.settings)
    ? { ...read, settings: known.settings }
    : read;
}
