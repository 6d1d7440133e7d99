/** A shop from its install to the day on which nothing of it may be left, against our real server. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FakeCart, FakeCustomer, FakeOrder, FakeProduct } from '../../../apps/shopify-dev/fake/state.ts';
import { findTemplate } from '../../../core/segments/templates/index.ts';
import { putCampaign } from '../../acceptance/campaigns.ts';
import { type ConnectedShop, connectShop } from '../../support/shopify/connected-shop.ts';
import { allowed, newDevice, postOfPage } from '../../support/shopify/pages.ts';

describe('the life of a shop', () => {
  let life: ConnectedShop;
  let product: FakeProduct;
  let cart: FakeCart;
  let customer: FakeCustomer;
  let order: FakeOrder;
  let code: string;
  const device = newDevice();
  const dataDir = mkdtempSync(join(tmpdir(), 'inkling-shop-'));
  beforeAll(async () => {
    life = await connectShop({ dataDir });
  });
  afterAll(async () => {
    await life.stop();
    rmSync(dataDir, { recursive: true });
  });

  const isInFolder = (text: string): boolean =>
    readdirSync(dataDir, { recursive: true, withFileTypes: true })
      // Whom a backup has to forget again stands there for good: ids of nobody.
      .filter((file) => file.isFile() && file.name !== 'erasures.log')
      .some(({ parentPath, name }) => readFileSync(join(parentPath, name)).includes(text));
  const now = () => life.served.clock.now();
  const row = async (key: string) => {
    const { body } = await life.admin('GET', '/setup');
    return (
      body.items as readonly { readonly key: string; readonly state: string; readonly facts: never }[]
    ).find((one) => one.key === key);
  };
  const requests = async () =>
    (await life.admin('GET', '/requests')).body.items as readonly { readonly id: string }[];
  const lookUp = (named: object) => life.site().ask('POST', '/v1/visitors/lookup', named);
  const profile = async (named: object) => {
    const { body } = await lookUp(named);
    return (await life.site().ask('GET', `/v1/visitors/${body.visitor}`)).body;
  };

  it('begins with the app opened once: settings, pixel and permissions are there', async () => {
    life.shop.install();
    expect((await life.admin('GET', '/setup')).status).toBe(200);
    expect(life.shop.state.pixel?.settings).toContain(life.site().writeKey);
    const settings = [...life.shop.state.metafields.values()].find(({ key }) => key === 'public');
    expect(JSON.parse(settings?.value ?? '{}')).toMatchObject({ k: life.site().writeKey, p: 'auto' });
    expect([await row('installation'), await row('permissions')]).toMatchObject([
      { state: 'done' },
      { state: 'done' },
    ]);
    expect(await row('embed')).toMatchObject({ state: 'open' });
  });

  it('fills the catalogue, and hears of customers', async () => {
    product = await life.shop.acts.createProduct({ handle: 'blue-of-this-shop', priceMinor: 1_990 });
    customer = await life.shop.acts.createCustomer();
    const put = await life.site().ask('GET', `/v1/products/${product.id}/related?kind=viewed`);
    expect(put.status).toBe(200);
  });

  it('keeps nothing of a visitor who refuses', async () => {
    const refusal = { analytics: false, personalization: false, at: now(), source: 'shopify' };
    const body = postOfPage(now(), [['Page Viewed']], { consent: refusal });
    expect((await life.proxy('v1/collect', { body })).status).toBe(200);
    expect((await life.site().ask('GET', '/v1/visitors')).body.items).toEqual([]);
  });

  it('remembers a visitor who allows it, and their cart', async () => {
    cart = await life.shop.acts.createCart();
    await life.shop.acts.putInCart(cart, product);
    const consent = allowed(now());
    const page = postOfPage(
      now(),
      [
        ['Page Viewed', { cart_id: cart.token }],
        [
          'Product Added',
          { product_id: String(product.id), price: 19.9, currency: 'EUR', quantity: 1, cart_id: cart.token },
        ],
      ],
      { device, consent },
    );
    expect((await life.proxy('v1/collect', { body: page })).body).toMatchObject({ accepted: 2 });
    expect((await lookUp({ device })).status).toBe(200);
    expect(await row('embed')).toMatchObject({ state: 'done' });
    expect(await row('consent')).toMatchObject({ state: 'done', facts: { allowed: 1, counted: 1 } });
  });

  it('puts them into a segment', async () => {
    const template = findTemplate('cart-abandoned');
    expect((await life.admin('PUT', '/v1/segments/cart-abandoned', template)).status).toBe(200);
    await life.served.clock.moveTo(now() + 61 * 60_000);
    const { body } = await lookUp({ device });
    const { body: held } = await life.site().ask('GET', `/v1/visitors/${body.visitor}/segments`);
    expect(JSON.stringify(held)).toContain('cart-abandoned');
  });

  it('has a code made for them, in the shop and for them alone', async () => {
    const treatment = { kind: 'coupon', title: 'For you', text: 'Ten percent off.' };
    await putCampaign(life.site(), 'back', {
      ...{ audience: { all: ['cart-abandoned'] }, trigger: { event: 'Page Viewed' } },
      ...{ variants: [{ key: 'a', treatment }], offer: { discount: 0.1, codesLast: '2h' } },
    });
    const page = postOfPage(now(), [['Page Viewed']], { device, consent: allowed(now()) });
    const { body } = await life.proxy('v1/collect', { body: { ...page, d: 1 } });
    const [made] = [...life.shop.state.discounts.values()];
    code = made?.code ?? '';
    expect(code).toMatch(/^INK-/);
    expect(JSON.stringify(body.do)).toContain(code);
  });

  it('counts an order once that the pixel and the server tell of', async () => {
    const checkout = await life.shop.acts.startCheckout(cart, customer);
    const placed = await life.shop.acts.placeOrder({ customer, cart, checkoutToken: checkout, code });
    expect(placed.redemption).toMatchObject({ applied: true });
    order = placed.order;
    const told = {
      order_id: String(order.id),
      checkout_id: checkout,
      revenue: 17.91,
      total: 22.81,
      currency: 'EUR',
      products: [],
    };
    const pixel = {
      ...{ ver: 1, s: now(), pg: 'ab'.repeat(16), q: 0, c: { analytics: true } },
      e: [{ i: `order:${order.id}`, n: 'Order Completed', t: now(), p: told }],
    };
    expect((await life.pixel(pixel)).status).toBe(200);
    expect(await profile({ device })).toMatchObject({ orders: { frequency: 1, monetary: 17.91 } });
    expect(await profile({ userId: String(customer.id) })).toMatchObject({ orders: { frequency: 1 } });
    expect(await row('pixel')).toMatchObject({ state: 'done' });
  });

  it('takes a refund off it', async () => {
    await life.shop.acts.refund(order);
    expect(await profile({ device })).toMatchObject({ orders: { monetary: 0 } });
  });

  it('answers a customer who asks what is held with a file, and says when', async () => {
    await life.shop.acts.requestData(customer);
    const [request] = await requests();
    expect(request).toMatchObject({ kind: 'data_request', outcome: 'waiting', hasExport: true });
    const { body } = await life.admin('GET', `/requests/${request?.id}/export`);
    expect(body).toMatchObject({ format: 'inkling.visitor', orders: { frequency: 1 } });
    expect(await requests()).toMatchObject([{ outcome: 'exported' }]);
  });

  it('forgets a customer whom Shopify has forgotten', async () => {
    await life.shop.acts.redactCustomer(customer);
    expect(await requests()).toMatchObject([{ kind: 'customer_redact', outcome: 'erased' }]);
    expect((await lookUp({ userId: String(customer.id) })).status).toBe(404);
    expect((await lookUp({ device })).status).toBe(404);
  });

  it('has it all in its folder until then', () => {
    expect(['blue-of-this-shop', life.site().siteId].map(isInFolder)).toEqual([true, true]);
  });

  it('is over with the app, and begins again as the same site', async () => {
    const { siteId } = life.site();
    life.shop.webhooks.hold();
    await life.shop.uninstall();
    const [uninstalled] = life.shop.webhooks.waiting;
    await life.shop.webhooks.release();
    const page = postOfPage(now(), [['Page Viewed']]);
    expect((await life.proxy('v1/collect', { body: page })).status).toBe(404);
    await life.served.clock.moveTo(now() + 3_600_000);
    life.shop.install();
    expect(await row('installation')).toMatchObject({ state: 'done' });
    expect(life.site().siteId).toBe(siteId);
    expect(life.shop.state.pixel?.settings).toContain(life.site().writeKey);
    if (uninstalled === undefined) throw new Error('Shopify told nobody that the app went');
    expect(await life.shop.webhooks.repeat(uninstalled)).toBe(200);
    expect((await life.proxy('v1/collect', { body: page })).status).toBe(200);
  });

  it('leaves nothing of the shop, two days after it went for good', async () => {
    const { siteId, writeKey } = life.site();
    const page = postOfPage(now(), [['Page Viewed']], { device: newDevice(), consent: allowed(now()) });
    await life.proxy('v1/collect', { body: page });
    await life.shop.uninstall();
    await life.served.clock.leapTo(now() + 2 * 86_400_000);
    await life.shop.acts.redactShop();
    expect(life.shop.webhooks.sent.at(-1)).toMatchObject({ status: 200 });
    expect(life.served.sites.byId(siteId as never)).toBeUndefined();
    const { status } = await fetch(`${life.served.url}/t/${writeKey}.js`);
    expect(status).toBe(401);
    await life.served.clock.moveTo(now() + 3_600_000);
    await life.served.stop();
    const left = [siteId, writeKey, life.shop.domain, 'blue-of-this-shop'].filter((text) => isInFolder(text));
    expect(left).toEqual([]);
  });
});
