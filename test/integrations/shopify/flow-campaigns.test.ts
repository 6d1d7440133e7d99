import { createHmac } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { FakeCustomer } from '../../../apps/shopify-dev/fake/state.ts';
import { APP_PATH } from '../../../integrations/shopify/settings.ts';
import { type ConnectedShop, installShop } from '../../support/shopify/connected-shop.ts';
import { API_SECRET } from '../../support/shopify/opened-shop.ts';
import { call, createSite, type HttpAnswer } from '../../support/sites.ts';
import { until } from '../../support/until.ts';

const ALL = { analytics: true, personalization: true, contact: true, share: true };
let connected: ConnectedShop;
let customer: FakeCustomer;

beforeEach(async () => {
  connected = await installShop();
  customer = await connected.shop.acts.createCustomer();
});
afterEach(() => connected.stop());

const now = () => connected.served.clock.now();
const told = () => connected.shop.state.flowTriggers;

/** Shopify's word of an order: whose it is, the vault knows from then on. */
async function allow(purposes: object): Promise<void> {
  const said = { userId: String(customer.id), purposes, source: 'form', at: now() - 1_000 };
  expect((await connected.site().ask('POST', '/v1/consent', said)).status).toBe(200);
  const { acts } = connected.shop;
  const product = await acts.createProduct({ handle: 'harbour-blue', priceMinor: 2_000 });
  const [variant] = product.variants;
  await acts.placeOrder({ customer, lines: variant ? [{ product, variant, quantity: 1 }] : [] });
}

async function add(...lines: readonly (readonly [product: string, variant: string, quantity: number])[]) {
  for (const [product_id, variant_id, quantity] of lines) {
    await connected.served.clock.moveTo(now() + 1_000);
    const properties = { product_id, variant_id, quantity, name: product_id, price: 9.95, currency: 'EUR' };
    const event = { id: `add-${now()}`, name: 'Product Added', userId: String(customer.id), properties };
    expect((await connected.site().ask('POST', '/v1/events', { events: [event] })).status).toBe(200);
  }
}

const put = (more: object): Promise<HttpAnswer> =>
  connected.site().ask('PUT', '/v1/campaigns/carts', {
    ...{ name: 'Carts', state: 'live', channel: 'flow', trigger: { event: 'Product Added' } },
    variants: [{ key: 'workflow', treatment: { kind: 'signal', products: 'cart' } }],
    ...more,
  });

const decisions = async () => {
  const { body } = await connected.site().ask('GET', '/v1/campaigns/carts/report');
  return JSON.stringify(body);
};

describe('a campaign that goes to Shopify Flow', () => {
  it('says what lies in the cart, what that is worth, and where it opens again', async () => {
    await allow(ALL);
    await put({ trigger: { entry: 'two-things' } }).then(({ status }) => expect(status).toBe(409));
    expect((await put({ limits: { caps: [{ scope: 'campaign', max: 1, per: '7d' }] } })).status).toBe(200);
    await add(['7', '71', 2]);
    await until(() => told().length === 1);
    const { domain } = connected.shop;
    expect(told()).toEqual([
      {
        handle: 'inkling-flow-cart-abandoned',
        payload: { customer_id: customer.id, Value: 19.9, 'Cart address': `https://${domain}/cart/71:2` },
      },
    ]);
    await add(['8', '81', 1]);
    expect(told()).toHaveLength(1);
  });

  it('counts a chosen variant at what it was told to cost, which may be more than the cheapest one', async () => {
    await allow(ALL);
    const products = [{ id: '7', title: 'Pen', price: 5, currency: 'EUR', variant: null }];
    await connected.site().ask('PUT', '/v1/products', { products });
    await put({});
    await add(['7', '71', 2]);
    await until(() => told().length === 1);
    expect(told()[0]?.payload).toMatchObject({ Value: 19.9 });
  });

  it('names the campaign, where it asks for no cart', async () => {
    await allow(ALL);
    await put({ variants: [{ key: 'vip', treatment: { kind: 'signal', data: { tier: 'gold' } } }] });
    await add(['7', '71', 1]);
    await until(() => told().length === 1);
    expect(told()[0]).toEqual({
      handle: 'inkling-flow-campaign',
      payload: { customer_id: customer.id, Campaign: 'carts', Variant: 'vip', Data: '{"tier":"gold"}' },
    });
  });

  it.each([
    ['passing on', { analytics: true, personalization: true, contact: true }],
    ['passing on, and said so', { ...ALL, share: false }],
    ['messages', { ...ALL, contact: false }],
  ])('goes to nobody who has not allowed %s', async (_, purposes) => {
    await allow(purposes);
    await put({});
    await add(['7', '71', 1]);
    await connected.served.clock.moveTo(now() + 60_000);
    expect(await decisions()).not.toContain('"exposed":1');
    expect(told()).toEqual([]);
  });

  it('is refused for a site that no shop belongs to', async () => {
    const other = await createSite(connected.served);
    const campaign = {
      ...{ name: 'Carts', state: 'live', channel: 'flow', trigger: { event: 'Product Added' } },
      variants: [{ key: 'workflow', treatment: { kind: 'signal' } }],
    };
    expect(await other.ask('PUT', '/v1/campaigns/carts', campaign)).toMatchObject({
      body: { error: { at: 'channel', hint: expect.stringContaining('install the app') } },
    });
  });
});

describe('the action “Add to campaign”', () => {
  const run = (properties: object, changes: object = {}, secret = API_SECRET): Promise<HttpAnswer> => {
    const body = JSON.stringify({
      ...{ shop_id: 1, shopify_domain: connected.shop.domain, action_run_id: 'run-1' },
      ...{ handle: 'inkling-flow-add-to-campaign', properties, ...changes },
    });
    const signature = createHmac('sha256', secret).update(body).digest('base64');
    const headers = { 'content-type': 'application/json', 'x-shopify-hmac-sha256': signature };
    const url = `${connected.served.url}${APP_PATH}/flow/add-to-campaign`;
    return call(url, { method: 'POST', headers, body });
  };
  const me = () => ({ customer_id: `gid://shopify/Customer/${customer.id}`, campaign: 'carts' });
  const forAdded = {
    trigger: { event: 'Campaign Joined', where: { campaign: { eq: 'carts' } } },
    variants: [{ key: 'vip', treatment: { kind: 'signal' } }],
  };

  it('sets a campaign off that waits for it, once however often Flow asks', async () => {
    await allow(ALL);
    expect((await put(forAdded)).status).toBe(200);
    expect((await run(me())).status).toBe(200);
    expect((await run(me())).status).toBe(200);
    await until(() => told().length === 1);
    expect(told()[0]?.payload).toMatchObject({ customer_id: customer.id, Campaign: 'carts' });
    const { body } = await run({ ...me(), customer_id: customer.id });
    expect(body).toMatchObject({ duplicates: 1 });
  });

  it('is taken for a campaign whose audience is a segment of those who were added', async () => {
    const words = 'did "Campaign Joined" in 30 days';
    await connected.site().ask('PUT', '/v1/segments/added', { name: 'Added', words });
    await put({
      trigger: { exitIntent: true },
      channel: 'onsite',
      audience: { any: ['added'] },
      variants: [PAGE],
    });
    expect((await run(me())).status).toBe(200);
  });

  it('says what is missing of the campaign', async () => {
    expect(await run(me())).toMatchObject({ status: 404, body: { error: { at: 'campaign' } } });
    await put({});
    expect(await run(me())).toMatchObject({ status: 409, body: { error: { at: 'campaign' } } });
    await put({ ...forAdded, state: 'paused' });
    expect(await run(me())).toMatchObject({ status: 409, body: { error: { at: 'campaign' } } });
    const another = { event: 'Campaign Joined', where: { campaign: { eq: 'others' } } };
    await put({ ...forAdded, trigger: another });
    expect(await run(me())).toMatchObject({ status: 409, body: { error: { at: 'campaign' } } });
  });

  it('is refused for a customer who was erased', async () => {
    await allow(ALL);
    await put(forAdded);
    await connected.site().ask('POST', '/v1/erasures', { userId: String(customer.id) });
    expect(await run(me())).toMatchObject({ body: { error: { code: 'erased', at: 'customer_id' } } });
  });

  it('takes nothing that Shopify did not sign, and nothing without a customer', async () => {
    await put(forAdded);
    expect((await run(me(), {}, 'another')).status).toBe(401);
    expect((await run({ campaign: 'carts' })).status).toBe(400);
    for (const customer_id of ['anna@example.com', 'gid://shopify/Order/7', 'gid://shopify/Customer/07'])
      expect((await run({ ...me(), customer_id })).status).toBe(400);
    expect((await run(me(), { shopify_domain: 'other.myshopify.com' })).status).toBe(404);
    const log = await connected.served.store.readSince(0, 1_000);
    expect(log.filter(({ name }) => name === 'Campaign Joined')).toEqual([]);
  });
});

const PAGE = { key: 'page', treatment: { kind: 'message', title: 'Hello', text: 'Welcome.' } };
