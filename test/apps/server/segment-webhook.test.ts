/** Segment's destination Webhooks (Actions) as it really posts: a message, or a batch whose first message alone is signed. */
import { createHmac } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { NOON, type Served, serve } from '../../support/served.ts';
import { bearer, call, createSite, type TestSite } from '../../support/sites.ts';

const PATH = '/v1/segment/webhook';
const SECRET = 'shared-secret-4711';
let served: Served;
let site: TestSite;

beforeEach(async () => {
  served = await serve();
  site = await createSite(served, {
    name: 'Shop',
    site: 'shop',
    serverConsent: { analytics: true, personalization: true },
  });
  await site.ask('PUT', PATH, { sharedSecret: SECRET });
});
afterEach(() => served.stop());

let sent = 0;
const message = (more: object = {}) => ({
  type: 'track',
  messageId: `m${++sent}`,
  event: 'Product Viewed',
  userId: 'Customer-7',
  anonymousId: '9f1c3f7a-5b1e-4d0c-8a2e-0123456789ab',
  timestamp: new Date(NOON - 1_000).toISOString(),
  properties: { product_id: 'p1', price: 19.9 },
  ...more,
});

/** As Segment does it: of a list the first is signed. */
function post(body: unknown, { secret = SECRET, key = site.secretKey, signature = sign(body, secret) } = {}) {
  return call(served.url + PATH, {
    method: 'POST',
    headers: { ...bearer(key), 'content-type': 'application/json', 'x-signature': signature },
    body: JSON.stringify(body),
  });
}

function sign(body: unknown, secret: string): string {
  const [first] = Array.isArray(body) ? body : [body];
  return createHmac('sha1', secret)
    .update(JSON.stringify(first) ?? '', 'utf8')
    .digest('hex');
}

async function eventsOf(userId: string): Promise<readonly string[]> {
  const { visitor } = (await site.ask('POST', '/v1/visitors/lookup', { userId })).body;
  const { items } = (await site.ask('GET', `/v1/visitors/${visitor}/events`)).body as {
    items: readonly { type: string; name: string }[];
  };
  return items.filter(({ type }) => type === 'event').map(({ name }) => name);
}

describe('a message of Webhooks (Actions)', () => {
  it('is taken, alone and in a batch of which the first alone is signed', async () => {
    expect((await post(message())).body).toEqual({ success: true });
    const other = '0a'.repeat(16);
    const batch = [
      message({ event: 'Product Added' }),
      message({ event: 'Order Completed', userId: 'customer-8', anonymousId: other }),
    ];
    expect((await post(batch)).body).toEqual({ success: true });
    expect(await eventsOf('customer-7')).toEqual(['Product Viewed', 'Product Added']);
    expect(await eventsOf('customer-8')).toEqual(['Order Completed']);
  });

  it('counts once, however often it is posted', async () => {
    const one = message();
    for (let n = 0; n < 3; n += 1) expect((await post([one])).status).toBe(200);
    expect(await eventsOf('customer-7')).toEqual(['Product Viewed']);
  });

  it('that went back to Segment from here and comes round is taken, and nothing is kept of it', async () => {
    const context = { integration: { name: 'inkling', version: '0.1.0' } };
    const round = message({ event: 'Segment Entered', context });
    expect((await post([round, message()])).body).toEqual({ success: true });
    expect(await eventsOf('customer-7')).toEqual(['Product Viewed']);
  });

  it('is answered by itself where one of a batch is refused', async () => {
    const { status, body } = await post([message(), message({ event: '' }), message()]);
    expect(status).toBe(207);
    const results = body.results as readonly { status: number }[];
    expect(results.map((result) => result.status)).toEqual([200, 422, 200]);
  });

  it.each<[what: string, how: Parameters<typeof post>[1], status: number, code: string]>([
    ['with another secret', { secret: 'another-secret-4711' }, 401, 'unknown_key'],
    ['without a signature', { signature: '' }, 401, 'unknown_key'],
    ['with the write key', {}, 403, 'wrong_key_kind'],
  ])('is refused %s, and nothing is kept of it', async (_, how, status, code) => {
    const key = code === 'wrong_key_kind' ? { key: site.writeKey } : {};
    const refused = await post([message()], { ...how, ...key });
    expect([refused.status, (refused.body.error as Record<string, unknown>).code]).toEqual([status, code]);
    expect((await site.ask('POST', '/v1/visitors/lookup', { userId: 'customer-7' })).status).toBe(404);
  });

  it('is refused where the signed one was exchanged for another', async () => {
    const [first, second] = [message(), message({ event: 'Product Added' })];
    const refused = await post([second, first], { signature: sign(first, SECRET) });
    expect(refused.status).toBe(401);
  });

  it.each<[what: string, text: string, status: number]>([
    ['an empty list', '[]', 400],
    ['a list of no messages', '[null]', 400],
    ['no JSON', '{', 400],
    ['nested without an end', `${'['.repeat(100_000)}${']'.repeat(100_000)}`, 400],
  ])('that is %s is refused', async (_, text, status) => {
    const answer = await call(served.url + PATH, {
      method: 'POST',
      headers: { ...bearer(site.secretKey), 'x-signature': 'ab'.repeat(20) },
      body: text,
    });
    expect(answer.status).toBe(status);
  });
});

describe('the secret shared with Segment', () => {
  it('is answered by nothing, and lies in no file that can be read', async () => {
    const { body } = await site.ask('GET', PATH);
    expect(body).toEqual({ state: 'on' });
    const bytes = readdirSync(served.dataDir, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) => readFileSync(join(parentPath, name), 'latin1'))
      .join();
    expect(bytes).not.toContain(SECRET);
  });

  it('opens a door that closes when it is taken away', async () => {
    expect((await site.ask('DELETE', PATH)).body).toEqual({ removed: 'webhook' });
    expect((await site.ask('GET', PATH)).body).toEqual({ state: 'off' });
    expect((await post(message())).status).toBe(409);
    expect((await site.ask('DELETE', PATH)).status).toBe(409);
  });

  it('is another site’s own', async () => {
    const other = await createSite(served, { name: 'Other', site: 'other' });
    expect((await post(message(), { key: other.secretKey })).status).toBe(409);
  });

  it('is refused where it is too short to be one', async () => {
    expect((await site.ask('PUT', PATH, { sharedSecret: 'short' })).status).toBe(400);
  });
});
