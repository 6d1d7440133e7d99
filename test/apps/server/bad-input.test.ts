import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Route } from '../../../apps/server/route.ts';
import { takeTurns } from '../../support/full-size.ts';
import { inLanes } from '../../support/lanes.ts';
import { NOON } from '../../support/served.ts';
import { bearer, call, createSite, type HttpAnswer } from '../../support/sites.ts';
import { HOSTILE_BODIES, nest, placesOf, replaceAt, WRONG_VALUES } from './hostile.ts';
import { findPlace } from './places.ts';
import { DEVICE, fillPath } from './route-samples.ts';
import { nameOf, prepareWalk, type Walk } from './walk.ts';

let walk: Walk;
let routes: readonly Route[];

beforeAll(async () => {
  walk = await prepareWalk();
  routes = walk.served.routes.filter((route) => walk.samples[nameOf(route)]?.body !== undefined);
});
afterAll(() => walk.served.stop());

function send(route: Route, body: string | Uint8Array, headers: Readonly<Record<string, string>> = {}) {
  const key = route.key === 'operator' ? walk.served.operatorKey : walk.site.secretKey;
  return call(walk.served.url + fillPath(route.path, walk.samples[nameOf(route)]?.params), {
    method: route.method,
    headers: { ...bearer(key), 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : new Uint8Array(body),
  });
}

type Refused = { readonly code: string; readonly at: string; readonly hint: string };

/** Refusals of the whole, or of its items. */
function refusalsOf({ body }: HttpAnswer): readonly Refused[] {
  if (body.error !== undefined) return [body.error as Refused];
  return (body.refused ?? []) as readonly Refused[];
}

type Path = ReturnType<typeof placesOf>[number];
type Attempt = { readonly path: Path; readonly value: unknown };

/** Each place with each value that it meets: all of them come by; where there are few places, each meets all. */
function meetWrongValues(places: readonly Path[]): readonly Attempt[] {
  return places.flatMap((path, turn) => {
    const values =
      places.length < FIELDS_FOR_ALL ? WRONG_VALUES : takeTurns(WRONG_VALUES, turn, FIELDS_FOR_ALL);
    return values.map((value) => ({ path, value }));
  });
}

async function expectSound(): Promise<void> {
  const { items } = (await walk.site.ask('GET', '/v1/visitors?limit=1000')).body;
  await inLanes(items as readonly { visitor: string }[], async ({ visitor }) => {
    expect((await walk.site.ask('GET', `/v1/visitors/${visitor}`)).status).toBe(200);
    expect((await walk.site.ask('GET', `/v1/visitors/${visitor}/events`)).status).toBe(200);
  });
  for (const path of ['/v1/plan', '/v1/plan/violations', '/v1/audit', '/v1/sites/walked'])
    expect([path, (await walk.site.ask('GET', path)).status]).toEqual([path, 200]);
}

/** Thousands of requests. */
const PATIENCE_MS = 120_000;
/** Four fields that follow one another meet all wrong values, a quarter of them each; at full size each field meets all. */
const FIELDS_FOR_ALL = 4;
/** The same for bodies that take long to send and to read: one reader reads those of all routes. */
const ROUTES_FOR_ALL = 4;
/** Ten megabytes each. */
const LANES = 4;

describe('a route that takes a body', { timeout: PATIENCE_MS }, () => {
  it.each(HOSTILE_BODIES)('refuses $title, with place, fault and cure', async ({ body, headers, status }) => {
    const turn = HOSTILE_BODIES.findIndex((known) => known.body === body);
    const isLarge = body.length > 40_000;
    await inLanes(
      isLarge ? takeTurns(routes, turn, ROUTES_FOR_ALL) : routes,
      async (route) => {
        const answer = await send(route, body, headers);
        expect([nameOf(route), status.includes(answer.status), answer.status]).toEqual([
          nameOf(route),
          true,
          answer.status,
        ]);
        expect(answer.body.error).toMatchObject({
          message: expect.any(String),
          hint: expect.stringMatching(/\w/),
        });
      },
      LANES,
    );
  });

  it('answers the wrong type in every field with a refusal that says where, never with a fault', async () => {
    for (const route of routes) {
      const sample = walk.samples[nameOf(route)]?.body;
      const attempts = meetWrongValues(placesOf(sample));
      await inLanes(attempts, async ({ path, value }) => {
        const body = replaceAt(sample, path, value);
        const answer = await send(route, JSON.stringify(body));
        const told = [nameOf(route), path.join('.'), JSON.stringify(value)?.slice(0, 40), answer.status];
        expect([...told, answer.status < 500]).toEqual([...told, true]);
        for (const { at, hint } of refusalsOf(answer)) {
          expect([...told, hint !== '']).toEqual([...told, true]);
          expect([...told, at, findPlace(body, at)]).toEqual([...told, at, true]);
        }
      });
    }
  });

  it('refuses prototype keys at any depth, and nothing of them reaches an object', async () => {
    const attempts = routes.flatMap((route) => {
      const sample = walk.samples[nameOf(route)]?.body;
      const objects = [[], ...placesOf(sample)].filter((path) => isPlainObject(readAt(sample, path)));
      return objects.map((path) => ({ route, sample, path }));
    });
    // Bodies of all routes are read by one reader, so that each place need not meet each of the keys.
    const keys = ['"__proto__"', '"\\u005f\\u005fproto__"', '"constructor"', '"prototype"'];
    expect(attempts.length).toBeGreaterThan(keys.length * 10);
    await inLanes(attempts.entries(), async ([n, { route, sample, path }]) => {
      const key = String(keys[n % keys.length]);
      const body = { ...(readAt(sample, path) as object), zzz: { polluted: 1 } };
      const text = JSON.stringify(replaceAt(sample, path, body)).replace('"zzz"', key);
      const told = [nameOf(route), path.join('.'), key];
      expect([...told, (await send(route, text)).status < 500]).toEqual([...told, true]);
    });
    expect('polluted' in {}).toBe(false);
  });

  it('refuses what is nested 10,000 levels deep inside a field', async () => {
    // Neither does each place have to be the one that is too deep: the first of each route, and the last.
    const attempts = routes.flatMap((route) => {
      const sample = walk.samples[nameOf(route)]?.body;
      const places = placesOf(sample);
      return [...new Set([places.at(0), places.at(-1)])].flatMap((path) =>
        path === undefined ? [] : [{ route, sample, path }],
      );
    });
    expect(attempts.length).toBeGreaterThan(routes.length);
    await inLanes(attempts, async ({ route, sample, path }) => {
      const text = JSON.stringify(replaceAt(sample, path, '@@')).replace('"@@"', nest(10_000));
      const { status } = await send(route, text);
      const told = [nameOf(route), path.join('.'), status];
      expect([...told, status < 500]).toEqual([...told, true]);
    });
  });

  it('leaves everything that it stored of all that to be read', expectSound);
});

describe('POST /v1/events', () => {
  const event = (more: object) => ({
    id: 'x',
    name: 'Product Viewed',
    device: DEVICE,
    consent: { analytics: true },
    ...more,
  });

  it('refuses 10,000 events in one post as a whole, and stores none', async () => {
    const shop = await createSite(walk.served, {});
    const events = Array.from({ length: 10_000 }, (_, n) => event({ id: `n${n}` }));
    const answer = await shop.ingest(events);
    expect([answer.status, refusalsOf(answer)[0]]).toMatchObject([
      413,
      { code: 'too_many_items', at: 'events' },
    ]);
    expect((await shop.ask('GET', '/v1/visitors')).body).toMatchObject({ items: [] });
  });

  it('never lets a bad event reject its neighbours', async () => {
    const shop = await createSite(walk.served, {});
    const bad: readonly unknown[] = [
      7,
      null,
      [],
      event({ id: '' }),
      event({ name: {} }),
      event({ time: 'yesterday' }),
      event({ time: 0 }),
      event({ time: '9999-12-31T23:59:59Z' }),
      event({ time: NOON - 0.5, consent: { analytics: false }, device: 'd1'.repeat(16) }),
      event({ properties: [] }),
      event({ properties: { constructor: 1 } }),
      event({ source: 'moon' }),
      event({ name: 'ann@example.com' }),
    ];
    const events = bad.flatMap((one, n) => [event({ id: `good${n}` }), one]);
    const { status, body } = await shop.ingest([...events, event({ id: 'last' })] as never);
    expect(status).toBe(200);
    const { visitor } = (await shop.ask('POST', '/v1/visitors/lookup', { device: DEVICE })).body;
    const { items } = (await shop.ask('GET', `/v1/visitors/${visitor}/events`)).body;
    const names = (items as { id: string }[]).map(({ id }) => id);
    for (const id of [...bad.map((_, n) => `good${n}`), 'last']) expect(names).toContain(id);
    expect(body.accepted).toBe(bad.length + 2);
  });

  it('counts a repeated id once, in a post and across posts', async () => {
    const shop = await createSite(walk.served, {});
    const one = event({ id: 'twice', time: NOON - 1_000 });
    expect((await shop.ingest([one, one, one])).body).toMatchObject({ accepted: 3, duplicates: 2 });
    expect((await shop.ingest([one])).body).toMatchObject({ accepted: 1, duplicates: 1 });
    const { visitor } = (await shop.ask('POST', '/v1/visitors/lookup', { device: DEVICE })).body;
    expect((await shop.ask('GET', `/v1/visitors/${visitor}`)).body.events).toMatchObject({ count: 1 });
  });
});

describe('the envelope of a page', () => {
  it('takes or refuses the wrong type in every field, and what it stored can be read', async () => {
    const shop = await createSite(walk.served, { postsPerSecondPerAddress: 1e6, postsPerSecondPerKey: 1e6 });
    const sample = {
      ver: 1,
      s: NOON,
      d: 1,
      g: 0,
      c: {
        analytics: true,
        personalization: true,
        contact: true,
        share: false,
        at: NOON - 5,
        source: 'banner',
        required: false,
      },
      dev: DEVICE,
      z: 'Europe/Berlin',
      h: 'ab'.repeat(32),
      pr: 'cd'.repeat(32),
      m: 'ann@example.com',
      pg: 'ef'.repeat(16),
      q: 3,
      e: [
        {
          i: 'env',
          n: 'Product Viewed',
          t: NOON - 9,
          p: { product_id: 'p' },
          u: '/a?utm_source=b',
          r: 'https://x.example',
        },
      ],
    };
    let stored = 0;
    await inLanes(meetWrongValues(placesOf(sample)).entries(), async ([n, { path, value }]) => {
      const item = { ...sample.e[0], i: `env-${path.join('-')}-${n}` };
      const dev = (n % WRONG_VALUES.length).toString(16).padStart(32, '0');
      const envelope = replaceAt({ ...sample, dev, e: [item] }, path, value);
      const { status, body } = await shop.collect(envelope as Record<string, unknown>);
      const told = [path.join('.'), JSON.stringify(value)?.slice(0, 40), JSON.stringify(body).slice(0, 200)];
      const mayRefuse = ['ver', 's', 'e'].includes(String(path[0]));
      expect([...told, status === 200 || (mayRefuse && status < 500)]).toEqual([...told, true]);
      stored += Number(body.accepted ?? 0);
    });
    // Each place had at least one value that left the event to be taken.
    expect(stored).toBeGreaterThan(placesOf(sample).length);
    const { items } = (await shop.ask('GET', '/v1/visitors?limit=1000')).body;
    for (const { visitor } of items as readonly { visitor: string }[]) {
      const [view, entries] = [`/v1/visitors/${visitor}`, `/v1/visitors/${visitor}/events`];
      expect([
        visitor,
        (await shop.ask('GET', view)).status,
        (await shop.ask('GET', entries)).status,
      ]).toEqual([visitor, 200, 200]);
    }
  });
});

function isPlainObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function readAt(document: unknown, path: readonly (string | number)[]): unknown {
  return path.reduce<unknown>((value, key) => (value as Record<string | number, unknown>)[key], document);
}
