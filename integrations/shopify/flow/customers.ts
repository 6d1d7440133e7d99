/** Who a visitor is at Shopify, for what may be told of them there. */
import type { Engine } from '../../../core/engine.ts';
import type { Purpose, SiteId, VisitorId } from '../../../core/entry.ts';
import { isAllowed } from '../../../core/identity/consent.ts';
import { objectedSince } from '../../../core/identity/objected.ts';
import type { Profile } from '../../../core/profiles/profile.ts';
import { PLATFORM } from '../shops.ts';

export type KnownCustomer = {
  /** Number at Shopify, as Flow takes it. */
  readonly id: number;
  /** As of now. */
  readonly profile: Profile;
};

export type Customers = {
  /** @returns null where they have not allowed all of it, have objected, or nobody knows who they are at Shopify. */
  find(site: SiteId, visitor: VisitorId, purposes: readonly Purpose[]): Promise<KnownCustomer | null>;
};

/** @example await createCustomers(engine).find(siteId, visitor, ['share']) */
export function createCustomers({
  book,
  vault,
  visitors,
  now,
}: Pick<Engine, 'book' | 'vault' | 'visitors' | 'now'>): Customers {
  return {
    find: async (site, visitor, purposes) => {
      const { visitor: person } = await visitors.resolve(site, visitor);
      const at = now();
      const { profile } = (await book.read(site, person, at)).slot.timeline;
      const mayTell = purposes.every((purpose) => isAllowed(profile.consent, purpose, at));
      if (!mayTell || objectedSince(profile.consent, at) !== null) return null;
      const reference = await vault.open(site, person, PLATFORM);
      return reference === null
        ? null
        : { id: Number(reference.slice(reference.lastIndexOf('/') + 1)), profile };
    },
  };
}
