/** What a shop needs at first, done once after each install, and again until it went well. */
import type { SiteId } from '../../../core/entry.ts';
import type { Store } from '../../../core/ports.ts';
import type { Part } from '../part.ts';
import type { Shop } from './shops.ts';

const COLLECTION = 'platform-installed';
const KEY = 'done';

export type Installing = {
  /** Begins where it is not done yet. Never rejects; whoever waits for it waits for all of it. */
  begin(shop: Shop): Promise<void>;
};

export type InstallingPorts = {
  readonly store: Pick<Store, 'getRecord' | 'putRecord'>;
  readonly parts: () => readonly Part[];
  readonly onFault: (error: unknown) => void;
};

/** @example createInstalling({ store, parts, onFault }).begin(shop) */
export function createInstalling({ store, parts, onFault }: InstallingPorts): Installing {
  const running = new Map<SiteId, Promise<void>>();

  async function install(shop: Shop): Promise<void> {
    const { siteId } = shop.site;
    if ((await store.getRecord(COLLECTION, siteId, KEY)) === shop.installedAt) return;
    const outcomes = [];
    for (const { installed } of parts()) outcomes.push(await installed?.(shop));
    const isDone = outcomes.every((outcome) => outcome?.ok !== false);
    if (isDone) await store.putRecord(COLLECTION, siteId, KEY, shop.installedAt);
  }

  return {
    begin: (shop) => {
      const { siteId } = shop.site;
      const own =
        running.get(siteId) ??
        install(shop)
          .catch(onFault)
          .finally(() => running.delete(siteId));
      running.set(siteId, own);
      return own;
    },
  };
}
