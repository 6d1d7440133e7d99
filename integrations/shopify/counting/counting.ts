/** What doors tell, put down for the checklist. Names are told only where they are the catalogue's own. */

import type { SiteId } from '../../../core/entry.ts';
import type { Outcome } from '../../../core/errors.ts';
import { SPEC } from '../../../core/events/spec.ts';
import type { Told } from '../doors/webhooks.ts';
import type { Pulse } from './pulse.ts';
import type { Tally } from './tally.ts';

const PAGE_VIEW = 'Page Viewed';
const OTHER = 'other';
/** Shopify sends again for four hours what it got no answer to: more orders than a server hears of in that time. */
const MOST_REMEMBERED = 20_000;

type Post = { readonly names: readonly string[]; readonly accepted: number; readonly isAllowed?: boolean };

export type Counting = {
  post(site: SiteId, from: 'page' | 'pixel', post: Post): void;
  webhook(told: Told, outcome: Outcome<unknown>): void;
};

export type CountingPorts = {
  readonly pulse: Pick<Pulse, 'beat'>;
  readonly tally: Pick<Tally, 'add'>;
  readonly now: () => number;
};

/** @example createCounting({ pulse, tally, now }).post(siteId, 'page', { names: ['Page Viewed'], accepted: 1 }) */
export function createCounting({ pulse, tally, now }: CountingPorts): Counting {
  const isNew = createMemory(MOST_REMEMBERED);
  return {
    post: (site, from, { names, accepted, isAllowed = false }) => {
      const at = now();
      pulse.beat(site, from, { at });
      if (accepted === 0) return;
      const known = names.map((name) => (SPEC.has(name) ? name : OTHER));
      pulse.beat(site, 'event', { at, name: known.at(-1) ?? OTHER });
      // The pixel runs for nobody who refused: its loads would say that everybody allows it.
      const loads = from === 'page' ? known.filter((name) => name === PAGE_VIEW).length : 0;
      tally.add(site, { events: accepted, loads, allowed: isAllowed ? loads : 0 });
    },
    webhook: ({ shop, topic: name, id, payload }, outcome) => {
      const at = now();
      const { siteId } = shop.site;
      if (!outcome.ok) {
        pulse.beat(siteId, 'webhook-refused', { at, name, code: outcome.code });
        return tally.add(siteId, { failures: 1 });
      }
      // Of the app itself Shopify tells also where nothing else arrives.
      if (!name.startsWith('APP_')) pulse.beat(siteId, 'webhook', { at, name });
      if (name === 'ORDERS_CREATE' && isNew(`${siteId} ${id}`))
        tally.add(siteId, { storeOrders: payload.cart_token == null ? 0 : 1 });
    },
  };
}

/** Whether a name is heard for the first time, of the latest that were. */
function createMemory(most: number): (name: string) => boolean {
  const heard = new Set<string>();
  return (name) => {
    if (heard.has(name)) return false;
    heard.add(name);
    const [oldest = name] = heard;
    if (heard.size > most) heard.delete(oldest);
    return true;
  };
}
