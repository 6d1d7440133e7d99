/** The fake shop over HTTP, as a browser and our server meet it. */
import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { FakeProduct } from '../../../apps/shopify-dev/fake/state.ts';
import { type ServedFakeShop, serveFakeShop } from '../../../apps/shopify-dev/serve.ts';
import { createDrivenClock } from '../../support/driven-clock.ts';
import { API_KEY, API_SECRET, OPENED_AT_MS } from '../../support/shopify/opened-shop.ts';

type Seen = { readonly url: URL; readonly headers: IncomingHttpHeaders; readonly body: string };

describe('the fake shop over HTTP', () => {
  let front: ServedFakeShop;
  let app: Server;
  /** What arrives at the app. */
  let seen: Seen[];
  let ink: FakeProduct;
  /** The visitor's cookies. */
  let jar: Map<string, string>;

  beforeEach(async () => {
    seen = [];
    jar = new Map();
    app = createServer(async (request, response) => {
      const url = new URL(request.url ?? '/', 'http://app');
      seen.push({ url, headers: request.headers, body: await text(request) });
      response.writeHead(202, { 'content-type': 'text/x-own', 'set-cookie': 'tracking=1' }).end('taken');
    }).listen(0, '127.0.0.1');
    await once(app, 'listening');
    front = await serveFakeShop({
      ...{ apiKey: API_KEY, apiSecret: API_SECRET, clock: createDrivenClock(OPENED_AT_MS) },
    });
    front.deliverTo(`http://127.0.0.1:${(app.address() as AddressInfo).port}/platforms/shopify`);
    ink = await front.shop.acts.createProduct({ handle: 'harbour-blue', title: 'Harbour </script> Blue' });
  });
  afterEach(async () => {
    await front.stop();
    app.closeAllConnections();
    app.close();
  });

  /** A visitor's request, with the cookies that they were given. */
  async function ask(path: string, init: RequestInit = {}): Promise<Response> {
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
    const headers = { ...(init.headers as Record<string, string>), cookie };
    const answer = await fetch(front.url + path, { redirect: 'manual', ...init, headers });
    for (const line of answer.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (line.includes('Max-Age=0')) jar.delete(name);
      else jar.set(name, value);
    }
    return answer;
  }
  const post = (path: string, body: string) => ask(path, { method: 'POST', body });
  const page = async (path: string) => (await ask(path)).text();
  const visitOf = async (path: string) => {
    const [, json = '{}'] =
      /id="shopify-visit" type="application\/json">(.*?)<\/script>/s.exec(await page(path)) ?? [];
    return JSON.parse(json);
  };
  const put = (quantity: number) =>
    post('/cart/add.js', JSON.stringify({ items: [{ id: variantOf(ink), quantity }] }));
  const variantOf = ({ variants: [variant] }: FakeProduct): number => variant?.id ?? 0;

  it('signs what it passes to the app, and says who is logged in', async () => {
    const customer = await front.shop.acts.createCustomer();
    await post('/account/login', `id=${customer.id}`);
    await post('/apps/inkling/v1/collect?k=wk_1', '{"ver":1}');
    const { pathname, searchParams } = seen.at(-1)?.url ?? new URL('http://nobody');
    expect(pathname).toBe('/platforms/shopify/proxy/v1/collect');
    const { signature, ...given } = Object.fromEntries(searchParams);
    expect(given).toEqual({
      ...{ k: 'wk_1', shop: front.shop.domain, path_prefix: '/apps/inkling' },
      ...{ timestamp: `${OPENED_AT_MS / 1_000}`, logged_in_customer_id: `${customer.id}` },
    });
    const message = Object.keys(given)
      .sort()
      .map((name) => `${name}=${given[name]}`)
      .join('');
    expect(signature).toBe(createHmac('sha256', API_SECRET).update(message).digest('hex'));
    await post('/account/logout', '');
    await ask('/apps/inkling/proof');
    expect(seen.at(-1)?.url.searchParams.get('logged_in_customer_id')).toBe('');
  });

  it('passes the body and its type on as they are, and cookies neither way', async () => {
    await put(1);
    const answer = await ask('/apps/inkling/v1/consent', {
      ...{ method: 'POST', body: '{"über":1}', headers: { 'content-type': 'text/plain;charset=UTF-8' } },
    });
    const { headers = {}, body } = seen.at(-1) ?? {};
    expect(jar.has('cart')).toBe(true);
    expect([headers.cookie, headers['content-type'], body]).toEqual([
      undefined,
      'text/plain;charset=UTF-8',
      '{"über":1}',
    ]);
    expect(headers['x-forwarded-for']).toMatch(/127\.0\.0\.1/);
    const { status } = answer;
    expect([status, answer.headers.get('content-type'), await answer.text()]).toEqual([
      202,
      'text/x-own',
      'taken',
    ]);
    expect(answer.headers.getSetCookie()).toEqual([]);
  });

  it('answers 502 where the app does not answer', async () => {
    front.deliverTo('http://127.0.0.1:1/platforms/shopify');
    expect((await ask('/apps/inkling/t/any.js')).status).toBe(502);
  });

  it('is asked by our server under its own name, and nobody else is', async () => {
    front.shop.install();
    const query = JSON.stringify({ query: '{ shop { name } }' });
    const address = `https://${front.shop.domain}/admin/api/2026-07/graphql.json`;
    expect((await front.fetch(address, { method: 'POST', body: query })).status).toBe(401);
    await expect(async () => front.fetch('https://another.myshopify.com/admin')).rejects.toThrow(
      'is not another',
    );
    front.shop.faults.next('reset');
    await expect(front.fetch(address, { method: 'POST', body: query })).rejects.toThrow('fetch failed');
  });

  it('gives a cart to whoever puts something into it, and another token with each answer to whoever has none', async () => {
    const empty = async () => (await (await ask('/cart.js')).json()).token;
    expect(await empty()).not.toBe(await empty());
    expect(jar.size).toBe(0);
    const cart = await (await put(2)).json();
    expect(cart).toMatchObject({ item_count: 2, total_price: 3_980, items: [{ product_id: ink.id }] });
    expect(cart.token).toBe(`${jar.get('cart')}?key=c0ffee`);
    await put(1);
    expect(await (await ask('/cart.js')).json()).toMatchObject({ token: cart.token, item_count: 3 });
    await post('/cart/change', `id=${variantOf(ink)}&quantity=0`);
    expect(await (await ask('/cart.js')).json()).toMatchObject({ token: cart.token, item_count: 0 });
  });

  it('has no cart for what it does not sell', async () => {
    expect((await post('/cart/add.js', '{"id":1}')).status).toBe(404);
    expect([jar.size, front.shop.state.carts.size]).toEqual([0, 0]);
  });

  it('goes through a checkout once, with the code of the cart, and tells the pixel of each step', async () => {
    expect((await post('/checkout', '')).headers.get('location')).toBe('/cart');
    await put(1);
    await ask('/discount/INK-1');
    let at = (await post('/checkout', '')).headers.get('location') ?? '';
    const told: string[] = [];
    for (let step = 1; step <= 4; step += 1) {
      const { events } = await visitOf(at);
      told.push(
        ...events.map(({ name }: { name: string }) => name).filter((name: string) => name !== 'page_viewed'),
      );
      if (step < 4) at = (await post(at, '')).headers.get('location') ?? '';
    }
    expect(told).toEqual([
      'checkout_started',
      'checkout_contact_info_submitted',
      'checkout_address_info_submitted',
      'checkout_shipping_info_submitted',
      'payment_info_submitted',
      'checkout_completed',
    ]);
    const [order] = [...front.shop.state.orders.values()];
    const { events } = await visitOf(at);
    expect(events.at(-1).data.checkout.order.id).toBe(`gid://shopify/OrderIdentity/${order?.id}`);
    // Nobody made the code: the order went on without.
    expect(order?.discountCodes).toEqual([]);
    await post(at.replace('thank_you', 'payment'), '');
    expect(front.shop.state.orders.size).toBe(1);
    expect(jar.has('cart')).toBe(false);
  });

  it('remembers what was chosen, for each purpose', async () => {
    const NOTHING = { analytics: '', preferences: '', marketing: '', sale_of_data: '' };
    expect((await visitOf('/')).chosen).toEqual(NOTHING);
    await post('/_shopify/consent', '{"analytics":true,"preferences":false}');
    expect((await visitOf('/')).chosen).toEqual({ ...NOTHING, analytics: 'yes', preferences: 'no' });
    expect(await page('/')).toMatch(/shopify-pc__banner"[^>]* hidden/);
  });

  it('has our embed where the merchant switched it on, with the settings that the app wrote', async () => {
    expect(await page('/products/harbour-blue')).not.toContain('inkling-embed');
    Object.assign(front.theme, { embed: true, slot: 'Product page' });
    expect(await page('/products/harbour-blue')).toContain('data-settings=""');
    const own = {
      ownerId: 'gid://shopify/AppInstallation/4711',
      namespace: 'app--4711--inkling',
      key: 'public',
    };
    front.shop.state.metafields.set('own', {
      id: 1,
      ...own,
      type: 'json',
      value: '{"k":"wk_1"}',
      updatedAtMs: 0,
    });
    const shown = await page('/products/harbour-blue');
    expect(shown).toContain('data-settings="{&#34;k&#34;:&#34;wk_1&#34;}"');
    expect(shown).toContain('data-inkling-slot="product-page"');
    expect(shown).toContain(`data-inkling-product_id="${ink.id}"`);
    // What a product is called ends no script, and opens none.
    expect(shown.match(/<\/script>/g)).toHaveLength(3);
  });
});
