/** A customer of some weeks: two devices and a log-in, orders, a segment, a campaign, an address, and what a hostile page sent. */
import type { SiteId, VisitorId } from '../../../../core/entry.ts';
import { createSentMails } from '../../../../integrations/email/sent-mails.ts';
import { type Served, serve } from '../../../support/served.ts';
import { createSite, type TestSite } from '../../../support/sites.ts';

export const HOSTILE = '"><script>alert(1)</script><img src=x onerror=alert(2)>';
export const CUSTOMER = 'customer-4711';
export const MAILBOX = 'ada@example.com';
export const DEVICE = 'd7'.repeat(16);

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
const START = Date.UTC(2026, 0, 5, 12);
const ALLOWED = { analytics: true, personalization: true };

const product = (number: number, name: string, price: number) => ({
  product_id: `p${number}`,
  name,
  price,
  currency: 'EUR',
  category: 'Fountain pens',
});

const CAMPAIGN = {
  name: 'A word on shipping',
  state: 'live',
  trigger: { event: 'Product Added' },
  variants: [{ key: 'a', treatment: { kind: 'message', title: 'Shipping', text: 'Free from 50 euros.' } }],
  goal: { kind: 'revenue', event: 'Order Completed', of: 'total', within: '72h' },
};
const SEGMENT = {
  name: 'Looks closely',
  when: { event: 'Product Viewed', count: { gte: 2 }, within: '30d' },
};

export type Regular = { readonly served: Served; readonly site: TestSite; readonly visitor: string };

/** @param settings Of the site; a shop in Berlin unless said. */
export async function prepareRegular(settings = {}): Promise<Regular> {
  const served = await serve({ clockAtMs: START });
  const site = await createSite(served, { name: 'Quill & Co', timezone: 'Europe/Berlin', ...settings });
  await site.ask('PUT', '/v1/segments/close-looker', SEGMENT);
  await served.engine.segments.idle();
  const put = await site.ask('PUT', '/v1/campaigns/ship', CAMPAIGN);
  if (put.status >= 300) throw new Error(JSON.stringify(put.body));
  await visit(served, site);
  await served.clock.leapTo(START + 3 * DAY_MS);
  await buy(served, site);
  const { body } = await site.ask('POST', '/v1/visitors/lookup', { userId: CUSTOMER });
  const visitor = String(body.visitor);
  await getMail(served, site, visitor as VisitorId);
  return { served, site, visitor };
}

async function visit({ clock }: Served, site: TestSite): Promise<void> {
  const now = clock.now();
  const page = (i: string, n: string, p: object, u = '/catalogue/fountain') => ({ i, n, t: now, u, p });
  const c = { ...ALLOWED, at: now };
  const { body } = await site.collect({
    s: now,
    d: 1,
    dev: DEVICE,
    c,
    z: 'Europe/Berlin',
    pg: 'ab'.repeat(8),
    e: [
      page('a1', 'Page Viewed', {}, '/?utm_source=newsletter&utm_campaign=winter'),
      page('a2', 'Products Searched', { query: 'blue ink' }),
      page('a3', 'Product Viewed', product(1, 'Heron', 48.5), '/p/heron'),
      page('a4', 'Product Viewed', product(2, HOSTILE, 19), '/p/hostile'),
      page('a5', 'Gift Wrapped', { note: HOSTILE, ribbon_colour: 'red', is_gift: true }),
      page('a6', 'Product Added', { ...product(1, 'Heron', 48.5), quantity: 2 }, '/p/heron'),
    ],
  });
  const [decision] = body.do as readonly { readonly id: string }[];
  if (decision === undefined) throw new Error('no decision came back');
  await site.ask('POST', '/v1/exposures', { decision: decision.id, shown: true });
}

/** One that went out, after which the mailbox was asked to be left alone. */
async function getMail({ clock, store, sites }: Served, site: TestSite, visitor: VisitorId): Promise<void> {
  const siteId = sites.get(site.site)?.siteId as SiteId;
  await createSentMails(store).note(siteId, visitor, 'ab'.repeat(16), clock.now());
  await site.ask('PUT', '/v1/suppressions', { email: MAILBOX });
}

async function buy({ clock }: Served, site: TestSite): Promise<void> {
  const now = clock.now();
  const by = { userId: CUSTOMER, email: MAILBOX, consent: ALLOWED };
  const order = (id: string, total: number, at: number) => ({
    id: `order:${id}`,
    name: 'Order Completed',
    time: at,
    ...by,
    properties: {
      order_id: id,
      total,
      currency: 'EUR',
      products: [{ ...product(1, 'Heron', 48.5), quantity: 2 }, product(3, 'Blue ink', 12)],
    },
  });
  await site.ingest([
    { id: 'in', name: 'Signed In', time: now - HOUR_MS, device: DEVICE, userId: CUSTOMER, consent: ALLOWED },
    order('1001', 109, now - HOUR_MS / 2),
    order('1002', 1234.5, now - HOUR_MS / 4),
    {
      id: 'refund',
      name: 'Order Refunded',
      time: now - HOUR_MS / 8,
      ...by,
      properties: { order_id: '1001', total: 48.5, currency: 'EUR' },
    },
    {
      id: 'traits',
      name: 'Traits Updated',
      time: now - HOUR_MS / 8,
      ...by,
      properties: { plan: 'gold', favourite_colour: HOSTILE, newsletter: true },
    },
  ]);
  await site.ask('POST', '/v1/consent', {
    userId: CUSTOMER,
    email: MAILBOX,
    purposes: { contact: true },
    source: 'checkout',
    text: '2026-01',
  });
}
