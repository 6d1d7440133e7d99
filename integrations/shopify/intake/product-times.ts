/** What was told last of each product, and when: an older word that comes late says nothing any more. */
import type { SiteId } from '../../../core/entry.ts';
import type { Store } from '../../../core/ports.ts';
import { createNamedTurns } from '../../../core/turns.ts';

const COLLECTION = 'platform-products';

export type ProductTimes = {
  /**
   * Does it, unless something newer is known of the product; one at a time.
   *
   * @param at When it was so at Shopify, UTC ms.
   */
  unlessOlder(site: SiteId, product: string, at: number, change: () => Promise<unknown>): Promise<void>;
};

/** @example await createProductTimes(store).unlessOlder(siteId, '7', updatedAt, () => catalogue.remove(siteId, '7')) */
export function createProductTimes(store: Pick<Store, 'getRecord' | 'putRecord'>): ProductTimes {
  const inTurn = createNamedTurns();
  return {
    unlessOlder: (site, product, at, change) =>
      inTurn(`${site} ${product}`, async () => {
        const known = await store.getRecord(COLLECTION, site, product);
        if (typeof known === 'number' && at < known) return;
        await change();
        await store.putRecord(COLLECTION, site, product, at);
      }),
  };
}
