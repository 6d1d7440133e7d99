import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseCampaign } from '../../../../core/decisions/parse.ts';
import type { VisitorId } from '../../../../core/entry.ts';
import { NOON, type Served, serve } from '../../../support/served.ts';
import { batchOf, hex, lineOf, send } from './sender.ts';

let served: Served;

beforeAll(async () => {
  served = await serve();
});

afterAll(() => served.stop());

const eventsOf = async (visitor: string) => (await entriesOf(visitor)).filter(({ type }) => type === 'event');

const entriesOf = async (visitor: string) => {
  const site = served.sites.get('demo');
  if (site === undefined) throw new Error('no demo');
  const page = await served.engine.visitors.entries(site.siteId, visitor as VisitorId, null, 100);
  return page.items;
};

describe('a request of a WordPress', () => {
  it('is told the site that its keys are of, in an answer that is signed', async () => {
    const { status, json, isSigned } = await send(served, { path: '/hello' });
    expect([status, json.siteId, json.wire, isSigned]).toEqual([
      200,
      served.sites.get('demo')?.siteId,
      1,
      true,
    ]);
    const { siteId, platform } = served.sites.get('demo') ?? {};
    expect(platform).toBe('wordpress');
    const acts = siteId === undefined ? [] : await served.engine.audit.list(siteId, null, 100);
    expect(acts.map(({ line: { act, by } }) => [act, by])).toContainEqual(['site connected', 'wordpress']);
  });

  it('of a site of another platform is refused', async () => {
    const made = await served.sites.create({ name: 'Elsewhere', platform: 'kiosk' });
    if (!made.ok) throw new Error(made.hint);
    const [writeKey = '', secretKey = ''] = [made.value.writeKeys, made.value.secretKeys].map(
      (keys) => keys[0]?.key,
    );
    const { status, json } = await send(served, { path: '/hello', writeKey, secretKey });
    expect([status, json.error.code]).toEqual([403, 'wrong_key_kind']);
  });

  it.each([
    ['a key that nobody has', { writeKey: 'wk_nobody' }],
    ['the secret key of another', { secretKey: 'sk_another' }],
    ['no signature', { headers: { 'x-inkling-signature': '' } }],
    ['a signature of nothing like one', { headers: { 'x-inkling-signature': 't=now,v1=zz' } }],
  ])('with %s is told no more than that', async (_, more) => {
    const { status, json, isSigned } = await send(served, { path: '/hello', ...more });
    expect([status, json.error.code, json.error.at, isSigned]).toEqual([401, 'unknown_key', '', false]);
  });

  it.each([
    [5 * 60, 200],
    [5 * 60 + 1, 408],
    [-5 * 60, 200],
    [-5 * 60 - 1, 408],
  ])('%i seconds old is answered %i', async (ageS, expected) => {
    const seconds = NOON / 1_000 - ageS;
    expect((await send(served, { path: '/hello', seconds })).status).toBe(expected);
  });

  it('is no good with another body, nor at another address than the one that it was signed for', async () => {
    const sent = { path: '/batches', body: batchOf([lineOf(90)]) };
    const { signature } = await send(served, sent);
    const headers = { 'x-inkling-signature': signature };
    expect((await send(served, { ...sent, headers })).status).toBe(200);
    expect((await send(served, { path: '/batches', body: batchOf([lineOf(91)]), headers })).status).toBe(401);
    expect((await send(served, { ...sent, path: '/erasures', headers })).status).toBe(401);
  });

  it('may not grow without bound when it is unpacked', async () => {
    const bomb = gzipSync(Buffer.alloc(32 * 1024 * 1024, 0x20));
    const answer = await fetch(`${served.url}/platforms/wordpress/batches`, {
      method: 'POST',
      headers: {
        'x-inkling-key': served.demo.writeKey,
        'x-inkling-signature': `t=1,v1=${'0'.repeat(64)}`,
        'content-encoding': 'gzip',
      },
      body: bomb,
    });
    expect(answer.status).toBe(413);
  });

  it('to an address that is none is answered 404', async () => {
    expect((await send(served, { path: '/nothing' })).status).toBe(404);
  });
});

describe('a batch of lines', () => {
  it('is recorded under the ids that the site itself knows visitors by', async () => {
    const { status, json, isSigned } = await send(served, {
      path: '/batches',
      body: batchOf([lineOf(1), lineOf(2)]),
    });
    expect([status, isSigned]).toEqual([200, true]);
    expect(json).toMatchObject({ batch: hex(1), accepted: 2, duplicates: 0, counted: 0, refused: [] });
    expect((await eventsOf(hex(1))).map(({ id, source }) => [id, source])).toEqual([['view-1', 'web']]);
  });

  it('counts nothing twice when it comes again', async () => {
    const body = batchOf([lineOf(3)]);
    await send(served, { path: '/batches', body });
    const { json } = await send(served, { path: '/batches', body });
    expect(json).toMatchObject({ accepted: 1, duplicates: 1 });
    expect(await eventsOf(hex(3))).toHaveLength(1);
  });

  it.each(['anonymous', 'counted'])('only counts whoever is %s', async (m) => {
    const n = m === 'counted' ? 4 : 5;
    const { json } = await send(served, {
      path: '/batches',
      body: batchOf([lineOf(n, { m, c: null, dev: undefined })]),
    });
    expect(json).toMatchObject({ accepted: 1, counted: 1 });
    expect(await eventsOf(hex(n))).toEqual([]);
  });

  it('takes a log-in of a page for a claim: the events are the device’s, and without a device nobody’s', async () => {
    const known = { m: 'known', v: hex(60) };
    const { json } = await send(served, {
      path: '/batches',
      body: batchOf([lineOf(6, { ...known, dev: hex(61) }), lineOf(7, { ...known, dev: undefined })]),
    });
    expect(json).toMatchObject({ accepted: 2, counted: 1 });
    expect((await eventsOf(hex(60))).map(({ id }) => id)).toEqual(['view-6']);
    expect((await eventsOf(hex(61))).map(({ id }) => id)).toEqual(['view-6']);
    await send(served, { path: '/batches', body: batchOf([lineOf(66, { ...known, dev: hex(61) })]) });
    const logins = (await entriesOf(hex(61))).filter(({ type }) => type === 'link');
    expect(logins.map(({ name, properties }) => [name, properties])).toEqual([['login', { to: hex(60) }]]);
    await send(served, { path: '/erasures', body: { visitors: [hex(60)] } });
    expect(await eventsOf(hex(61))).toEqual([]);
  });

  it('adds nothing to a person who declined when a page only claims to be theirs', async () => {
    const c = { analytics: false, at: NOON - 5_000 };
    await send(served, { path: '/batches', body: batchOf([lineOf(70, { c, e: [] })]) });
    await send(served, { path: '/batches', body: batchOf([lineOf(71, { m: 'known', v: hex(70) })]) });
    expect(await eventsOf(hex(70))).toEqual([]);
    expect((await eventsOf(hex(71))).map(({ id }) => id)).toEqual(['view-71']);
  });

  it('believes a page no word on whose mailbox may be written to', async () => {
    const c = { analytics: true, contact: true, share: false, at: NOON - 1_000 };
    await send(served, { path: '/batches', body: batchOf([lineOf(8, { c })]) });
    const site = served.sites.get('demo');
    const view = site && (await served.engine.visitors.view(site.siteId, hex(8) as VisitorId));
    expect(view?.consent).toMatchObject({ analytics: { allowed: true }, share: { allowed: false } });
    expect(view?.consent).not.toHaveProperty('contact');
  });

  it('hears of Global Privacy Control: nothing of them is passed on any more', async () => {
    const c = { analytics: true, share: true, personalization: true, at: NOON - 60_000 };
    await send(served, { path: '/batches', body: batchOf([lineOf(80, { c })]) });
    await send(served, { path: '/batches', body: batchOf([lineOf(80, { c, g: 1, e: [] })]) });
    const site = served.sites.get('demo');
    const view = site && (await served.engine.visitors.view(site.siteId, hex(80) as VisitorId));
    expect(view?.consent).toMatchObject({
      ...{ analytics: { allowed: true }, share: { allowed: false }, personalization: { allowed: false } },
    });
  });

  it('ends what somebody allowed when they decline', async () => {
    await send(served, { path: '/batches', body: batchOf([lineOf(9)]) });
    const c = { analytics: false, at: NOON - 10_000 };
    await send(served, { path: '/batches', body: batchOf([lineOf(9, { c, e: [] })]) });
    const later = { i: 'after', n: 'Page Viewed', t: NOON, p: {}, u: '/' };
    await send(served, { path: '/batches', body: batchOf([lineOf(9, { e: [later] })]) });
    expect((await eventsOf(hex(9))).map(({ id }) => id)).not.toContain('after');
  });

  it('counts an order of the shop’s server, in minor units, over what a page said of it', async () => {
    const order = { i: 'order:12', n: 'Order Completed', t: NOON - 500 };
    const page = { ...order, p: { order_id: '12', revenue: 1, currency: 'EUR' } };
    const shop = { ...order, p: { order_id: '12', revenue_minor: 1_999, currency: 'EUR', products: [] } };
    await send(served, { path: '/batches', body: batchOf([lineOf(10, { e: [page] })]) });
    await send(served, {
      path: '/batches',
      body: batchOf([lineOf(10, { e: [shop], src: 'server', c: null })]),
    });
    const site = served.sites.get('demo');
    const view = site && (await served.engine.visitors.view(site.siteId, hex(10) as VisitorId));
    expect(view?.orders).toMatchObject({ frequency: 1, monetary: 19.99 });
  });

  it('says of each item that is refused where it stood', async () => {
    const bad = { i: 'bad id', n: 'Page Viewed', t: NOON };
    const { status, json } = await send(served, {
      path: '/batches',
      body: batchOf([lineOf(11), { m: 'unheard of' }, lineOf(12, { e: [bad] })]),
    });
    expect([status, json.accepted]).toEqual([200, 1]);
    expect(json.refused.map(({ at, again }: { at: string; again: boolean }) => [at, again])).toEqual([
      ['lines[1]', false],
      ['lines[2].e[0].id', false],
    ]);
  });

  it('tells of what the page chose, and what became of it, as the report of a campaign reads it', async () => {
    const site = served.sites.get('demo');
    if (site === undefined) throw new Error('no demo');
    const campaign = parseCampaign({
      ...{ key: 'hint', name: 'Hint', state: 'live', channel: 'onsite', audience: {} },
      trigger: { event: 'Page Viewed' },
      variants: [
        { key: 'a', treatment: { kind: 'content', text: 'Free returns' } },
        { key: 'control', treatment: null },
      ],
      goal: { kind: 'conversion', event: 'Order Completed', within: '7d' },
    });
    if (!campaign.ok) throw new Error(JSON.stringify(campaign));
    await served.engine.campaigns.put(site.siteId, campaign.value);
    const [s, k] = [NOON - 800, NOON - 700];
    const d = [
      ['0a0a0a0a', 'hint', 'a', { s }],
      ['0a0a0a0a', 'hint', 'a', { k }],
      ['0b0b0b0b', 'unheard-of', 'a', { s }],
      ['not hex', 'hint', 'a', { s }],
    ];
    const body = batchOf([lineOf(30, { d }), lineOf(31, { d: [['0c0c0c0c', 'hint', 'control', { w: s }]] })]);
    await send(served, { path: '/batches', body });
    const { json } = await send(served, { path: '/batches', body });
    expect(json.reported).toBe(3);
    const report = await served.engine.campaigns.reportOn(site, 'hint');
    const arms = report?.units.flatMap((unit) => unit.arms) ?? [];
    expect(arms.map(({ arm, exposures, clicked }) => [arm, exposures, clicked])).toEqual([
      ['a', 1, 1],
      ['control', 1, 0],
      // Of visitors who are known for no longer than a day.
      ['a', 0, 0],
      ['control', 0, 0],
    ]);
  });

  it('has at most 500 lines', async () => {
    const lines = Array.from({ length: 501 }, (_, n) => lineOf(n, { e: [] }));
    expect((await send(served, { path: '/batches', body: batchOf(lines) })).status).toBe(413);
  });
});

describe('what is to be forgotten', () => {
  it('here, when the site erases somebody', async () => {
    await send(served, { path: '/batches', body: batchOf([lineOf(20)]) });
    const { status, json } = await send(served, { path: '/erasures', body: { visitors: [hex(20)] } });
    expect([status, json.entries > 0]).toEqual([200, true]);
    expect(await eventsOf(hex(20))).toEqual([]);
    // What was under way then.
    await send(served, {
      path: '/batches',
      body: batchOf([lineOf(20, { e: [{ ...(lineOf(20).e as object[])[0], i: 'late' }] })]),
    });
    expect(await eventsOf(hex(20))).toEqual([]);
  });

  it('at the site, when it is erased here: told with every bundle until the site has done it', async () => {
    const site = served.sites.get('demo');
    if (site === undefined) throw new Error('no demo');
    await send(served, { path: '/batches', body: batchOf([lineOf(21)]) });
    const receipt = await served.engine.erasures.erase(site, { visitor: hex(21) }, 'secret key');
    await served.engine.erasures.tell();
    const id = receipt?.id ?? '';
    const before = await send(served, { path: '/bundle' });
    expect(before.json.forget).toContainEqual({ id, visitors: [hex(21)] });
    expect((await served.engine.erasures.read(site.siteId, id))?.told).toEqual({ wordpress: 'waiting' });
    await send(served, { path: '/forgotten', body: { ids: [id] } });
    const after = await send(served, { path: '/bundle' });
    expect(after.json.forget.map((one: { id: string }) => one.id)).not.toContain(id);
    await served.clock.leapTo(served.clock.now() + 3_600_000);
    await served.engine.erasures.tell();
    expect((await served.engine.erasures.read(site.siteId, id))?.told).toEqual({ wordpress: 'done' });
  });

  it('is handed out before, for the site’s exporter', async () => {
    await send(served, { path: '/batches', body: batchOf([lineOf(22, { t: served.clock.now() })]) });
    const { json } = await send(served, { path: '/exports', body: { visitors: [hex(22), hex(99)] } });
    expect(json.isWhole).toBe(true);
    expect(json.items.filter(({ list }: { list: string }) => list === 'events')).toHaveLength(1);
  });
});

describe('the bundle', () => {
  it('is sent once, and after that only when it has changed', async () => {
    const first = await send(served, { path: '/bundle' });
    const again = await send(served, {
      path: '/bundle',
      headers: { 'if-none-match': first.headers.get('etag') ?? '' },
    });
    expect([first.status, first.isSigned, again.status, again.isSigned]).toEqual([200, true, 304, true]);
  });
});
