import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSegmentPreview, type Preview } from '../../../core/measurement/segment-preview.ts';
import type { Condition } from '../../../core/segments/condition.ts';
import { createRules } from '../../../core/sites/fold-rules.ts';
import { type Served, serve } from '../../support/served.ts';
import { createSite, type TestSite } from '../../support/sites.ts';
import { deviceOf, liveThrough } from '../console/life.ts';

const VISITORS = 60;
/** One for each way in which visitors are told apart, all of them by more than a few. */
const CONDITIONS: readonly (readonly [name: string, when: Condition])[] = [
  ['events', { event: 'Product Viewed' }],
  ['events in a window', { event: 'Product Viewed', within: '1d' }],
  ['a property', { event: 'Product Viewed', where: { price: { gte: 14 } } }],
  ['an aggregate', { event: 'Product Viewed', distinct: { of: 'product_id', gte: 2 } }],
  ['what is missing', { event: 'Product Viewed', unless: { event: 'Product Added' } }],
  [
    'a sequence',
    { sequence: [{ event: 'Product Added' }, { absent: 'Order Completed', for: '1h' }], per: 'product_id' },
  ],
  ['idleness', { idle: '20h' }],
  ['orders', { rfm: { frequency: { gte: 1 } } }],
  ['another segment', { not: { segment: 'lookers' } }],
  ['sessions', { event: 'Session Started', count: { gte: 2 } }],
  ['chance', { random: 0.5, seed: 'x' }],
];

let served: Served;
let site: TestSite;
beforeAll(async () => {
  served = await serve();
  site = await createSite(served, { site: 'shop', name: 'Paper shop', timezone: 'Europe/Berlin' });
  await liveThrough(served, site, { visitors: VISITORS, days: 3 });
  await site.ask('PUT', '/v1/segments/lookers', {
    name: 'Lookers',
    when: { event: 'Product Viewed', within: '20h' },
  });
  await served.engine.segments.idle();
}, 60_000);
afterAll(() => served.stop());

const preview = async (when: unknown, more: object = {}) =>
  site.ask('POST', '/v1/segments/preview', { when, ...more });

/** As a site with more visitors than are looked at sees it. */
async function sample(when: Condition, visitors: number): Promise<Preview> {
  const { store, engine, sites } = served;
  const known = sites.get('shop');
  if (known === undefined) throw new Error('no site');
  const { segments, book, now } = engine;
  const rulesOf = createRules(sites, { segmentsOf: segments.rulesOf, campaignsOf: () => undefined });
  const bounds = { visitors, entries: 100_000 };
  const preview = createSegmentPreview({ store, book, now, segmentsOf: segments.of, rulesOf, bounds });
  const read = await preview.read(known, when);
  if (!read.ok) throw new Error(read.hint);
  return read.value;
}

describe('the size of a condition before it is put', () => {
  it.each(CONDITIONS)('is the size of the segment that asks for %s', async (_, when) => {
    const { status, body } = await preview(when);
    expect([status, body.isExact, body.looked]).toEqual([200, true, body.total]);
    await site.ask('PUT', '/v1/segments/put', { name: 'Put', when });
    await served.engine.segments.idle();
    const put = await site.ask('GET', '/v1/segments/put');
    expect(Number(put.body.size)).toBeGreaterThan(10);
    expect(body).toMatchObject({ size: put.body.size, low: put.body.size, high: put.body.size });
  });

  it('is told in words as well, and leaves nothing behind', async () => {
    const before = await site.ask('GET', '/v1/segments');
    const { body } = await site.ask('POST', '/v1/segments/preview', { words: 'viewed a product' });
    expect(body).toMatchObject((await preview({ event: 'Product Viewed' })).body);
    expect((await site.ask('GET', '/v1/segments')).body).toEqual(before.body);
  });

  it('is withheld where it is of few, also of nobody', async () => {
    for (const when of [{ event: 'Wishlist Shared' }, { event: 'Product Viewed', where: { price: 999 } }]) {
      const { body } = await preview(when);
      expect(body).toMatchObject({ size: null, low: 0, high: 9, least: 10, isExact: true });
    }
  });
});

describe('a condition that cannot be put', () => {
  it.each([
    ['a segment that is not there', { segment: 'nobody' }, {}, /no segment "nobody"/],
    ['a stage that is not there', { stage: 'nowhere' }, {}, /no stage "nowhere"/],
    ['more than is kept', { event: 'Product Viewed', within: '900d' }, {}, /kept for/],
    ['itself', { segment: 'lookers' }, { key: 'lookers' }, /build on each other/],
    ['nothing of the language', { events: 'Product Viewed' }, {}, /did you mean/],
  ])('is refused as it would be then: %s', async (_, when, more, hint) => {
    const { status, body } = await preview(when, more);
    expect([status, body.error]).toMatchObject([
      expect.any(Number),
      { at: expect.stringMatching(/^when/), hint: expect.stringMatching(hint) },
    ]);
    expect(status).toBeGreaterThanOrEqual(400);
  });
});

describe('the size of a condition on a site with many visitors', () => {
  it('is estimated from some of them, with an interval that holds what it is', async () => {
    const when: Condition = { event: 'Product Added' };
    const { body: whole } = await preview(when);
    const told = await sample(when, 25);
    expect(told).toMatchObject({ isExact: false, looked: 25, total: whole.total });
    expect([told.low, told.size, told.high]).toEqual(
      [told.low, told.size, told.high].toSorted((a, b) => Number(a) - Number(b)),
    );
    expect(told.low).toBeLessThan(Number(whole.size));
    expect(told.high).toBeGreaterThan(Number(whole.size));
  });

  it('is the share of those who were seen, of all', async () => {
    const { size, total } = await sample({ event: 'Page Viewed' }, 25);
    expect(size).toBe(total);
  });

  it('says of few no more than how many they are at most, however many were seen', async () => {
    const some = await sample({ random: 0.1, seed: 'x' }, 25);
    const nobody = await sample({ event: 'Wishlist Shared' }, 25);
    expect(some).toMatchObject({ size: null, low: 0 });
    expect({ ...some, at: 0 }).toEqual({ ...nobody, at: 0 });
    expect(some.high).toBeGreaterThan(9);
  });
});

describe('whoever does not want to be counted', () => {
  it('is in no size that is told before', async () => {
    const { body: before } = await preview({ event: 'Product Viewed' });
    const { body: page } = await site.ask('GET', '/v1/segments/lookers/members?limit=1');
    const [visitor] = page.items as readonly string[];
    const device = Array.from({ length: VISITORS }, (_, n) => deviceOf(n));
    const found = await Promise.all(
      device.map((one) => site.ask('POST', '/v1/visitors/lookup', { device: one })),
    );
    const own = device[found.findIndex(({ body }) => body.visitor === visitor)];
    await site.ask('POST', '/v1/consent', { device: own, purposes: { analytics: false }, source: 'page' });
    const { body: after } = await preview({ event: 'Product Viewed' });
    expect(after.size).toBe(Number(before.size) - 1);
  });
});
