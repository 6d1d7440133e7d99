/** Every door over HTTP: hostile bodies, queries, headers and tokens for each route of the table and for what stands beside it. */
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import type { Route } from '../../apps/server/route.ts';
import { fillPath } from '../apps/server/route-samples.ts';
import { nameOf, prepareWalk, type Walk } from '../apps/server/walk.ts';
import { bearer } from '../support/sites.ts';
import { mutatedJson, mutatedText } from './mutations.ts';

/** They would end the walk: keys that nobody has, or work that goes on behind it. */
const LEFT_OUT = new Set(['POST /v1/sites/{site}/rotate-keys', 'GET /v1/stream', 'GET /v1/events/tail']);
const KEYS_A_SITE = { postsPerSecondPerAddress: 1_000_000, postsPerSecondPerKey: 1_000_000 };

type Door = {
  readonly name: string;
  readonly method: string;
  readonly path: string;
  readonly query: string;
  readonly sample: unknown;
};

export type Knock = {
  readonly door: number;
  readonly body: string;
  readonly query: string;
  readonly packing: (typeof PACKINGS)[number];
  readonly header: readonly [name: string, value: string];
};

export type Doors = {
  /** How many there are. */
  readonly size: number;
  readonly knocks: fc.Arbitrary<Knock>;
  /** What is wrong with the answer; null: nothing. */
  knock(knock: Knock): Promise<string | null>;
  stop(): Promise<void>;
};

const PACKINGS = ['none', 'none', 'none', 'gzip', 'cut', 'named', 'deflate'] as const;
const HEADERS = [
  'last-event-id',
  'x-forwarded-for',
  'accept-language',
  'cookie',
  'sec-gpc',
  'content-type',
  'user-agent',
  'origin',
];
const QUERIES = [
  'limit=5&cursor=InAxIg',
  'at=2026-01-05T12:00:00Z',
  'from=0&to=1&window=72h',
  'format=html&lang=de',
  'k=wk_x',
  '',
];
const HEADER_VALUES = [
  'NDI',
  'text/plain;charset=UTF-8',
  'application/json',
  '1',
  'de;q=0.9',
  '203.0.113.7, ::1',
  'a=b; c="d"',
];
const TOKENS = [
  '/u/abc',
  '/c/abc',
  '/o/abc',
  '/t/wk_0.js',
  '/shop',
  '/shop/cart?c=p1aa.1',
  '/openapi.json',
  '/v1/%ff',
];

/** @example const doors = await openDoors(); await doors.knock(fc.sample(doors.knocks, 1)[0]); await doors.stop() */
export async function openDoors(): Promise<Doors> {
  const walk = await prepareWalk();
  await walk.site.ask('PATCH', '/v1/sites/walked', KEYS_A_SITE);
  const doors = [...walk.served.routes.flatMap((route) => doorOf(route, walk)), ...doorsBeside(walk)];
  return {
    size: doors.length,
    knocks: fc.nat({ max: doors.length - 1 }).chain((door) => knocksAt(door, doors[door]?.sample)),
    knock: async (knock) => {
      const door = doors[knock.door];
      return door === undefined ? null : knockAt(door, knock, walk);
    },
    stop: () => walk.served.stop(),
  };
}

function doorOf(route: Route, { samples }: Walk): readonly Door[] {
  const name = nameOf(route);
  const sample = samples[name];
  if (sample === undefined || LEFT_OUT.has(name)) return [];
  const { params, query = '', body } = sample;
  return [{ name, method: route.method, path: fillPath(route.path, params), query, sample: body }];
}

function doorsBeside({ site }: Walk): readonly Door[] {
  const item = {
    i: 'e1',
    n: 'Product Viewed',
    t: 1_767_614_400_000,
    p: { product_id: 'p1', price: 5 },
    u: '/p',
  };
  const envelope = {
    ver: 1,
    s: 1_767_614_400_000,
    d: 1,
    c: { analytics: true },
    dev: 'd0'.repeat(16),
    e: [item],
  };
  const query = `?k=${site.writeKey}`;
  const collect = { name: 'POST /v1/collect', method: 'POST', path: '/v1/collect', query, sample: envelope };
  const stream = {
    name: 'GET /v1/stream',
    method: 'GET',
    path: '/v1/stream',
    query: '?follow=false',
    sample: undefined,
  };
  const tail = { ...stream, name: 'GET /v1/events/tail', path: '/v1/events/tail' };
  const others = TOKENS.map((path) => ({
    name: `GET ${path}`,
    method: 'GET',
    path,
    query: '',
    sample: undefined,
  }));
  return [collect, collect, stream, stream, tail, ...others];
}

function knocksAt(door: number, sample: unknown): fc.Arbitrary<Knock> {
  return fc.record({
    door: fc.constant(door),
    body: sample === undefined ? fc.constant('') : mutatedJson([sample]),
    query: fc.oneof({ weight: 3, arbitrary: fc.constant('') }, mutatedText(QUERIES)),
    packing: fc.constantFrom(...PACKINGS),
    header: fc.tuple(fc.constantFrom(...HEADERS), mutatedText(HEADER_VALUES)),
  });
}

async function knockAt(door: Door, knock: Knock, { served, site }: Walk): Promise<string | null> {
  const hasBody = door.method !== 'GET' && door.sample !== undefined;
  const key = door.path.startsWith('/v1/sites') ? served.operatorKey : site.secretKey;
  const address = `${served.url}${door.path}${joinQuery(door.query, knock.query)}`;
  const answer = await fetch(address, {
    method: door.method,
    redirect: 'manual',
    headers: {
      ...bearer(key),
      ...packingHeaders(knock, hasBody),
      [knock.header[0]]: headerText(knock.header[1]),
    },
    ...(hasBody ? { body: pack(knock) } : {}),
  });
  const text = await answer.text();
  return judge(door, answer, text);
}

/** A length is never sent here that is not the body's own: sockets.test.ts does that. */
function judge({ name }: Door, answer: Response, text: string): string | null {
  const { status } = answer;
  if (status >= 500) return `${name} answers ${status}: ${text.slice(0, 300)}`;
  if (!(answer.headers.get('content-type') ?? '').startsWith('application/json')) return null;
  const body = JSON.parse(text) as { error?: { code?: unknown; at?: unknown; hint?: unknown } };
  if (status < 400) return null;
  const { code, at, hint } = body.error ?? {};
  const isWhole =
    typeof code === 'string' && typeof at === 'string' && typeof hint === 'string' && hint !== '';
  return isWhole ? null : `${name} answers ${status} without place and cure: ${text.slice(0, 300)}`;
}

function joinQuery(own: string, added: string): string {
  if (added === '') return own;
  // A lone half of a pair cannot be written into an address.
  const clean = encodeURI(added.toWellFormed()).replaceAll('#', '%23');
  return own === '' ? `?${clean}` : `${own}&${clean}`;
}

/** What the client itself would refuse to send is left out. */
function headerText(text: string): string {
  return text
    .replaceAll(/[^\t\x20-\x7e\x80-\xff]/g, '')
    .slice(0, 2_000)
    .trim();
}

function packingHeaders({ packing }: Knock, hasBody: boolean): Record<string, string> {
  if (!hasBody || packing === 'none') return {};
  return { 'content-encoding': packing === 'deflate' ? 'deflate' : 'gzip' };
}

function pack({ packing, body }: Knock): Uint8Array<ArrayBuffer> {
  const bytes = Buffer.from(body, 'utf8');
  if (packing === 'gzip') return Uint8Array.from(gzipSync(bytes));
  if (packing === 'cut') return Uint8Array.from(gzipSync(bytes).subarray(0, -9));
  return Uint8Array.from(bytes);
}
