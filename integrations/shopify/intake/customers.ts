/** Who a visitor is at Shopify, and whether anything of them may be told there. */
import type { Engine } from '../../../core/engine.ts';
import type { SiteId, VisitorId } from '../../../core/entry.ts';
import type { Clock } from '../../../core/ports.ts';
import type { Profile } from '../../../core/profiles/profile.ts';
import { createRecipients, type Recipient } from '../../../core/profiles/recipient.ts';
import { PLATFORM } from '../installation/shops.ts';

export type Customer = Recipient & {
  /** As of now. */
  readonly profile: Profile;
  /** Takes `gid://shopify/Customer/7` out of the vault; null: nobody knows who they are at Shopify. */
  openReference(): Promise<string | null>;
  /** The one that lies under the very id that was asked for. */
  openOwn(): Promise<string | null>;
};

export type Customers = {
  /** @param at When what is told of happened, UTC ms. */
  read(site: SiteId, visitor: VisitorId, at: number): Promise<Customer>;
};

/** @example (await createCustomers(engine, clock).read(siteId, entry.visitor, entry.t)).isAllowed */
export function createCustomers({ book, vault }: Pick<Engine, 'book' | 'vault'>, clock: Clock): Customers {
  const readRecipient = createRecipients(book, clock);
  return {
    read: async (site, asked, at) => {
      const recipient = await readRecipient(site, asked, at);
      const { profile } = (await book.read(site, recipient.visitor, clock.now())).slot.timeline;
      const openReference = async (): Promise<string | null> => {
        for (const person of recipient.persons) {
          const reference = await vault.open(site, person, PLATFORM);
          if (reference !== null) return reference;
        }
        return null;
      };
      return { ...recipient, profile, openReference, openOwn: () => vault.open(site, asked, PLATFORM) };
    },
  };
}

/** As Flow takes it. @example numberOf('gid://shopify/Customer/7') // 7 */
export function numberOf(reference: string): number {
  return Number(reference.slice(reference.lastIndexOf('/') + 1));
}
