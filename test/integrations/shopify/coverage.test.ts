import { afterEach, describe, expect, it } from 'vitest';
import type { FakeProduct } from '../../../apps/shopify-dev/fake/state.ts';
import { setupSchema } from '../../../integrations/shopify/admin-page/contract.ts';
import { type ConnectedShop, installShop } from '../../support/shopify/connected-shop.ts';
import { allowed, newDevice, postOfPage } from '../../support/shopify/pages.ts';

const MINUTE_MS = 60_000;

let connected: ConnectedShop;
afterEach(() => connected.stop());

const now = () => connected.served.clock.now();
const later = (ms: number) => connected.served.clock.moveTo(now() + ms);
const facts = async () => {
  const { body } = await connected.admin('GET', '/setup');
  return setupSchema.parse(body).items.find(({ key }) => key === 'coverage')?.facts;
};
const linesOf = (product: FakeProduct) => {
  const [variant] = product.variants;
  return variant === undefined ? [] : [{ product, variant, quantity: 1 }];
};

describe('the row of orders that Inkling knows', () => {
  it('counts which of the shop’s orders are known, and which of these belong to no visitor', async () => {
    connected = await installShop();
    const { acts, webhooks } = connected.shop;
    // What is there at the install is fetched.
    await later(MINUTE_MS);
    const product = await acts.createProduct({ handle: 'harbour-blue' });
    const cart = await acts.createCart();
    await acts.putInCart(cart, product);
    const events = [['Page Viewed', { cart_id: cart.token }]] as const;
    const page = postOfPage(now(), events, { device: newDevice(), consent: allowed(now()) });
    await connected.proxy('v1/collect', { body: page });
    await acts.placeOrder({ cart });
    await acts.placeOrder({ lines: linesOf(product) });
    webhooks.hold();
    await acts.placeOrder({ lines: linesOf(product) });
    await webhooks.release(() => []);
    expect(await facts()).toMatchObject({ real: 0, tracked: 0, unjoined: 0 });
    await later(11 * MINUTE_MS);
    expect(await facts()).toEqual({ real: 3, tracked: 2, unjoined: 1, days: 1 });
  });

  it('looks at no test of the merchant’s, and at nothing from before the install', async () => {
    connected = await installShop();
    const { acts } = connected.shop;
    const product = await acts.createProduct({ handle: 'harbour-blue' });
    await acts.placeOrder({ lines: linesOf(product), isTest: true });
    await later(11 * MINUTE_MS);
    expect(await facts()).toMatchObject({ real: 0 });
    await acts.placeOrder({ lines: linesOf(product) });
    await later(11 * MINUTE_MS);
    expect(await facts()).toMatchObject({ real: 1, tracked: 1, unjoined: 1 });
    await connected.shop.uninstall();
    await later(MINUTE_MS);
    connected.shop.install();
    expect(await facts()).toMatchObject({ real: 0 });
  });
});
