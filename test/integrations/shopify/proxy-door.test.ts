import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ConnectedShop, installShop, type ProxyAsk } from '../../support/shopify/connected-shop.ts';
import { allowed, newDevice, postOfPage } from '../../support/shopify/pages.ts';

describe('the door of the app proxy', () => {
  let connected: ConnectedShop;
  beforeAll(async () => {
    connected = await installShop();
  });
  afterAll(() => connected.stop());

  const now = () => connected.served.clock.now();
  const page = (device = newDevice()) =>
    postOfPage(now(), [['Page Viewed']], { device, consent: allowed(now()) });
  const seconds = (past: number) => String(Math.floor(Date.now() / 1_000) - past);

  it('takes what a page of the shop sends', async () => {
    const { status, body } = await connected.proxy('v1/collect', { body: page() });
    expect([status, body.accepted]).toEqual([200, 1]);
  });

  it.each<readonly [string, ProxyAsk]>([
    ['signed with another secret', { secret: 'x'.repeat(38) }],
    ['signed two minutes ago', { changes: { timestamp: seconds(120) } }],
    ['signed for the day after', { changes: { timestamp: seconds(-86_400) } }],
    ['without a time', { changes: { timestamp: null } }],
    ['with a parameter that is none of its own', { changes: { extra: '1' } }],
    ['with one that means something to the language', { changes: { ['__proto__']: '1' } }],
    ['with a customer who is no number', { changes: { logged_in_customer_id: '7shop=x' } }],
  ])('refuses what is %s', async (_, ask) => {
    const { status } = await connected.proxy('v1/collect', { body: page(), ...ask });
    expect(status).toBe(401);
  });

  it('refuses a shop that has not installed it, and the key of another site', async () => {
    const unknown = await connected.proxy('v1/collect', {
      body: page(),
      changes: { shop: 'nobody.myshopify.com' },
    });
    const none = await connected.proxy('v1/collect', { body: page(), changes: { shop: 'evil.example.com' } });
    expect([unknown.status, none.status]).toEqual([404, 404]);
    const other = await connected.proxy('v1/collect', {
      body: page(),
      changes: { k: connected.served.demo.writeKey },
    });
    expect(other.status).toBe(401);
  });

  it('knows the customer by Shopify’s word, whatever the page says', async () => {
    const device = newDevice();
    await connected.proxy('v1/collect', { body: { ...page(device), h: 'f'.repeat(64) }, customer: 4711 });
    const site = connected.site();
    const [byDevice, byCustomer] = await Promise.all([
      site.ask('POST', '/v1/visitors/lookup', { device }),
      site.ask('POST', '/v1/visitors/lookup', { userId: '4711' }),
    ]);
    expect(byCustomer.status).toBe(200);
    expect(byDevice.body.visitor).toBe(byCustomer.body.visitor);
  });

  it('serves the parts of the tracker, and nothing of the API beside them', async () => {
    expect((await connected.proxyText('t/treatments.js')).status).toBe(200);
    for (const path of [
      'v1/visitors',
      'v1/sites',
      'healthz',
      't/../v1/visitors',
      'platforms/shopify/api/setup',
    ])
      expect((await connected.proxyText(path)).status).toBe(404);
  });
});
