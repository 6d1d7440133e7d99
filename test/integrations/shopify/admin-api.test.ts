import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  ADMIN_PAGES,
  requestsSchema,
  setupSchema,
  siteSchema,
} from '../../../integrations/shopify/admin-page/contract.ts';
import { APP_PATH } from '../../../integrations/shopify/settings.ts';
import { type ConnectedShop, installShop } from '../../support/shopify/connected-shop.ts';
import { allowed, newDevice, postOfPage } from '../../support/shopify/pages.ts';
import { bearer, call } from '../../support/sites.ts';

const HOUR_MS = 3_600_000;

async function open(): Promise<ConnectedShop> {
  const connected = await installShop();
  return connected;
}

async function stateOf({ admin }: ConnectedShop, key: string): Promise<unknown> {
  const { body } = await admin('GET', '/setup');
  const setup = setupSchema.parse(body);
  return setup.items.find((row) => row.key === key)?.state;
}

describe('the answers of the embedded admin', () => {
  let connected: ConnectedShop;
  beforeAll(async () => {
    connected = await open();
  });
  afterAll(() => connected.stop());

  it.each([
    ['/setup', setupSchema],
    ['/site', siteSchema],
    ['/requests', requestsSchema],
  ])('%s is as the contract has it', async (path, schema) => {
    const { status, body, headers } = await connected.admin('GET', path);
    expect(status).toBe(200);
    expect(() => schema.parse(body)).not.toThrow();
    expect(headers.get('cache-control')).toContain('no-store');
  });

  it.each([
    ['no session', ''],
    ['a session of another app', { aud: 'f'.repeat(32) }],
    ['one that has ended', { exp: 1_000_000_000 }],
    ['one of a shop that is none', { dest: 'https://evil.example.com' }],
  ])('are refused to %s, at every address', async (_, claims) => {
    const token = typeof claims === 'string' ? claims : connected.shop.sessionToken(claims);
    for (const [method, path] of [
      ['GET', '/setup'],
      ['GET', '/site'],
      ['GET', '/v1/segments'],
      ['POST', '/v1/segments/check'],
      ['DELETE', '/v1/segments/cart-abandoned'],
      ['POST', '/v1/sites'],
      ['GET', '/requests'],
      ['GET', '/requests/data_request-1/export'],
      ['POST', '/setup/pixel'],
    ] as const)
      expect((await connected.admin(method, path, method === 'POST' ? {} : undefined, token)).status).toBe(
        401,
      );
  });

  it.each([
    ['GET', '/nothing', undefined, 404],
    ['POST', '/setup/embed', {}, 404],
    ['POST', '/setup/constructor', {}, 404],
    ['POST', '/setup/__proto__', {}, 404],
    ['POST', '/setup/toString', {}, 404],
    ['POST', '/setup/pixel', { more: 1 }, 400],
    ['DELETE', '/setup/pixel', undefined, 405],
    ['POST', '/site', {}, 404],
    ['GET', '/requests/nobody-asked/export', undefined, 404],
  ])('refuse %s %s with %j as %i', async (method, path, body, status) => {
    expect((await connected.admin(method, path, body)).status).toBe(status);
  });

  it('come in a page that only the shop and the admin may frame, with files that never change', async () => {
    const base = `${connected.served.url}${APP_PATH}`;
    const page = await fetch(`${base}/?shop=${connected.shop.domain}&locale=de-AT`);
    const text = await page.text();
    expect(page.headers.get('content-security-policy')).toContain(
      `frame-ancestors https://${connected.shop.domain} https://admin.shopify.com`,
    );
    expect(text).toContain('<html lang="de">');
    const [, script = ''] = /<script type="module" src="([^"]+)"/.exec(text) ?? [];
    const file = await fetch(new URL(script, base));
    expect([file.status, file.headers.get('cache-control')]).toEqual([
      200,
      'public, max-age=31536000, immutable',
    ]);
    for (const name of ADMIN_PAGES)
      for (const path of [name, `${name}/a`, `${name}/a/b%2Fc`])
        expect((await fetch(`${base}/${path}?shop=${connected.shop.domain}`)).status).toBe(200);
    const posted = await fetch(`${base}/segments/a?shop=${connected.shop.domain}`, { method: 'POST' });
    expect(posted.status).toBe(405);
    expect((await fetch(`${base}/install?shop=${connected.shop.domain}`)).status).toBe(404);
    expect((await fetch(`${base}/?shop=evil.example.com`)).status).toBe(404);
    expect((await fetch(`${base}/assets/../setup.js`)).status).toBe(404);
  });

  it('tell of a segment what its own list tells, however few are in it', async () => {
    const when = { event: 'Product Viewed' };
    expect((await connected.admin('PUT', '/v1/segments/few', { name: 'Few', when })).status).toBe(200);
    await connected.served.engine.segments.idle();
    const { items } = setupSchema.parse((await connected.admin('GET', '/setup')).body);
    const facts = items.find(({ key }) => key === 'first_segment')?.facts;
    const listed = (await connected.admin('GET', '/v1/segments')).body.items as readonly { size: number }[];
    expect([listed[0]?.size, facts]).toEqual([0, { segments: 1, name: 'Few', size: 0 }]);
  });

  it('show treatments in a frame of their own, which asks nobody anything and knows no shop', async () => {
    const base = `${connected.served.url}${APP_PATH}`;
    const { domain } = connected.shop;
    const frame = await fetch(`${base}/preview?shop=${domain}`);
    const text = await frame.text();
    const policy = frame.headers.get('content-security-policy') ?? '';
    expect([frame.status, frame.headers.get('cache-control')]).toEqual([200, 'no-store']);
    expect(policy.split('; ')).toEqual([
      "default-src 'none'",
      ...["script-src 'self'", "style-src 'self'", "img-src 'self'"],
      ...["connect-src 'none'", "base-uri 'none'", "form-action 'none'"],
      `frame-ancestors 'self' https://${domain} https://admin.shopify.com`,
    ]);
    expect(text).not.toMatch(/<style|style=|\son\w+=|<script[^>]*>[^<]/);
    expect(text).not.toContain(domain);
    const files = [...text.matchAll(/"(assets\/[^"]+)"/g)].map(([, file = '']) => file);
    expect(files).toHaveLength(3);
    for (const file of files) expect([file, (await fetch(`${base}/${file}`)).status]).toEqual([file, 200]);
    for (const other of ['', '?shop=evil.example.com'])
      expect((await fetch(`${base}/preview${other}`)).status).toBe(404);
  });
});

describe('what the pixel has not heard of', () => {
  it('are orders of the online store, and of no other channel', async () => {
    const connected = await open();
    const { acts } = connected.shop;
    const product = await acts.createProduct({ handle: 'blue', priceMinor: 2_000 });
    const cart = await acts.createCart();
    await acts.putInCart(cart, product);
    await acts.placeOrder({ cart });
    const [variant] = product.variants;
    await acts.placeOrder({ lines: variant ? [{ product, variant, quantity: 1 }] : [] });
    const { body } = await connected.admin('GET', '/setup');
    const pixel = setupSchema.parse(body).items.find(({ key }) => key === 'pixel');
    expect(pixel?.facts).toMatchObject({ silentOrders: 1 });
    await connected.stop();
  });
});

describe('the checklist turns red', () => {
  let connected: ConnectedShop;
  beforeAll(async () => {
    connected = await open();
  });
  afterAll(() => connected.stop());
  const now = () => connected.served.clock.now();
  const load = () =>
    connected.proxy('v1/collect', {
      body: postOfPage(now(), [['Page Viewed']], { device: newDevice(), consent: allowed(now()) }),
    });

  it('where permissions are taken back, and is green again once they are granted', async () => {
    await connected.shop.changeScopes(['read_orders']);
    expect(await stateOf(connected, 'permissions')).toBe('broken');
    await connected.shop.changeScopes([...ASKED, 'write_customers']);
    expect(await stateOf(connected, 'permissions')).toBe('done');
  });

  it('where another app’s settings stand in the pixel, and the merchant can connect it again', async () => {
    const { pixel } = connected.shop.state;
    if (pixel === null) throw new Error('the pixel is not connected');
    Object.assign(pixel, {
      settings: JSON.stringify({ accountId: 'wk_old', endpoint: 'https://old.example' }),
    });
    expect(await stateOf(connected, 'pixel')).toBe('broken');
    expect((await connected.admin('POST', '/setup/pixel', {})).status).toBe(200);
    expect(await stateOf(connected, 'pixel')).toBe('open');
    Object.assign(connected.shop.state, { pixel: null });
    expect(await stateOf(connected, 'pixel')).toBe('open');
    await connected.admin('POST', '/setup/pixel', {});
    expect(connected.shop.state.pixel?.settings).toContain(connected.site().writeKey);
  });

  it('not for long where keys were rotated: embed and pixel have the new one within the hour', async () => {
    const { url, operatorKey, sites } = connected.served;
    const [old, shop] = [connected.site().writeKey, sites.byId(connected.site().siteId as never)];
    expect((await sites.rotateKeys(shop?.site ?? '')).ok).toBe(true);
    expect(await stateOf(connected, 'pixel')).toBe('broken');
    await call(`${url}/v1/jobs/shopify-settings/run`, { method: 'POST', headers: bearer(operatorKey) });
    const settings = [...connected.shop.state.metafields.values()].find(({ key }) => key === 'public');
    const held = [settings?.value, connected.shop.state.pixel?.settings].map(String);
    expect(held.map((text) => [text.includes(connected.site().writeKey), text.includes(old)])).toEqual([
      [true, false],
      [true, false],
    ]);
  });

  it('where no page has come for two days, and events with it', async () => {
    expect(await stateOf(connected, 'embed')).toBe('open');
    await load();
    expect([await stateOf(connected, 'embed'), await stateOf(connected, 'events')]).toEqual(['done', 'done']);
    await connected.served.clock.leapTo(now() + 49 * HOUR_MS);
    expect([await stateOf(connected, 'embed'), await stateOf(connected, 'events')]).toEqual([
      'broken',
      'broken',
    ]);
    await load();
    expect([await stateOf(connected, 'embed'), await stateOf(connected, 'events')]).toEqual(['done', 'done']);
  });

  it('where many pages are loaded and nobody allows anything', async () => {
    const silent = await open();
    const { clock } = silent.served;
    for (let at = 0; at < 50; at += 1) {
      const body = postOfPage(clock.now(), [['Page Viewed']]);
      expect((await silent.proxy('v1/collect', { body })).body.accepted).toBe(1);
    }
    expect(await stateOf(silent, 'consent')).toBe('broken');
    await silent.stop();
  });

  it('where Shopify took the token back, until the app has been opened once more', async () => {
    expect(await stateOf(connected, 'installation')).toBe('done');
    connected.shop.tokens.revoke();
    expect(await stateOf(connected, 'installation')).toBe('broken');
    expect(await stateOf(connected, 'installation')).toBe('done');
  });

  it('where the token is taken back', async () => {
    connected.shop.tokens.revoke();
    await connected.served.clock.moveTo(now() + 2 * HOUR_MS);
    await connected.shop.uninstall();
    expect(connected.shop.isInstalled).toBe(false);
    expect((await connected.admin('GET', '/setup')).status).not.toBe(200);
  });
});

const ASKED = [
  ...['read_customers', 'read_orders', 'read_products', 'write_discounts', 'write_pixels'],
  ...['read_customer_events', 'write_app_proxy'],
];
