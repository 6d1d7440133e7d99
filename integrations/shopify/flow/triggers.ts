/** Triggers of Shopify Flow, which start the merchant's workflows. https://shopify.dev/docs/apps/build/flow/triggers */
import type { SendOutcome } from '../../../core/deliveries/receiver.ts';
import type { SiteId } from '../../../core/entry.ts';
import type { Admin } from '../api/admin-client.ts';
import { ONE_TRY, sendOutcomeOf } from '../api/sending.ts';
import type { Shops } from '../installation/shops.ts';
import { numberOf } from '../intake/customers.ts';
import { flowTriggerReceive } from '../operations/flow.ts';

/** By the folder of its extension; fields as that names them. */
export type Trigger =
  | { readonly of: 'segment-entered' | 'segment-left'; readonly Segment: string }
  | {
      readonly of: 'score-crossed';
      readonly Label: string;
      readonly Score: number;
      readonly Direction: 'up' | 'down';
    }
  | {
      readonly of: 'cart-abandoned';
      readonly Value: number;
      readonly 'Cart address': string;
    }
  | {
      readonly of: 'campaign';
      readonly Campaign: string;
      readonly Variant: string;
      /** JSON. */
      readonly Data: string;
    };

export type Triggers = {
  /**
   * Starts whatever workflow begins with it; where there is none, nothing happens.
   *
   * @param customer Null: nobody who may be told of, or nobody that Shopify knows.
   */
  start(site: SiteId, customer: string | null, trigger: Trigger): Promise<SendOutcome>;
};

export type TriggersPorts = { readonly admin: Admin; readonly shops: Pick<Shops, 'ofSite'> };

/** @example await createTriggers({ admin, shops }).start(siteId, reference, { of: 'segment-left', Segment: 'vip' }) */
export function createTriggers({ admin, shops }: TriggersPorts): Triggers {
  return {
    start: async (site, customer, { of, ...fields }) => {
      const shop = customer === null ? null : await shops.ofSite(site);
      if (customer === null || shop === null || shop.uninstalledAt !== null) return { kind: 'withheld' };
      const payload = { customer_id: numberOf(customer), ...fields };
      const variables = { handle: `inkling-flow-${of}`, payload };
      return sendOutcomeOf(await admin.run(shop, flowTriggerReceive, variables, ONE_TRY));
    },
  };
}
