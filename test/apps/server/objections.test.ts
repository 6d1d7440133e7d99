import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mayScore } from '../../../core/scoring/profiling.ts';
import { bearer, call } from '../../support/sites.ts';
import { CUSTOMER, DEVICE, prepareRegular, type Regular } from './export/regular.ts';

const ALLOWED = { analytics: true, personalization: true };
let regular: Regular;

beforeAll(async () => {
  regular = await prepareRegular({ site: 'objected', name: 'Objected' });
});
afterAll(() => regular.served.stop());

const read = async (path = '', visitor = regular.visitor) =>
  (await regular.site.ask('GET', `/v1/visitors/${visitor}${path}`)).body as Record<string, never>;
const object = (naming: object, key: string) =>
  call(`${regular.served.url}/v1/objections`, {
    method: 'POST',
    headers: bearer(key),
    body: JSON.stringify(naming),
  });
const exposedTo = async (device: string) => {
  const now = regular.served.clock.now();
  const item = { i: `p${now}`, n: 'Product Added', t: now, u: '/', p: { product_id: 'p1', price: 9 } };
  const { body } = await regular.site.collect({ s: now, d: 1, dev: device, e: [item] });
  return body;
};

describe('an objection', () => {
  it('stops segments, scores and treatments at once, and keeps what was ordered', async () => {
    const { site, visitor } = regular;
    const before = await read();
    expect(before).toMatchObject({ objection: null, memberships: [{ key: 'close-looker' }] });
    expect((await read('/scores')).items).not.toEqual([]);
    const answer = await object({ userId: CUSTOMER }, site.secretKey);
    expect(answer.body).toEqual({
      denied: ['analytics', 'personalization', 'share'],
      since: '2026-01-08T12:00:00.000Z',
      keeps: ['orders', 'contact'],
    });
    const after = await read();
    expect(after).toMatchObject({
      objection: { since: '2026-01-08T12:00:00.000Z' },
      memberships: [],
      scores: [],
      orders: before.orders,
      consent: { contact: { allowed: true }, personalization: { allowed: false, source: 'objection' } },
    });
    expect((await read('/scores')).items).toEqual([]);
    expect((await site.ask('POST', '/v1/decide', { userId: CUSTOMER, slot: 'hero' })).body).toMatchObject({
      decisions: [],
      segments: [],
      scores: [],
    });
    expect((await read('/export')) as object).toMatchObject({
      objection: { since: '2026-01-08T12:00:00.000Z' },
      segments: [],
      scores: [],
      orders: { frequency: 2, items: [{ total: 109 }, { total: 1234.5 }] },
      visitor: { id: visitor },
    });
  });

  it('is in the document that the visitor gets, and in the audit log', async () => {
    const { served, site, visitor } = regular;
    const document = await fetch(`${served.url}/v1/visitors/${visitor}/export?format=html`, {
      headers: bearer(site.secretKey),
    });
    expect(await document.text()).toContain('You objected to being profiled.');
    const { body } = await site.ask('GET', '/v1/audit?limit=1000');
    expect(JSON.stringify(body)).toContain('"objection recorded"');
  });

  it('outlives a server that goes on repeating a grant, on every device', async () => {
    const { served, site } = regular;
    await served.clock.moveTo(served.clock.now() + 48 * 3_600_000);
    const at = served.clock.now();
    for (const [place, named] of [{ userId: CUSTOMER }, { device: DEVICE, userId: CUSTOMER }].entries())
      await site.ingest([
        {
          id: `again-${place}`,
          name: 'Product Viewed',
          time: at,
          ...named,
          consent: ALLOWED,
          properties: {},
        },
      ]);
    expect(await read()).toMatchObject({ objection: {}, memberships: [], scores: [] });
    expect((await read()).events).toMatchObject({ count: 11 });
    expect((await exposedTo(DEVICE)).do ?? []).toEqual([]);
  });

  it('ends with a later choice of the visitor, and not with an older one that a page repeats', async () => {
    const { served, site } = regular;
    const now = served.clock.now();
    const post = (at: number) =>
      site.collect({
        s: now,
        dev: DEVICE,
        c: { ...ALLOWED, at },
        e: [{ i: `c${at}`, n: 'Page Viewed', t: now, u: '/', p: {} }],
      });
    await post(Date.UTC(2026, 0, 5, 12));
    expect((await read()).objection).not.toBeNull();
    await post(now - 60_000);
    const { objection, consent } = await read();
    expect(objection).toBeNull();
    expect(consent).toMatchObject({ analytics: { allowed: true }, share: { allowed: false } });
    const { siteId } = served.sites.get(site.site) ?? {};
    const { slot } = await served.engine.book.read(siteId as never, regular.visitor as never, now);
    expect(mayScore(slot.timeline.profile, now)).toBe(true);
  });
});

describe('an objection from a page', () => {
  it('needs the device id, and takes nothing else for it', async () => {
    const { site } = regular;
    for (const naming of [{ userId: CUSTOMER }, { visitor: regular.visitor }, { device: 'short' }, {}])
      expect((await object(naming, site.writeKey)).body.error).toMatchObject({ code: 'identifier_missing' });
    expect((await read()).objection).toBeNull();
  });

  it('holds for the device', async () => {
    const { site } = regular;
    const device = 'e1'.repeat(16);
    const now = regular.served.clock.now();
    const seen = { i: 'seen', n: 'Page Viewed', t: now, u: '/', p: {} };
    await site.collect({ s: now, dev: device, c: { ...ALLOWED, at: now }, e: [seen] });
    expect((await object({ device, userId: CUSTOMER }, site.writeKey)).status).toBe(200);
    const { visitor } = (await site.ask('POST', '/v1/visitors/lookup', { device })).body;
    expect((await read('', String(visitor))).objection).not.toBeNull();
    expect((await read()).objection).toBeNull();
  });
});
