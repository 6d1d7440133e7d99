import { describe, expect, it, onTestFinished } from 'vitest';
import { createEngine, type Engine } from '../../core/engine.ts';
import type { Circumstances } from '../../core/identity/circumstances.ts';
import { deviceVisitor } from '../../core/identity/hash.ts';
import { createKeys } from '../../core/identity/keys.ts';
import { activityOf } from '../../core/profiles/deferred-activity.ts';
import type { Site } from '../../core/sites/site.ts';
import { createEmbeddedStore } from '../../core/stores/embedded.ts';
import { createSaltFile } from '../../core/stores/salt-file.ts';
import { makeDataFolder } from '../support/data-folder.ts';
import { createDrivenClock } from '../support/driven-clock.ts';

const NOW = Date.UTC(2026, 0, 5, 12);
const DEVICE = 'ab'.repeat(16);
const SEEN: Circumstances = {
  address: '203.0.113.7',
  addressPrefix: '203.0.113',
  userAgent: 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0',
  acceptLanguage: 'de',
  gpc: false,
  dnt: false,
  purpose: '',
  origin: '',
  country: 'DE',
};

async function openEngine() {
  const dataDir = makeDataFolder();
  const clock = createDrivenClock(NOW);
  const masterKey = new Uint8Array(32);
  const store = await createEmbeddedStore({ dataDir });
  const ports = {
    store,
    clock,
    keys: createKeys(masterKey),
    salts: createSaltFile(dataDir),
    masterKey,
    profileCacheBytes: 1e7,
  };
  const engine = await createEngine(ports);
  onTestFinished(async () => {
    await engine.close();
    await store.close();
  });
  const made = await engine.sites.create({
    name: 'Shop',
    policy: 'session',
    timezone: 'UTC',
    currency: 'EUR',
  });
  if (!made.ok) throw new Error(made.code);
  return { engine, clock, store, site: made.value };
}

const item = (i: string, t = NOW) => ({ i, n: 'Page Viewed', t, p: {} });
const post = (more: object) => ({ ver: 1, s: NOW, dev: DEVICE, c: { analytics: true }, e: [], ...more });

async function entriesOf(engine: Engine, site: Site) {
  const visitor = deviceVisitor(site.idKey, DEVICE);
  return (await engine.visitors.entries(site.siteId, visitor, null, 100)).items;
}

async function contextOf(engine: Engine, site: Site) {
  const event = (await entriesOf(engine, site)).find(({ type }) => type === 'event');
  return { ...event?.context } as Record<string, unknown>;
}

describe('the engine', () => {
  it('never lets the time of arrival decrease, whatever the clock of the machine does', async () => {
    const { engine, clock, site } = await openEngine();
    await engine.collect(site, post({ e: [item('a', NOW - 5)] }), SEEN);
    await clock.moveTo(NOW - 3_600_000);
    expect(engine.now()).toBe(NOW);
    await engine.collect(site, post({ e: [item('b', NOW - 4)] }), SEEN);
    await clock.moveTo(NOW + 1);
    expect(engine.now()).toBe(NOW + 1);
    const events = (await entriesOf(engine, site)).filter(({ type }) => type === 'event');
    expect(events.map(({ id, receivedAt }) => [id, Date.parse(receivedAt) - NOW])).toEqual([
      ['a', 0],
      ['b', 0],
    ]);
  });

  it('stores of the circumstances the class of the device and the country, and nothing else', async () => {
    const { engine, site } = await openEngine();
    await engine.collect(site, post({ z: 'Europe/Berlin', e: [item('a')] }), SEEN);
    const event = (await entriesOf(engine, site)).find(({ type }) => type === 'event');
    expect(event?.context).toEqual({ device: 'desktop', country: 'DE', zone: 'Europe/Berlin' });
  });

  it.each([
    ['direct', 'https://shop.example', 'https://www.shop.example', '/', undefined],
    ['referral', 'https://blog.example', 'https://shop.example', '/', 'https://blog.example'],
    // A sandboxed frame does not say where it is.
    ['referral', 'https://shop.example', 'null', '/', 'https://shop.example'],
    ['paid', 'https://shop.example', 'https://shop.example', '/?utm_medium=cpc', undefined],
  ])('takes a visit for %s whose first page names %s, on %s%s', async (cameFrom, r, origin, u, referrer) => {
    const { engine, site } = await openEngine();
    await engine.collect(site, post({ e: [{ ...item('a'), u, r }] }), { ...SEEN, origin });
    expect((await contextOf(engine, site)).referrer).toBe(referrer);
    const { slot } = await engine.book.read(site.siteId, deviceVisitor(site.idKey, DEVICE), NOW);
    expect(activityOf(slot.timeline.profile).visit?.origin).toBe(cameFrom);
  });

  it.each([
    [undefined, { path: 'https://www.shop.example/shoes' }, {}],
    [undefined, { path: '/shoes' }, { url: 'https://shop.example/shoes' }],
    ['https://shop.example', { path: '/shoes' }, {}],
    ['https://shop.example', { path: 'https://other.example/shoes' }, {}],
  ])('takes of a server the referrer %s with %j and %j', async (referrer, path, properties) => {
    const { engine, site } = await openEngine();
    const context = { ...path, referrer: 'https://shop.example/start' };
    const about = { name: 'Page Viewed', device: DEVICE, consent: { analytics: true } };
    await engine.ingest(site, { events: [{ ...about, id: 'b', context, properties }] });
    expect(await contextOf(engine, site)).toEqual({ path: '/shoes', ...(referrer && { referrer }) });
  });

  it('keeps the zone of a visitor only after consent', async () => {
    const { engine, site } = await openEngine();
    await engine.collect(site, { ver: 1, s: NOW, z: 'Europe/Berlin', e: [item('a')] }, SEEN);
    const sender = await engine.findPageVisitor(site, SEEN, null);
    const { items } = await engine.visitors.entries(
      site.siteId,
      sender?.visitor ?? deviceVisitor(site.idKey, DEVICE),
      null,
      10,
    );
    expect(items.map(({ context }) => context)).toEqual([{ device: 'desktop', country: 'DE' }]);
  });

  it('keeps an address in the vault, and only where contact was allowed', async () => {
    const { engine, site } = await openEngine();
    const visitor = deviceVisitor(site.idKey, DEVICE);
    await engine.collect(site, post({ m: 'ann@example.com' }), SEEN);
    expect(await engine.vault.open(site.siteId, visitor, 'email')).toBeNull();
    await engine.collect(site, post({ m: 'ann@example.com', c: { analytics: true, contact: true } }), SEEN);
    expect(await engine.vault.open(site.siteId, visitor, 'email')).toBe('ann@example.com');
    await engine.visitors.forget(site.siteId, visitor);
    expect(await engine.vault.open(site.siteId, visitor, 'email')).toBeNull();
  });

  it('names a page’s own visitor by its device only while that is allowed', async () => {
    const { engine, site } = await openEngine();
    const mode = async () => (await engine.findPageVisitor(site, SEEN, DEVICE))?.mode;
    expect(await mode()).toBe('anonymous');
    await engine.collect(site, post({}), SEEN);
    expect(await mode()).toBe('consented');
    expect((await engine.findPageVisitor(site, SEEN, 'not a device'))?.mode).toBe('anonymous');
  });

  it('acknowledges nothing that the store did not take', async () => {
    const { engine, store, site } = await openEngine();
    await store.close();
    await expect(engine.collect(site, post({ e: [item('a')] }), SEEN)).rejects.toMatchObject({
      code: 'shutting_down',
    });
    const events = [{ id: 'b', name: 'Page Viewed', userId: 'u', consent: { analytics: true } }];
    await expect(engine.ingest(site, { events })).rejects.toThrow();
  });
});
