/** A shop's stream of events for measuring: the REES46 sample where a path to it is given, else one of its shape. */
import { readFileSync } from 'node:fs';
import type { Entry, Properties, SiteId, VisitorId } from '../../core/entry.ts';

export type Stream = {
  /** Where it comes from, for the notes. */
  readonly source: string;
  /** In time order. */
  readonly events: readonly Entry[];
};

const NAMES: Readonly<Record<string, string>> = {
  view: 'Product Viewed',
  cart: 'Product Added',
  purchase: 'Order Completed',
};
/** Of the sample: 4,504 visitors make 17,434 events, 96 % of them views. */
const VISITORS = 4_504;
const EVENTS = 17_434;
const SPAN_MS = 170 * 60_000;
const START = Date.UTC(2019, 9, 1);

/** @param path Of rees46_sample.csv; undefined: a stream is made. */
export function readStream(path: string | undefined): Stream {
  const { source, events } = path === undefined ? makeStream() : readSample(path);
  // Texts as a parser of bodies leaves them.
  return { source, events: JSON.parse(JSON.stringify(events)) };
}

function makeStream(): Stream {
  return { source: 'a made stream of the shape of the REES46 sample', events: makeEvents() };
}

function readSample(path: string): Stream {
  const rows = readFileSync(path, 'utf8').trim().split('\n').slice(1);
  const events = rows.map((row, n) => {
    const [time = '', type = '', product = '', , category = '', brand = '', price = '', user = ''] =
      row.split(',');
    const t = Date.parse(`${time.slice(0, 10)}T${time.slice(11, 19)}Z`);
    const item = {
      product_id: product,
      ...(category === '' ? {} : { category }),
      ...(brand === '' ? {} : { brand }),
      price: Math.round(Number(price) * 100),
    };
    return toEvent(n, NAMES[type] ?? 'Product Viewed', t, user, item);
  });
  return { source: 'the REES46 sample', events: events.toSorted((a, b) => a.t - b.t) };
}

function makeEvents(): readonly Entry[] {
  const random = createRandom(2026);
  const events = Array.from({ length: EVENTS }, (_, n) => {
    const visitor = Math.floor(random() ** 2.2 * VISITORS);
    const kind = random();
    const name = kind < 0.955 ? 'view' : kind < 0.975 ? 'cart' : 'purchase';
    const product = Math.floor(random() ** 3 * 5_000);
    const item = {
      product_id: `${product}`,
      category: `category-${product % 60}`,
      brand: `brand-${product % 90}`,
      price: 500 + (product % 900) * 17,
    };
    return toEvent(
      n,
      NAMES[name] ?? 'Product Viewed',
      START + Math.floor((n / EVENTS) * SPAN_MS),
      `${visitor}`,
      item,
    );
  });
  return events;
}

function toEvent(n: number, name: string, t: number, user: string, item: Properties): Entry {
  const order = { order_id: `o${n}`, revenue: item.price ?? 0, products: [item] };
  return {
    site: 'st_bench' as SiteId,
    id: `e${String(n).padStart(6, '0')}`,
    type: 'event',
    name,
    t,
    receivedAt: t,
    visitor: user as VisitorId,
    source: 'web',
    currency: 'USD',
    context: { device: 'desktop', path: `/products/${String(item.product_id)}` },
    properties: name === 'Order Completed' ? order : item,
  };
}

/** Mulberry32: small, seeded, good enough to spread visitors. */
function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}
