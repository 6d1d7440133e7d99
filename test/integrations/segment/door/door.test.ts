/** The door of Segment's HTTP Tracking API, as its libraries use it: keys, answers, bounds. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { NOON, type Served, serve } from '../../../support/served.ts';
import { bearer, call, createSite, type TestSite } from '../../../support/sites.ts';
import { basic, namesOf, postTo } from './posts.ts';

let served: Served;
let site: TestSite;
let post: ReturnType<typeof postTo>;
beforeAll(async () => {
  served = await serve({ env: { TRUSTED_PROXIES: 'loopback' } });
  site = await createSite(served, { name: 'Heron', serverConsent: { analytics: true } });
  post = postTo(served.url, site);
});
afterAll(() => served.stop());

const SAID = new Date(NOON - 60_000).toISOString();
const taken = { status: 200, body: { success: true } };
const uuidOf = (n: number): string => `0a0a0a0a-0a0a-4a0a-8a0a-${n.toString(16).padStart(12, '0')}`;
const viewed = (more: object) => ({ event: 'Product Viewed', timestamp: SAID, ...more });

describe('the key of a post', () => {
  const track = (headers: Readonly<Record<string, string>>, more: object = {}, path = '/v1/track') =>
    post(path, viewed({ userId: 'key', ...more }), { key: '', headers });

  it.each(['writeKey', 'secretKey'] as const)('may be the %s, wherever a library puts it', async (kind) => {
    const key = site[kind];
    expect(await track(basic(key))).toMatchObject(taken);
    expect(await track(bearer(key))).toMatchObject(taken);
    expect(await track({}, { writeKey: key })).toMatchObject(taken);
    expect(await track({ authorization: `Basic ${Buffer.from(key).toString('base64')}` })).toMatchObject(
      taken,
    );
  });

  it('may stand in the address where it is public', async () => {
    const batch = { batch: [viewed({ type: 'track', userId: 'key' })] };
    const beacon = (key: string) => post(`/beacon/v1/batch?writeKey=${key}`, batch, { key: '' });
    expect(await beacon(site.writeKey)).toMatchObject(taken);
    expect(await beacon(site.secretKey)).toMatchObject({
      status: 401,
      body: { error: { code: 'missing_key' } },
    });
  });

  it.each([
    ['none', '', 401, 'missing_key'],
    ['one of nobody', 'wk_nobody', 401, 'unknown_key'],
    ['an empty one', ':', 401, 'missing_key'],
  ])('is refused where it is %s', async (_title, key, status, code) => {
    const headers = key === '' ? {} : basic(key === ':' ? '' : key);
    expect(await track(headers)).toMatchObject({ status, body: { error: { code } } });
    expect(await track({}, key === '' ? {} : { writeKey: key === ':' ? '' : key })).toMatchObject({
      status,
      body: { error: { code } },
    });
  });

  it('of the operator opens nothing', async () => {
    expect(await track(basic(served.operatorKey))).toMatchObject({ status: 403 });
  });
});

describe('what cannot be taken', () => {
  const good = { type: 'track', ...viewed({ userId: 'fay' }) };

  it('is told message by message, and costs its neighbours nothing', async () => {
    const batch = [
      { ...good, messageId: 'f1' },
      { ...good, messageId: 'f2', event: '' },
      { ...good, messageId: 'f3', type: 'click' },
      'nothing',
      { ...good, messageId: 'f4', timestamp: 'yesterday' },
      { ...good, messageId: 'f5', properties: { note: 'x'.repeat(33_000) } },
      { ...good, messageId: 'f6', event: 'write to ann@example.com' },
      { ...good, messageId: 'f1' },
      {
        ...good,
        messageId: 'f7',
        properties: { a: { b: { c: { d: { e: { f: { g: { h: { i: 1 } } } } } } } } },
      },
    ];
    const { status, body } = await post('/v1/batch', { batch });
    expect([status, body.success]).toEqual([207, false]);
    expect(body.results).toEqual([
      { index: 0, status: 200, message: 'taken' },
      { index: 1, status: 422, message: expect.stringMatching(/^invalid_name at event: /) },
      {
        index: 2,
        status: 400,
        message: expect.stringMatching(/^invalid_value at type: send one of track, page/),
      },
      { index: 3, status: 400, message: expect.stringMatching(/^invalid_body: /) },
      { index: 4, status: 400, message: expect.stringMatching(/^invalid_value at timestamp: /) },
      { index: 5, status: 413, message: expect.stringMatching(/^too_large: send at most 32 kB/) },
      { index: 6, status: 422, message: expect.stringMatching(/^personal_data at event: /) },
      { index: 7, status: 200, message: 'taken' },
      { index: 8, status: 400, message: expect.stringMatching(/^too_deep/) },
    ]);
    expect(await namesOf(site, { userId: 'fay' })).toEqual(['Product Viewed']);
    expect(JSON.stringify(body)).not.toContain('ann@');
  });

  it('alone is refused in the words of every other door', async () => {
    expect(await post('/v1/track', { userId: 'fay' })).toMatchObject({
      status: 422,
      body: { error: { code: 'invalid_name', at: 'event' } },
    });
    expect(await post('/v1/t', viewed({ userId: 'fay', timestamp: {} }))).toMatchObject({
      status: 400,
      body: { error: { at: 'timestamp' } },
    });
    expect(await post('/v1/batch', { batch: {} })).toMatchObject({
      status: 400,
      body: { error: { at: 'batch' } },
    });
    expect(await post('/v1/batch', { batch: Array(2_501).fill(good) })).toMatchObject({
      status: 413,
      body: { error: { code: 'too_many_items' } },
    });
    expect(await post('/v1/batch', { batch: [] })).toMatchObject(taken);
  });

  it('is a post of more than 500 kB, or 5 MB with the secret key', async () => {
    const bytes = (n: number) => ({ batch: [], filler: 'x'.repeat(n) });
    expect(await post('/v1/batch', bytes(520_000), { key: site.writeKey })).toMatchObject({ status: 413 });
    expect(
      await post('/v1/batch', { ...bytes(520_000), writeKey: site.secretKey }, { key: '' }),
    ).toMatchObject({ status: 413 });
    expect(await post('/v1/batch', bytes(520_000))).toMatchObject(taken);
    expect(await post('/v1/batch', bytes(5_300_000), { gzip: true })).toMatchObject({ status: 413 });
  });

  it('is too much from one network, with one key, or of one visitor: the sender is told when to come back', async () => {
    const narrow = await createSite(served, {
      name: 'Narrow',
      postsPerSecondPerAddress: 4,
      postsPerSecondPerVisitor: 2,
    });
    const send = postTo(served.url, narrow);
    const from = (ip: string, n: number, more: object = {}) =>
      send('/v1/t', viewed({ anonymousId: uuidOf(n), ...more }), {
        key: narrow.writeKey,
        headers: { 'x-forwarded-for': ip },
      });
    const statuses = [];
    for (let n = 0; n < 6; n += 1) statuses.push((await from('203.0.113.1', 900 + n)).status);
    expect(statuses).toEqual([200, 200, 200, 200, 429, 429]);
    const ofOne = [];
    for (let n = 0; n < 3; n += 1) ofOne.push(await from(`198.51.${n}.1`, 990));
    expect(ofOne.map(({ status }) => status)).toEqual([200, 200, 429]);
    expect(ofOne.at(-1)).toMatchObject({ body: { error: { code: 'rate_limited' } } });
    expect(Number(ofOne.at(-1)?.headers.get('retry-after'))).toBeGreaterThanOrEqual(1);
    expect(ofOne.at(-1)?.headers.get('access-control-expose-headers')).toBe('retry-after');
    const asOne = [];
    for (let n = 0; n < 3; n += 1)
      asOne.push((await from(`192.0.${n}.1`, 980 + n, { userId: 'many' })).status);
    expect(asOne).toEqual([200, 200, 429]);
    const trusted = [];
    for (let n = 0; n < 9; n += 1) trusted.push((await send('/v1/t', viewed({ userId: 'one' }))).status);
    expect(new Set(trusted)).toEqual(new Set([200]));
  });
});

describe('a page of another origin', () => {
  it.each(['/v1/t', '/v1/batch', '/beacon/v1/batch', '/sourceConfig/'])(
    'may post to %s with the headers of its library',
    async (path) => {
      const answer = await call(served.url + path, {
        method: 'OPTIONS',
        headers: {
          origin: 'https://shop.example',
          'access-control-request-method': 'POST',
          'access-control-request-headers': 'authorization,anonymousid',
        },
      });
      expect([answer.status, answer.headers.get('access-control-allow-origin')]).toEqual([204, '*']);
      expect(answer.headers.get('access-control-allow-headers')).toMatch(/authorization.*\*/);
    },
  );

  it('asks first where to send: here, and nowhere else', async () => {
    const analytics = await call(`${served.url}/v1/projects/${site.writeKey}/settings`);
    expect(analytics).toMatchObject({
      status: 200,
      body: {
        integrations: {
          'Segment.io': { apiKey: site.writeKey, apiHost: `127.0.0.1:${served.port}/v1`, protocol: 'http' },
        },
        metrics: { sampleRate: 0 },
      },
    });
    expect(Object.keys(analytics.body.integrations as object)).toEqual(['Segment.io']);
    const rudder = await call(`${served.url}/sourceConfig/?writeKey=${site.writeKey}&v=3`);
    expect(rudder).toMatchObject({
      status: 200,
      body: { source: { writeKey: site.writeKey, enabled: true, destinations: [] } },
    });
    expect((await call(`${served.url}/sourceConfig`, { headers: basic(site.writeKey) })).body).toEqual(
      rudder.body,
    );
    expect(await call(`${served.url}/v1/projects/wk_nobody/settings`)).toMatchObject({ status: 401 });
    expect(await call(`${served.url}/v1/projects/${site.secretKey}/settings`)).toMatchObject({
      status: 403,
      body: { error: { code: 'wrong_key_kind', hint: expect.stringMatching(/rotate a secret key/) } },
    });
  });
});
