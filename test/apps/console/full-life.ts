/** A shop that has something of everything a page can show: what the pseudo-locale looks at. */

import { createHash } from 'node:crypto';
import { expect } from 'vitest';
import { createRandom } from '../../durability/random.ts';
import type { Served } from '../../support/served.ts';
import type { AnswerBody, TestSite } from '../../support/sites.ts';
import { until } from '../../support/until.ts';
import { GREETING } from './greeting.ts';
import { liveThrough } from './life.ts';

const MINUTE_MS = 60_000;
const CONSENT = { analytics: true, personalization: true };
const A_POST = 500;
const ALL_VISITS = 320;

/** Somebody whom the shop knows by this number. */
export const KNOWN = 'customer-7';

const PUT: readonly (readonly [path: string, body: AnswerBody])[] = [
  ['/v1/models/orders_soon', { event: 'Order Completed', within: '1h' }],
  [
    '/v1/plan',
    {
      mode: 'lenient',
      events: { 'Gift Wrapped': { properties: { paper: 'string' }, additionalProperties: false } },
    },
  ],
  ['/v1/campaigns/greeting', GREETING],
  ['/v1/segments/lookers', { name: 'Lookers', when: { event: 'Product Viewed', within: '7d' } }],
  ['/v1/segments/others', { name: 'Others', when: { not: { segment: 'lookers' } } }],
  ['/v1/webhooks/crm', { url: 'https://8.8.8.8/inkling', types: ['decision'] }],
];

type Ground = { readonly served: Served; readonly site: TestSite };

/** @example const stage = await openStage(liveFully) */
export async function liveFully({ served, site }: Ground): Promise<void> {
  const settings = { scoring: { leastOfEach: 20, discountPerYear: 0 }, smallNumbers: { k: 3 } };
  await site.ask('PATCH', '/v1/sites/shop', settings);
  await visit(served, site);
  for (const [path, body] of PUT) expect((await site.ask('PUT', path, body)).status).toBeLessThan(300);
  await liveThrough(served, site, { visitors: 30, days: 2 });
  for (let visitor = 0; visitor < 12; visitor += 1) await comeBy({ served, site }, visitor);
  const id = 'back:7';
  await site.ingest([{ id, name: 'Checkout Started', userId: KNOWN, consent: CONSENT, properties: {} }]);
  await site.ask('POST', '/v1/models/orders_soon/train');
  await served.engine.segments.idle();
  await served.jobs.run('statistics');
  await until(async () => (await site.ask('GET', '/v1/models/orders_soon')).body.training === null);
}

/** Days of visits that the shop's own server tells: a model has something to learn from. */
async function visit({ clock }: Served, site: TestSite): Promise<void> {
  const random = createRandom(3);
  const events = Array.from({ length: ALL_VISITS }, (_, place) => {
    const begun = clock.now() - (ALL_VISITS - place) * 36 * MINUTE_MS;
    const names = ['Page Viewed', 'Product Viewed'];
    if (random.chance(0.5)) names.push('Product Added');
    if (names.length === 3 && random.chance(0.7)) names.push('Checkout Started');
    if (names.length === 4 && random.chance(0.9)) names.push('Order Completed');
    return names.map((name, step) => ({
      ...{ id: `visit:${place}-${step}`, name, time: begun + step * MINUTE_MS },
      ...{ userId: `customer-${place}`, consent: CONSENT },
      properties: name === 'Order Completed' ? { order_id: `${place}`, revenue: 30 } : { price: 30 },
    }));
  }).flat();
  for (let at = 0; at < events.length; at += A_POST) await site.ingest(events.slice(at, at + A_POST));
}

/** Somebody looks at a product, for whom a campaign decides, and does two things that no plan knows. */
export async function comeBy({ served, site }: Ground, visitor: number): Promise<void> {
  const now = served.clock.now();
  const device = createHash('sha256').update(`comer ${visitor}`).digest('hex').slice(0, 32);
  const events = [
    ['Product Viewed', { product_id: 'P-1', price: 10 }],
    ['Quiz Finished', {}],
    ['Gift Wrapped', { paper: 'red', ribbon: 2 }],
  ] as const;
  await site.collect({
    ...{ s: now, pg: device, q: 0, d: 1, dev: device, c: { ...CONSENT, at: now - 1_000 } },
    e: events.map(([n, p], place) => ({ i: `comer-${visitor}-${place}`, n, t: now, u: '/products/P-1', p })),
  });
}
