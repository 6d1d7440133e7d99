/** What the hostile send: one request of each kind, as bytes. The costly ones are made once. */
import { randomBytes } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import type { HostilePlan } from './messages.ts';

export type HostileRequest = {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Buffer;
};

/** @param n The number of the request. */
type Make = (plan: HostilePlan, n: number) => HostileRequest;

const BOMB = gzipSync(Buffer.alloc(50_000_000, 0x20), { level: 9 });
const DEEP = `{"ver":1,"s":1,"e":[{"i":"a","n":"Product Viewed","t":1,"p":{"a":${'['.repeat(25_000)}${']'.repeat(25_000)}}}]}`;
const NOISE = randomBytes(16_384);
const WORDS = ['Viewed', 'Added', 'Opened', 'Clicked', 'Started', 'Finished'];
const BROWSER = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/149.0 Safari/537.36';

const hex = (bytes: number): string => randomBytes(bytes).toString('hex');
/** Anywhere but where the good come from. */
const anywhere = (): string =>
  `${100 + (hex(1).charCodeAt(0) % 80)}.${hex(1).charCodeAt(1) % 200}.${NOISE.at(Math.random() * 16_000)}.9`;

const post = (
  path: string,
  body: string | Buffer,
  address: string,
  more: HostileRequest['headers'] = {},
): HostileRequest => ({
  method: 'POST',
  path,
  headers: { 'user-agent': BROWSER, 'content-type': 'text/plain', 'x-forwarded-for': address, ...more },
  body,
});
const collect = (key: string): string => `/v1/collect?k=${key}`;
/** In turn the key of the good site, which everybody can read in its pages, and one of their own. */
const keyOf = ({ writeKey, ownKey }: HostilePlan, n: number): string => (n % 2 === 0 ? writeKey : ownKey);

function envelope(items: readonly unknown[], device?: string): string {
  const now = Date.now();
  const known = device === undefined ? {} : { dev: device, c: { analytics: true, at: now, source: 'x' } };
  return JSON.stringify({ ver: 1, s: now, pg: hex(8), ...known, e: items });
}

function item(name: string, properties: object): object {
  return { i: hex(12), n: name, t: Date.now(), p: properties, u: `/${hex(6)}` };
}

const newName = (): string => `Thing${hex(4)} ${WORDS[Math.floor(Math.random() * WORDS.length)]}`;

/** New names, properties, products and visitors, all the time. */
function cardinality(plan: HostilePlan, n: number): HostileRequest {
  const properties = Object.fromEntries(Array.from({ length: 20 }, () => [`p_${hex(4)}`, hex(8)]));
  const products = Array.from({ length: 5 }, () => ({ product_id: hex(6), price: 9, category: hex(4) }));
  const items = [item(newName(), properties), item('Product Viewed', { product_id: hex(8), products })];
  return post(collect(keyOf(plan, n)), envelope(items, hex(16)), anywhere());
}

/** As large as the door takes. */
function bulk(plan: HostilePlan, n: number): HostileRequest {
  const items = Array.from({ length: 90 }, () => item(newName(), { [`k_${hex(5)}`]: hex(120), q: hex(60) }));
  return post(collect(keyOf(plan, n)), envelope(items, hex(16)).slice(0, 65_000), anywhere());
}

function forgedOrder(plan: HostilePlan, n: number): HostileRequest {
  const order = {
    order_id: String(1_000 + n),
    total: 999_999,
    revenue: 999_999,
    currency: 'EUR',
    coupon: hex(3),
  };
  const forged = { ...item('Order Completed', order), i: `order:${1_000 + n}` };
  return post(collect(keyOf(plan, n)), envelope([forged], hex(16)), anywhere());
}

/** Of many kinds, by turns. */
const GARBAGE: readonly (() => string | Buffer)[] = [
  () => NOISE,
  () => '{"ver":1,"s":',
  () => '[]'.repeat(500),
  () => `{"ver":1,"s":1,"e":${'9'.repeat(2_000)}}`,
  () =>
    '{"ver":1,"s":1e999,"e":[{"i":"x","n":{"length":{"toString":null}},"t":1,"p":{"__proto__":{"a":1}}}]}',
  () => '',
];
const TYPES = [
  'application/xml',
  'multipart/form-data; boundary=x',
  'image/png',
  'text/plain;charset=utf-16',
];

const guess = (path: string, key: string, body = ''): HostileRequest => ({
  method: body === '' ? 'GET' : 'POST',
  path,
  headers: { authorization: `Bearer ${key}`, 'user-agent': BROWSER, 'x-forwarded-for': anywhere() },
  body,
});

/** Each with how many of a hundred requests are of it. */
export const KINDS: Readonly<Record<string, { readonly share: number; readonly make: Make }>> = {
  cardinality: { share: 18, make: cardinality },
  'flood from one address': {
    share: 20,
    make: (plan, n) =>
      post(collect(keyOf(plan, n)), envelope([item('Product Viewed', { product_id: 'x' })]), '99.9.9.9'),
  },
  'unknown keys': { share: 14, make: () => post(collect(`wk_${hex(16)}`), envelope([]), anywhere()) },
  garbage: {
    share: 12,
    make: (plan, n) =>
      post(collect(keyOf(plan, n)), GARBAGE[n % GARBAGE.length]?.() ?? '', anywhere(), {
        'content-type': TYPES[n % TYPES.length] ?? '',
        ...(n % 7 === 0 ? { 'content-encoding': 'br' } : {}),
      }),
  },
  'forged orders': { share: 10, make: forgedOrder },
  'guessed secret keys': { share: 6, make: () => guess('/v1/visitors?limit=1000', `sk_${hex(16)}`) },
  'guessed decisions': {
    share: 6,
    make: (plan) => guess('/v1/exposures', plan.writeKey, JSON.stringify({ decision: hex(16), shown: true })),
  },
  'deep JSON': { share: 4, make: (plan, n) => post(collect(keyOf(plan, n)), DEEP, anywhere()) },
  bombs: {
    share: 2,
    make: (plan, n) => post(collect(keyOf(plan, n)), BOMB, anywhere(), { 'content-encoding': 'gzip' }),
  },
  bulk: { share: 2, make: bulk },
  'headers without end': {
    share: 2,
    make: (plan, n) => post(collect(keyOf(plan, n)), '{}', anywhere(), { 'x-long': 'a'.repeat(20_000) }),
  },
  'odd paths': {
    share: 4,
    make: (_, n) => guess(n % 2 === 0 ? `/v1/%ff/${hex(20)}` : `/t/${'a'.repeat(3_000)}.js`, `wk_${hex(8)}`),
  },
};

/** Twenty requests in one write, before any answer. */
export function pipelined(plan: HostilePlan): Buffer {
  const body = envelope([item('Product Viewed', { product_id: hex(4) })]);
  const head = `POST ${collect(plan.writeKey)} HTTP/1.1\r\nhost: a\r\nx-forwarded-for: ${anywhere()}\r\nuser-agent: ${BROWSER}\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n`;
  return Buffer.from((head + body).repeat(20));
}
