import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { FakeCustomer } from '../../../apps/shopify-dev/fake/state.ts';
import { gid } from '../../../apps/shopify-dev/fake/state.ts';
import type { SiteId } from '../../../core/entry.ts';
import { namedVisitor } from '../../../core/identity/naming.ts';
import { setupSchema } from '../../../integrations/shopify/admin-page/contract.ts';
import { ASKED_SCOPES } from '../../../integrations/shopify/operations/scopes.ts';
import { type ConnectedShop, connectShop } from '../../support/shopify/connected-shop.ts';
import { bearer, call } from '../../support/sites.ts';
import { until } from '../../support/until.ts';

const HOUR_MS = 3_600_000;
const TAG = 'inkling:just-bought';
const ALL = { analytics: true, personalization: true, share: true };
let connected: ConnectedShop;
let customer: FakeCustomer;

beforeEach(() => open([...ASKED_SCOPES, 'write_customers']));
afterEach(() => connected.stop());

/** A shop with a segment of whoever bought within the hour, and a customer who did. */
async function open(scopes: readonly string[]): Promise<void> {
  connected = await connectShop();
  connected.shop.install(scopes);
  await connected.admin('GET', '/setup');
  const segment = { name: 'Just bought', words: 'did "Order Completed" in 1 hour' };
  await connected.site().ask('PUT', '/v1/segments/just-bought', segment);
  customer = await buyer(ALL);
}

const now = () => connected.served.clock.now();
const state = () => connected.shop.state;
const fields = (owner = customer) =>
  Object.fromEntries(
    [...state().metafields.values()]
      .filter(({ ownerId }) => ownerId === gid('Customer', owner.id))
      .map(({ key, value }) => [key, value]),
  );
const tags = (owner = customer) => state().customers.get(owner.id)?.tags ?? [];

async function consent(owner: FakeCustomer, purposes: object, at = now()): Promise<void> {
  const said = { userId: String(owner.id), purposes, source: 'form', at };
  expect((await connected.site().ask('POST', '/v1/consent', said)).status).toBe(200);
}

async function buyer(purposes: object): Promise<FakeCustomer> {
  const { acts } = connected.shop;
  const owner = await acts.createCustomer();
  await consent(owner, purposes, now() - 1_000);
  await buy(owner);
  return owner;
}

async function buy(owner: FakeCustomer): Promise<void> {
  const { acts } = connected.shop;
  const product = await acts.createProduct({ handle: 'harbour-blue', priceMinor: 2_000 });
  const [variant] = product.variants;
  await acts.placeOrder({ customer: owner, lines: variant ? [{ product, variant, quantity: 1 }] : [] });
}

const choose = (what: 'scores' | 'tags', body: object) => connected.admin('POST', `/setup/${what}`, body);

async function row(key: 'scores' | 'tags') {
  const { body } = await connected.admin('GET', '/setup');
  return setupSchema.parse(body).items.find((item) => item.key === key);
}

/** The hourly run, which also waits for what is under way. */
async function align(): Promise<void> {
  const { url, operatorKey } = connected.served;
  const ran = await call(`${url}/v1/jobs/shopify-customers/run`, {
    method: 'POST',
    headers: bearer(operatorKey),
  });
  expect(ran.status).toBe(200);
}

describe('segments at Shopify', () => {
  it('are tags and a field of whoever is in them, until they leave, and a segment of Shopify’s', async () => {
    Object.assign(state().customers.get(customer.id) ?? {}, { tags: ['vip'] });
    expect((await choose('tags', { segments: ['just-bought'] })).status).toBe(200);
    await align();
    expect(tags()).toEqual(['vip', TAG]);
    expect(fields()).toEqual({ segments: '["just-bought"]' });
    expect([...state().segments.values()].map(({ name, query }) => [name, query])).toEqual([
      ['Inkling: Just bought', `customer_tags CONTAINS '${TAG}'`],
    ]);
    expect(await row('tags')).toMatchObject({ state: 'done', facts: { written: 1 } });
    await connected.served.clock.moveTo(now() + 2 * HOUR_MS);
    await until(() => tags().length === 1);
    expect([tags(), fields()]).toEqual([['vip'], {}]);
  });

  it('come with whoever enters one later', async () => {
    await choose('tags', { segments: ['just-bought'] });
    await align();
    const other = await buyer(ALL);
    await until(() => tags(other).includes(TAG));
    expect(fields(other)).toEqual({ segments: '["just-bought"]' });
  });

  it('are of nobody who does not allow passing on, and go within the hour from who does no more', async () => {
    const silent = await buyer({ analytics: true, personalization: true });
    await choose('tags', { segments: ['just-bought'] });
    await align();
    expect([tags(), tags(silent)]).toEqual([[TAG], []]);
    await consent(customer, { share: false });
    await align();
    expect([tags(), fields()]).toEqual([[], {}]);
  });

  it('are gone when they are switched off, and nobody else’s tag is', async () => {
    await choose('tags', { segments: ['just-bought'] });
    await align();
    Object.assign(state().customers.get(customer.id) ?? {}, { tags: [...tags(), 'vip'] });
    expect((await choose('tags', { segments: [] })).status).toBe(200);
    await align();
    expect([tags(), fields(), state().segments.size]).toEqual([['vip'], {}, 0]);
    expect(await row('tags')).toMatchObject({ state: 'open', facts: { segments: [], written: 0 } });
  });

  it('that the merchant removed or renamed at Shopify are let be', async () => {
    await choose('tags', { segments: ['just-bought'] });
    await align();
    state().segments.clear();
    await choose('tags', { segments: [] });
    await align();
    expect(await row('tags')).toMatchObject({ state: 'open' });
    expect(tags()).toEqual([]);
  });

  it('of an earlier installation are found and taken back', async () => {
    await choose('tags', { segments: ['just-bought'] });
    await align();
    await connected.shop.uninstall();
    await connected.served.clock.moveTo(now() + 2 * HOUR_MS);
    expect(tags()).toEqual([TAG]);
    connected.shop.install([...ASKED_SCOPES, 'write_customers']);
    await connected.admin('GET', '/setup');
    expect(await row('tags')).toMatchObject({ facts: { segments: [], written: 0 } });
    await choose('tags', { segments: ['just-bought'] });
    await align();
    expect(tags()).toEqual([]);
  });
});

describe('scores at Shopify', () => {
  it('are in a field of the app’s own, as they are here, to two digits', async () => {
    await choose('scores', { on: true });
    await align();
    const { sites, engine } = connected.served;
    const site = sites.byId(connected.site().siteId as SiteId);
    const visitor = site && namedVisitor({ userId: String(customer.id) }, site);
    const scores = site && visitor ? await engine.intent.brief(site, visitor) : [];
    expect(fields()).toEqual(
      Object.fromEntries(
        scores
          .filter(({ label }) => ['purchase_7d', 'churn_30d'].includes(label))
          .map(({ label, p }) => [label, p.toFixed(2)]),
      ),
    );
    expect(Number(fields().purchase_7d)).toBeGreaterThan(0);
    expect(tags()).toEqual([]);
    expect(await row('scores')).toMatchObject({ state: 'done', facts: { isOn: true, written: 1 } });
  });

  it('follow what the customer does', async () => {
    await choose('scores', { on: true });
    await align();
    const before = fields().purchase_7d;
    await connected.served.clock.moveTo(now() + 26 * HOUR_MS);
    await until(() => fields().purchase_7d !== before);
    expect(Number(fields().purchase_7d)).toBeLessThan(1);
  });
});

describe('what is written to customers', () => {
  it('is nothing before the merchant chooses, and nothing without the permission', async () => {
    await align();
    expect([tags(), fields()]).toEqual([[], {}]);
    await connected.stop();
    await open(ASKED_SCOPES);
    for (const [what, body] of [
      ['scores', { on: true }],
      ['tags', { segments: ['just-bought'] }],
    ] as const)
      expect(await choose(what, body)).toMatchObject({ body: { error: { at: 'write_customers' } } });
    await align();
    expect([tags(), fields()]).toEqual([[], {}]);
  });

  it.each([
    ['scores', {}],
    ['scores', { on: 'yes' }],
    ['tags', { segments: 'just-bought' }],
    ['tags', { segments: ['no-such'] }],
  ] as const)('is not chosen by %s %j', async (what, body) => {
    expect((await choose(what, body)).status).toBeGreaterThanOrEqual(400);
    await align();
    expect([tags(), fields()]).toEqual([[], {}]);
  });

  it('is forgotten with whoever is to be forgotten', async () => {
    await choose('tags', { segments: ['just-bought'] });
    await choose('scores', { on: true });
    await align();
    expect([tags(), Object.keys(fields())]).toEqual([[TAG], expect.arrayContaining(['segments'])]);
    const erased = await connected.site().ask('POST', '/v1/erasures', { userId: String(customer.id) });
    expect(erased.status).toBe(200);
    await until(() => tags().length === 0);
    expect(fields()).toEqual({});
    await align();
    expect([tags(), fields()]).toEqual([[], {}]);
  });

  it('turns the row red where Shopify does not take it, and green once it does', async () => {
    connected.shop.faults.next('unavailable', { only: 'TagsAdd', times: 5 });
    await choose('tags', { segments: ['just-bought'] });
    await until(async () => {
      await connected.served.clock.moveTo(now() + 31_000);
      return (await row('tags'))?.state === 'broken';
    });
    await align();
    expect(tags()).toEqual([TAG]);
    expect(await row('tags')).toMatchObject({ state: 'done' });
  });

  it('is let be where the customer is no more at Shopify', async () => {
    await choose('tags', { segments: ['just-bought'] });
    await align();
    await connected.shop.acts.deleteCustomer(customer);
    await connected.served.clock.moveTo(now() + 2 * HOUR_MS);
    await align();
    expect(await row('tags')).toMatchObject({ state: 'done', facts: { written: 0 } });
  });
});
