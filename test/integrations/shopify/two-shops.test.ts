import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FakeCustomer } from '../../../apps/shopify-dev/fake/state.ts';
import { ASKED_SCOPES } from '../../../integrations/shopify/operations/scopes.ts';
import { type ConnectedShop, connectShop } from '../../support/shopify/connected-shop.ts';
import { allowed, newDevice, postOfPage } from '../../support/shopify/pages.ts';

const SCOPES = [...ASKED_SCOPES, 'write_customers'];
const DAY_MS = 86_400_000;

describe('two shops of one server', () => {
  let ink: ConnectedShop;
  let wool: ConnectedShop;
  beforeAll(async () => {
    ink = await connectShop();
    wool = ink.open('wool.myshopify.com');
    for (const { shop, admin } of [ink, wool]) {
      shop.install(SCOPES);
      expect((await admin('GET', '/setup')).status).toBe(200);
    }
  });
  afterAll(() => ink.stop());

  const now = () => ink.served.clock.now();
  const visitors = async ({ site }: ConnectedShop) =>
    (await site().ask('GET', '/v1/visitors')).body.items as readonly unknown[];
  const buy = async ({ shop, site }: ConnectedShop): Promise<FakeCustomer> => {
    const customer = await shop.acts.createCustomer();
    const purposes = { analytics: true, personalization: true, share: true };
    const said = { userId: String(customer.id), purposes, source: 'form', at: now() - 1_000 };
    await site().ask('POST', '/v1/consent', said);
    const product = await shop.acts.createProduct({ handle: 'blue', priceMinor: 2_000 });
    const [variant] = product.variants;
    await shop.acts.placeOrder({ customer, lines: variant ? [{ product, variant, quantity: 1 }] : [] });
    return customer;
  };

  it('are two sites, with keys, pixel and settings of their own', () => {
    expect(ink.site().siteId).not.toBe(wool.site().siteId);
    for (const one of [ink, wool]) expect(one.shop.state.pixel?.settings).toContain(one.site().writeKey);
  });

  it('know the visitors of the other neither by its pages nor by its orders', async () => {
    const device = newDevice();
    const body = postOfPage(now(), [['Page Viewed']], { device, consent: allowed(now()) });
    expect((await wool.proxy('v1/collect', { body })).status).toBe(200);
    expect([(await visitors(ink)).length, (await visitors(wool)).length]).toEqual([0, 1]);
    const key = await ink.proxy('v1/collect', { body, changes: { k: wool.site().writeKey } });
    expect(key.status).toBe(401);
    await buy(wool);
    expect((await visitors(ink)).length).toBe(0);
  });

  it('see segments of their own, and write to customers of their own', async () => {
    const definition = { name: 'Bought', words: 'did "Order Completed" in 1 hour' };
    await wool.site().ask('PUT', '/v1/segments/bought', definition);
    expect(JSON.stringify((await ink.admin('GET', '/v1/segments')).body)).not.toContain('Bought');
    expect((await ink.admin('POST', '/setup/tags', { segments: ['bought'] })).status).toBe(404);
    expect((await wool.admin('POST', '/setup/tags', { segments: ['bought'] })).status).toBe(200);
    const customer = await buy(wool);
    await buy(ink);
    await expect.poll(() => wool.shop.state.customers.get(customer.id)?.tags).toEqual(['inkling:bought']);
    expect([...ink.shop.state.customers.values()].flatMap(({ tags }) => tags)).toEqual([]);
  });

  it('are told of by Shopify each for itself: a session of one opens nothing of the other', async () => {
    const { body } = await ink.admin('GET', '/setup', undefined, wool.shop.sessionToken());
    expect(body).toMatchObject({ shop: 'wool.myshopify.com' });
  });

  it('go one without the other', async () => {
    const { siteId } = wool.site();
    await wool.shop.uninstall();
    await ink.served.clock.leapTo(now() + 2 * DAY_MS);
    await wool.shop.acts.redactShop();
    expect(ink.served.sites.byId(siteId as never)).toBeUndefined();
    expect((await ink.admin('GET', '/setup')).status).toBe(200);
    expect((await visitors(ink)).length).toBeGreaterThan(0);
  });
});
