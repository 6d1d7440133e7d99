/** A shop's stream for measuring: products in families, few of them popular, sessions of a few views. */
import type { Entry, SiteId, VisitorId } from '../../core/entry.ts';

export const SITE = 'st_bench' as SiteId;
export const START = Date.UTC(2026, 0, 5);
const FAMILY = 20;
/** As in the REES46 sample: 3.4 events a session. */
const GOES_ON = 0.7;
const STAYS_IN_FAMILY = 0.7;
const ORDERS = 0.04;

export type ShopOptions = { readonly products: number; readonly events: number; readonly visitors: number };

/** Views, and an order at the end of some sessions, in time order. */
export function* makeShopEvents({ products, events, visitors }: ShopOptions): Generator<Entry> {
  const random = createRandom(2026);
  for (let n = 0; n < events; ) {
    const visitor = Math.floor(random() * visitors)
      .toString(16)
      .padStart(32, '0') as VisitorId;
    const seen: string[] = [];
    let product = pick(products, random);
    do {
      const base = product - (product % FAMILY);
      product = random() < STAYS_IN_FAMILY ? base + Math.floor(random() * FAMILY) : pick(products, random);
      seen.push(`product-${product}`);
      yield toEntry(n, visitor, 'Product Viewed', { product_id: seen.at(-1) ?? '' });
      n += 1;
    } while (random() < GOES_ON && n < events);
    if (random() < ORDERS) {
      yield toEntry(n, visitor, 'Order Completed', { products: seen.map((id) => ({ product_id: id })) });
      n += 1;
    }
  }
}

/** The tenth of the products that is looked at most has half of the views. */
function pick(products: number, random: () => number): number {
  return Math.floor(random() ** 3.3 * products);
}

function toEntry(n: number, visitor: VisitorId, name: string, properties: Entry['properties']): Entry {
  const t = START + n * 50;
  return {
    site: SITE,
    id: `e${n}`,
    type: 'event',
    name,
    t,
    receivedAt: t,
    visitor,
    source: 'web',
    context: { device: 'mobile', path: '/products' },
    properties,
  };
}

/** Mulberry32: small, seeded, good enough to spread products. */
export function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}
