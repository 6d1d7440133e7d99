import request from 'supertest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import type { Route, RouteKey } from '../../../apps/server/route.ts';
import { NOON, type Served, serve } from '../../support/served.ts';
import { createSite, openDoors, type TestSite } from '../../support/sites.ts';
import { DEVICE, fillPath, type RouteSample, routeSamples } from './route-samples.ts';

let served: Served;
let site: TestSite;
let other: TestSite;
let samples: Readonly<Record<string, RouteSample>>;
/** Keys that were replaced, with an overlap that is over. */
let rotated: { readonly writeKey: string; readonly secretKey: string };

beforeAll(async () => {
  served = await serve();
  other = await createSite(served, { name: 'Other', serverConsent: { analytics: true } });
  const made = await createSite(served, { name: 'Walked', site: 'walked' });
  rotated = { writeKey: made.writeKey, secretKey: made.secretKey };
  await served.sites.rotateKeys('walked', 1_000);
  await served.clock.moveTo(NOON + 1_000);
  const { writeKeys, secretKeys } = served.sites.get('walked') ?? { writeKeys: [], secretKeys: [] };
  const keys = { writeKey: writeKeys[0]?.key ?? '', secretKey: secretKeys[0]?.key ?? '' };
  site = { ...made, ...keys, ...openDoors(served.url, keys) };
  const event = { id: 'known', name: 'Product Viewed', device: DEVICE, consent: { analytics: true } };
  await site.ingest([event]);
  const { visitor } = (await site.ask('POST', '/v1/visitors/lookup', { device: DEVICE })).body;
  samples = routeSamples({ visitor: String(visitor), site: 'walked' });
});
afterAll(() => served.stop());

const nameOf = ({ method, path }: Pick<Route, 'method' | 'path'>) => `${method} ${path}`;

function send(route: Route, sample: RouteSample, key: string | null) {
  const method = route.method.toLowerCase() as 'get' | 'post' | 'put' | 'patch' | 'delete';
  const asked = request(served.url)[method](fillPath(route.path, sample.params));
  if (key !== null) asked.set('authorization', `Bearer ${key}`);
  return sample.body === undefined ? asked : asked.send(sample.body as object);
}

/** Each kind of key, and for which doors it is the right one. */
const KEYS: readonly {
  title: string;
  key: () => string | null;
  opens: readonly RouteKey[];
  refused: readonly string[];
}[] = [
  { title: 'no key', key: () => null, opens: ['none'], refused: ['missing_key'] },
  {
    title: 'the operator key',
    key: () => served.operatorKey,
    opens: ['none', 'operator', 'secret or operator'],
    refused: ['wrong_key_kind'],
  },
  {
    title: 'the secret key',
    key: () => site.secretKey,
    opens: ['none', 'secret', 'secret or operator', 'write or secret'],
    refused: ['wrong_key_kind'],
  },
  {
    title: 'the write key',
    key: () => site.writeKey,
    opens: ['none', 'write', 'write or secret'],
    refused: ['wrong_key_kind'],
  },
  { title: 'a rotated secret key', key: () => rotated.secretKey, opens: ['none'], refused: ['rotated_key'] },
  {
    title: 'a rotated write key',
    key: () => rotated.writeKey,
    opens: ['none'],
    refused: ['rotated_key', 'wrong_key_kind'],
  },
  { title: 'an unknown secret key', key: () => 'sk_unknown', opens: ['none'], refused: ['unknown_key'] },
  {
    title: 'an unknown write key',
    key: () => 'wk_unknown',
    opens: ['none'],
    refused: ['unknown_key', 'wrong_key_kind'],
  },
  {
    title: 'an unknown operator key',
    key: () => 'op_unknown',
    opens: ['none'],
    refused: ['unknown_key', 'wrong_key_kind'],
  },
  { title: 'a key of no kind', key: () => 'letmein', opens: ['none'], refused: ['unknown_key'] },
];

describe('every route', () => {
  it('has a sample, and every sample a route', () => {
    expect(served.routes.map(nameOf).toSorted()).toEqual(Object.keys(samples).toSorted());
  });

  it.each(KEYS)('answers $title as its door says', async ({ key, opens, refused }) => {
    for (const route of served.routes) {
      const sample = samples[nameOf(route)] ?? {};
      const { status, body } = await send(route, sample, key());
      if (opens.includes(route.key)) {
        expect([nameOf(route), status, body.error?.code]).toEqual([
          nameOf(route),
          sample.status ?? 200,
          undefined,
        ]);
      } else {
        expect([nameOf(route), status === 401 || status === 403]).toEqual([nameOf(route), true]);
        expect(refused).toContain(body.error.code);
        expect(body.error.hint).not.toBe('');
      }
    }
  });

  it('never takes a secret from an address, which proxies and browsers write down', async () => {
    for (const route of served.routes.filter(({ key }) => key !== 'none')) {
      const sample = samples[nameOf(route)] ?? {};
      for (const key of [site.secretKey, served.operatorKey]) {
        const { status, body } = await request(served.url)
          [route.method.toLowerCase() as 'get'](`${fillPath(route.path, sample.params)}?k=${key}`)
          .send((sample.body ?? {}) as object);
        expect([nameOf(route), status, body.error?.code]).toEqual([nameOf(route), 401, 'missing_key']);
      }
    }
  });

  it('refuses another method, an unknown address and a broken one in the same words as everything else', async () => {
    const askFor = (method: string, path: string) =>
      fetch(served.url + path, { method, headers: { authorization: `Bearer ${site.secretKey}` } });
    for (const [method, path, status, code] of [
      ['DELETE', '/v1/events', 405, 'method_not_allowed'],
      ['GET', '/v1/collect', 405, 'method_not_allowed'],
      ['GET', '/v1/nothing', 404, 'not_found'],
      ['GET', '/v1/visitors/%E0%A4%A', 400, 'invalid_value'],
      ['GET', '/v1/visitors/anna', 404, 'not_found'],
      ['GET', `/v1/visitors/${'ff'.repeat(16)}`, 404, 'not_found'],
      ['GET', '/v1/sites/__proto__', 404, 'unknown_site'],
      ['GET', '/v1/sites/other', 404, 'unknown_site'],
      ['GET', '/t/wk_nobody.js', 401, 'unknown_key'],
    ] as const) {
      const answer = await askFor(method, path);
      const { error } = (await answer.json()) as { error: Record<string, string> };
      expect([path, answer.status, error.code]).toEqual([path, status, code]);
      expect(error).toMatchObject({
        message: expect.any(String),
        at: expect.any(String),
        hint: expect.any(String),
      });
      expect(error.hint).not.toBe('');
    }
  });

  it('shows a secret key nothing of another site', async () => {
    await other.ingest([{ id: 'o1', name: 'Product Viewed', userId: 'u-1' }]);
    const { visitor } = (await other.ask('POST', '/v1/visitors/lookup', { userId: 'u-1' })).body;
    expect((await site.ask('GET', `/v1/visitors/${visitor}`)).status).toBe(404);
    expect((await site.ask('GET', `/v1/visitors/${visitor}/events`)).body).toMatchObject({ items: [] });
    expect((await site.ask('PATCH', `/v1/sites/${other.site}`, { name: 'Mine' })).status).toBe(404);
    expect((await site.ask('POST', '/v1/visitors/lookup', { userId: 'u-1' })).status).toBe(404);
  });
});

describe('a list', () => {
  it.each([
    ['/v1/visitors', (item: Record<string, unknown>) => item.visitor],
    ['/v1/audit', (item: Record<string, unknown>) => JSON.stringify(item)],
    ['EVENTS', (item: Record<string, unknown>) => item.id],
  ] as const)('%s gives every item once, page by page, in the same order as at once', async (name, idOf) => {
    const shop = await createSite(served, { name: `Paged ${name}`, serverConsent: { analytics: true } });
    await shop.ingest(
      Array.from({ length: 23 }, (_, n) => ({
        id: `v${n}`,
        name: 'Product Viewed',
        userId: `u${n}`,
        time: NOON - 5,
      })),
    );
    await shop.ingest(
      Array.from({ length: 23 }, (_, n) => ({
        id: `e${n}`,
        name: 'Page Viewed',
        userId: 'u1',
        time: NOON - (n % 3),
      })),
    );
    for (let n = 0; n < 23; n += 1) {
      await served.clock.moveTo(served.clock.now() + 1);
      await shop.ask('PATCH', `/v1/sites/${shop.site}`, { sessionGapMinutes: 5 + n });
    }
    const { visitor } = (await shop.ask('POST', '/v1/visitors/lookup', { userId: 'u1' })).body;
    const path = name === 'EVENTS' ? `/v1/visitors/${visitor}/events` : name;
    const whole = (await shop.ask('GET', `${path}?limit=1000`)).body;
    const all = (whole.items as Record<string, unknown>[]).map(idOf);
    expect(all.length).toBeGreaterThan(22);
    expect(new Set(all).size).toBe(all.length);
    expect(whole.next).toBeNull();
    for (const limit of [1, 7, all.length]) {
      const paged: unknown[] = [];
      let cursor: unknown = null;
      do {
        const query = cursor === null ? '' : `&cursor=${cursor}`;
        const { body } = await shop.ask('GET', `${path}?limit=${limit}${query}`);
        const items = body.items as Record<string, unknown>[];
        expect(items.length).toBeLessThanOrEqual(limit);
        paged.push(...items.map(idOf));
        cursor = body.next;
      } while (cursor !== null);
      expect(paged).toEqual(all);
    }
  });

  it.each(['0', '-1', '1001', '1.5', 'many', ''])('refuses a limit of "%s"', async (limit) => {
    const { status, body } = await site.ask('GET', `/v1/visitors?limit=${limit}`);
    expect([status, body.error]).toEqual([
      400,
      expect.objectContaining({ code: 'invalid_value', at: 'limit' }),
    ]);
  });

  it.each(['zzz', 'e30', 'W10', 'bnVsbA', '%00', Buffer.from('{"t":"x","id":1}').toString('base64url')])(
    'refuses the cursor "%s", which it never gave',
    async (cursor) => {
      const visitor = samples['GET /v1/visitors/{visitor}']?.params?.visitor;
      const { status, body } = await site.ask('GET', `/v1/visitors/${visitor}/events?cursor=${cursor}`);
      expect([status, body.error]).toEqual([
        400,
        expect.objectContaining({ code: 'invalid_value', at: 'cursor' }),
      ]);
    },
  );
});

type Described = {
  readonly paths: Readonly<Record<string, Readonly<Record<string, DescribedRoute>>>>;
  readonly components: { readonly schemas: { readonly Error: unknown } };
};
type DescribedRoute = {
  readonly summary: string;
  readonly parameters: readonly { readonly name: string; readonly in: string }[];
  readonly security: readonly unknown[];
  readonly requestBody?: { readonly content: { readonly 'application/json': { readonly schema: unknown } } };
};

const schemaOf = (json: unknown) => z.fromJSONSchema(json as Parameters<typeof z.fromJSONSchema>[0]);

describe('the OpenAPI document', () => {
  let document: Described;
  beforeAll(async () => {
    document = (await request(served.url).get('/openapi.json')).body;
  });

  it('lists exactly the routes, and the door of the tracker', () => {
    const listed = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    );
    expect(listed.toSorted()).toEqual([...served.routes.map(nameOf), 'POST /v1/collect'].toSorted());
  });

  it('names every parameter of every path, and asks for the key that the route asks for', () => {
    for (const route of served.routes) {
      const { parameters, security, summary } =
        document.paths[route.path]?.[route.method.toLowerCase()] ?? {};
      const inPath = parameters
        ?.filter((parameter) => parameter.in === 'path')
        .map(({ name }) => `{${name}}`);
      expect([route.path, inPath]).toEqual([route.path, route.path.match(/\{\w+\}/g) ?? []]);
      expect([route.path, security?.length === 0]).toEqual([route.path, route.key === 'none']);
      expect(summary).not.toBe('');
    }
  });

  it('has a schema for every body that takes what the route takes', () => {
    for (const route of served.routes) {
      const described = document.paths[route.path]?.[route.method.toLowerCase()];
      const sample = samples[nameOf(route)];
      expect([nameOf(route), described?.requestBody !== undefined]).toEqual([
        nameOf(route),
        sample?.body !== undefined,
      ]);
      if (described?.requestBody === undefined) continue;
      const schema = schemaOf(described.requestBody.content['application/json'].schema);
      expect([nameOf(route), schema.safeParse(sample?.body).error]).toEqual([nameOf(route), undefined]);
      expect([nameOf(route), schema.safeParse([]).success]).toEqual([nameOf(route), false]);
    }
  });

  it('describes refusals as they come', async () => {
    const { body } = await request(served.url).get('/v1/nothing');
    expect(schemaOf(document.components.schemas.Error).safeParse(body).success).toBe(true);
    expect(schemaOf(document.components.schemas.Error).safeParse({ error: { code: 'odd' } }).success).toBe(
      false,
    );
  });
});

/** What could recognise a browser later. */
const MARKS = ['set-cookie', 'etag', 'last-modified'];

describe('no answer marks a browser', () => {
  it('carries no cookie and no validator, from any route, file or refusal', async () => {
    const paths = [
      ['GET', `/t/${site.writeKey}.js`],
      ['GET', '/t/identity.js'],
      ['GET', '/t/wk_nobody.js'],
      ['GET', '/openapi.json'],
      ['GET', '/metrics'],
      ['GET', '/nothing'],
      ['OPTIONS', '/v1/collect'],
      ['POST', `/v1/collect?k=${site.writeKey}`],
      ['POST', '/v1/consent'],
      ['GET', '/shop/'],
      ['GET', '/shop/nothing'],
      ['POST', '/shop/held'],
      ...served.routes.map(({ method, path }) => [
        method,
        fillPath(path, samples[`${method} ${path}`]?.params),
      ]),
    ];
    for (const [method = '', path = ''] of paths) {
      const { headers } = await fetch(served.url + path, { method });
      expect([method, path, MARKS.filter((mark) => headers.has(mark))]).toEqual([method, path, []]);
    }
  });

  it('lets nobody keep an answer but the tracker files, for an hour', async () => {
    const caching = async (path: string) => (await fetch(served.url + path)).headers.get('cache-control');
    expect(await caching(`/t/${site.writeKey}.js`)).toBe('public, max-age=3600');
    expect(await caching('/t/identity.js')).toBe('public, max-age=3600');
    for (const path of ['/t/wk_nobody.js', '/openapi.json', '/metrics', '/healthz', '/readyz', '/nothing'])
      expect([path, await caching(path)]).toEqual([path, 'no-store']);
  });

  it('tells a page of another origin which requests it may make, without credentials', async () => {
    const answer = await request(served.url)
      .options('/v1/consent')
      .set({ origin: 'https://shop.example', 'access-control-request-method': 'POST' });
    expect(answer.status).toBe(204);
    expect(answer.headers['access-control-allow-origin']).toBe('*');
    expect(answer.headers['access-control-allow-headers']).toContain('authorization');
    expect(answer.headers['access-control-allow-credentials']).toBeUndefined();
  });
});
