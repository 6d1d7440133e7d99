/** The destination over HTTP, as `npm run segment:serve` offers it. */
import request from 'supertest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createRunner } from '../../../apps/segment-runner/runner.ts';
import { portOf } from '../../../apps/segment-runner/settings.ts';
import { call, PRESETS, sampleOf } from '../../integrations/segment/events.ts';
import { type Served, serve } from '../../support/served.ts';
import { createSite, type TestSite } from '../../support/sites.ts';

let served: Served;
let site: TestSite;
let settings: Readonly<Record<string, string>>;
const runner = createRunner();
const post = (path: string, body: object) => request(runner).post(path).send(body);

beforeAll(async () => {
  served = await serve();
  site = await createSite(served, { serverConsent: { analytics: true } } as never);
  settings = { endpoint: served.url, secret_key: site.secretKey, id_key: site.siteId };
});
afterAll(() => served.stop());

type Answered = {
  readonly results: readonly { readonly multistatus: readonly { readonly status: number }[] }[];
};
const statusesOf = ({ results }: Answered) => results[0]?.multistatus.map(({ status }) => status);

describe('the runner', () => {
  it('says what there is', async () => {
    const { body } = await request(runner).get('/manifest');
    expect(body.results).toMatchObject({ name: 'Inkling', settings: { secret_key: { type: 'password' } } });
    expect(body.results.presets.map(({ name }: { name: string }) => name)).toEqual(
      expect.arrayContaining(PRESETS),
    );
  });

  it('tries credentials', async () => {
    expect((await post('/authenticate', { settings })).body).toEqual({ results: { ok: true } });
    const wrong = await post('/authenticate', { settings: { ...settings, secret_key: 'sk_no' } });
    expect(wrong).toMatchObject({ status: 401, body: { error: { retried: false } } });
    expect(wrong.body.error.message).toMatch(/Credentials are invalid: 401/);
  });

  it.each(PRESETS)(
    'drives one event through all presets, and a batch through its own: %s',
    async (preset) => {
      const one = await post('/event', { settings, event: sampleOf(preset) });
      expect(one.status).toBe(200);
      const done = one.body.results.filter(({ data }: { data?: { status: number } }) => data?.status === 200);
      expect(done).toHaveLength(1);
      const events = [sampleOf(preset), call('delete')];
      const { body } = await post('/batch', { settings, preset, events });
      expect(statusesOf(body)).toEqual([200, 400]);
    },
  );

  it('drives a subscription of one’s own', async () => {
    const subscription = {
      subscribe: 'type = "track" and event = "Song Played"',
      partnerAction: 'trackEvent',
      mapping: { event_name: 'Product Viewed', user_id: { '@path': '$.userId' } },
    };
    const event = call('track', { event: 'Song Played' });
    expect((await post('/event', { settings, subscription, event })).body.results.at(-1)).toMatchObject({
      data: { status: 200 },
    });
    const events = [event, sampleOf('Track Calls')];
    const { body } = await post('/batch', { settings, subscription, events });
    const [{ multistatus }] = body.results;
    expect(multistatus).toMatchObject([{ status: 200, sent: { event: 'Product Viewed' } }, { status: 400 }]);
  });

  it('drives an action by its name, with its own mapping or another', async () => {
    const { body } = await post('/trackEvent', { settings, payload: sampleOf('Track Calls') });
    expect(body.results.at(-1)).toMatchObject({ data: { status: 200 } });
    const payload = [sampleOf('Track Calls'), sampleOf('Track Calls')];
    const mapping = { event_name: 'Product Viewed', user_id: 'ann' };
    const batch = await post('/trackEvent', { settings, payload, mapping });
    expect(statusesOf(batch.body)).toEqual([200, 200]);
  });

  it('connects audiences', async () => {
    const created = await post('/createAudience', { settings, audienceName: 'VIP' });
    expect(created.body).toEqual({ results: { externalId: 'audience_vip' } });
    const got = await post('/getAudience', { settings, externalId: 'audience_vip' });
    expect(got.body).toEqual({ results: { externalId: 'audience_vip' } });
    expect((await post('/getAudience', { settings, externalId: 'audience_no' })).status).toBe(404);
  });

  it('deletes', async () => {
    await post('/event', { settings, event: call('track', { event: 'Product Viewed', userId: 'leaver' }) });
    const { body } = await post('/delete', { settings, payload: { userId: 'leaver' } });
    expect(body.results.data.removed.entries).toBeGreaterThan(0);
    expect((await site.ask('POST', '/v1/visitors/lookup', { userId: 'leaver' })).status).toBe(404);
  });

  it('says how an event failed, and whether Segment would try again', async () => {
    const event = sampleOf('Track Calls');
    const wrong = { ...settings, secret_key: 'sk_no' };
    expect((await post('/event', { settings: wrong, event })).body.error).toMatchObject({
      status: 401,
      answer: { error: { code: 'unknown_key', hint: 'check the key with `inkling site list`' } },
      retried: false,
    });
    const nobody = { ...event, userId: 'null', anonymousId: null };
    expect((await post('/event', { settings, event: nobody })).body.error).toMatchObject({
      status: 400,
      retried: false,
    });
  });

  it.each([
    ['/event', { event: {} }, 400],
    ['/event', { settings: {}, event: {}, preset: 'No such' }, 404],
    ['/batch', { settings: {}, events: [{}] }, 400],
    ['/batch', { settings: {}, events: [] }, 400],
    ['/noSuchAction', { settings: {}, payload: {} }, 404],
    ['/constructor', { settings: {}, payload: {} }, 404],
    ['/delete', { settings: {}, payload: { email: 'x' } }, 400],
  ])('refuses what it cannot read: %s %j', async (path, body, status) => {
    expect((await post(path, body)).status).toBe(status);
  });

  it('takes JSON whatever it is called, as curl sends it', async () => {
    const body = JSON.stringify({ settings });
    const sent = request(runner).post('/authenticate').type('application/x-www-form-urlencoded').send(body);
    expect((await sent).body).toEqual({ results: { ok: true } });
  });

  it.each([
    ['get', '/'],
    ['get', '/event'],
    ['post', '/event/more'],
  ] as const)('says where to look for what it has not: %s %s', async (method, path) => {
    const { status, body } = await request(runner)[method](path);
    expect(status).toBe(404);
    expect(body.error.message).toMatch(/GET \/manifest/);
  });

  it('takes a batch under one subscription only, as Segment makes it', async () => {
    const { status, body } = await post('/batch', { settings, events: [sampleOf('Track Calls')] });
    expect(status).toBe(400);
    expect(body.error.message).toMatch(/subscription or a preset/);
  });

  it('takes its port from the environment', () => {
    expect([portOf({}), portOf({ PORT: '0' }), portOf({ PORT: '65535' })]).toEqual([4710, 0, 65_535]);
    for (const PORT of ['65536', 'no', '-1', '1e3']) expect(() => portOf({ PORT })).toThrow(/PORT/);
  });
});
