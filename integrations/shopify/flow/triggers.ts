/** Triggers of Shopify Flow, which start the merchant's workflows. https://shopify.dev/docs/apps/build/flow/triggers */
import type { SendOutcome } from '../../../core/deliveries/receiver.ts';
import type { SiteId } from '../../../core/entry.ts';
import type { Refusal } from '../../../core/errors.ts';
import type { Admin, Patience } from '../admin-client.ts';
import { flowTriggerReceive } from '../operations/flow.ts';
import type { Shops } from '../shops.ts';

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
  /** Starts whatever workflow begins with it; where there is none, nothing happens. */
  start(site: SiteId, customer: number, trigger: Trigger): Promise<SendOutcome>;
};

export type TriggersPorts = { readonly admin: Admin; readonly shops: Pick<Shops, 'ofSite'> };

/** The outbox tries again itself, and lets others go first. */
const ONE_TRY: Patience = { tries: 1, timeoutMs: 10_000 };

/** @example await createTriggers({ admin, shops }).start(siteId, 7, { of: 'segment-left', Segment: 'vip' }) */
export function createTriggers({ admin, shops }: TriggersPorts): Triggers {
  return {
    start: async (site, customer, { of, ...fields }) => {
      const shop = await shops.ofSite(site);
      if (shop === null || shop.uninstalledAt !== null) return { kind: 'withheld' };
      const variables = { handle: `inkling-flow-${of}`, payload: { customer_id: customer, ...fields } };
      const outcome = await admin.run(shop, flowTriggerReceive, variables, ONE_TRY);
      return outcome.ok ? { kind: 'sent' } : failed(outcome);
    },
  };
}

/** What Shopify refuses is no better in a minute; what it could not do now is. */
function failed({ code }: Refusal): SendOutcome {
  const isSlow = code !== 'not_available' && code !== 'interrupted';
  return { kind: 'failed', reason: code, isSlow, retryAfterMs: null };
}
