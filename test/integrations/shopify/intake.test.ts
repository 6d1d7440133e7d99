import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { FakeCustomer, FakeProduct } from '../../../apps/shopify-dev/fake/state.ts';
import { makeDataFolder } from '../../support/data-folder.ts';
import { type ConnectedShop, installShop } from '../../support/shopify/connected-shop.ts';
import { allowed, newDevice, postOfPage } from '../../support/shopify/pages.ts';
import { until } from '../../support/until.ts';

let connected: ConnectedShop;
afterEach(() => connected.stop());

async function openShop(dataDir?: string): Promise<ConnectedShop> {
  connected = await installShop({ ...(dataDir !== undefined && { dataDir }) });
  return connected;
}

const now = () => connected.served.clock.now();
const linesOf = (product: FakeProduct) => {
  const [variant] = product.variants;
  return variant === undefined ? [] : [{ product, variant, quantity: 1 }];
};
const profileOf = async (customer: FakeCustomer) => {
  const site = connected.site();
  const { body } = await site.ask('POST', '/v1/visitors/lookup', { userId: String(customer.id) });
  return (await site.ask('GET', `/v1/visitors/${body.visitor}`)).body;
};
const allow = (customer: FakeCustomer) =>
  connected.site().ask('POST', '/v1/consent', {
    ...{ userId: String(customer.id), source: 'form', at: now() - 1_000 },
    purposes: { analytics: true },
  });

describe('what Shopify’s server tells', () => {
  it('of products is in the catalogue with a fact of each new price, and goes from it', async () => {
    const { shop, served, site } = await openShop();
    const product = await shop.acts.createProduct({ handle: 'harbour-blue', priceMinor: 1_990 });
    const { catalogue } = served.engine;
    const find = () => catalogue.get(site().siteId as never, String(product.id));
    expect(await find()).toMatchObject({ title: 'harbour-blue', price: 19.9, currency: 'EUR' });
    await shop.acts.editProduct(product, { priceMinor: 1_490 });
    expect(await find()).toMatchObject({ price: 14.9 });
    const facts = await served.engine.store.readSite(site().siteId as never, { type: 'fact', limit: 10 });
    expect(facts).toMatchObject([{ name: 'Price Decreased', properties: { from: 19.9, to: 14.9 } }]);
    await shop.acts.deleteProduct(product);
    expect(await find()).toBeNull();
  });

  it('of products holds as it was said last, however late an older word comes, also of one that is gone', async () => {
    const { shop, served, site } = await openShop();
    const product = await shop.acts.createProduct({ handle: 'harbour-blue', priceMinor: 1_990 });
    const { siteId } = site();
    const find = () => served.engine.catalogue.get(siteId as never, String(product.id));
    shop.webhooks.hold();
    for (const priceMinor of [1_490, 1_290]) {
      await served.clock.moveTo(now() + 60_000);
      await shop.acts.editProduct(product, { priceMinor });
    }
    const told = [...shop.webhooks.waiting];
    await shop.webhooks.release('reversed');
    expect(await find()).toMatchObject({ price: 12.9 });
    await served.clock.moveTo(now() + 60_000);
    await shop.acts.deleteProduct(product);
    for (const delivery of told) expect(await shop.webhooks.repeat(delivery)).toBe(200);
    expect(await find()).toBeNull();
    const facts = await served.engine.store.readSite(siteId as never, { type: 'fact', limit: 10 });
    expect(facts).toMatchObject([{ name: 'Price Decreased', properties: { from: 19.9, to: 12.9 } }]);
  });

  it('counts once, in whatever order it comes and however often', async () => {
    const { shop } = await openShop();
    const product = await shop.acts.createProduct({ handle: 'harbour-blue', priceMinor: 2_000 });
    const customer = await shop.acts.createCustomer();
    await allow(customer);
    shop.webhooks.hold();
    const { order } = await shop.acts.placeOrder({ customer, lines: linesOf(product) });
    await shop.acts.refund(order);
    const told = [...shop.webhooks.waiting];
    await shop.webhooks.release('reversed');
    for (const delivery of told) expect(await shop.webhooks.repeat(delivery)).toBe(200);
    expect(await profileOf(customer)).toMatchObject({ orders: { frequency: 1, monetary: 0 } });
  });

  it('of a customer without consent is a number of the site and nothing more', async () => {
    const { shop, site } = await openShop();
    const product = await shop.acts.createProduct({ handle: 'harbour-blue' });
    const customer = await shop.acts.createCustomer();
    await shop.acts.placeOrder({ customer, lines: linesOf(product) });
    expect((await site().ask('GET', '/v1/visitors')).body.items).toEqual([]);
  });

  it('of mails is consent to be written to, and the latest word holds whenever it comes', async () => {
    const { shop, served } = await openShop();
    const customer = await shop.acts.createCustomer();
    await allow(customer);
    shop.webhooks.hold();
    await shop.acts.chooseMarketing(customer, 'SUBSCRIBED');
    await served.clock.moveTo(now() + 60_000);
    await shop.acts.chooseMarketing(customer, 'UNSUBSCRIBED');
    await shop.webhooks.release('reversed');
    expect(await profileOf(customer)).toMatchObject({
      consent: { contact: { allowed: false, source: 'shopify' } },
    });
  });

  it('makes an order nobody’s who has merely guessed its number, by the page or by the pixel', async () => {
    const { shop, site, served } = await openShop();
    const product = await shop.acts.createProduct({ handle: 'harbour-blue' });
    const buyer = await shop.acts.createCustomer();
    await allow(buyer);
    const { order: last } = await shop.acts.placeOrder({ customer: buyer, lines: linesOf(product) });
    const guesses = Array.from({ length: 20 }, (_, at) => ({ order_id: String(last.id + at) }));
    const [guesser, consent] = [newDevice(), allowed(now())];
    const events = guesses.map((guess) => ['Order Completed', guess] as const);
    const page = postOfPage(now(), events, { device: guesser, consent });
    await connected.proxy('v1/collect', { body: page });
    await connected.pixel(postOfPage(now(), events, { consent }));
    await served.clock.moveTo(now() + 60_000);
    await shop.acts.placeOrder({ customer: buyer, lines: linesOf(product) });
    const lookUp = async (named: object) =>
      (await site().ask('POST', '/v1/visitors/lookup', named)).body.visitor;
    expect(await lookUp({ device: guesser })).not.toBe(await lookUp({ userId: String(buyer.id) }));
    expect(await profileOf(buyer)).toMatchObject({ orders: { frequency: 2 } });
  });

  it('waits at Shopify while nobody knows the shop’s facts, and comes in with the next attempt', async () => {
    const { shop, served, site } = await openShop();
    const { siteId } = site();
    await served.engine.store.deleteRecord('platform-facts', siteId, 'shop');
    const product = await shop.acts.createProduct({ handle: 'harbour-blue' });
    expect(shop.webhooks.sent.at(-1)?.status).toBe(503);
    await until(
      async () => (await served.engine.store.getRecord('platform-facts', siteId, 'shop')) !== undefined,
    );
    await shop.webhooks.retry();
    expect(shop.webhooks.sent.at(-1)?.status).toBe(200);
    expect(await served.engine.catalogue.get(siteId as never, String(product.id))).not.toBeNull();
  });

  it('leaves no number of a customer, no reference and no token on the disk but sealed ones', async () => {
    const dataDir = makeDataFolder();
    const { shop, site, served } = await openShop(dataDir);
    const product = await shop.acts.createProduct({ handle: 'harbour-blue' });
    const customer = await shop.acts.createCustomer({ state: 'SUBSCRIBED', atMs: now() });
    await allow(customer);
    const cart = await shop.acts.createCart('c1c4ffee00112233445566778899aabb');
    await shop.acts.putInCart(cart, product);
    const device = newDevice();
    const events = [['Page Viewed', { cart_id: cart.token }]] as const;
    const page = postOfPage(now(), events, { device, consent: allowed(now()) });
    await connected.proxy('v1/collect', { body: page, customer: customer.id });
    const checkoutToken = await shop.acts.startCheckout(cart, customer);
    const { order } = await shop.acts.placeOrder({ customer, cart, checkoutToken });
    await shop.acts.refund(order);
    const person = (await site().ask('POST', '/v1/visitors/lookup', { userId: String(customer.id) })).body
      .visitor;
    expect(await served.engine.vault.open(site().siteId as never, person as never, 'shopify')).toBe(
      `gid://shopify/Customer/${customer.id}`,
    );
    await served.clock.moveTo(now() + 60_000);
    await connected.stop();
    const bytes = readdirSync(dataDir)
      .filter((name) => name.startsWith('inkling.db'))
      .map((name) => readFileSync(join(dataDir, name)));
    const raw = [customer.id, order.id, cart.token, checkoutToken, device, customer.email].map(String);
    expect(raw.filter((text) => bytes.some((file) => file.includes(text)))).toEqual([]);
    expect(bytes.some((file) => file.includes(String(product.id)))).toBe(true);
  });
});
