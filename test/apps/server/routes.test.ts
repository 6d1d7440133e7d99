import request from 'supertest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Route, RouteKey } from '../../../apps/server/route.ts';
import { createSite } from '../../support/sites.ts';
import { fillPath, type RouteSample } from './route-samples.ts';
import { nameOf, prepareWalk, type Walk } from './walk.ts';

let walk: Walk;
beforeAll(async () => {
  walk = await prepareWalk();
});
afterAll(() => walk.served.stop());

function send(route: Route, sample: RouteSample, key: string | null) {
  const method = route.method.toLowerCase() as 'get' | 'post' | 'put' | 'patch' | 'delete';
  const asked = request(walk.served.url)[method](fillPath(route.path, sample.params) + (sample.query ?? ''));
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
    key: () => walk.served.operatorKey,
    opens: ['none', 'operator', 'secret or operator'],
    refused: ['wrong_key_kind'],
  },
  {
    title: 'the secret key',
    key: () => walk.site.secretKey,
    opens: ['none', 'secret', 'secret or operator', 'write or secret'],
    refused: ['wrong_key_kind'],
  },
  {
    title: 'the write key',
    key: () => walk.site.writeKey,
    opens: ['none', 'write', 'write or secret'],
    refused: ['wrong_key_kind'],
  },
  {
    title: 'a rotated secret key',
    key: () => walk.rotated.secretKey,
    opens: ['none'],
    refused: ['rotated_key'],
  },
  {
    title: 'a rotated write key',
    key: () => walk.rotated.writeKey,
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

function curing({ query = {} }: Route): string {
  const names = Object.keys(query);
  return names.length === 0 ? 'this address takes no parameters' : `use ${names.join(', ')}`;
}

describe('every route', () => {
  it('has a sample, and every sample a route', () => {
    expect(walk.served.routes.map(nameOf).toSorted()).toEqual(Object.keys(walk.samples).toSorted());
  });

  it.each(KEYS)('answers $title as its door says', async ({ key, opens, refused }) => {
    for (const route of walk.served.routes) {
      const sample = walk.samples[nameOf(route)] ?? {};
      const { status, body } = await send(route, sample, key());
      if (opens.includes(route.key)) {
        expect([nameOf(route), status, body.error?.code]).toEqual([
          nameOf(route),
          sample.status ?? 200,
          sample.code,
        ]);
        if (sample.hint !== undefined) expect(body.error?.hint).toMatch(sample.hint);
      } else {
        expect([nameOf(route), status === 401 || status === 403]).toEqual([nameOf(route), true]);
        expect(refused).toContain(body.error.code);
        expect(body.error.hint).not.toBe('');
      }
    }
  });

  it('never takes a secret from an address, which proxies and browsers write down', async () => {
    for (const route of walk.served.routes.filter(({ key }) => key !== 'none')) {
      const sample = walk.samples[nameOf(route)] ?? {};
      for (const key of [walk.site.secretKey, walk.served.operatorKey]) {
        const { status, body } = await request(walk.served.url)
          [route.method.toLowerCase() as 'get'](`${fillPath(route.path, sample.params)}?k=${key}`)
          .send((sample.body ?? {}) as object);
        expect([nameOf(route), status, body.error?.code]).toEqual([nameOf(route), 401, 'missing_key']);
      }
    }
  });

  it.each(['odd', 'limits', 'Days'])(
    'refuses the parameter %s, unless pages or mails ask it',
    async (name) => {
      for (const route of walk.served.routes) {
        const sample = walk.samples[nameOf(route)] ?? {};
        const isOperators = route.key === 'operator';
        const query = `${sample.query ?? '?'}&${name}=1`;
        const { body } = await send(
          route,
          { ...sample, query },
          isOperators ? walk.served.operatorKey : walk.site.secretKey,
        );
        const isOpen = route.key === 'none' || route.key.includes('write');
        expect([nameOf(route), body.error?.at === name]).toEqual([nameOf(route), !isOpen]);
        if (!isOpen) expect([body.error.code, body.error.hint]).toEqual(['invalid_value', curing(route)]);
      }
    },
  );

  it('refuses another method, an unknown address and a broken one in the same words as everything else', async () => {
    const askFor = (method: string, path: string) =>
      fetch(walk.served.url + path, { method, headers: { authorization: `Bearer ${walk.site.secretKey}` } });
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

  it('hides no segment behind an address of its own', async () => {
    const words = walk.served.routes.flatMap(({ method, path }) => {
      const [, word] = /^\/v1\/segments\/([a-z0-9-]+)$/.exec(path) ?? [];
      return word === undefined || method === 'POST' ? [] : [word];
    });
    expect(words).toContain('health');
    for (const word of words) {
      const put = await walk.site.ask('PUT', `/v1/segments/${word}`, {
        name: 'Hidden',
        when: { event: 'Product Viewed' },
      });
      expect([word, put]).toMatchObject([word, { status: 400, body: { error: { at: 'key' } } }]);
    }
  });

  it('shows and changes a site by its permanent id as well, for whoever may', async () => {
    const other = await createSite(walk.served, { name: 'Beside' });
    const own = await walk.site.ask('GET', `/v1/sites/${walk.site.siteId}`);
    expect(own).toMatchObject({ status: 200, body: { site: walk.site.site, siteId: walk.site.siteId } });
    expect(await walk.site.ask('PATCH', `/v1/sites/${walk.site.siteId}`, {})).toEqual(own);
    for (const [method, body] of [['GET'], ['PATCH', {}]] as const)
      expect((await walk.site.ask(method, `/v1/sites/${other.siteId}`, body)).body).toMatchObject({
        error: { code: 'unknown_site' },
      });
  });

  it('shows a secret key nothing of another site', async () => {
    const other = await createSite(walk.served, { name: 'Other', serverConsent: { analytics: true } });
    await other.ingest([{ id: 'o1', name: 'Product Viewed', userId: 'u-1' }]);
    const { visitor } = (await other.ask('POST', '/v1/visitors/lookup', { userId: 'u-1' })).body;
    expect((await walk.site.ask('GET', `/v1/visitors/${visitor}`)).status).toBe(404);
    expect((await walk.site.ask('GET', `/v1/visitors/${visitor}/events`)).body).toMatchObject({ items: [] });
    expect((await walk.site.ask('PATCH', `/v1/sites/${other.site}`, { name: 'Mine' })).status).toBe(404);
    expect((await walk.site.ask('POST', '/v1/visitors/lookup', { userId: 'u-1' })).status).toBe(404);
  });
});
