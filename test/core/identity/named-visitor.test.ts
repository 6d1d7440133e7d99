import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { LoggedEntry } from '../../../core/entry.ts';
import { NOON, type Served, serve } from '../../support/served.ts';
import { createSite, DESKTOP, type TestSite } from '../../support/sites.ts';

const MINUTE = 60_000;
const ANN = '7001';
const BOB = '7002';
const DEVICE = 'c0ffee12'.repeat(4);

let served: Served;
let site: TestSite;

beforeEach(async () => {
  served = await serve();
  site = await createSite(served);
});
afterEach(() => served.stop());

const log = async (): Promise<readonly LoggedEntry[]> =>
  (await served.store.readSince(0, 1_000)).filter((entry) => entry.site === site.siteId);

let posts = 0;

/** A page view; answers under which id it was recorded. */
async function browse(more: object): Promise<string> {
  posts += 1;
  const item = {
    i: `view-${posts}`,
    n: 'Product Viewed',
    t: served.clock.now(),
    p: { product_id: '7' },
    u: '/',
  };
  await site.collect({ s: served.clock.now(), e: [item], ...more }, { userAgent: DESKTOP });
  return (await log()).find(({ id }) => id === item.i)?.visitor ?? 'nobody';
}

const consented = (): Promise<string> =>
  browse({ dev: DEVICE, c: { analytics: true, at: served.clock.now(), source: 'shopify' } });

async function order(id: string, naming: object, more: object = {}): Promise<void> {
  const event = { id: `order:${id}`, name: 'Order Completed', time: served.clock.now() };
  await site.ingest([{ ...event, properties: { order_id: id, total: 10 }, ...naming, ...more }]);
}

const links = async (): Promise<readonly LoggedEntry[]> =>
  (await log()).filter(({ type }) => type === 'link');
const orders = async (): Promise<readonly LoggedEntry[]> =>
  (await log()).filter(({ name }) => name === 'Order Completed');

async function profileOf(
  userId: string,
): Promise<{ status: number; body: { readonly [key: string]: unknown } }> {
  const found = await site.ask('POST', '/v1/visitors/lookup', { userId });
  return found.status === 200 ? site.ask('GET', `/v1/visitors/${found.body.visitor}`) : found;
}

const refuse = (userId: string) =>
  site.ask('POST', '/v1/consent', { userId, purposes: { analytics: false }, source: 'shopify' });

describe('a server that names the visitor of an event and whose it was', () => {
  it('joins the person with a visitor who allowed it, and the order is theirs', async () => {
    const visitor = await consented();
    await served.clock.moveTo(NOON + MINUTE);
    await order('1', { visitor, userId: ANN });
    const [link, ...others] = await links();
    expect([link?.name, link?.visitor, others.length]).toEqual(['login', visitor, 0]);
    expect((await orders()).map((entry) => entry.visitor)).toEqual([visitor]);
    const { body } = await profileOf(ANN);
    expect(body).toMatchObject({ events: { count: 2 }, orders: { frequency: 1 } });
  });

  it('writes one link for many orders', async () => {
    const visitor = await consented();
    await served.clock.moveTo(NOON + MINUTE);
    for (const id of ['1', '2', '3']) await order(id, { visitor, userId: ANN });
    expect(await links()).toHaveLength(1);
  });

  it('joins nobody with the hash of a day, whatever it says of consent itself', async () => {
    const visitor = await browse({});
    await order('1', { visitor, userId: ANN }, { consent: { analytics: true } });
    expect(visitor).toMatch(/^[0-9a-f]{32}$/);
    expect(await links()).toEqual([]);
    expect((await profileOf(ANN)).status).toBe(404);
  });

  it('joins nobody with a visitor who refused, and counts the order without either', async () => {
    const visitor = await consented();
    await served.clock.moveTo(NOON + MINUTE);
    await browse({ dev: DEVICE, c: { analytics: false, at: served.clock.now(), source: 'shopify' } });
    await order('1', { visitor, userId: ANN }, { consent: { analytics: true } });
    expect(await links()).toEqual([]);
    expect((await orders()).map((entry) => entry.visitor)).toEqual([null]);
  });

  it('records nothing of a person who refused; that they have the device is noted, so that it holds there', async () => {
    const visitor = await consented();
    await refuse(ANN);
    await served.clock.moveTo(NOON + MINUTE);
    await order('1', { visitor, userId: ANN });
    expect((await links()).map(({ name }) => name)).toEqual(['login']);
    expect((await orders()).map((entry) => entry.visitor)).toEqual([null]);
  });

  it.each(['', 'null', '0', 'guest', 'test@example.com'])(
    'joins nobody where the person is %j',
    async (userId) => {
      const visitor = await consented();
      await order('1', { visitor, userId });
      expect(await links()).toEqual([]);
      expect((await orders()).map((entry) => entry.visitor)).toEqual([visitor]);
    },
  );

  it('begins a new interval where the device was another’s, and joins no two persons', async () => {
    const visitor = await consented();
    await served.clock.moveTo(NOON + MINUTE);
    await order('1', { visitor, userId: ANN });
    await served.clock.moveTo(NOON + 2 * MINUTE);
    await order('2', { visitor, userId: BOB });
    expect((await profileOf(ANN)).body).toMatchObject({ orders: { frequency: 1 } });
    expect((await profileOf(BOB)).body).toMatchObject({ orders: { frequency: 1 } });
  });

  it('brings nobody back who was erased', async () => {
    const visitor = await consented();
    await order('1', { visitor, userId: ANN });
    await site.ask('POST', '/v1/erasures', { userId: ANN });
    const answer = await site.ingest([
      { id: 'late', name: 'Product Viewed', time: NOON, visitor, userId: ANN, properties: {} },
    ]);
    expect(answer.body).toMatchObject({ accepted: 0, refused: [{ code: 'erased' }] });
    expect(await links()).toEqual([]);
  });

  it('refuses what names somebody erased beside a visitor who is there', async () => {
    await order('1', { userId: ANN }, { consent: { analytics: true } });
    await site.ask('POST', '/v1/erasures', { userId: ANN });
    const visitor = await consented();
    const answer = await site.ingest([
      { id: 'late', name: 'Product Viewed', time: NOON, visitor, userId: ANN, properties: {} },
    ]);
    expect(answer.body).toMatchObject({ accepted: 0, refused: [{ code: 'erased' }] });
    expect(await links()).toEqual([]);
  });
});

describe('what names an order or opens a cart or a checkout', () => {
  const TOKEN = 'hWN2Nea0tFGlGsBs6V8CLYV1';

  it('is kept as a hash only, the same whoever sends it', async () => {
    const p = { cart_id: TOKEN, checkoutId: TOKEN, order_id: TOKEN, product_id: '7' };
    const visitor = await consented();
    await browse({ dev: DEVICE, e: [{ i: `cart:${TOKEN}:1:7`, n: 'Product Added', t: NOON, p, u: '/' }] });
    const event = { id: `checkout:${TOKEN}:started`, name: 'Checkout Started', time: NOON, visitor };
    await site.ingest([
      { ...event, properties: p },
      { ...event, id: `refund:${TOKEN}`, properties: p },
    ]);
    const entries = (await log()).filter(({ id }) => /^(cart|checkout|refund):/.test(id));
    expect(entries).toHaveLength(3);
    expect(JSON.stringify(await log())).not.toContain(TOKEN);
    const keys = ['cart_id', 'checkout_id', 'order_id'];
    const hashes = entries.map(({ properties }) => keys.map((key) => properties[key]));
    expect(new Set(hashes.map((own) => own.join())).size).toBe(1);
    expect(new Set(hashes[0]).size).toBe(3);
  });

  it.each([
    ['a list', { order_id: [TOKEN], cart_id: [[TOKEN, 7]], checkout_id: ['', TOKEN] }],
    ['an object', { order_id: { id: TOKEN }, cart_id: { a: [TOKEN] }, checkout_id: [{ token: TOKEN }] }],
    ['a token, as a shop calls it', { cart_token: TOKEN, checkoutToken: TOKEN, carttoken: TOKEN }],
  ])('is kept nowhere where it comes as %s', async (_what, properties) => {
    const visitor = await consented();
    await site.ingest([{ id: 'odd-1', name: 'Gift Wrapped', time: NOON, visitor, properties }]);
    const [entry] = (await log()).filter(({ id }) => id === 'odd-1');
    expect(entry).toBeDefined();
    expect(JSON.stringify(await log())).not.toContain(TOKEN);
  });
});
