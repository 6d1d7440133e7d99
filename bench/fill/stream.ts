/** A made-up shop's stream: visitors come back, half of the events come from a twentieth of them. */
import { createHash } from 'node:crypto';

const NAMES = ['Product Viewed', 'Product Viewed', 'Product Viewed', 'Product Added', 'Page Viewed'] as const;
const EVENT_GAP_MS = 400;

export type StreamShape = { readonly visitors: number; readonly startedAt: number };

/** One event as `POST /v1/events` takes it; the same number makes the same event. */
export function makeEvent(number: number, { visitors, startedAt }: StreamShape): Record<string, unknown> {
  const busy = number % 2 === 0 ? Math.ceil(visitors / 20) : visitors;
  const who = (number * 2_654_435_761) % busy;
  const product = (number * 7) % 997;
  return {
    id: uuid(number),
    name: NAMES[number % NAMES.length],
    time: startedAt + number * EVENT_GAP_MS,
    device: createHash('md5').update(`device ${who}`).digest('hex'),
    consent: { analytics: true, personalization: true },
    source: 'web',
    context: { path: `/shop/p/product-${product}`, device: 'desktop' },
    properties: {
      product_id: `P-${product}`,
      name: `Notebook number ${product}`,
      category: 'Notebooks',
      price: (product % 90) + 0.95,
      quantity: 1,
    },
  };
}

function uuid(number: number): string {
  const hex = createHash('md5').update(`event ${number}`).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-7${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20)}`;
}
