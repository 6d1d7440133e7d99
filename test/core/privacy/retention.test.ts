import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createEngine, type Engine } from '../../../core/engine.ts';
import type { Entry, VisitorId } from '../../../core/entry.ts';
import type { Circumstances } from '../../../core/identity/circumstances.ts';
import { createKeys } from '../../../core/identity/keys.ts';
import type { Store } from '../../../core/ports.ts';
import { createRetention } from '../../../core/privacy/retention.ts';
import type { Site } from '../../../core/sites/site.ts';
import { createEmbeddedStore } from '../../../core/stores/embedded.ts';
import { createSaltFile } from '../../../core/stores/salt-file.ts';
import { createFakeClock } from '../../support/fake-clock.ts';
import { link, rules, visitorId } from '../profiles/world.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const T0 = Date.UTC(2026, 2, 1, 9);
const MASTER = new Uint8Array(32).fill(7);
const SEEN: Circumstances = {
  addressPrefix: '203.0.113',
  userAgent: 'Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0',
  acceptLanguage: 'en',
  gpc: false,
  dnt: false,
  purpose: '',
  origin: '',
  country: '',
  address: '203.0.113.9',
};

let dataDir: string;
let clock: ReturnType<typeof createFakeClock>;
let store: Store;
let engine: Engine;
let site: Site;

beforeEach(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'inkling-retention-'));
  clock = createFakeClock(T0);
  store = await createEmbeddedStore({ dataDir });
  const keys = createKeys(MASTER);
  const salts = createSaltFile(dataDir);
  engine = await createEngine({ store, clock, keys, salts, masterKey: MASTER, profileCacheBytes: 1e8 });
  const created = await engine.sites.create({ name: 'Shop', policy: 'session' });
  if (!created.ok) throw new Error(created.hint);
  site = created.value;
});

afterEach(async () => {
  await engine.close();
  await store.close();
  rmSync(dataDir, { recursive: true, force: true });
});

async function view(id: string): Promise<void> {
  const t = clock.now();
  const item = { i: id, n: 'Product Viewed', t, p: { product_id: 'p1', price: 10 }, u: '/p/1' };
  await engine.collect(site, { ver: 1, s: t, pg: 'ab'.repeat(16), q: 0, e: [item] }, SEEN);
}

async function order(id: string, t: number): Promise<void> {
  const event = {
    id,
    name: 'Order Completed',
    time: t,
    userId: 'c-1',
    consent: { analytics: true },
    properties: { order_id: id, total: 19.99, currency: 'EUR', products: [] },
  };
  await engine.ingest(site, { events: [event] });
}

/** Makes the profile from base and log alone. */
const forgetFold = (visitor: VisitorId): Promise<void> => engine.book.refold(site.siteId, visitor);

const onlyVisitor = async (): Promise<VisitorId> => {
  const { items } = await engine.visitors.list(site.siteId, null, 10);
  expect(items).toHaveLength(1);
  return items[0]?.visitor as VisitorId;
};

describe('an anonymous visitor', () => {
  it('does not end where a link says, while it is about to, whose it is', async () => {
    await view('a');
    const visitor = await onlyVisitor();
    await clock.advance(2 * DAY_MS);
    const { siteId } = site;
    const linkFirst: Store['readLinks'] = async (...asked) => {
      const day = link('day', visitor, visitorId('device'), { t: clock.now() });
      await engine.append([{ ...day, site: siteId }]);
      return store.readLinks(...asked);
    };
    const retention = createRetention({
      ...{ store: { ...store, readLinks: linkFirst }, book: engine.book, clock },
      rulesOf: () => rules,
    });
    expect(await retention.endAnonymous()).toBe(0);
    const kept = await store.readVisitor(siteId, [visitor]);
    expect(kept.map(({ type }) => type)).toEqual(['event', 'link']);
  });

  it('ends 48 hours after the last event; the event stays, with nobody to belong to', async () => {
    await view('a');
    const visitor = await onlyVisitor();
    await clock.advance(2 * DAY_MS - 1);
    expect(await engine.retention.endAnonymous()).toBe(0);
    expect(await engine.visitors.view(site.siteId, visitor)).not.toBeNull();
    await clock.advance(1);
    expect(await engine.retention.endAnonymous()).toBe(1);
    expect(await engine.visitors.view(site.siteId, visitor)).toBeNull();
    const [left] = await store.readSite(site.siteId, { type: 'event', limit: 9 });
    expect(left).toMatchObject({ id: 'a', visitor: null });
    expect(left?.page).toBeUndefined();
    expect(await engine.retention.endAnonymous()).toBe(0);
  });

  it('lives on while events come', async () => {
    await view('a');
    await clock.advance(HOUR_MS);
    await view('b');
    const visitor = await onlyVisitor();
    await clock.advance(2 * DAY_MS - HOUR_MS);
    expect(await engine.retention.endAnonymous()).toBe(0);
    expect(await engine.visitors.view(site.siteId, visitor)).not.toBeNull();
  });

  it('that is linked does not end, and waits for nothing', async () => {
    const device = 'd'.repeat(32);
    for (const [n, name, userId] of [
      [0, 'Product Viewed', 'c-1'],
      [1, 'Signed Out', 'c-1'],
      [2, 'Product Viewed', undefined],
      [3, 'Product Viewed', 'c-2'],
    ] as const) {
      const event = { id: `e${n}`, name, time: T0 - HOUR_MS + n, device, ...(userId && { userId }) };
      await engine.ingest(site, { events: [{ ...event, consent: { analytics: true } }] });
    }
    await clock.advance(3 * DAY_MS);
    expect(await engine.retention.endAnonymous()).toBe(0);
    expect((await engine.visitors.list(site.siteId, null, 9)).items.length).toBeGreaterThan(1);
    expect(await store.readDue(Number.NEGATIVE_INFINITY, clock.now(), 9)).toEqual([]);
  });

  it('is not ended once the visitor has spoken of consent', async () => {
    await order('1', T0);
    const visitor = await onlyVisitor();
    await clock.advance(30 * DAY_MS);
    expect(await engine.retention.endAnonymous()).toBe(0);
    expect(await engine.visitors.view(site.siteId, visitor)).not.toBeNull();
  });
});

describe('raw events past their term', () => {
  it('go, and a profile made anew from what is left says the same', async () => {
    for (const day of [0, 1, 2]) await order(`o${day}`, T0 - day * DAY_MS);
    await clock.advance(100 * DAY_MS);
    await order('o3', clock.now());
    const visitor = await onlyVisitor();
    await clock.advance(90 * DAY_MS);
    const before = await engine.visitors.view(site.siteId, visitor);
    expect(await engine.retention.retireEvents(site.siteId, 180)).toBe(3);
    const { items } = await engine.visitors.entries(site.siteId, visitor, null, 100);
    expect(items.filter(({ type }) => type === 'event')).toHaveLength(1);

    await forgetFold(visitor);
    const after = await engine.visitors.view(site.siteId, visitor);
    expect(after?.events).toEqual(before?.events);
    expect(after?.aggregates).toEqual(before?.aggregates);
    expect(after?.orders).toEqual(before?.orders);
    expect(after?.sessions).toMatchObject({ count: 4, ended: 4, drops: before?.sessions.drops });
    expect(await engine.retention.retireEvents(site.siteId, 180)).toBe(0);
  });

  it('after a sign-out stay the device’s own, in what is left of them too', async () => {
    const device = 'd'.repeat(32);
    const shown = async () => {
      const { items } = await engine.visitors.list(site.siteId, null, 9);
      for (const { visitor } of items) await engine.book.refold(site.siteId, visitor);
      const views = items.map(({ visitor }) => engine.visitors.view(site.siteId, visitor));
      return (await Promise.all(views)).map((view) => view?.events?.count).toSorted();
    };
    for (const [minute, name, userId] of [
      [0, 'Product Viewed', 'c-1'],
      [1, 'Signed Out', 'c-1'],
      [2, 'Product Viewed', undefined],
    ] as const) {
      const event = { id: `e${minute}`, name, time: T0 - HOUR_MS + minute * 60_000, device };
      const consent = { analytics: true };
      await engine.ingest(site, { events: [{ ...event, consent, ...(userId && { userId }) }] });
    }
    expect(await shown()).toEqual([1, 2]);
    await clock.advance(200 * DAY_MS);
    expect(await engine.retention.retireEvents(site.siteId, 180)).toBe(3);
    expect(await shown()).toEqual([1, 2]);
  });

  it('go, and a refund of what was bought then still counts', async () => {
    await order('o1', T0);
    await clock.advance(200 * DAY_MS);
    await order('o2', clock.now());
    expect(await engine.retention.retireEvents(site.siteId, 180)).toBe(1);
    const properties = { order_id: 'o1', total: 9.99, currency: 'EUR' };
    const refund = { id: 'r1', name: 'Order Refunded', time: clock.now(), userId: 'c-1', properties };
    await engine.ingest(site, { events: [{ ...refund, consent: { analytics: true } }] });
    const visitor = await onlyVisitor();
    const shown = async () => (await engine.visitors.view(site.siteId, visitor))?.orders;
    expect(await shown()).toMatchObject({ frequency: 2, monetary: 29.99 });
    await forgetFold(visitor);
    expect(await shown()).toMatchObject({ frequency: 2, monetary: 29.99 });
  });

  it('keep their ids taken', async () => {
    await order('o1', T0);
    await clock.advance(200 * DAY_MS);
    await engine.retention.retireEvents(site.siteId, 180);
    await order('o1', T0);
    const visitor = await onlyVisitor();
    expect((await engine.visitors.view(site.siteId, visitor))?.orders).toMatchObject({ frequency: 1 });
  });

  it('stay while their session has events that stay', async () => {
    await view('a');
    await clock.advance(10 * 60_000);
    await view('b');
    await clock.advance(DAY_MS - 5 * 60_000);
    expect(await engine.retention.retireEvents(site.siteId, 1)).toBe(0);
    await clock.advance(HOUR_MS);
    expect(await engine.retention.retireEvents(site.siteId, 1)).toBe(2);
  });
});

describe('entries that are old and stay', () => {
  const kept = (n: number, parts: Partial<Entry>): Entry => ({
    site: site.siteId,
    id: `k${n}`,
    type: 'decision',
    name: 'Decided',
    t: T0 + n,
    receivedAt: T0,
    visitor: n.toString(16).padStart(32, '0') as VisitorId,
    source: 'server',
    properties: {},
    ...parts,
  });
  const many = (parts: Partial<Entry>): readonly Entry[] =>
    Array.from({ length: 1_001 }, (_, n) => kept(n, parts));

  it.each([
    ['decisions', { type: 'decision' }],
    ['facts of the site', { type: 'fact', name: 'Price Increased', visitor: null }],
    ['the only scores of visitors', { type: 'score', name: 'purchase_7d', properties: { p: 0.5 } }],
  ] as const)('keep no events with them: more than a thousand %s', async (_, parts) => {
    await engine.append(many(parts));
    await order('o1', T0);
    await clock.advance(200 * DAY_MS);
    expect(await engine.retention.retireEvents(site.siteId, 180)).toBe(1);
    expect(await store.readEntry(site.siteId, 'k1000')).not.toBeNull();
  });

  it('are scores that no later one has made superfluous', async () => {
    const put = await engine.segments.put(site.siteId, {
      key: 'hot',
      name: 'Hot',
      when: { score: 'purchase_7d', gte: 0.7, leave: 0.4 },
    });
    expect(put.ok).toBe(true);
    const visitor = 'a'.repeat(32) as VisitorId;
    const score = (n: number, p: number, name = 'purchase_7d'): Entry =>
      kept(n, { type: 'score', name, visitor, properties: { p } });
    const scores = [score(1, 0.9), score(2, 0.1), score(3, 0.8), score(4, 0.5), score(5, 0.2, 'churn')];
    await engine.append([...scores, score(6, 0.3, 'churn')]);
    await clock.advance(200 * DAY_MS);
    expect(await engine.retention.retireEvents(site.siteId, 180)).toBe(3);
    const left = await store.readVisitor(site.siteId, [visitor], { types: ['score'] });
    expect(left.map(({ id }) => id)).toEqual(['k3', 'k4', 'k6']);
  });
});
