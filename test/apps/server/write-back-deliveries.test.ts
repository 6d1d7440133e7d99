/** How Segment is told, whatever it answers, and how that is switched on. */
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import type { SiteId } from '../../../core/entry.ts';
import { makeDataFolder } from '../../support/data-folder.ts';
import { answer } from '../../support/hook-receiver.ts';
import { NOON, serve } from '../../support/served.ts';
import { createSite, openDoors } from '../../support/sites.ts';
import { until } from '../../support/until.ts';
import { makeTerminal, stoppedClock, type } from './cli/support.ts';
import {
  type Call,
  openWriteBackShop,
  USER,
  WRITE_BACK,
  WRITE_KEY,
  type WriteBackShop,
} from './write-back-shop.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

let shop: WriteBackShop;
beforeEach(async () => {
  shop = await openWriteBackShop();
});
afterEach(() => shop.served.stop());

describe('a Segment that does not answer well', () => {
  it('is tried again with the same messages, and told once it takes them', async () => {
    await shop.switchOn({ scores: [] });
    shop.segment.react(answer(503));
    await shop.site.ingest([shop.event('Product Viewed')]);
    await until(async () => Number((await shop.read()).waiting) === 1);
    expect(await shop.read()).toMatchObject({
      failed: 1,
      lastFailure: { at: new Date(NOON).toISOString(), reason: 'answered 503' },
    });
    shop.segment.react(answer(200));
    await shop.served.clock.moveTo(NOON + 13_000);
    await until(async () => Number((await shop.read()).sent) === 1);
    const [first, second] = shop.segment.arrivals.map(({ text }) =>
      (JSON.parse(text).batch as Call[]).map(({ messageId }) => messageId),
    );
    expect(second).toEqual(first);
    expect(shop.segment.arrivals).toHaveLength(2);
  });

  it('is left alone for as long as it asks', async () => {
    await shop.switchOn({ scores: [] });
    shop.segment.react(answer(429, { 'retry-after': '120' }));
    await shop.site.ingest([shop.event('Product Viewed')]);
    await until(async () => Number((await shop.read()).waiting) === 1);
    shop.segment.react(answer(200));
    await shop.served.clock.moveTo(NOON + 119_000);
    expect(shop.segment.arrivals).toHaveLength(1);
    // No further: on this clock a delivery that has begun is given up ten seconds later, answered or not.
    await shop.served.clock.moveTo(NOON + 120_000);
    await until(async () => Number((await shop.read()).sent) === 1);
  });

  it('is given up after a day, and told when somebody says so', async () => {
    await shop.switchOn({ scores: [] });
    shop.segment.react(answer(400));
    await shop.site.ingest([shop.event('Product Viewed')]);
    await until(async () => Number((await shop.read()).waiting) === 1);
    for (let leap = 1; leap <= 8; leap += 1) {
      await shop.served.clock.leapTo(NOON + leap * 3 * HOUR);
      await until(async () => Number((await shop.read()).failed) === leap + 1);
    }
    await until(async () => Number((await shop.read()).dead) === 1);
    const { items } = (await shop.site.ask('GET', `${WRITE_BACK}/dead-letters`)).body as {
      items: Record<string, unknown>[];
    };
    expect(items).toMatchObject([{ type: 'notice', reason: 'answered 400', visitor: shop.visitorOf(USER) }]);
    shop.segment.react(answer(200));
    const before = shop.segment.arrivals.length;
    expect((await shop.site.ask('POST', `${WRITE_BACK}/dead-letters/resend`, {})).body).toEqual({
      resent: 1,
    });
    await shop.segment.arrived(before + 1);
    await until(async () => Number((await shop.read()).sent) === 1);
  });

  it('is told after a restart what it was not told before', async () => {
    const dataDir = makeDataFolder();
    const env = { INKLING_WEBHOOK_PRIVATE_HOSTS: 'loopback' };
    const first = await serve({ dataDir, env });
    const own = await createSite(first, { name: 'Own', site: 'own' });
    await own.ask('PUT', '/v1/segments/viewers', { name: 'Viewers', when: { event: 'Product Viewed' } });
    await first.engine.segments.idle();
    await own.ask('PUT', WRITE_BACK, { writeKey: WRITE_KEY, host: `${shop.segment.url}/v1`, scores: [] });
    shop.segment.react(answer(503));
    await own.ingest([shop.event('Product Viewed')]);
    await until(async () => Number((await own.ask('GET', WRITE_BACK)).body.waiting) === 1);
    await first.stop();
    shop.segment.react(answer(200));
    const second = await serve({ dataDir, env, clockAtMs: NOON + MINUTE });
    onTestFinished(() => second.stop());
    const again = openDoors(second.url, own);
    await until(async () => Number((await again.ask('GET', WRITE_BACK)).body.sent) === 1);
    expect(new Set(shop.calls().map(({ userId }) => userId))).toEqual(new Set([USER]));
  });
});

describe('switching it on', () => {
  it('is refused without a key, and for an address that nothing is sent to', async () => {
    const missing = await shop.site.ask('PUT', WRITE_BACK, { region: 'eu' });
    expect([missing.status, (missing.body.error as Record<string, unknown>).at]).toEqual([400, 'writeKey']);
    const forbidden = await shop.site.ask('PUT', WRITE_BACK, {
      writeKey: WRITE_KEY,
      host: 'https://10.0.0.1/v1',
    });
    expect([forbidden.status, (forbidden.body.error as Record<string, unknown>).code]).toEqual([
      422,
      'private_address',
    ]);
    expect((await shop.site.ask('GET', WRITE_BACK)).body).toEqual({ state: 'off' });
  });

  it('is refused for a segment that the site has not', async () => {
    const asked = { writeKey: WRITE_KEY, host: `${shop.segment.url}/v1`, segments: ['viewers', 'veiwers'] };
    const { status, body } = await shop.site.ask('PUT', WRITE_BACK, asked);
    expect([status, (body.error as Record<string, unknown>).at]).toEqual([400, 'segments[1]']);
    expect((await shop.site.ask('GET', WRITE_BACK)).body).toEqual({ state: 'off' });
  });

  it('is refused for a host that nobody knows', async () => {
    const asked = { writeKey: WRITE_KEY, host: 'https://no-such-host.invalid/v1' };
    const { status, body } = await shop.site.ask('PUT', WRITE_BACK, asked);
    expect([status, (body.error as Record<string, unknown>).at]).toEqual([400, 'host']);
  });

  it('keeps the source when the rest is changed', async () => {
    await shop.switchOn({ delta: 0.2, bands: [0.2, 0.8] });
    const changed = await shop.site.ask('PUT', WRITE_BACK, { delta: 0.1 });
    const host = `${shop.segment.url}/v1`;
    expect(changed.body).toMatchObject({ host, delta: 0.1, bands: [0.3, 0.7], segments: null });
    await shop.site.ingest([shop.event('Product Viewed')]);
    await shop.segment.arrived(1);
    const credentials = String(shop.segment.arrivals[0]?.headers.authorization).replace('Basic ', '');
    expect(Buffer.from(credentials, 'base64').toString()).toBe(`${WRITE_KEY}:`);
  });

  it('is told on the command line', async () => {
    await shop.switchOn({ scores: ['intent'] });
    await shop.site.ingest([
      shop.event('Product Viewed'),
      shop.event('Product Viewed', { userId: undefined, device: 'd3'.repeat(16) }),
    ]);
    await until(
      async () => (await shop.read()).visitors.unnamed === 1 && (await shop.read()).visitors.told === 1,
    );
    await shop.settle();
    const terminal = makeTerminal({ DATA_DIR: shop.served.dataDir }, stoppedClock(NOON));
    const { exit, json, text } = await type('write-back --site shop', terminal);
    expect([exit, json]).toEqual([0, await shop.read()]);
    expect(text).toContain(`Goes back to ${shop.segment.url}/v1: scores intent; segments all`);
    expect(text).toMatch(/Deliveries: \d+ sent, 0 waiting, 0 dead, \d+ held back/);
    expect(text).toContain('Attempts that failed: 0\n');
    expect(text).toMatch(/Visitors: 1 told of, 1 passed over, for no user id of\s+theirs is known/);
  });

  it('says on the command line what the last attempt failed at', async () => {
    await shop.switchOn({ scores: [] });
    shop.segment.react(answer(401));
    await shop.site.ingest([shop.event('Product Viewed')]);
    await until(async () => Number((await shop.read()).waiting) === 1);
    const terminal = makeTerminal({ DATA_DIR: shop.served.dataDir }, stoppedClock(NOON));
    const { text } = await type('write-back --site shop', terminal);
    const line = 'Attempts that failed: 1; the last, at 2026-01-05T12:00:00.000Z: answered 401';
    expect(text.replaceAll(/\n {2}/g, ' ')).toContain(line);
    await shop.switchOn({ scores: [] });
    expect((await shop.read()).lastFailure).toBeNull();
  });

  it('counts what left and what was held back, by why', async () => {
    await shop.switchOn({ scores: [] });
    await shop.site.ingest([
      shop.event('Product Viewed'),
      shop.event('Product Viewed', { userId: 'silent', consent: { analytics: true } }),
      shop.event('Product Viewed', { userId: undefined, device: 'd2'.repeat(16) }),
    ]);
    await until(
      async () => Number((await shop.read()).sent) === 1 && Number((await shop.read()).withheld) === 2,
    );
    const [line] = (await shop.served.deliveries.egress.read(shop.site.siteId as SiteId)).filter(
      ({ destination }) => destination === 'segment',
    );
    expect(line).toMatchObject({
      purpose: 'share',
      sent: 1,
      heldBack: { consent: 1, gpc: 0, objection: 0, other: 1 },
    });
  });
});
