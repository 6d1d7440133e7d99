import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { deviceVisitor, innerHash } from '../../../core/identity/hash.ts';
import { asRawId } from '../../../core/identity/raw.ts';
import { NOON, type Served, serve } from '../../support/served.ts';
import { createSite, type TestSite } from '../../support/sites.ts';

const GUESSER = 'd1'.repeat(16);

let served: Served;
let site: TestSite;

beforeAll(async () => {
  served = await serve();
  site = await createSite(served);
});
afterAll(() => served.stop());

function bought(id: string, more: object): object {
  const properties = { order_id: id, total: 50, currency: 'EUR', products: [] };
  const event = { id: `order:${id}`, name: 'Order Completed', time: NOON - 60_000, properties };
  return { ...event, consent: { analytics: true }, ...more };
}

const lookUp = async (naming: object) => (await site.ask('POST', '/v1/visitors/lookup', naming)).status;

describe('an erasure', () => {
  it('reaches whoever is named by any of its identifiers, also where nothing ever linked them', async () => {
    await site.ingest([
      bought('1', { userId: 'customer-1' }),
      bought('2', { email: 'ann@example.com' }),
    ] as never);
    const naming = { userId: 'customer-1', email: 'ann@example.com' };
    const { body } = await site.ask('POST', '/v1/erasures', naming);
    expect(body).toMatchObject({ removed: { entries: 4 } });
    expect([await lookUp({ userId: naming.userId }), await lookUp({ email: naming.email })]).toEqual([
      404, 404,
    ]);
    expect((await site.ask('POST', '/v1/erasures', naming)).body).toMatchObject({ removed: { entries: 0 } });
  });
});

describe('somebody who is named by a hash that was made elsewhere', () => {
  it('is looked up, and erased with every id that was linked to them', async () => {
    const known = served.sites.get(site.site);
    if (known === undefined) throw new Error('no site');
    const inner = innerHash(known.siteId, asRawId(' Customer-9 '));
    const device = 'd9'.repeat(16);
    await site.ingest([bought('9', { userId: 'customer-9', device })] as never);
    const looked = await site.ask('POST', '/v1/visitors/lookup', { inner });
    expect(looked).toMatchObject({ status: 200, body: { visitor: expect.any(String) } });
    expect(await site.ask('POST', '/v1/visitors/lookup', { userId: 'customer-9' })).toMatchObject({
      body: looked.body,
    });
    await site.ask('POST', '/v1/erasures', { inner });
    expect([await lookUp({ inner }), await lookUp({ device })]).toEqual([404, 404]);
    expect((await site.ask('POST', '/v1/erasures', { inner })).body).toMatchObject({
      removed: { entries: 0 },
    });
  });

  it.each(['customer-9', 'F'.repeat(64), ''])('is named by nothing else: %j', async (inner) => {
    for (const path of ['/v1/visitors/lookup', '/v1/erasures']) {
      expect((await site.ask('POST', path, { inner })).status).toBe(400);
    }
  });

  it('is nobody where the hash is that of a placeholder', async () => {
    const known = served.sites.get(site.site);
    const inner = [...(known?.blockedHashes ?? [])].at(-1);
    expect((await site.ask('POST', '/v1/erasures', { inner })).status).toBe(422);
  });
});

describe('a page that names the order of somebody else', () => {
  it.each(['before the server does', 'after the server did'])('sees nothing of them: %s', async (when) => {
    const number = `10${when.length}`;
    const item = { i: `order:${number}`, n: 'Order Completed', t: NOON, p: { order_id: number }, u: '/' };
    const posts = [
      () => site.collect({ s: NOON, dev: GUESSER, c: { analytics: true, at: NOON }, e: [item] }),
      () => site.ingest([bought(number, { userId: 'buyer-77' })] as never),
    ];
    for (const post of when.startsWith('before') ? posts : posts.toReversed()) await post();
    const known = served.sites.get(site.site);
    if (known === undefined) throw new Error('no site');
    const guesser = deviceVisitor(known.idKey, GUESSER);
    expect(await served.engine.visitors.answersFor(known.siteId, guesser)).toBe(false);
    const own = await served.engine.visitors.own(known.siteId, guesser, 10);
    expect(own?.events.filter(({ type }) => type === 'event') ?? []).toEqual([]);
  });
});
