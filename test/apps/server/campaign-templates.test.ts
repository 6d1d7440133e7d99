import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseCampaign } from '../../../core/decisions/parse.ts';
import { CAMPAIGN_TEMPLATES, needsOf } from '../../../core/decisions/templates/index.ts';
import type { SiteId } from '../../../core/entry.ts';
import { type Served, serve } from '../../support/served.ts';
import { createSite, type TestSite } from '../../support/sites.ts';
import { until } from '../../support/until.ts';
import { DEVICE } from './route-samples.ts';

const TEMPLATES = '/v1/campaigns/templates';
const ALL = Object.values(CAMPAIGN_TEMPLATES).flat();
const READY = ALL.filter(({ key }) => key !== 'high-intent-coupon');
const SCORED = 'high-intent-low-frequency';
type Item = { readonly key: string; readonly missing: string | null };

let served: Served;
let made = 0;
beforeAll(async () => {
  served = await serve();
});
afterAll(() => served.stop());

const open = (): Promise<TestSite> => {
  made += 1;
  return createSite(served, { name: `Shop ${made}` });
};
const segmentsOf = async (site: TestSite) =>
  ((await site.ask('GET', '/v1/segments')).body.items as readonly { key: string; name: string }[]).map(
    ({ key }) => key,
  );

describe('the templates over HTTP', () => {
  it('are listed with what they are, what they need and what stands in the way', async () => {
    const { status, body } = await (await open()).ask('GET', TEMPLATES);
    const items = body.items as readonly Item[];
    expect([status, body.next]).toEqual([200, null]);
    expect(items.map(({ key }) => key)).toEqual(ALL.map(({ key }) => key));
    expect(items.filter(({ missing }) => missing !== null)).toEqual([]);
    expect(items.find(({ key }) => key === 'cart-reminder')).toEqual({
      key: 'cart-reminder',
      name: 'Cart reminder',
      family: 'shop',
      channel: 'email',
      does: expect.any(String),
      worth: expect.any(String),
      measure: expect.any(String),
      control: expect.any(String),
      before: expect.any(Array),
      needs: ['cart-abandoned'],
      takes: [],
      trigger: 'enters cart-abandoned',
      audience: 'in cart-abandoned',
      missing: null,
    });
  });

  it.each(READY)('$key becomes a draft, with the segments that it needs', async (template) => {
    const site = await open();
    const { status, body } = await site.ask('POST', `${TEMPLATES}/${template.key}`, {});
    expect([status, body]).toMatchObject([
      200,
      { campaign: { key: template.key, state: 'draft', version: 1 }, segments: needsOf(template) },
    ]);
    expect(await segmentsOf(site)).toEqual(needsOf(template).toSorted());
    expect((await site.ask('GET', `/v1/campaigns/${template.key}`)).body).toEqual(body.campaign);
  });

  it('that ask for a score stand on a segment of the site where it has one, else bring their own', async () => {
    const site = await open();
    const own = { name: 'Mine', words: 'viewed a product 3 times in 7 days' };
    expect((await site.ask('PUT', `/v1/segments/${SCORED}`, own)).status).toBe(200);
    const values = { key: 'spring', code: 'SPRING10', ends: '2026-04-01T00:00:00Z' };
    const { status, body } = await site.ask('POST', `${TEMPLATES}/high-intent-coupon`, values);
    expect([status, body]).toMatchObject([
      200,
      { campaign: { key: 'spring' }, segments: ['checkout-intent'], toFill: [] },
    ]);
    const live = await site.ask('PUT', '/v1/campaigns/spring', {
      ...(body.campaign as object),
      state: 'live',
    });
    expect([live.status, live.body.state]).toEqual([200, 'live']);
  });

  it('leave segments of the site as they are', async () => {
    const site = await open();
    await site.ask('PUT', '/v1/segments/cart-abandoned', { name: 'Mine', words: 'added a product' });
    expect((await site.ask('POST', `${TEMPLATES}/cart-reminder`, {})).body).toMatchObject({ segments: [] });
    expect((await site.ask('GET', '/v1/segments/cart-abandoned')).body).toMatchObject({ name: 'Mine' });
  });

  it('and other campaigns may name a segment while its first members are looked for', async () => {
    const site = await open();
    const events = Array.from({ length: 300 }, (_, n) => ({
      id: `v${n}`,
      name: 'Product Viewed',
      userId: `u${n}`,
      consent: { analytics: true },
    }));
    await site.ingest(events);
    const siteId = site.siteId as SiteId;
    const { segments, campaigns } = served.engine;
    const isBuilding = () =>
      segments.of(siteId)?.catalog.segments.some(({ state }) => state === 'building') === true;
    const put = segments.put(siteId, { key: 'new', name: 'New', when: { event: 'Product Viewed' } });
    await until(isBuilding);
    const message = { kind: 'message', title: 'Hello', text: 'Hello.' } as const;
    const read = parseCampaign(
      { name: 'A', trigger: { entry: 'new' }, variants: [{ key: 'a', treatment: message }] },
      'a',
    );
    const refusal = read.ok ? campaigns.check(siteId, read.value) : read;
    expect(isBuilding()).toBe(true);
    expect(await refusal).toBeNull();
    expect((await put).ok).toBe(true);
  });

  it('take no key that is taken, no value that has no place, and no name that is none', async () => {
    const site = await open();
    await site.ask('POST', `${TEMPLATES}/cart-reminder`, {});
    for (const [path, values, status, error] of [
      ['cart-reminder', {}, 409, { code: 'conflict', at: 'key' }],
      ['chat-prompt', { url: '/help' }, 400, { code: 'invalid_value', at: 'url' }],
      ['exit-message', { url: 'javascript:alert(1)' }, 400, { code: 'invalid_value', at: 'url' }],
      ['exit-message', { key: 'templates' }, 400, { code: 'invalid_value', at: 'key' }],
      ['exit-message', { colour: 'red' }, 400, { code: 'invalid_value' }],
      ['nobody', {}, 404, { code: 'not_found', at: 'template' }],
    ] as const) {
      const { status: found, body } = await site.ask('POST', `${TEMPLATES}/${path}`, values);
      expect([path, found, body.error]).toMatchObject([path, status, error]);
    }
    const { body } = await site.ask('GET', '/v1/campaigns');
    expect((body.items as readonly Item[]).map(({ key }) => key)).toEqual(['cart-reminder']);
  });

  it('go live only when everything is filled in, and are shown to nobody before', async () => {
    const site = await open();
    const { body } = await site.ask('POST', `${TEMPLATES}/exit-message`, {});
    expect(body.toFill).toEqual([{ at: 'variants[1].treatment.action.url', cure: expect.any(String) }]);
    const shown = { kind: 'message', title: 'Hello', text: 'Stay.', action: { label: 'Go', url: '/help' } };
    const campaign = { ...(body.campaign as object), audience: {} };
    const early = await site.ask('PUT', '/v1/campaigns/exit-message', { ...campaign, state: 'live' });
    expect([early.status, early.body.error]).toMatchObject([400, { at: 'variants[1].treatment.action.url' }]);
    const leave = (n: number) =>
      site.collect({
        s: served.clock.now(),
        d: 1,
        dev: DEVICE,
        c: { analytics: true, personalization: true, at: served.clock.now() - 1_000, source: 'banner' },
        e: [{ i: `${made}-${n}`, n: 'Exit Intent Detected', t: served.clock.now(), p: {}, u: '/' }],
      });
    expect((await leave(1)).body.do).toEqual([]);
    const filled = { ...campaign, state: 'live', variants: [{ key: 'message', treatment: shown }] };
    expect((await site.ask('PUT', '/v1/campaigns/exit-message', filled)).status).toBe(200);
    expect((await leave(2)).body.do).toMatchObject([{ campaign: 'exit-message', treatment: shown }]);
  });

  it('are written into the audit log with the template that they come from', async () => {
    const site = await open();
    await site.ask('POST', `${TEMPLATES}/cart-reminder`, { key: 'carts' });
    const { items } = (await site.ask('GET', '/v1/audit')).body as { items: readonly object[] };
    expect(items).toContainEqual(
      expect.objectContaining({
        act: 'campaign put',
        detail: { key: 'carts', version: 1, state: 'draft', template: 'cart-reminder' },
      }),
    );
    expect(items).toContainEqual(
      expect.objectContaining({
        act: 'segments put',
        detail: { segments: [{ key: 'cart-abandoned', version: 1 }] },
      }),
    );
  });

  it('hide no campaign behind their address', async () => {
    const site = await open();
    const campaign = { name: 'Hidden', trigger: { slot: 'a' }, variants: [{ key: 'a', treatment: null }] };
    const { status, body } = await site.ask('PUT', TEMPLATES, campaign);
    expect([status, body.error]).toMatchObject([400, { at: 'key' }]);
  });
});
