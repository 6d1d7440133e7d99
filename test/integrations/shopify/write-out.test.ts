import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { SiteId } from '../../../core/entry.ts';
import { namedVisitor } from '../../../core/identity/naming.ts';
import { ASKED_SCOPES } from '../../../integrations/shopify/operations/scopes.ts';
import { openWritingShop, TAG, WRITING, type WritingShop } from '../../support/shopify/writing-shop.ts';
import { until } from '../../support/until.ts';

const HOUR_MS = 3_600_000;
let shop: WritingShop;
beforeEach(async () => {
  shop = await openWritingShop();
});
afterEach(() => shop.connected.stop());
const state = () => shop.connected.shop.state;

describe('segments at Shopify', () => {
  it('are tags and a field of whoever is in them, until they leave, and a segment of Shopify’s', async () => {
    Object.assign(state().customers.get(shop.customer.id) ?? {}, { tags: ['vip'] });
    expect((await shop.choose('tags', { segments: ['just-bought'] })).status).toBe(200);
    await shop.align();
    expect(shop.tags()).toEqual(['vip', TAG]);
    expect(shop.fields()).toEqual({ segments: '["just-bought"]' });
    expect([...state().segments.values()].map(({ name, query }) => [name, query])).toEqual([
      ['Inkling: Just bought', `customer_tags CONTAINS '${TAG}'`],
    ]);
    expect(await shop.row('tags')).toMatchObject({ state: 'done', facts: { written: 1 } });
    await shop.connected.served.clock.moveTo(shop.now() + 2 * HOUR_MS);
    await until(() => shop.tags().length === 1);
    expect([shop.tags(), shop.fields()]).toEqual([['vip'], {}]);
  });

  it('go with the segment that is removed in the app, from everybody and from Shopify', async () => {
    await shop.choose('tags', { segments: ['just-bought'] });
    await shop.align();
    expect([shop.tags(), state().segments.size]).toEqual([[TAG], 1]);
    expect((await shop.connected.admin('DELETE', '/v1/segments/just-bought')).status).toBe(200);
    await until(() => shop.tags().length === 0 && state().segments.size === 0);
    expect(shop.fields()).toEqual({});
    expect(await shop.row('tags')).toMatchObject({ facts: { segments: [], written: 0 } });
  });

  it('go within the hour with one that is removed another way, and one of its name is not written unasked', async () => {
    await shop.choose('tags', { segments: ['just-bought'] });
    await shop.align();
    const { ask } = shop.connected.site();
    expect((await ask('DELETE', '/v1/segments/just-bought')).status).toBe(200);
    await shop.align();
    expect([shop.tags(), shop.fields(), state().segments.size]).toEqual([[], {}, 0]);
    expect(await shop.row('tags')).toMatchObject({ state: 'open', facts: { segments: [] } });
    await ask('PUT', '/v1/segments/just-bought', { name: 'New', words: 'did "Order Completed" in 1 hour' });
    await shop.align();
    expect([shop.tags(), state().segments.size]).toEqual([[], 0]);
  });

  it('go with two that are removed at once', async () => {
    const definition = { name: 'Bought', words: 'did "Order Completed" in 1 hour' };
    const keys = ['a1', 'b1'];
    for (const key of keys)
      await shop.connected.site().ask('PUT', `/v1/segments/${key}`, { ...definition, name: key });
    await shop.choose('tags', { segments: keys });
    await shop.align();
    await Promise.all(keys.map((key) => shop.connected.admin('DELETE', `/v1/segments/${key}`)));
    expect(await shop.row('tags')).toMatchObject({ facts: { segments: [] } });
    await shop.align();
    expect([shop.tags(), state().segments.size]).toEqual([[], 0]);
  });

  it('come with whoever enters one later', async () => {
    await shop.choose('tags', { segments: ['just-bought'] });
    await shop.align();
    const other = await shop.buyer();
    await until(() => shop.tags(other).includes(TAG));
    expect(shop.fields(other)).toEqual({ segments: '["just-bought"]' });
  });

  it('are of nobody who does not allow passing on, and go within the hour from who does no more', async () => {
    const silent = await shop.buyer({ analytics: true, personalization: true });
    await shop.choose('tags', { segments: ['just-bought'] });
    await shop.align();
    expect([shop.tags(), shop.tags(silent)]).toEqual([[TAG], []]);
    await shop.consent(shop.customer, { share: false });
    await shop.align();
    expect([shop.tags(), shop.fields()]).toEqual([[], {}]);
  });

  it('come within the hour with whoever allows it after everybody was reached', async () => {
    const later = await shop.buyer({ analytics: true, personalization: true, share: false });
    await shop.choose('tags', { segments: ['just-bought'] });
    await shop.align();
    expect(shop.tags(later)).toEqual([]);
    await shop.consent(later, { share: true });
    await shop.align();
    expect([shop.tags(later), shop.fields(later)]).toEqual([[TAG], { segments: '["just-bought"]' }]);
  });

  it('are gone when they are switched off, and nobody else’s tag is', async () => {
    await shop.choose('tags', { segments: ['just-bought'] });
    await shop.align();
    Object.assign(state().customers.get(shop.customer.id) ?? {}, { tags: [...shop.tags(), 'vip'] });
    expect((await shop.choose('tags', { segments: [] })).status).toBe(200);
    await shop.align();
    expect([shop.tags(), shop.fields(), state().segments.size]).toEqual([['vip'], {}, 0]);
    expect(await shop.row('tags')).toMatchObject({ state: 'open', facts: { segments: [], written: 0 } });
  });

  it('that the merchant removed or renamed at Shopify are let be', async () => {
    await shop.choose('tags', { segments: ['just-bought'] });
    await shop.align();
    state().segments.clear();
    await shop.choose('tags', { segments: [] });
    await shop.align();
    expect(await shop.row('tags')).toMatchObject({ state: 'open' });
    expect(shop.tags()).toEqual([]);
  });

  it('of an earlier installation are found and taken back', async () => {
    await shop.choose('tags', { segments: ['just-bought'] });
    await shop.align();
    await shop.connected.shop.uninstall();
    await shop.connected.served.clock.moveTo(shop.now() + 2 * HOUR_MS);
    expect(shop.tags()).toEqual([TAG]);
    shop.connected.shop.install(WRITING);
    await shop.connected.admin('GET', '/setup');
    expect(await shop.row('tags')).toMatchObject({ facts: { segments: [], written: 0 } });
    await shop.choose('tags', { segments: ['just-bought'] });
    await shop.align();
    expect(shop.tags()).toEqual([]);
  });

  it('of an earlier installation are found with customers who become known later, too', async () => {
    await shop.choose('tags', { segments: ['just-bought'] });
    await shop.align();
    const refused = await shop.buyer({ analytics: true, personalization: true, share: false });
    Object.assign(state().customers.get(refused.id) ?? {}, { tags: ['inkling:vip', TAG, 'vip'] });
    await shop.choose('scores', { on: true });
    await shop.align();
    expect(shop.tags(refused)).toEqual(['vip']);
  });
});

describe('scores at Shopify', () => {
  it('are in a field of the app’s own, as they are here, to two digits', async () => {
    await shop.choose('scores', { on: true });
    await shop.align();
    const { sites, engine } = shop.connected.served;
    const site = sites.byId(shop.connected.site().siteId as SiteId);
    const visitor = site && namedVisitor({ userId: String(shop.customer.id) }, site);
    const scores = site && visitor ? await engine.intent.brief(site, visitor) : [];
    expect(shop.fields()).toEqual(
      Object.fromEntries(
        scores
          .filter(({ label }) => ['purchase_7d', 'churn_30d'].includes(label))
          .map(({ label, p }) => [label, p.toFixed(2)]),
      ),
    );
    expect(Number(shop.fields().purchase_7d)).toBeGreaterThan(0);
    expect(shop.tags()).toEqual([]);
    expect(await shop.row('scores')).toMatchObject({ state: 'done', facts: { isOn: true, written: 1 } });
  });

  it('follow what the customer does', async () => {
    await shop.choose('scores', { on: true });
    await shop.align();
    const before = shop.fields().purchase_7d;
    await shop.connected.served.clock.leapTo(shop.now() + 26 * HOUR_MS);
    await until(() => shop.fields().purchase_7d !== before);
    expect(Number(shop.fields().purchase_7d)).toBeLessThan(1);
  });
});

describe('what is written to customers', () => {
  it('is nothing before the merchant chooses, and nothing without the permission', async () => {
    await shop.align();
    expect([shop.tags(), shop.fields()]).toEqual([[], {}]);
    await shop.connected.stop();
    shop = await openWritingShop(ASKED_SCOPES);
    for (const [what, body] of [
      ['scores', { on: true }],
      ['tags', { segments: ['just-bought'] }],
    ] as const)
      expect(await shop.choose(what, body)).toMatchObject({ body: { error: { at: 'write_customers' } } });
    await shop.align();
    expect([shop.tags(), shop.fields()]).toEqual([[], {}]);
  });

  it.each([
    ['scores', {}],
    ['scores', { on: 'yes' }],
    ['tags', { segments: 'just-bought' }],
    ['tags', { segments: ['no-such'] }],
  ] as const)('is not chosen by %s %j', async (what, body) => {
    expect((await shop.choose(what, body)).status).toBeGreaterThanOrEqual(400);
    await shop.align();
    expect([shop.tags(), shop.fields()]).toEqual([[], {}]);
  });

  it('is forgotten with whoever is to be forgotten', async () => {
    await shop.choose('tags', { segments: ['just-bought'] });
    await shop.choose('scores', { on: true });
    await shop.align();
    expect([shop.tags(), Object.keys(shop.fields())]).toEqual([[TAG], expect.arrayContaining(['segments'])]);
    const erased = await shop.connected
      .site()
      .ask('POST', '/v1/erasures', { userId: String(shop.customer.id) });
    expect(erased.status).toBe(200);
    await until(() => shop.tags().length === 0);
    expect(shop.fields()).toEqual({});
    await shop.align();
    expect([shop.tags(), shop.fields()]).toEqual([[], {}]);
  });

  it('turns the row red where Shopify does not take it, and green once it does', async () => {
    const { faults } = shop.connected.shop;
    // Whoever tries again waits for the clock; in longer steps, a request would be given up before it is answered.
    const becomes = (wanted: string) =>
      until(async () => {
        await shop.connected.served.clock.moveTo(shop.now() + 2_000);
        return (await shop.row('tags'))?.state === wanted;
      });
    faults.next('unavailable', { only: 'TagsAdd', times: Infinity });
    await shop.choose('tags', { segments: ['just-bought'] });
    await becomes('broken');
    faults.end();
    const aligned = shop.align();
    await becomes('done');
    await aligned;
    expect(shop.tags()).toEqual([TAG]);
  });

  it('is let be where the customer is no more at Shopify', async () => {
    await shop.choose('tags', { segments: ['just-bought'] });
    await shop.align();
    await shop.connected.shop.acts.deleteCustomer(shop.customer);
    await shop.connected.served.clock.moveTo(shop.now() + 2 * HOUR_MS);
    await shop.align();
    expect(await shop.row('tags')).toMatchObject({ state: 'done', facts: { written: 0 } });
  });
});
