import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SiteId } from '../../core/entry.ts';
import type { Policy } from '../../core/sites/site.ts';
import { createEmbeddedStore } from '../../core/stores/embedded.ts';
import type { AnswerBody, Sender, TestSite } from '../support/sites.ts';
import {
  device,
  entriesOf,
  eventsOf,
  find,
  item,
  openWorld,
  profileOf,
  visitorsOf,
  type World,
} from './world.ts';

const dataDir = mkdtempSync(join(tmpdir(), 'inkling-modes-'));
let world: World;
beforeAll(async () => {
  world = await openWorld(Date.UTC(2026, 0, 14, 12, 34, 56), { dataDir });
});
afterAll(async () => {
  await world.stop();
  rmSync(dataDir, { recursive: true, force: true });
});

const CHOICES = {
  nothing: undefined,
  'none needed': { required: false },
  granted: { analytics: true },
  denied: { analytics: false },
} as const satisfies Record<string, AnswerBody | undefined>;

/** Under which id the event is stored, or with which code it is not. */
type Outcome = 'device' | 'anonymous' | 'counted' | 'consent_required' | 'opted_out' | 'gpc' | 'dnt';

/** What happens to a page's event before and after its visitor decided, by the policy of the site. */
const TABLE: readonly [Policy, keyof typeof CHOICES, withoutDevice: Outcome, withDevice: Outcome][] = [
  ['auto', 'nothing', 'counted', 'counted'],
  ['auto', 'none needed', 'anonymous', 'anonymous'],
  ['auto', 'granted', 'counted', 'device'],
  ['auto', 'denied', 'opted_out', 'opted_out'],
  ['statistics', 'nothing', 'counted', 'counted'],
  ['statistics', 'none needed', 'counted', 'counted'],
  ['statistics', 'granted', 'counted', 'device'],
  ['statistics', 'denied', 'opted_out', 'opted_out'],
  ['session', 'nothing', 'anonymous', 'anonymous'],
  ['session', 'none needed', 'anonymous', 'anonymous'],
  ['session', 'granted', 'anonymous', 'device'],
  ['session', 'denied', 'opted_out', 'opted_out'],
  ['consented-only', 'nothing', 'consent_required', 'consent_required'],
  ['consented-only', 'none needed', 'consent_required', 'consent_required'],
  ['consented-only', 'granted', 'consent_required', 'device'],
  ['consented-only', 'denied', 'opted_out', 'opted_out'],
];

type Signal = {
  readonly title: string;
  readonly envelope?: AnswerBody;
  readonly sender?: Sender;
  readonly outcome?: Outcome;
};

const SIGNALS: readonly Signal[] = [
  { title: 'no signal' },
  { title: 'GPC in the header', sender: { headers: { 'sec-gpc': '1' } }, outcome: 'gpc' },
  { title: 'GPC in the page', envelope: { g: 1 }, outcome: 'gpc' },
  { title: 'GPC in both', envelope: { g: 1 }, sender: { headers: { 'sec-gpc': '1' } }, outcome: 'gpc' },
  { title: 'a GPC header that says no', sender: { headers: { 'sec-gpc': '0' } } },
  { title: 'DNT on a site that does not honour it', sender: { headers: { dnt: '1' } } },
];

async function observe(
  site: TestSite,
  dev: string | null,
  { envelope, sender }: Signal,
  choice: AnswerBody | undefined,
): Promise<Outcome> {
  const now = world.now();
  const post = {
    s: now,
    pg: 'a'.repeat(32),
    ...(dev && { dev }),
    ...(choice && { c: choice }),
    ...envelope,
    e: [item('Page Viewed', now)],
  };
  const { status, body } = await site.collect(post, sender);
  expect(status).toBe(200);
  const visitors = await visitorsOf(site);
  const [refused] = body.refused as readonly { code: Outcome }[];
  if (refused !== undefined) {
    expect(body.accepted).toBe(0);
    for (const visitor of visitors) expect(await eventsOf(site, { visitor })).toEqual([]);
    return refused.code;
  }
  expect(body.accepted).toBe(1);
  if (visitors.length === 0) return 'counted';
  expect(visitors).toHaveLength(1);
  expect((await profileOf(site, { visitor: visitors[0] ?? '' })).events?.count).toBe(1);
  return dev !== null && (await find(site, { device: dev })) === visitors[0] ? 'device' : 'anonymous';
}

describe('before and after a choice (modes of semantics.md, section 4)', () => {
  it.each(TABLE)(
    'policy %s, visitor said %s: stored as %s, with a device id as %s',
    async (policy, choice, ...outcomes) => {
      for (const [n, expected] of outcomes.entries()) {
        for (const signal of SIGNALS) {
          const site = await world.site({ policy });
          const seen = await observe(site, n === 0 ? null : device(1), signal, CHOICES[choice]);
          expect([signal.title, n, seen]).toEqual([signal.title, n, signal.outcome ?? expected]);
        }
      }
    },
  );

  it('honours Do Not Track where the site chose to', async () => {
    for (const policy of ['auto', 'statistics', 'session', 'consented-only'] as const) {
      const site = await world.site({ policy, honoursDoNotTrack: true });
      const signal = { title: 'DNT', sender: { headers: { dnt: '1' } } };
      expect(await observe(site, device(1), signal, CHOICES.granted)).toBe('dnt');
      expect(await visitorsOf(site)).toEqual([]);
    }
  });

  it('keeps a choice that is on record when a page says nothing, and a denial against a page that repeats an old grant', async () => {
    const site = await world.site({ policy: 'statistics' });
    const now = world.now();
    const post = (c: AnswerBody | undefined) =>
      site.collect({ s: now, dev: device(1), ...(c && { c }), e: [item('Page Viewed', now)] });
    await post({ analytics: true, at: now - 9_000 });
    expect((await post(undefined)).body).toMatchObject({ accepted: 1 });
    expect((await eventsOf(site, { device: device(1) })).length).toBe(2);
    await site.ask('POST', '/v1/consent', {
      device: device(1),
      purposes: { analytics: false },
      source: 'letter',
    });
    for (const c of [undefined, { analytics: true }, { analytics: true, at: now - 9_000 }])
      expect((await post(c)).body).toMatchObject({ accepted: 0, refused: [{ code: 'opted_out' }] });
    await world.pass(1_000);
    expect((await post({ analytics: true, at: world.now() })).body).toMatchObject({ accepted: 1 });
  });
});

describe('Global Privacy Control', () => {
  it.each(SIGNALS.filter(({ outcome }) => outcome === 'gpc'))(
    'by $title denies a known device egress and profiling, once, and leaves what it allowed otherwise',
    async ({ envelope, sender }) => {
      const site = await world.site();
      const now = world.now();
      const said = {
        analytics: true,
        personalization: true,
        share: true,
        contact: false,
        at: now - 60_000,
        source: 'banner',
      };
      await site.collect({ s: now, dev: device(1), c: said, e: [item('Page Viewed', now - 1)] });
      for (let n = 0; n < 3; n += 1)
        await site.collect(
          { s: now, dev: device(1), c: said, ...envelope, e: [item('Page Viewed', now)] },
          sender,
        );
      const { consent, events } = await profileOf(site, { device: device(1) });
      expect(events?.count).toBe(1);
      const allowed = Object.fromEntries(
        Object.entries(consent).map(([purpose, { allowed }]) => [purpose, allowed]),
      );
      expect(allowed).toEqual({ analytics: true, personalization: false, contact: false, share: false });
      const denials = (await entriesOf(site, { device: device(1) })).filter(
        ({ name }) => name === 'Consent Denied',
      );
      expect(denials.filter(({ properties }) => properties.source === 'gpc')).toHaveLength(1);
    },
  );

  it('stores nothing at all of somebody who is not known', async () => {
    const site = await world.site();
    await site.collect({
      s: world.now(),
      g: 1,
      c: { required: false },
      e: [item('Page Viewed', world.now())],
    });
    expect(await visitorsOf(site)).toEqual([]);
  });

  it('is lifted by an explicit later choice alone', async () => {
    const site = await world.site();
    const dev = device(1);
    const share = async () => (await profileOf(site, { device: dev })).consent.share?.allowed;
    const say = (at: number, more: AnswerBody = {}) =>
      site.collect({
        s: world.now(),
        dev,
        c: { analytics: true, share: true, at, source: 'banner' },
        e: [],
        ...more,
      });
    const first = world.now();
    await say(first);
    await world.pass(1_000);
    await say(first, { g: 1 });
    expect(await share()).toBe(false);
    await say(first);
    expect(await share()).toBe(false);
    await world.pass(1_000);
    await say(world.now());
    expect(await share()).toBe(true);
  });
});

describe('what is only counted', () => {
  it('is an hour and a path in the log, and nothing that could name or follow anybody', async () => {
    const site = await world.site({ policy: 'statistics' });
    const now = world.now();
    const rich = {
      p: { product_id: 'p1', email: 'x', price: 5 },
      u: '/shoes?utm_source=mail',
      r: 'https://other.example/x',
    };
    await site.collect({
      s: now,
      pg: 'b'.repeat(32),
      z: 'Europe/Berlin',
      e: [item('Product Viewed', now - 1_234, rich)],
    });
    await site.ingest([
      {
        id: 'nobody',
        name: 'Order Completed',
        userId: 'u1',
        time: now - 1_234,
        properties: { order_id: '1', revenue: 5 },
      },
    ]);
    await world.stop();
    const store = await createEmbeddedStore({ dataDir });
    const entries = await store.readSite(site.siteId as SiteId, { type: 'event', limit: 10 });
    await store.close();
    world = await openWorld(now, { dataDir });
    const hour = Math.floor((now - 1_234) / 3_600_000) * 3_600_000;
    expect(entries).toHaveLength(2);
    for (const entry of entries) {
      expect(entry).toMatchObject({ visitor: null, t: hour, receivedAt: hour, properties: {} });
      expect(entry.id).toMatch(/^counted:[0-9a-f]{32}$/);
      expect(entry.page).toBeUndefined();
    }
    expect(entries.map(({ context }) => context ?? {})).toEqual(
      expect.arrayContaining([{ path: '/shoes' }, {}]),
    );
  });
});
