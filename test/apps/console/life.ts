/** A small shop's days, told to a running server by its doors as pages and its backend tell them: no row is written by hand. */
import { createHash } from 'node:crypto';
import { createRandom, type Random } from '../../durability/random.ts';
import type { Served } from '../../support/served.ts';
import type { AnswerBody, TestSite } from '../../support/sites.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
const PRODUCTS = 12;
const SOURCES = ['https://search.example', 'https://news.example', ''] as const;

export type LifeOptions = {
  readonly visitors?: number;
  /** The last of them is the clock's own day when the life is over. */
  readonly days?: number;
  readonly seed?: number;
};

/**
 * Lets visitors come, look, fill carts, leave and buy, on each of the days; the clock goes on with them.
 *
 * @example await liveThrough(served, site, { visitors: 60, days: 3 })
 */
export async function liveThrough(
  served: Served,
  site: TestSite,
  { visitors = 60, days = 3, seed = 1 }: LifeOptions = {},
): Promise<void> {
  const random = createRandom(seed);
  for (let day = 0; day < days; day += 1) {
    for (let visitor = 0; visitor < visitors; visitor += 1)
      if (random.chance(0.6)) await visit(served, site, { visitor, random, day });
    if (day < days - 1) await served.clock.moveTo(served.clock.now() + DAY_MS);
  }
}

type Visit = { readonly visitor: number; readonly day: number; readonly random: Random };

async function visit(served: Served, site: TestSite, { visitor, random, day }: Visit): Promise<void> {
  const now = served.clock.now();
  const begun = now - random.below(240) * MINUTE_MS;
  const product = `P-${random.below(PRODUCTS)}`;
  const price = 10 + Number(product.slice(2));
  const events: { n: string; u: string; p: AnswerBody }[] = [
    { n: 'Page Viewed', u: '/', p: {} },
    { n: 'Product Viewed', u: `/products/${product}`, p: { product_id: product, price, category: 'paper' } },
  ];
  if (random.chance(0.5))
    events.push({
      n: 'Product Added',
      u: `/products/${product}`,
      p: { product_id: product, price, quantity: 1 },
    });
  if (events.length === 3 && random.chance(0.6))
    events.push({ n: 'Checkout Started', u: '/checkout', p: { value: price } });
  await site.collect({
    s: now,
    pg: idOf(`page ${visitor} ${day}`),
    q: 0,
    dev: deviceOf(visitor),
    c: { analytics: true, personalization: true, at: now - 30 * DAY_MS },
    e: events.map(({ n, u, p }, place) => ({
      i: uuidOf(`event ${visitor} ${day} ${place}`),
      n,
      t: begun + place * MINUTE_MS,
      u,
      p,
      ...(place === 0 && { r: SOURCES[visitor % SOURCES.length] }),
    })),
  });
  if (events.length < 4 || !random.chance(0.5)) return;
  await site.ingest([
    {
      id: `order:${visitor}-${day}`,
      name: 'Order Completed',
      time: begun + 10 * MINUTE_MS,
      device: deviceOf(visitor),
      consent: { analytics: true, personalization: true },
      properties: {
        order_id: `${visitor}-${day}`,
        total: price,
        products: [{ product_id: product, price, quantity: 1 }],
      },
    },
  ]);
}

/** Of one of the visitors, by their number. */
export function deviceOf(visitor: number): string {
  return idOf(`device ${visitor}`);
}

/** As pages make them. */
function idOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 32);
}

function uuidOf(text: string): string {
  const hex = idOf(text);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-7${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20)}`;
}
