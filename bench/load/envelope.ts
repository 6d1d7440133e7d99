/** Envelopes as the tracker sends them; every event has an id of its own and a time around `startedAt`. */
import { createHash } from 'node:crypto';

const CATEGORIES = ['Fountain Pens', 'Ink', 'Notebooks', 'Accessories'];

export function makeEnvelope(index: number, events: number, startedAt: number): string {
  const s = startedAt + Math.floor(index / 20);
  return JSON.stringify({
    ver: 1,
    s,
    pg: pageOf(index),
    q: 0,
    e: Array.from({ length: events }, (_, n) => makeItem(index, n, s)),
  });
}

function makeItem(index: number, n: number, s: number): Record<string, unknown> {
  const product = (index * 7 + n) % 997;
  return {
    i: uuidV7(s, index * 100 + n),
    n: 'Product Viewed',
    t: s - (10 - n),
    p: {
      product_id: `P-${product}`,
      name: `Notebook number ${product}`,
      category: CATEGORIES[product % CATEGORIES.length],
      price: (product % 90) + 0.95,
      currency: 'EUR',
    },
    u: `/shop/p/product-${product}`,
    ...(n === 0 ? { r: 'https://search.example' } : {}),
  };
}

function pageOf(index: number): string {
  return createHash('md5').update(`page ${index}`).digest('hex');
}

/** RFC 9562 layout; the random part comes from the number, so a run can be repeated. */
function uuidV7(t: number, number: number): string {
  const time = t.toString(16).padStart(12, '0');
  const rest = createHash('md5').update(`id ${number}`).digest('hex');
  return `${time.slice(0, 8)}-${time.slice(8)}-7${rest.slice(0, 3)}-8${rest.slice(3, 6)}-${rest.slice(6, 18)}`;
}
