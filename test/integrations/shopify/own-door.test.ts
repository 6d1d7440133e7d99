/** What the pages of every console ask from inside the Shopify admin, of the real server. */
import { request as send } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isOpen, LONGEST_STREAM_MS, OPEN_AREAS } from '../../../integrations/shopify/admin-api/own-door.ts';
import { APP_PATH } from '../../../integrations/shopify/settings.ts';
import { type ConnectedShop, connectShop } from '../../support/shopify/connected-shop.ts';
import { lastingToken } from '../../support/shopify/lasting-token.ts';
import { bearer, call } from '../../support/sites.ts';
import { until } from '../../support/until.ts';

const LOOKERS = { name: 'Lookers', when: { event: 'Product Viewed' } };

describe('our own API inside the Shopify admin', () => {
  let ink: ConnectedShop;
  let wool: ConnectedShop;
  beforeAll(async () => {
    ink = await connectShop();
    wool = ink.open('wool.myshopify.com');
    for (const { shop, admin } of [ink, wool]) {
      shop.install();
      expect((await admin('GET', '/setup')).status).toBe(200);
    }
  });
  afterAll(() => ink.stop());

  const keysOf = async ({ admin }: ConnectedShop) =>
    ((await admin('GET', '/v1/segments')).body.items as readonly { key: string }[]).map(({ key }) => key);
  const audit = async ({ site }: ConnectedShop) =>
    (await site().ask('GET', '/v1/audit?limit=100')).body.items as readonly { act: string; by: string }[];

  it('answers as to the secret key, a list and a change alike, and the log says who it was', async () => {
    const put = await ink.admin('PUT', '/v1/segments/lookers', LOOKERS);
    expect([put.status, put.body]).toMatchObject([200, { key: 'lookers' }]);
    expect(await ink.admin('GET', '/v1/segments?limit=1')).toMatchObject({
      status: 200,
      body: { items: [{ key: 'lookers' }] },
    });
    expect((await ink.admin('GET', '/v1/segments?colour=red')).status).toBe(400);
    expect((await ink.admin('POST', '/v1/segments/check', { when: { nonsense: 1 } })).status).toBe(400);
    expect((await audit(ink)).filter(({ act }) => act === 'segment put')).toMatchObject([{ by: 'shopify' }]);
    await ink.site().ask('PUT', '/v1/segments/buyers', { ...LOOKERS, name: 'Buyers' });
    expect((await audit(ink)).filter(({ act }) => act === 'segment put').map(({ by }) => by)).toEqual([
      'shopify',
      'secret key',
    ]);
  });

  it('is of the shop whose session it is, whatever else the request says', async () => {
    const [own, other] = [ink.site(), wool.site()];
    await other.ask('PUT', '/v1/segments/theirs', LOOKERS);
    expect(await keysOf(ink)).not.toContain('theirs');
    expect(await keysOf(wool)).toEqual(['theirs']);
    const session = lastingToken(ink);
    for (const more of [
      { 'x-inkling-site': other.siteId },
      { 'x-inkling-console': '1', cookie: 'inkling_console=st_1.abc' },
      { 'x-forwarded-for': '203.0.113.7' },
    ]) {
      const { status, body } = await call(`${ink.served.url}${APP_PATH}/api/v1/segments`, {
        headers: { ...bearer(session), ...more },
      });
      expect(status).toBe(200);
      expect(JSON.stringify(body)).not.toContain('theirs');
    }
    for (const path of [`?k=${other.writeKey}`, `?writeKey=${other.writeKey}`])
      expect((await ink.admin('GET', `/v1/segments${path}`)).status).toBe(400);
    expect((await ink.admin('GET', `/v1/sites/${own.siteId}`)).status).toBe(200);
    for (const named of [other.siteId, other.site, 'demo'])
      expect((await ink.admin('GET', `/v1/sites/${named}`)).status).toBe(404);
  });

  it('takes no key in place of a session, nor a second one beside it', async () => {
    const { secretKey, writeKey } = ink.site();
    for (const key of [secretKey, writeKey, ink.served.operatorKey])
      expect((await ink.admin('GET', '/v1/segments', undefined, key)).status).toBe(401);
    // Two headers of one name, as no browser sends them: the second is nobody's.
    const session = lastingToken(ink);
    expect(await statusOfTwo(ink, [`Bearer ${session}`, `Bearer ${wool.site().secretKey}`])).toBe(200);
    expect(await statusOfTwo(ink, [`Bearer ${wool.site().secretKey}`, `Bearer ${session}`])).toBe(401);
  });

  it('streams what happens, for as long as somebody listens', async () => {
    const over = new AbortController();
    const { status, headers, body } = await fetch(`${ink.served.url}${APP_PATH}/api/v1/stream`, {
      headers: bearer(lastingToken(ink)),
      signal: over.signal,
    });
    expect([status, headers.get('content-type')]).toEqual([200, 'text/event-stream; charset=utf-8']);
    const first = await body?.getReader().read();
    expect(new TextDecoder().decode(first?.value)).toMatch(/^(:|id:|event:|data:|retry:)/);
    over.abort();
  });

  it.each(['stream', 'events/tail'])(
    'streams no longer than ten minutes with one token: %s',
    async (path) => {
      const { clock, url } = ink.served;
      const headers = bearer(lastingToken(ink));
      const answer = await fetch(`${url}${APP_PATH}/api/v1/${path}`, { headers });
      expect(answer.status).toBe(200);
      await clock.moveTo(clock.now() + LONGEST_STREAM_MS);
      expect(await answer.text()).toMatch(/^(?:id|: watching)/);
    },
  );

  it('never tells a key, whatever is asked', async () => {
    const { site, siteId, secretKey } = ink.site();
    const said: string[] = [];
    for (const area of Object.keys(OPEN_AREAS).filter((name) => name !== 'stream')) {
      const { body, headers } = await ink.admin('GET', `/v1/${area}`);
      said.push(JSON.stringify(body), ...headers.values());
    }
    for (const path of [`/v1/sites/${site}`, `/v1/sites/${siteId}`])
      said.push(JSON.stringify((await ink.admin('GET', path)).body));
    said.push(JSON.stringify((await ink.admin('GET', '/site')).body));
    expect(said.some((text) => text.includes('"lookers"'))).toBe(true);
    expect(said.filter((text) => text.includes(secretKey) || text.includes('sk_'))).toEqual([]);
  });

  it.each([
    ['POST', '/v1/sites/SITE/rotate-keys', {}],
    ['POST', '/v1/SITES/SITE/ROTATE-KEYS', {}],
    ['POST', '/v1/sites/SITE/rotate-keys/', {}],
    ['POST', '/v1/segments/../sites/SITE/rotate-keys', {}],
    ['POST', '/v1/segments/%2e%2e/sites/SITE/rotate-keys', {}],
    ['POST', '/v1//sites/SITE/rotate-keys', {}],
    ['POST', '/v1/sites', { name: 'Another', policy: 'auto', timezone: 'UTC', currency: 'EUR' }],
    ['GET', '/v1/jobs', undefined],
    ['POST', '/v1/events', { events: [] }],
    ['POST', '/v1/track', {}],
    ['POST', '/v1/facts', { facts: [] }],
    ['PUT', '/v1/products', { products: [] }],
    ['POST', '/v1/consent', {}],
    ['POST', '/v1/own/proofs', { userId: '7' }],
    ['PUT', '/v1/webhooks/spy', { url: 'https://spy.example.com', types: ['event'] }],
    ['PUT', '/v1/segment/write-back', {}],
    ['POST', '/v1/collect', {}],
  ] as const)('leaves to whoever holds the key: %s %s', async (method, path, body) => {
    const { site, secretKey, writeKey } = ink.site();
    const before = (await audit(ink)).length;
    const { status } = await ink.admin(method, path.replace('SITE', site), body);
    expect([403, 404]).toContain(status);
    expect((await audit(ink)).length).toBe(before);
    expect(ink.site()).toMatchObject({ secretKey, writeKey });
  });

  it('is open for everything that the secret key opens, but for what is named here', async () => {
    const { body } = await call(`${ink.served.url}/openapi.json`);
    const paths = body.paths as Readonly<Record<string, Readonly<Record<string, unknown>>>>;
    const routes = Object.entries(paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => [method.toUpperCase(), path] as const),
    );
    const closed = routes.filter(([method, path]) => path.startsWith('/v1/') && !isOpen(method, path));
    expect(closed.map((route) => route.join(' ')).toSorted()).toEqual(CLOSED.toSorted());
  });

  it('takes a removed segment off the customers at once', async () => {
    await wool.site().ask('PUT', '/v1/segments/tagged', LOOKERS);
    await wool.shop.changeScopes([...wool.shop.granted, 'write_customers']);
    expect((await wool.admin('POST', '/setup/tags', { segments: ['tagged'] })).status).toBe(200);
    expect((await wool.admin('DELETE', '/v1/segments/tagged')).status).toBe(200);
    await until(async () =>
      (await audit(wool)).some(({ act }) => act === 'segments written to customers no more'),
    );
  });

  it('is shut where the app has gone', async () => {
    const session = lastingToken(wool);
    await wool.shop.uninstall();
    expect((await wool.admin('GET', '/v1/segments', undefined, session)).status).toBe(401);
    expect((await wool.admin('GET', '/site', undefined, session)).status).toBe(401);
    expect((await ink.admin('GET', '/v1/segments')).status).toBe(200);
  });
});

describe('what is open in the admin', () => {
  it.each([
    ['GET', '/v1/segments', true],
    ['DELETE', '/v1/segments/a', true],
    ['GET', '/v1/products/a/related', true],
    ['PUT', '/v1/products', false],
    ['GET', '/v1/webhooks', true],
    ['POST', '/v1/webhooks/a/rotate', false],
    ['PATCH', '/v1/sites/a', true],
    ['DELETE', '/v1/sites/a', false],
    ['GET', '/v1/sites', false],
    ['GET', '/v1/sites/a/b', false],
    ['GET', '/v1/constructor', false],
    ['GET', '/v1/', false],
    ['GET', '/v1/segmentsx', false],
  ])('%s %s: %s', (method, path, expected) => {
    expect(isOpen(method, path)).toBe(expected);
  });
});

/** What people in the admin do not do. A new route of the table that is here, or is not, was thought about. */
const CLOSED = [
  // Keys, and addresses that visitors' data goes on to after somebody's access to the shop has ended.
  'POST /v1/sites/{site}/rotate-keys',
  'PUT /v1/webhooks/{key}',
  'DELETE /v1/webhooks/{key}',
  'POST /v1/webhooks/{key}/rotate',
  'POST /v1/webhooks/{key}/dead-letters/resend',
  'PUT /v1/segment/webhook',
  'DELETE /v1/segment/webhook',
  'PUT /v1/segment/write-back',
  'DELETE /v1/segment/write-back',
  'POST /v1/segment/write-back/dead-letters/resend',
  // A site of its own, that no shop is.
  'GET /v1/sample',
  'POST /v1/sample',
  'DELETE /v1/sample',
  // What programs, pages and mail services say.
  ...['events', 'facts', 'consent', 'exposures', 'decide', 'collect', 'segment/webhook'].map(post),
  ...['track', 'page', 'screen', 'identify', 'group', 'alias', 'batch', 'import'].map(post),
  ...['t', 'p', 's', 'i', 'g', 'a', 'b'].map(post),
  ...['email-events', 'email-events/{service}', 'own', 'own/export', 'own/erasures', 'own/proofs'].map(post),
  'PUT /v1/products',
  'PUT /v1/accounts',
  'GET /v1/projects/{writeKey}/settings',
  // Sample data stands in a place of its own, which the admin does not show.
  // The installation's.
  'POST /v1/sites',
  'GET /v1/jobs',
  'POST /v1/jobs/{job}/run',
];

function post(path: string): string {
  return `POST /v1/${path}`;
}

function statusOfTwo({ served }: ConnectedShop, authorization: readonly string[]): Promise<number> {
  return new Promise((resolve, reject) => {
    const asked = send(`${served.url}${APP_PATH}/api/v1/segments`, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    asked.setHeader('authorization', authorization);
    asked.on('error', reject);
    asked.end();
  });
}
