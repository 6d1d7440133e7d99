/** What a merchant has switched on for their shop. Everything that writes to Shopify, or keeps more, is off until then. */
import type { Json, SiteId } from '../../core/entry.ts';
import type { Store } from '../../core/ports.ts';

const COLLECTION = 'platform-settings';
const KEY = 'shop';

export type ShopSettings = {
  /** Scores go to the app's own metafields of customers. */
  readonly scores: boolean;
  /** Keys of segments that go to tags of customers. */
  readonly tags: readonly string[];
};

export type ShopSettingsBook = {
  read(site: SiteId): Promise<ShopSettings>;
  change(site: SiteId, change: Partial<ShopSettings>): Promise<ShopSettings>;
};

const OFF: ShopSettings = { scores: false, tags: [] };

/** @example await createShopSettings(store).change(siteId, { tags: ['loyal-at-risk'] }) */
export function createShopSettings(store: Pick<Store, 'getRecord' | 'putRecord'>): ShopSettingsBook {
  const read = async (site: SiteId): Promise<ShopSettings> => ({
    ...OFF,
    ...((await store.getRecord(COLLECTION, site, KEY)) as Partial<ShopSettings> | undefined),
  });
  return {
    read,
    change: async (site, change) => {
      const next = { ...(await read(site)), ...change };
      await store.putRecord(COLLECTION, site, KEY, next as Json);
      return next;
    },
  };
}
