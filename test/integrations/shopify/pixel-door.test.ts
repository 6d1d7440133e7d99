import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { APP_PATH } from '../../../integrations/shopify/settings.ts';
import { type ConnectedShop, installShop } from '../../support/shopify/connected-shop.ts';
import { allowed, newDevice, postOfPage } from '../../support/shopify/pages.ts';
import { type AnswerBody, call, DESKTOP } from '../../support/sites.ts';

describe('the door of the pixel', () => {
  let connected: ConnectedShop;
  beforeAll(async () => {
    connected = await installShop();
  });
  afterAll(() => connected.stop());

  const now = () => connected.served.clock.now();
  const token = () => randomBytes(12).toString('hex');
  /** A page of the shop, of somebody who may be remembered, says which cart is theirs. */
  async function enter(cart: string): Promise<string> {
    const device = newDevice();
    const page = postOfPage(now(), [['Page Viewed', { cart_id: cart }]], { device, consent: allowed(now()) });
    expect((await connected.proxy('v1/collect', { body: page })).status).toBe(200);
    return device;
  }
  const steps = (cart: string, checkout: string, more: AnswerBody = {}): AnswerBody => ({
    ...{ ver: 1, s: now(), pg: randomBytes(16).toString('hex'), q: 0, c: { analytics: true } },
    e: [{ i: token(), n: 'Checkout Started', t: now(), p: { cart_id: cart, checkout_id: checkout } }],
    ...more,
  });
  const namesOf = async (device: string): Promise<readonly string[]> => {
    const found = await connected.site().ask('POST', '/v1/visitors/lookup', { device });
    const { body } = await connected.site().ask('GET', `/v1/visitors/${found.body.visitor}/events`);
    return ((body.items ?? []) as readonly { readonly name: string }[]).map(({ name }) => name);
  };
  const post = (body: AnswerBody, headers: Readonly<Record<string, string>> = {}, key?: string) =>
    call(`${connected.served.url}${APP_PATH}/pixel?k=${key ?? connected.site().writeKey}`, {
      method: 'POST',
      headers: { 'user-agent': DESKTOP, 'x-forwarded-for': '203.0.113.9', ...headers },
      body: JSON.stringify(body),
    });

  it('knows a checkout by the cart that a page named, and nobody’s it does not', async () => {
    const [cart, other] = [token(), token()];
    const device = await enter(cart);
    expect((await connected.pixel(steps(cart, token()))).status).toBe(200);
    expect((await connected.pixel(steps(other, token()))).status).toBe(200);
    expect((await namesOf(device)).filter((name) => name === 'Checkout Started')).toHaveLength(1);
  });

  it('stops with the consent that the visitor took back', async () => {
    const cart = token();
    const device = await enter(cart);
    const refusal = { analytics: false, personalization: false, at: now() + 1, source: 'shopify' };
    await connected.served.clock.moveTo(now() + 1_000);
    await connected.proxy('v1/collect', { body: postOfPage(now(), [], { device, consent: refusal }) });
    await connected.pixel(steps(cart, token()));
    expect(await namesOf(device)).not.toContain('Checkout Started');
  });

  it('keeps nothing under Global Privacy Control', async () => {
    const cart = token();
    const device = await enter(cart);
    expect((await post(steps(cart, token()), { 'sec-gpc': '1' })).status).toBe(200);
    expect(await namesOf(device)).not.toContain('Checkout Started');
  });

  it('has an order of the pixel alone without worth, until Shopify’s server tells of it', async () => {
    const cart = token();
    const device = await enter(cart);
    const own = await connected.shop.acts.createCart(cart);
    const product = await connected.shop.acts.createProduct({ handle: 'blue', priceMinor: 2_000 });
    await connected.shop.acts.putInCart(own, product);
    connected.shop.webhooks.hold();
    const { order } = await connected.shop.acts.placeOrder({ cart: own });
    const told = { order_id: String(order.id), cart_id: cart, revenue: 999, total: 999, currency: 'EUR' };
    const e = [{ i: `order:${order.id}`, n: 'Order Completed', t: now(), p: told }];
    expect((await connected.pixel(steps(cart, token(), { e }))).status).toBe(200);
    const profile = async () => {
      const found = await connected.site().ask('POST', '/v1/visitors/lookup', { device });
      return (await connected.site().ask('GET', `/v1/visitors/${found.body.visitor}`)).body;
    };
    expect(await profile()).toMatchObject({ orders: { frequency: 0 } });
    await connected.shop.webhooks.release();
    expect(await profile()).toMatchObject({ orders: { frequency: 1, monetary: 20 } });
  });

  it.each([
    ['no key', 'wk_none', 401],
    ['the key of a site that is no shop', null, 403],
  ] as const)('refuses %s', async (_, key, status) => {
    const answer = await post(steps(token(), token()), {}, key ?? connected.served.demo.writeKey);
    expect([answer.status, typeof answer.body.error]).toEqual([status, 'object']);
  });

  it.each(['', '[]', '{"e":', '{"ver":1,"e":{"length":{"toString":null}}}'])(
    'refuses %j, and says why',
    async (body) => {
      const url = `${connected.served.url}${APP_PATH}/pixel?k=${connected.site().writeKey}`;
      const answer = await call(url, { method: 'POST', headers: { 'user-agent': DESKTOP }, body });
      expect([answer.status, typeof answer.body.error]).toEqual([400, 'object']);
    },
  );
});
