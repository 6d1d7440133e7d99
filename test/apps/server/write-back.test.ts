/** Whom Segment is told of, and of what: the real server, the real library, and a receiver in Segment's place. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { answer } from '../../support/hook-receiver.ts';
import { NOON } from '../../support/served.ts';
import { until } from '../../support/until.ts';
import {
  EVERYTHING,
  openWriteBackShop,
  USER,
  WRITE_BACK,
  WRITE_KEY,
  type WriteBackShop,
} from './write-back-shop.ts';

const MINUTE = 60_000;

let shop: WriteBackShop;
beforeEach(async () => {
  shop = await openWriteBackShop();
});
afterEach(() => shop.served.stop());

function bytesOf(folder: string): string {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => readFileSync(join(parentPath, name), 'latin1'))
    .join('\n');
}

describe('a customer whose id is known', () => {
  it('is told of under that id, with traits and what happened', async () => {
    await shop.switchOn();
    await shop.site.ingest([shop.event('Product Viewed')]);
    await until(() => shop.kinds().includes('Segment Entered'));
    expect(new Set(shop.calls().map(({ userId }) => userId))).toEqual(new Set([USER]));
    expect(shop.calls().some((call) => 'anonymousId' in call)).toBe(false);
    const traits = shop.calls().find(({ type }) => type === 'identify')?.traits;
    expect(traits).toMatchObject({
      inkling_intent_score: expect.any(Number),
      inkling_churn_risk: expect.any(Number),
    });
    const last = shop.calls().findLast(({ type }) => type === 'identify')?.traits;
    expect(last).toMatchObject({ inkling_segments: ['viewers'] });
    expect(shop.calls().find(({ event: name }) => name === 'Segment Entered')).toMatchObject({
      timestamp: '2026-01-05T12:00:00.000Z',
      properties: { segment: 'viewers', segment_name: 'Viewers', version: 1 },
    });
  });

  it('is told of with the key of the source, and marks that keep the calls from going round', async () => {
    await shop.switchOn();
    await shop.site.ingest([shop.event('Product Viewed')]);
    await shop.segment.arrived(1);
    const [arrival] = shop.segment.arrivals;
    expect(arrival?.path).toBe('/v1/batch');
    const credentials = String(arrival?.headers.authorization).replace('Basic ', '');
    expect(Buffer.from(credentials, 'base64').toString()).toBe(`${WRITE_KEY}:`);
    for (const { integrations, context, messageId } of shop.calls()) {
      expect(integrations).toEqual({ Inkling: false });
      expect(context.integration).toEqual({
        name: 'inkling',
        version: expect.stringMatching(/^\d+\.\d+\.\d+$/),
      });
      expect(messageId).toMatch(/^inkling:[0-9a-f]{32}$/);
    }
  });

  it('is told of again only when something is news', async () => {
    await shop.switchOn({ delta: 0.2, bands: [0.9, 0.95] });
    await shop.site.ingest([shop.event('Product Viewed')]);
    await shop.settle();
    const before = shop.kinds().length;
    await shop.served.clock.moveTo(NOON + MINUTE);
    await shop.site.ingest([shop.event('Products Searched', { properties: { query: 'ink' } })]);
    await shop.settle();
    expect(shop.kinds().slice(before)).toEqual([]);
    await shop.served.clock.moveTo(NOON + 2 * MINUTE);
    await shop.site.ingest([
      shop.event('Product Added', { properties: { product_id: 'p1', quantity: 3, price: 9 } }),
      shop.event('Checkout Started', { time: NOON + 2 * MINUTE + 1, properties: { value: 27 } }),
      shop.event('Payment Info Entered', { time: NOON + 2 * MINUTE + 2, properties: {} }),
    ]);
    await shop.settle();
    expect(shop.kinds().slice(before)).toContain('Intent Score Changed');
    const change = shop.calls().find(({ event: name }) => name === 'Intent Score Changed')?.properties;
    expect(Number(change?.score) - Number(change?.previous_score)).toBeGreaterThanOrEqual(0.2);
  });

  it('is told of by what the site lets go, and by nothing else', async () => {
    await shop.site.ask('PUT', '/v1/segments/others', { name: 'Others', when: { event: 'Cart Viewed' } });
    await shop.switchOn({ scores: ['churn'], segments: ['others'] });
    await shop.site.ingest([shop.event('Product Viewed')]);
    await shop.settle(({ name }) => name === 'churn_30d');
    expect(shop.kinds()).toEqual(['identify']);
    expect(Object.keys(shop.calls()[0]?.traits ?? {}).toSorted()).toEqual([
      'inkling_churn_risk',
      'inkling_scored_at',
      'inkling_segments',
    ]);
    expect(shop.calls()[0]?.traits?.inkling_segments).toEqual([]);
  });

  it('is known by the id that comes from Segment itself, through its own door', async () => {
    await shop.switchOn();
    const track = {
      type: 'track',
      messageId: 'm1',
      event: 'Product Viewed',
      userId: USER,
      anonymousId: '9f1c3f7a-5b1e-4d0c-8a2e-0123456789ab',
      timestamp: new Date(NOON).toISOString(),
      properties: { product_id: 'p1' },
      context: { consent: { categoryPreferences: EVERYTHING } },
    };
    expect((await shop.site.ask('POST', '/v1/batch', { batch: [track] })).status).toBe(200);
    await until(() => shop.kinds().includes('Segment Entered'));
    expect(new Set(shop.calls().map(({ userId }) => userId))).toEqual(new Set([USER]));
  });

  it('leaves no id and no key where a file can be read', async () => {
    await shop.switchOn();
    await shop.site.ingest([shop.event('Product Viewed')]);
    await shop.settle();
    expect(await shop.vaulted()).toBe(USER);
    const bytes = bytesOf(shop.served.dataDir);
    for (const secret of [USER, USER.toLowerCase(), WRITE_KEY]) expect(bytes).not.toContain(secret);
    expect(JSON.stringify(await shop.read())).not.toContain(WRITE_KEY);
  });
});

describe('nobody is made up', () => {
  it('of whom no id is known nothing is sent, and how many that are is said', async () => {
    await shop.switchOn();
    const device = (n: number) => `${n}d`.repeat(16);
    for (const n of [1, 2]) {
      const more = { userId: undefined, device: device(n) };
      await shop.site.ingest([shop.event('Product Viewed', more), shop.event('Product Added', more)]);
    }
    await until(async () => (await shop.read()).visitors.unnamed === 2);
    await shop.settle();
    expect([shop.segment.arrivals.length, (await shop.read()).visitors]).toEqual([
      0,
      { told: 0, unnamed: 2 },
    ]);
    await shop.site.ingest([shop.event('Product Viewed', { device: device(1) })]);
    await until(async () => (await shop.read()).visitors.unnamed === 1);
    expect((await shop.read()).visitors).toEqual({ told: 1, unnamed: 1 });
    expect(new Set(shop.calls().map(({ userId }) => userId))).toEqual(new Set([USER]));
  });

  it('a hash made elsewhere is no id that Segment knows', async () => {
    await shop.switchOn();
    await shop.site.ingest([shop.event('Product Viewed', { userId: undefined, inner: 'ab'.repeat(32) })]);
    await until(async () => (await shop.read()).visitors.unnamed === 1);
    expect(shop.segment.arrivals).toEqual([]);
  });

  it.each<[who: string, consent: object | undefined]>([
    ['said nothing of passing on', { analytics: true, personalization: true }],
    ['denies passing on', { ...EVERYTHING, share: false }],
  ])('who %s is not told of, and their id is not kept', async (_, consent) => {
    await shop.switchOn();
    await shop.site.ingest([shop.event('Product Viewed', { consent })]);
    await until(async () => Number((await shop.read()).withheld) > 0);
    await shop.settle();
    expect([shop.segment.arrivals.length, (await shop.read()).visitors]).toEqual([
      0,
      { told: 0, unnamed: 0 },
    ]);
    expect(await shop.vaulted()).toBeNull();
  });

  it('a page names nobody', async () => {
    await shop.switchOn();
    const e = [{ i: 'p1', n: 'Product Viewed', t: NOON, p: {}, u: '/' }];
    await shop.site.collect({
      s: NOON,
      dev: 'd1'.repeat(16),
      c: { ...EVERYTHING, at: NOON - 1 },
      h: 'ab'.repeat(32),
      e,
    });
    await until(async () => Number((await shop.read()).withheld) > 0);
    await shop.settle();
    // Who they are is a claim, and so is what they allow.
    expect([shop.segment.arrivals.length, (await shop.read()).visitors]).toEqual([
      0,
      { told: 0, unnamed: 0 },
    ]);
  });
});

describe('what was allowed and is not any more', () => {
  beforeEach(async () => {
    await shop.switchOn();
    await shop.site.ingest([shop.event('Product Viewed')]);
    await shop.settle();
    expect(await shop.vaulted()).toBe(USER);
    await shop.served.clock.moveTo(NOON + MINUTE);
  });

  it.each<[how: string, end: () => Promise<unknown>]>([
    [
      'refused',
      () =>
        shop.site.ask('POST', '/v1/consent', { userId: USER, purposes: { share: false }, source: 'form' }),
    ],
    ['objected', () => shop.site.ask('POST', '/v1/objections', { userId: USER })],
  ])('stops at that instant: %s', async (_, end) => {
    const before = shop.segment.arrivals.length;
    await end();
    await shop.served.clock.moveTo(NOON + 2 * MINUTE);
    const again = { consent: undefined, properties: { product_id: 'p1', quantity: 3 } };
    await shop.site.ingest([shop.event('Product Added', again)]);
    await shop.settle();
    expect(shop.segment.arrivals.length).toBe(before);
    await shop.served.engine.keepTerms(shop.tenant(), { isDry: false });
    expect(await shop.vaulted()).toBeNull();
  });

  it('takes scores back from who may not be scored, and still says which segments', async () => {
    const purposes = { personalization: false };
    await shop.site.ask('POST', '/v1/consent', { userId: USER, purposes, source: 'form' });
    await shop.site.ask('PUT', '/v1/segments/adders', { name: 'Adders', when: { event: 'Product Added' } });
    await shop.served.engine.segments.idle();
    await shop.served.clock.moveTo(NOON + 2 * MINUTE);
    await shop.site.ingest([
      shop.event('Product Added', { consent: { ...EVERYTHING, personalization: false } }),
    ]);
    await until(() => shop.calls().some(({ properties }) => properties?.segment === 'adders'));
    expect(shop.calls().findLast(({ type }) => type === 'identify')?.traits).toMatchObject({
      inkling_intent_score: null,
      inkling_churn_risk: null,
      inkling_segments: ['adders', 'viewers'],
    });
  });

  it('goes with an erasure: the id, what was told, and what waits', async () => {
    shop.segment.react(answer(500));
    await shop.site.ingest([shop.event('Product Added', { properties: { product_id: 'p1', quantity: 3 } })]);
    await until(async () => Number((await shop.read()).waiting) > 0);
    const erased = await shop.site.ask('POST', '/v1/erasures', { userId: USER });
    expect(erased.body.removed).toMatchObject({ deliveries: expect.any(Number) });
    expect(await shop.vaulted()).toBeNull();
    expect((await shop.read()).visitors).toEqual({ told: 0, unnamed: 0 });
    shop.segment.react(answer(200));
    const before = shop.segment.arrivals.length;
    await shop.served.clock.moveTo(NOON + 2 * MINUTE);
    await shop.settle();
    expect(shop.segment.arrivals.length).toBe(before);
  });

  it('is in the export of the visitor', async () => {
    const visitor = shop.visitorOf(USER);
    const { body } = await shop.site.ask('GET', `/v1/visitors/${visitor}/export`);
    expect(body.contacts).toEqual([{ kind: 'segment', value: USER, givenAt: null }]);
  });

  it('all goes when it is switched off, and nothing more is kept', async () => {
    expect((await shop.site.ask('DELETE', WRITE_BACK)).body).toEqual({ removed: 'write-back' });
    expect([await shop.vaulted(), (await shop.site.ask('GET', WRITE_BACK)).body]).toEqual([
      null,
      { state: 'off' },
    ]);
    const before = shop.segment.arrivals.length;
    await shop.site.ingest([shop.event('Product Added')]);
    await shop.served.engine.segments.idle();
    expect([await shop.vaulted(), shop.segment.arrivals.length]).toEqual([null, before]);
    expect((await shop.site.ask('DELETE', WRITE_BACK)).status).toBe(409);
    for (const collection of ['segment', 'segment-told', 'outbox:segment', 'vault'])
      expect([
        collection,
        await shop.served.store.listRecords(collection, shop.site.siteId, null, 10),
      ]).toEqual([collection, []]);
  });
});
