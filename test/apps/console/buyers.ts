/** Visits from which a model learns who orders: told by a shop's own server. */
import { createRandom } from '../../durability/random.ts';
import type { Served } from '../../support/served.ts';
import type { TestSite } from '../../support/sites.ts';

const MINUTE_MS = 60_000;
const CONSENT = { analytics: true, personalization: true };
const A_POST = 500;

/** Ten days of visits: most who begin a checkout order, and nobody else does. The model is `orders_soon`. @example await buyThrough(served, site) */
export async function buyThrough(served: Served, site: TestSite): Promise<void> {
  const scoring = { leastOfEach: 20, discountPerYear: 0 };
  await site.ask('PATCH', `/v1/sites/${site.site}`, { scoring, smallNumbers: { k: 3 } });
  await site.ask('PUT', '/v1/models/orders_soon', { event: 'Order Completed', within: '1h' });
  const random = createRandom(3);
  const events = Array.from({ length: 400 }, (_, place) => {
    const begun = served.clock.now() - (400 - place) * 36 * MINUTE_MS;
    const names = ['Page Viewed', 'Product Viewed'];
    if (random.chance(0.5)) names.push('Product Added');
    if (names.length === 3 && random.chance(0.7)) names.push('Checkout Started');
    if (names.length === 4 && random.chance(0.9)) names.push('Order Completed');
    const userId = `customer-${place}`;
    return names.map((name, step) => ({
      ...{ id: `visit:${place}-${step}`, name, time: begun + step * MINUTE_MS, userId, consent: CONSENT },
      properties: name === 'Order Completed' ? { order_id: `${place}`, revenue: 30 } : { price: 30 },
    }));
  }).flat();
  for (let at = 0; at < events.length; at += A_POST) await site.ingest(events.slice(at, at + A_POST));
  const about = { userId: 'customer-7', consent: CONSENT, properties: {} };
  await site.ingest([{ id: 'back:7', name: 'Checkout Started', ...about }]);
}
