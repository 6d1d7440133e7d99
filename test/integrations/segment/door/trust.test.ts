/** What the public key may say and what it may not, and what is kept of nobody. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { NOON, type Served, serve } from '../../../support/served.ts';
import type { AnswerBody } from '../../../support/sites.ts';
import {
  entriesOf,
  eventsOf,
  namesOf,
  openDoor,
  profileOf,
  type SiteSettings,
  searchFolder,
  visitorOf,
} from './posts.ts';

let served: Served;
beforeAll(async () => {
  served = await serve({ env: { TRUSTED_PROXIES: 'loopback' } });
});
afterAll(() => served.stop());

const SAID = new Date(NOON - 60_000).toISOString();
const taken = { status: 200, body: { success: true } };
const uuidOf = (n: number): string => `0b0b0b0b-0b0b-4b0b-8b0b-${n.toString(16).padStart(12, '0')}`;
const deviceOf = (n: number): AnswerBody => ({ device: uuidOf(n).replaceAll('-', '') });
const consent = (categoryPreferences: object) => ({ context: { consent: { categoryPreferences } } });
const ALL = consent({ Analytics: true, Personalization: true, Contact: true, Share: true });

const open = (settings: SiteSettings = {}) => openDoor(served, settings);

const viewed = (more: object) => ({ event: 'Product Viewed', timestamp: SAID, ...more });

describe('the public key', () => {
  it('says who somebody is, which is a claim: what the person refused stays refused, and their consent is their own', async () => {
    const { site, asServer, asPage } = await open({ serverConsent: null });
    await asServer('/v1/track', viewed({ userId: 'ann', ...consent({ Analytics: false }) }));
    await asPage('/v1/identify', {
      anonymousId: uuidOf(1),
      userId: 'ann',
      timestamp: SAID,
      traits: { plan: 'pro' },
      ...ALL,
    });
    expect(await visitorOf(site, deviceOf(1))).not.toBe(await visitorOf(site, { userId: 'ann' }));
    expect(await profileOf(site, { userId: 'ann' })).toMatchObject({
      traits: {},
      consent: { analytics: { allowed: false } },
    });
    await asPage('/v1/track', viewed({ userId: 'ann', ...ALL }));
    expect(await namesOf(site, { userId: 'ann' })).toEqual([]);
  });

  it('joins a device with the person whom it claims to be, and the log-in is not proved', async () => {
    const { site, asPage } = await open();
    await asPage('/v1/track', viewed({ anonymousId: uuidOf(2), messageId: 'p1', ...ALL }));
    await asPage('/v1/identify', {
      anonymousId: uuidOf(2),
      userId: 'bea',
      messageId: 'p2',
      timestamp: SAID,
      traits: { plan: 'pro' },
      ...ALL,
    });
    expect(await namesOf(site, { userId: 'bea' })).toEqual(['Product Viewed', 'Traits Updated']);
    const entries = await entriesOf(site, { userId: 'bea' });
    expect(
      entries.filter(({ type }) => type === 'link').map(({ name, properties }) => [name, properties.proved]),
    ).toEqual([['login', undefined]]);
    expect(entries.filter(({ type }) => type === 'event').map(({ source }) => source)).toEqual([
      'web',
      'web',
    ]);
  });

  it('joins no two persons: not by an address, not by an alias', async () => {
    const { site, asServer, asPage } = await open({ serverConsent: { analytics: true } });
    for (const userId of ['cay', 'dee']) await asServer('/v1/track', viewed({ userId }));
    await asServer('/v1/identify', {
      userId: 'cay',
      traits: { email: 'cay@example.org', plan: 'pro' },
      timestamp: SAID,
    });
    await asPage('/v1/identify', {
      anonymousId: uuidOf(3),
      userId: 'dee',
      traits: { email: 'cay@example.org' },
    });
    await asPage('/v1/alias', { anonymousId: uuidOf(3), previousId: 'cay', userId: 'dee' });
    await asPage('/v1/alias', { previousId: 'cay', userId: 'dee' });
    const [cay, dee] = [await visitorOf(site, { userId: 'cay' }), await visitorOf(site, { userId: 'dee' })];
    expect([cay === dee, cay, dee].includes(null)).toBe(false);
    expect(cay).not.toBe(dee);
    expect(await visitorOf(site, { email: 'cay@example.org' })).toBe(cay);
  });

  it('tells nobody who guesses names what has become of a person', async () => {
    const { site, asServer, asPage } = await open({ serverConsent: null });
    for (const userId of ['keen', 'gone'])
      await asPage('/v1/track', viewed({ userId, messageId: userId, ...ALL }));
    await asServer('/v1/track', viewed({ userId: 'shut', ...consent({ Analytics: false }) }));
    await asServer(
      '/v1/track',
      viewed({ userId: 'keen', messageId: 'shuts', ...consent({ Analytics: false }) }),
    );
    expect((await site.ask('POST', '/v1/erasures', { userId: 'gone' })).status).toBe(200);
    const guesses = ['keen', 'gone', 'shut', 'never'].map((userId) => ({
      type: 'track',
      ...viewed({ userId, ...ALL }),
    }));
    const { status, body } = await asPage('/v1/batch', { batch: [...guesses, { type: 'none' }] });
    expect(status).toBe(207);
    const results = body.results as readonly AnswerBody[];
    expect(results.slice(0, 4).map(({ index: _place, ...row }) => row)).toEqual(
      Array(4).fill({ status: 200, message: 'taken' }),
    );
    for (const userId of ['gone', 'shut']) expect(await namesOf(site, { userId })).toEqual([]);
  });

  it('grants no contact, and lifts no refusal by saying again what was allowed once', async () => {
    const { site, asPage } = await open();
    await asPage('/v1/track', viewed({ anonymousId: uuidOf(4), ...ALL }));
    expect((await profileOf(site, deviceOf(4))).consent).toMatchObject({
      analytics: { allowed: true },
      share: { allowed: true },
    });
    expect((await profileOf(site, deviceOf(4))).consent).not.toHaveProperty('contact');
    await asPage('/v1/track', { ...viewed({ anonymousId: uuidOf(4), messageId: 'no', ...consent({}) }) });
    for (let n = 0; n < 2; n += 1)
      expect(
        await asPage('/v1/track', viewed({ anonymousId: uuidOf(4), messageId: `again${n}`, ...ALL })),
      ).toMatchObject(taken);
    expect(await namesOf(site, deviceOf(4))).toHaveLength(1);
    expect((await profileOf(site, deviceOf(4))).consent).toMatchObject({
      analytics: { allowed: false },
      share: { allowed: false },
    });
  });

  it('refuses for its device whatever its clock says', async () => {
    const { site, asPage } = await open();
    for (const timestamp of [0, -1e308, 1e308])
      await asPage('/v1/track', { ...viewed({ anonymousId: uuidOf(5), ...consent({}) }), timestamp });
    expect((await profileOf(site, deviceOf(5))).consent).toMatchObject({
      analytics: { allowed: false, since: new Date(NOON).toISOString() },
    });
  });

  it('is a page’s: robots, prefetched pages and Global Privacy Control are passed over, and the library is told it is done', async () => {
    const { site, asPage } = await open({ serverConsent: { analytics: true } });
    const page = (n: number, more: object = {}) => viewed({ anonymousId: uuidOf(n), ...more });
    const robot = 'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)';
    expect(await asPage('/v1/t', page(10), { 'user-agent': robot })).toMatchObject(taken);
    expect(await asPage('/v1/t', page(11, { context: { userAgent: robot } }))).toMatchObject(taken);
    expect(await asPage('/v1/t', page(12), { 'sec-purpose': 'prefetch' })).toMatchObject(taken);
    expect(await asPage('/v1/t', page(13, ALL), { 'sec-gpc': '1' })).toMatchObject(taken);
    for (const n of [10, 11, 12]) expect([n, await visitorOf(site, deviceOf(n))]).toEqual([n, null]);
    expect((await entriesOf(site, deviceOf(13))).map(({ name }) => name)).toEqual(['Consent Denied']);
    const library = { context: { library: { name: 'analytics-node' } } };
    expect(
      await asPage('/v1/t', page(14, library), { 'user-agent': 'analytics-node-next/latest' }),
    ).toMatchObject(taken);
    expect(await namesOf(site, deviceOf(14))).toEqual(['Product Viewed']);
  });

  it('reports orders that wait for the shop’s server, where that is whose orders count', async () => {
    const { site, asPage, asServer } = await open({ serverConsent: { analytics: true }, orders: 'server' });
    const order = (n: number) => ({
      anonymousId: uuidOf(n),
      event: 'Order Completed',
      properties: { order_id: `o${n}`, total: 5 },
    });
    await asPage('/v1/track', order(20));
    await asServer('/v1/track', order(21));
    expect((await eventsOf(site, deviceOf(20)))[0]?.flags).toContain('unconfirmed');
    expect((await eventsOf(site, deviceOf(21)))[0]?.flags ?? []).not.toContain('unconfirmed');
  });
});

describe('who was erased', () => {
  it.each([uuidOf(50), uuidOf(51).toUpperCase(), 'Wanderer 9'])(
    'may be named by the id of their device as the library wrote it: %s',
    async (anonymousId) => {
      const { site, asServer } = await open({ serverConsent: { analytics: true } });
      await asServer('/v1/track', viewed({ anonymousId }));
      const visitor = await visitorOf(site, { device: anonymousId });
      expect(visitor).not.toBeNull();
      const receipt = await site.ask('POST', '/v1/erasures', { device: anonymousId });
      expect(receipt.status).toBe(200);
      expect(await visitorOf(site, { device: anonymousId })).toBeNull();
      expect((await site.ask('GET', `/v1/visitors/${visitor}/events`)).body).toMatchObject({ items: [] });
    },
  );

  it.each(['asServer', 'asPage'] as const)(
    'does not come back with what is said of the time before (%s)',
    async (who) => {
      const world = await open({ serverConsent: { analytics: true } });
      const { site, asServer } = world;
      const send = world[who];
      const batch = [
        { type: 'track', ...viewed({ anonymousId: uuidOf(40), userId: 'gus', messageId: 'g1' }) },
      ];
      await asServer('/v1/batch', { batch });
      expect((await site.ask('POST', '/v1/erasures', { userId: 'gus' })).status).toBe(200);
      const again = await send('/v1/batch', { batch });
      expect(again).toMatchObject({ status: 207, body: { results: [{ index: 0, status: 410 }] } });
      expect(await visitorOf(site, { userId: 'gus' })).toBeNull();
    },
  );
});

describe('what a message shows of a person', () => {
  it('is known by its name in whatever spelling, and at any depth of traits', async () => {
    const { site, asServer } = await open({ serverConsent: { analytics: true } });
    const names = ['firstname', 'LASTNAME', 'First.Name', 'Full Name', 'IPAddress', 'userName', 'userid'];
    const properties = Object.fromEntries(names.map((name) => [name, 'Kaethe']));
    await asServer('/v1/track', viewed({ userId: 'hal', properties: { ...properties, size: 3 } }));
    const traits = {
      firstname: 'Kaethe',
      plan: 'pro',
      of: { Name: 'Kaethe', list: [{ company: 'K', seats: 2 }] },
    };
    await asServer('/v1/identify', {
      userId: 'hal',
      timestamp: new Date(NOON - 50_000).toISOString(),
      traits,
    });
    expect((await eventsOf(site, { userId: 'hal' })).map(({ properties: kept }) => kept)).toEqual([
      { size: 3 },
      { plan: 'pro', of: { list: [{ seats: 2 }] } },
    ]);
  });

  it('stands nowhere in the data folder', async () => {
    const hunted = [
      'Zanzibar-Customer-4712',
      'kaethe@nest-example.net',
      '203.0.113.78',
      '+44 7700 900472',
      'Kingfisher-Former-88',
      'Heron-Anonymous-77',
      'Nest/47.12 (Zanzibar)',
      'Lapwing-Login-12',
    ];
    const [userId, email, ip, phone, previousId, anonymousId, userAgent, username] = hunted;
    const { site, asServer, asPage } = await open({ serverConsent: { analytics: true } });
    const context = {
      ip,
      userAgent,
      traits: { email, phone, username },
      page: { url: `https://a.example/${userId}?mail=${email}`, path: `/${userId}` },
      device: { id: previousId },
    };
    const properties = {
      note: `of ${userId}`,
      to: email,
      seen: ip,
      call: phone,
      was: previousId,
      as: anonymousId,
      by: userAgent,
      nick: username,
      title: `${email}`,
    };
    const more = { userId, anonymousId, context, timestamp: SAID };
    for (const send of [asServer, asPage]) {
      for (const body of [
        { type: 'track', event: 'Product Viewed', properties, ...more },
        { type: 'page', name: userId, properties, ...more },
        {
          type: 'identify',
          traits: { email, phone, firstName: 'Kaethe', plan: 'pro', ...properties },
          ...more,
        },
        { type: 'group', groupId: userId, traits: { ...properties, plan: email }, ...more },
        { type: 'alias', previousId, ...more },
        { type: 'track', event: `${userId} Viewed`, ...more },
        { type: 'track', event: 'Cart Viewed', messageId: userId, ...more },
      ])
        await send('/v1/batch', { batch: [body] });
    }
    const [address, program] = ['198.51.100.88', 'Mozilla/5.0 (Kingfisher; X11 88.1)'];
    const shown = { anonymousId, event: 'Product Viewed', properties: { seen: address, by: program } };
    await asPage('/v1/track', shown, { 'x-forwarded-for': address, 'user-agent': program });
    expect(await namesOf(site, { userId: String(userId) })).toEqual(
      expect.arrayContaining(['Product Viewed', 'Page Viewed', 'Traits Updated']),
    );
    expect(await searchFolder(served, [...hunted, address, program])).toEqual([]);
  });
});
