/** What a shop is like, as Shopify says: asked when the app is installed, and whenever nobody knows it yet. */
import type { Engine } from '../../../core/engine.ts';
import type { SiteId } from '../../../core/entry.ts';
import { accept, type Outcome, refuse } from '../../../core/errors.ts';
import type { Store } from '../../../core/ports.ts';
import type { Admin } from '../api/admin-client.ts';
import { shopFacts } from '../operations/shop.ts';
import type { Part } from '../part.ts';
import type { Shop } from './shops.ts';

const COLLECTION = 'platform-facts';
const KEY = 'shop';

export type Facts = {
  /** ISO 4217: of its catalogue, and of what its sales are added up in. */
  readonly currency: string;
  /** `https://…` of the storefront, without a slash at its end. */
  readonly origin: string;
};

export type ShopFactsBook = {
  /** A refusal that will pass where nobody knows them yet. Answers at once. */
  read(shop: Shop): Promise<Outcome<Facts>>;
  readonly part: Part;
};

export type ShopFactsPorts = {
  readonly admin: Admin;
  readonly store: Pick<Store, 'getRecord' | 'putRecord'>;
  readonly engine: Pick<Engine, 'sites' | 'segments'>;
  readonly onFault: (error: unknown) => void;
};

/** @example const facts = await createShopFacts({ admin, store, engine }).read(shop) */
export function createShopFacts({ admin, store, engine, onFault }: ShopFactsPorts): ShopFactsBook {
  async function ask(shop: Shop): Promise<Outcome<Facts>> {
    const answer = await admin.run(shop, shopFacts, {});
    if (!answer.ok) return answer;
    const { currencyCode: currency, ianaTimezone: timezone, url } = answer.value.shop;
    const facts = { currency, origin: new URL(url).origin };
    const { site, siteId } = shop.site;
    // Days and sums of the site are the shop's own, until somebody says otherwise here.
    if ((await store.getRecord(COLLECTION, siteId, KEY)) === undefined) {
      const changed = await engine.sites.change(site, { currency, timezone });
      if (!changed.ok) return changed;
      engine.segments.refresh(siteId);
    }
    await store.putRecord(COLLECTION, siteId, KEY, facts);
    return accept(facts);
  }

  const asking = new Map<SiteId, Promise<unknown>>();

  /** Nobody waits for it: Shopify gives a webhook five seconds, and sends it again. */
  function askBeside(shop: Shop): void {
    const { siteId } = shop.site;
    if (asking.has(siteId)) return;
    const own = ask(shop).catch(onFault);
    asking.set(
      siteId,
      own.finally(() => asking.delete(siteId)),
    );
  }

  return {
    read: async (shop) => {
      const known = await store.getRecord(COLLECTION, shop.site.siteId, KEY);
      if (known !== undefined) return accept(known as Facts);
      askBeside(shop);
      return refuse('interrupted', `facts of ${shop.domain}`, 'they are being asked for: send it again');
    },
    part: { installed: ask },
  };
}
