/**
 * The channel `flow` of campaigns. What a cart's campaign carries opens the cart again: with its variants where they are known,
 * which works on another device too (https://shopify.dev/docs/apps/build/checkout/create-cart-permalinks).
 */
import type { ShownProduct } from '../../../core/decisions/treatment.ts';
import type { SiteId, VisitorId } from '../../../core/entry.ts';
import { isVouched } from '../../../core/identity/vouched-consent.ts';
import type { Channel, Outgoing } from '../../../core/ports.ts';
import type { Shops } from '../installation/shops.ts';
import type { Customers } from '../intake/customers.ts';
import type { Trigger, Triggers } from './triggers.ts';

export type ChannelPorts = {
  readonly customers: Customers;
  readonly triggers: Triggers;
  readonly shops: Pick<Shops, 'ofSite'>;
  readonly now: () => number;
};

const NUMBER = /^\d{1,20}$/;

export function createFlowChannel({ customers, triggers, shops, now }: ChannelPorts): Channel {
  /** Null where they may not be told of, or written to. */
  const find = async (site: SiteId, visitor: VisitorId, isTransactional: boolean) => {
    const { isAllowed, profile, openReference } = await customers.read(site, visitor, now());
    const mayWrite = isTransactional || isVouched(profile.consent, 'contact', now());
    return isAllowed && mayWrite ? openReference() : null;
  };
  return {
    name: 'flow',
    purpose: 'share',
    canReach: async (site, visitor, isTransactional = false) =>
      (await shops.ofSite(site)) !== null && (await find(site, visitor, isTransactional)) !== null,
    findLack: async (site) => {
      const shop = await shops.ofSite(site);
      if (shop === null) return 'Flow is part of Shopify: install the app in the shop first';
      return shop.uninstalledAt === null ? null : 'the app was removed from the shop: install it again';
    },
    send: async (message) => {
      const { site, visitor, isTransactional } = message;
      const [shop, customer] = [await shops.ofSite(site), await find(site, visitor, isTransactional)];
      return shop === null || customer === null
        ? { kind: 'withheld' }
        : triggers.start(site, customer, triggerOf(message, `https://${shop.domain}`));
    },
  };
}

function triggerOf({ treatment, campaign, variant, products }: Outgoing, origin: string): Trigger {
  const { data = {}, products: asked } = treatment.kind === 'signal' ? treatment : {};
  return asked === 'cart'
    ? { of: 'cart-abandoned', Value: sumOf(products), 'Cart address': origin + cartPath(products) }
    : { of: 'campaign', Campaign: campaign, Variant: variant, Data: JSON.stringify(data) };
}

/** Major units; of what has a price. */
function sumOf(products: readonly ShownProduct[]): number {
  const sum = products.reduce((total, { price = 0, quantity = 1 }) => total + price * quantity, 0);
  return Number(sum.toFixed(2));
}

function cartPath(products: readonly ShownProduct[]): string {
  const lines = products.map(({ variant = '', quantity = 1 }) =>
    NUMBER.test(variant) ? `${variant}:${quantity}` : null,
  );
  return lines.includes(null) ? '/cart' : `/cart/${lines.join(',')}`;
}
