/** Who acts for an account: everybody who ever did. */
import type { SiteId, VisitorId } from '../entry.ts';
import type { Store } from '../ports.ts';
import type { Kinships } from './kinship.ts';

export type AccountMembers = {
  /**
   * Whose profiles may hold one of these accounts. Of a device that several people logged in on, all of them: their
   * profiles say who it was.
   */
  read(site: SiteId, accounts: Iterable<string>): Promise<ReadonlySet<VisitorId>>;
};

/** @example await createAccountMembers(store, kinships).read(site, [account]) */
export function createAccountMembers(store: Pick<Store, 'listActing'>, kinships: Kinships): AccountMembers {
  return {
    read: async (site, accounts) => {
      const members = new Set<VisitorId>();
      for (const account of new Set(accounts)) {
        const acting = await store.listActing(site, account);
        for (const { visitor, ownership } of await kinships.readKnown(site, acting)) {
          for (const owner of ownership?.ownersOf(visitor) ?? [visitor]) members.add(owner);
        }
      }
      return members;
    },
  };
}
