/** The door of Segment's HTTP Tracking API, call by call: what each becomes, when, and how often. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { innerHash } from '../../../acceptance/pages.ts';
import { NOON, type Served, serve } from '../../../support/served.ts';
import { createSite, type TestSite } from '../../../support/sites.ts';
import { entriesOf, eventsOf, namesOf, postTo, profileOf, visitorOf } from './posts.ts';

let served: Served;
let site: TestSite;
let post: ReturnType<typeof postTo>;
beforeAll(async () => {
  served = await serve({ env: { TRUSTED_PROXIES: 'loopback' } });
  site = await createSite(served, { name: 'Heron', serverConsent: { analytics: true } });
  post = postTo(served.url, site);
});
afterAll(() => served.stop());

const SAID = new Date(NOON - 60_000).toISOString();
const taken = { status: 200, body: { success: true } };
const uuidOf = (n: number): string => `0a0a0a0a-0a0a-4a0a-8a0a-${n.toString(16).padStart(12, '0')}`;
const deviceOf = (uuid: string): string => uuid.replaceAll('-', '');
const viewed = (more: object) => ({ event: 'Product Viewed', timestamp: SAID, ...more });

describe('a call', () => {
  const anonymousId = uuidOf(1);
  const device = deviceOf(anonymousId);

  it.each([
    [
      'track',
      { event: 'coupon_applied', properties: { coupon_id: 'TEN', discount: 12 } },
      'Coupon Applied',
      { discount: 12 },
    ],
    [
      'page',
      { name: 'Home', properties: { url: 'https://a.example/p?token=1#x' } },
      'Page Viewed',
      { name: 'Home', url: 'https://a.example/p' },
    ],
    ['screen', { name: 'Cart', category: 'Shop' }, 'Screen Viewed', { name: 'Cart', category: 'Shop' }],
    [
      'identify',
      { userId: 'call', traits: { plan: 'pro', email: 'c@example.org' } },
      'Traits Updated',
      { plan: 'pro' },
    ],
    ['group', { groupId: 'acme', traits: { plan: 'gold' } }, 'Traits Updated', {}],
  ])(
    '%s is the event that it stands for, at its time, under its whole and its short path',
    async (type, call, name, properties) => {
      for (const path of [`/v1/${type}`, `/v1/${type.charAt(0)}`]) {
        const own = uuidOf(path.length + 100 * 'tpsig'.indexOf(type.charAt(0)));
        expect(await post(path, { anonymousId: own, timestamp: SAID, ...call })).toMatchObject(taken);
        const found = await entriesOf(site, { device: deviceOf(own) });
        expect(found).toContainEqual(
          expect.objectContaining({
            type: 'event',
            name,
            time: SAID,
            properties: expect.objectContaining(properties),
          }),
        );
      }
    },
  );

  it('of a batch says which it is, and all of it is taken as one', async () => {
    const batch = [
      {
        type: 'page',
        anonymousId,
        messageId: 'b1',
        timestamp: SAID,
        context: {
          page: { url: 'https://a.example/shoes?utm_source=mail', referrer: 'https://b.example/x' },
        },
      },
      {
        type: 'track',
        anonymousId,
        messageId: 'b2',
        ...viewed({ properties: { product_id: 'p1', price: '19.90' } }),
      },
      {
        type: 'identify',
        anonymousId,
        userId: 'ann',
        messageId: 'b3',
        timestamp: SAID,
        traits: { firstName: 'Ann', seats: 4 },
      },
      { type: 'track', userId: 'ann', event: 'Product Added', messageId: 'b4', timestamp: SAID },
    ];
    for (const [path, gzip] of [
      ['/v1/batch', false],
      ['/v1/b', true],
      ['/v1/import', true],
    ] as const)
      expect(await post(path, { batch }, { gzip })).toMatchObject(taken);
    const before = await visitorOf(site, { device });
    expect([before, await namesOf(site, { userId: 'ann' })]).toEqual([
      await visitorOf(site, { userId: 'ann' }),
      ['Page Viewed', 'Product Viewed', 'Traits Updated', 'Product Added'],
    ]);
    const [page] = await eventsOf(site, { device });
    expect(page).toMatchObject({
      context: { path: '/shoes', referrer: 'https://b.example', campaign: { utm_source: 'mail' } },
      properties: { path: '/shoes' },
    });
    expect(await profileOf(site, { userId: 'ann' })).toMatchObject({ traits: { seats: 4 } });
  });

  it('is of the device that the tracker on the same page speaks of, where both have one id', async () => {
    const both = uuidOf(7_000);
    const posted = { s: NOON, dev: deviceOf(both), c: { analytics: true, at: NOON - 1, source: 'banner' } };
    await site.collect({ ...posted, e: [{ i: 't1', n: 'Page Viewed', t: NOON, u: '/', p: { path: '/' } }] });
    await post('/v1/track', viewed({ anonymousId: both, messageId: 't2' }), { key: site.writeKey });
    expect(await namesOf(site, { device: deviceOf(both) })).toEqual(['Product Viewed', 'Page Viewed']);
  });

  it('is counted once, however often it is sent', async () => {
    const message = { type: 'track', userId: 'once', ...viewed({}), messageId: 'same' };
    for (let n = 0; n < 3; n += 1)
      expect(await post('/v1/batch', { batch: [message, message] })).toMatchObject(taken);
    const { messageId: _none, ...unnamed } = message;
    for (let n = 0; n < 3; n += 1)
      expect(
        await post('/v1/batch', { batch: [{ ...unnamed, userId: 'nameless' }], sentAt: NOON + n }),
      ).toMatchObject(taken);
    const long = { ...message, userId: 'long', messageId: 'x'.repeat(101) };
    for (let n = 0; n < 2; n += 1) expect(await post('/v1/batch', { batch: [long] })).toMatchObject(taken);
    for (const userId of ['once', 'nameless', 'long'])
      expect(await namesOf(site, { userId })).toEqual(['Product Viewed']);
  });

  it('of one order is counted once, whoever tells of it', async () => {
    const order = {
      type: 'track',
      event: 'Order Completed',
      timestamp: SAID,
      properties: { order_id: 4711, total: 5 },
    };
    const batch = [{ ...order, anonymousId: uuidOf(2), messageId: 'o1' }];
    expect(await post('/v1/batch', { batch }, { key: site.writeKey })).toMatchObject(taken);
    expect(
      await post('/v1/batch', { batch: [{ ...order, anonymousId: uuidOf(2), messageId: 'o2' }] }),
    ).toMatchObject(taken);
    expect(await namesOf(site, { device: deviceOf(uuidOf(2)) })).toEqual(['Order Completed']);
  });

  it('of an order has its number as a keyed hash alone, however the number is called', async () => {
    const order = (properties: object) => ({ event: 'Order Updated', userId: 'buyer', properties });
    for (const properties of [{ order_id: 4712 }, { orderId: '4712' }, { transaction_id: '4712' }])
      expect(await post('/v1/track', order(properties))).toMatchObject(taken);
    const numbers = (await eventsOf(site, { userId: 'buyer' })).flatMap(({ properties }) =>
      Object.values(properties),
    );
    expect(new Set(numbers)).toEqual(new Set([expect.stringMatching(/^[0-9a-f]{32}$/)]));
    expect(numbers).toHaveLength(3);
  });

  it('is dated by the clock that sent it, set right by when it was sent; what was set right before stays', async () => {
    const sentAt = new Date(NOON - 3_600_000).toISOString();
    const timestamp = new Date(NOON - 3_660_000).toISOString();
    await post('/v1/batch', {
      sentAt,
      batch: [{ type: 'track', userId: 'slow', event: 'Product Viewed', timestamp }],
    });
    await post('/v1/track', { sentAt, userId: 'slow', event: 'Cart Viewed', originalTimestamp: timestamp });
    await post('/v1/track', {
      sentAt,
      userId: 'right',
      event: 'Cart Viewed',
      timestamp,
      originalTimestamp: SAID,
    });
    expect((await eventsOf(site, { userId: 'slow' })).map(({ time }) => time)).toEqual([SAID, SAID]);
    expect((await eventsOf(site, { userId: 'right' })).map(({ time }) => time)).toEqual([timestamp]);
  });

  it('alias joins what was said under both ids, whichever kind the first was', async () => {
    const [guest, wanderer] = [uuidOf(3), 'wanderer-1'];
    await post('/v1/batch', {
      batch: [
        { type: 'track', anonymousId: guest, ...viewed({ messageId: 'a1' }) },
        { type: 'track', anonymousId: wanderer, ...viewed({ messageId: 'a2' }) },
        { type: 'track', userId: 'old-number', ...viewed({ messageId: 'a3' }) },
        ...[guest, wanderer, 'old-number'].map((previousId, n) => ({
          type: 'alias',
          previousId,
          userId: 'bea',
          messageId: `a${4 + n}`,
          timestamp: SAID,
        })),
      ],
    });
    const events = await eventsOf(site, { userId: 'bea' });
    expect(events.map(({ id }) => id).toSorted()).toEqual(['a1', 'a2', 'a3']);
    expect(await visitorOf(site, { userId: 'old-number' })).toBe(await visitorOf(site, { userId: 'bea' }));
  });

  it('identify names a person by an address too, and by what was hashed elsewhere', async () => {
    await post('/v1/identify', {
      userId: innerHash(site, 'cay'),
      traits: { email: innerHash(site, 'cay@example.org'), plan: 'pro' },
    });
    await post('/v1/track', viewed({ userId: 'cay', messageId: 'c1' }));
    expect(await namesOf(site, { email: 'Cay@example.org' })).toEqual(['Product Viewed', 'Traits Updated']);
  });

  it('identify that only names somebody is no event', async () => {
    const traits = { id: 7, email: 'gil@example.org', firstName: 'Gil', company: { name: 'Reed' } };
    expect(await post('/v1/identify', { userId: 'gil', traits })).toMatchObject(taken);
    await post('/v1/track', viewed({ userId: 'gil' }));
    expect(await namesOf(site, { email: 'gil@example.org' })).toEqual(['Product Viewed']);
  });

  it('group says which account it is, and what plan and seats that has', async () => {
    await post('/v1/group', {
      userId: 'dee',
      groupId: 'reed',
      timestamp: SAID,
      traits: { name: 'Reed', plan: 'gold', seats: 12, trialEndDate: 'soon' },
    });
    const { account } = await profileOf(site, { userId: 'dee' });
    const found = served.sites.get(site.site);
    expect(found && (await served.engine.accounts.get(found.siteId, String(account)))).toEqual({
      account,
      plan: 'gold',
      seats: 12,
    });
    await post(
      '/v1/group',
      { anonymousId: uuidOf(4), groupId: 'reed', traits: { plan: 'free' } },
      { key: site.writeKey },
    );
    expect(found && (await served.engine.accounts.get(found.siteId, String(account)))).toMatchObject({
      plan: 'gold',
    });
    expect(await profileOf(site, { device: deviceOf(uuidOf(4)) })).toMatchObject({ account });
  });

  it('of Engage lands as a trait', async () => {
    const track = (event: string, properties: object, messageId: string) => ({
      type: 'track',
      userId: 'eve',
      event,
      properties,
      messageId,
      timestamp: SAID,
    });
    await post('/v1/batch', {
      batch: [
        track('Audience Entered', { audience_key: 'vip', vip: true }, 'e1'),
        track('Audience Exited', { audience_key: 'idle' }, 'e2'),
        track('Audience Entered', { audience_key: 'new', new: true }, 'x'.repeat(99)),
        track('Audience Entered', { audience_key: 'old', old: true }, 'x'.repeat(98)),
        track('Trait Computed', { trait_key: 'orders', orders: 7 }, 'e3'),
        { type: 'identify', userId: 'eve', traits: { first_audience: true }, timestamp: SAID },
      ],
    });
    expect(await profileOf(site, { userId: 'eve' })).toMatchObject({
      traits: { vip: true, new: true, old: true, idle: false, orders: 7, first_audience: true },
    });
    expect(await namesOf(site, { userId: 'eve' })).toEqual(
      expect.arrayContaining(['Audience Entered', 'Audience Exited', 'Trait Computed']),
    );
  });
});
