/** What messages say of consent, and what is kept of them by that. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { NOON, type Served, serve } from '../../../support/served.ts';
import type { AnswerBody, HttpAnswer, TestSite } from '../../../support/sites.ts';
import { eventsOf, openDoor, profileOf, type SiteSettings } from './posts.ts';

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

type Send = (path: string, body: AnswerBody) => Promise<HttpAnswer>;

const open = (settings: SiteSettings = {}) => openDoor(served, settings);

const viewed = (more: object) => ({ event: 'Product Viewed', timestamp: SAID, ...more });

describe('consent that comes with a message', () => {
  const categories = { Advertising: 'share', Marketing: 'share', Measurement: 'analytics' } as const;
  const kept = async (site: TestSite, n: number) => (await eventsOf(site, deviceOf(n))).length;

  it.each([
    ['nothing', {}, null, false],
    ['that everything is refused', consent({}), null, false],
    ['that analytics is allowed', consent({ ANALYTICS: true }), { analytics: true }, true],
    ['that something else is allowed', consent({ Advertising: true }), null, false],
    ['that analytics is refused', consent({ Analytics: false }), null, false],
    [
      'what RudderStack’s library says',
      { context: { consentManagement: { allowedConsentIds: ['analytics'], deniedConsentIds: ['share'] } } },
      { analytics: true, share: false },
      true,
    ],
  ])('says %s: it is kept under an id only where that is allowed', async (_title, said, expected, isKept) => {
    const { site, asServer, asPage } = await open({ serverConsent: null });
    for (const [n, send] of [
      [30, asServer],
      [31, asPage],
    ] as const) {
      expect(await send('/v1/track', viewed({ anonymousId: uuidOf(n), ...said }))).toMatchObject(taken);
      expect(await kept(site, n)).toBe(isKept ? 1 : 0);
      if (expected === null) continue;
      const { consent: standing } = await profileOf(site, deviceOf(n));
      const answers = Object.entries(standing as Record<string, { allowed: boolean }>).map(
        ([purpose, { allowed }]) => [purpose, allowed],
      );
      expect(Object.fromEntries(answers)).toEqual(expected);
    }
  });

  it.each([
    ['nothing', {}],
    ['that analytics is refused', consent({ Analytics: false })],
  ])(
    'says %s: whoever has the secret key is told that it was only counted, and a page is not',
    async (_, said) => {
      const { asServer, asPage } = await open({ serverConsent: null });
      const of = (n: number) => ({ type: 'track', ...viewed({ anonymousId: uuidOf(n), ...said }) });
      const allowed = { type: 'track', ...viewed({ anonymousId: uuidOf(46), ...ALL }) };
      const message = expect.stringMatching(/^consent_required: counted without an id: .*serverConsent/);
      const row = { index: 0, status: 200, message };
      expect(await asServer('/v1/track', of(44))).toMatchObject({
        status: 200,
        body: { success: true, results: [row] },
      });
      const batch = [of(44), allowed];
      expect((await asServer('/v1/batch', { batch })).body).toEqual({
        success: true,
        results: [row, { index: 1, status: 200, message: 'taken' }],
      });
      expect((await asPage('/v1/batch', { batch: [of(45), allowed] })).body).toEqual({ success: true });
      expect((await asServer('/v1/batch', { batch: [allowed] })).body).toEqual({ success: true });
    },
  );

  it.each(['lenient', 'strict'])('that is missing misses no property of a %s plan', async (mode) => {
    const { site, asServer } = await open({ serverConsent: null });
    await site.ask('PUT', '/v1/plan', { mode });
    const batch = [
      { type: 'track', ...viewed({ anonymousId: uuidOf(47), properties: { product_id: 'p1' } }) },
    ];
    expect(await asServer('/v1/batch', { batch })).toMatchObject(taken);
    expect((await site.ask('GET', '/v1/plan/violations')).body.items).toEqual([]);
  });

  it('is refused where it speaks of something else alone, whatever the owner means for who says nothing', async () => {
    const { site, asServer, asPage } = await open({ serverConsent: { analytics: true } });
    await asServer('/v1/track', viewed({ anonymousId: uuidOf(41), ...consent({ Advertising: true }) }));
    await asPage('/v1/track', viewed({ anonymousId: uuidOf(42), ...consent({ Advertising: true }) }));
    await asServer('/v1/track', viewed({ anonymousId: uuidOf(43) }));
    expect([await kept(site, 41), await kept(site, 42), await kept(site, 43)]).toEqual([0, 0, 1]);
  });

  it('is read by the categories of the site: all that mean one purpose have to be allowed', async () => {
    const { site, asServer } = await open({ serverConsent: null, consentCategories: categories });
    await asServer(
      '/v1/track',
      viewed({
        anonymousId: uuidOf(32),
        ...consent({ measurement: true, Advertising: true, Marketing: false }),
      }),
    );
    await asServer(
      '/v1/track',
      viewed({
        anonymousId: uuidOf(33),
        ...consent({ Measurement: true, Advertising: true, Marketing: true }),
      }),
    );
    await asServer('/v1/track', viewed({ anonymousId: uuidOf(34), ...consent({ Analytics: true }) }));
    expect((await profileOf(site, deviceOf(32))).consent).toMatchObject({
      analytics: { allowed: true },
      share: { allowed: false },
    });
    expect((await profileOf(site, deviceOf(33))).consent).toMatchObject({ share: { allowed: true } });
    expect(await kept(site, 34)).toBe(0);
  });

  it.each(['asServer', 'asPage'] as const)(
    'changes by a choice, which is no event and stops at once (%s)',
    async (who) => {
      const world = await open({ serverConsent: null });
      const { site } = world;
      const send = world[who];
      const choose = (said: object, messageId: string, timestamp: string) =>
        send('/v1/track', {
          anonymousId: uuidOf(35),
          event: 'Segment Consent Preference Updated',
          messageId,
          timestamp,
          ...consent(said),
        });
      const at = (ms: number): string => new Date(NOON - ms).toISOString();
      await send('/v1/track', viewed({ anonymousId: uuidOf(35), messageId: 'v1', ...ALL }));
      expect(await choose({ Analytics: false }, 'c1', at(50_000))).toMatchObject(taken);
      await send(
        '/v1/track',
        viewed({ anonymousId: uuidOf(35), messageId: 'v2', timestamp: at(40_000), ...ALL }),
      );
      expect((await profileOf(site, deviceOf(35))).consent).toMatchObject({ analytics: { allowed: false } });
      expect(await choose({ Analytics: true }, 'c2', at(30_000))).toMatchObject(taken);
      await send(
        '/v1/track',
        viewed({ anonymousId: uuidOf(35), messageId: 'v3', timestamp: at(20_000), ...ALL }),
      );
      const events = await eventsOf(site, deviceOf(35));
      expect(events.map(({ id }) => id)).toEqual(['v1', 'v3']);
      expect(await choose({ Analytics: true }, 'c4', at(15_000))).toMatchObject(taken);
      // Late ones: before the choice that stands, and between two that say the same.
      for (const [id, ms] of [
        ['c3', 35_000],
        ['c5', 25_000],
      ] as const)
        expect(await choose({ Analytics: false }, id, at(ms))).toMatchObject(taken);
      expect((await profileOf(site, deviceOf(35))).consent).toMatchObject({ analytics: { allowed: true } });
      expect(
        await send('/v1/track', { anonymousId: uuidOf(35), event: 'Segment Consent Preference Updated' }),
      ).toMatchObject({ status: 400, body: { error: { at: 'context.consent' } } });
      expect(
        await send('/v1/track', { event: 'Segment Consent Preference Updated', ...consent({}) }),
      ).toMatchObject({ status: 422, body: { error: { code: 'identifier_missing' } } });
    },
  );

  it('that a page repeats lifts no refusal of any purpose', async () => {
    const { site, asPage } = await open({ serverConsent: null });
    const at = (ms: number): string => new Date(NOON - ms).toISOString();
    const send = (event: string, messageId: string, timestamp: string, said: object) =>
      asPage('/v1/track', { anonymousId: uuidOf(38), event, messageId, timestamp, ...said });
    await send('Product Viewed', 'r1', at(60_000), ALL);
    await send(
      'Segment Consent Preference Updated',
      'r2',
      at(50_000),
      consent({ Analytics: true, Share: false }),
    );
    await send('Product Viewed', 'r3', at(40_000), ALL);
    expect(await kept(site, 38)).toBe(2);
    expect((await profileOf(site, deviceOf(38))).consent).toMatchObject({
      analytics: { allowed: true },
      share: { allowed: false },
    });
  });

  it('is for the person where a server says it, and lifts nothing of theirs where a page claims it', async () => {
    const { site, asServer, asPage } = await open({ serverConsent: null });
    const choose = (send: Send, said: object, timestamp: string) =>
      send('/v1/track', {
        ...{ userId: 'ivy', event: 'segment_consent_preference_updated', timestamp },
        ...consent(said),
      });
    const analytics = async () => {
      const { consent: standing } = await profileOf(site, { userId: 'ivy' });
      return (standing as Record<string, { allowed: boolean }>).analytics?.allowed;
    };
    await choose(asServer, { Analytics: false }, new Date(NOON - 50_000).toISOString());
    await choose(asPage, { Analytics: true }, new Date(NOON - 40_000).toISOString());
    expect(await analytics()).toBe(false);
    await choose(asServer, { Analytics: true }, new Date(NOON - 30_000).toISOString());
    expect(await analytics()).toBe(true);
  });

  it('of a person who refused stands on every device that a server names them on', async () => {
    const { site, asServer } = await open({ serverConsent: { analytics: true } });
    const refused = { purposes: { analytics: false }, source: 'form' };
    await site.ask('POST', '/v1/consent', { userId: 'jon', ...refused });
    await asServer('/v1/track', viewed({ anonymousId: uuidOf(44), userId: 'kim', messageId: 'k1', ...ALL }));
    const said = { timestamp: new Date(NOON - 30_000).toISOString() };
    for (const [messageId, more] of Object.entries({
      'of another': { anonymousId: uuidOf(44), userId: 'jon' },
      'of nobody': { anonymousId: uuidOf(45), userId: 'jon' },
      'allowed again': { anonymousId: uuidOf(46), userId: 'jon', ...ALL },
    }))
      expect(await asServer('/v1/track', viewed({ messageId, ...said, ...more }))).toMatchObject(taken);
    expect((await eventsOf(site, { userId: 'kim' })).map(({ id }) => id)).toEqual(['k1']);
    for (const named of [{ userId: 'jon' }, deviceOf(45), deviceOf(46)])
      expect(await eventsOf(site, named)).toEqual([]);
    // What they refused holds on these devices from there on, whoever speaks of them.
    await served.clock.moveTo(served.clock.now() + 1_000);
    await asServer('/v1/track', {
      ...viewed({ anonymousId: uuidOf(46) }),
      timestamp: new Date(NOON).toISOString(),
    });
    expect(await eventsOf(site, deviceOf(46))).toEqual([]);
  });

  it('waits where the site records nothing before', async () => {
    const { site, asPage } = await open({ policy: 'consented-only', serverConsent: null });
    expect(await asPage('/v1/track', viewed({ anonymousId: uuidOf(36) }))).toMatchObject(taken);
    expect(await asPage('/v1/track', viewed({ anonymousId: uuidOf(37), ...ALL }))).toMatchObject(taken);
    expect([await kept(site, 36), await kept(site, 37)]).toEqual([0, 1]);
  });
});
