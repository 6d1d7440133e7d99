/**
 * The contact vault: the only place where an address or a platform's customer reference lies, encrypted, and only
 * with the consent that allows it. Read by deliveries alone.
 */
import type { SiteId, VisitorId } from '../entry.ts';
import type { Store } from '../ports.ts';
import type { KeyRing } from './keys.ts';
import { asRawId, type RawId } from './raw.ts';

/** `email` is an address; `shopify`, `woocommerce`, `segment` … are a platform's own references. */
export type ContactKind = 'email' | 'shopify' | 'woocommerce' | 'segment';

const COLLECTION = 'vault';

export type Vault = {
  /** Keeps one contact of a visitor; a newer one of the same kind takes its place. */
  keep(site: SiteId, visitor: VisitorId, kind: ContactKind, contact: RawId): Promise<void>;
  /** @throws InklingError `sealed_elsewhere` when the key does not fit. */
  open(site: SiteId, visitor: VisitorId, kind: ContactKind): Promise<RawId | null>;
  forget(site: SiteId, visitor: VisitorId, kind: ContactKind): Promise<boolean>;
};

/** @example await createVault(store, ring).keep(site, visitor, 'email', asRawId('ann@example.com')) */
export function createVault(store: Store, ring: KeyRing): Vault {
  const keyOf = (visitor: VisitorId, kind: ContactKind): string => `${visitor}:${kind}`;
  const purposeOf = (site: SiteId, key: string): string => `${COLLECTION}:${site}:${key}`;
  return {
    keep: async (site, visitor, kind, contact) => {
      const key = keyOf(visitor, kind);
      const keys = await ring.ofSite(site);
      await store.putRecord(COLLECTION, site, key, keys.seal(contact, purposeOf(site, key)));
    },
    open: async (site, visitor, kind) => {
      const key = keyOf(visitor, kind);
      const sealed = await store.getRecord(COLLECTION, site, key);
      if (typeof sealed !== 'string') return null;
      return asRawId((await ring.ofSite(site)).open(sealed, purposeOf(site, key)));
    },
    forget: (site, visitor, kind) => store.deleteRecord(COLLECTION, site, keyOf(visitor, kind)),
  };
}
