/** The libraries for servers, as their packages are, with nothing changed but the host. */
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import RudderAnalytics from '@rudderstack/rudder-sdk-node';
import { Analytics } from '@segment/analytics-node';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { InklingError } from '../../../../core/errors.ts';
import { createEmbeddedStore } from '../../../../core/stores/embedded.ts';
import { makeDataFolder } from '../../../support/data-folder.ts';
import { type Served, type ServeOptions, serve } from '../../../support/served.ts';
import { createSite, openDoors, type TestSite } from '../../../support/sites.ts';
import { until } from '../../../support/until.ts';
import {
  countPosts,
  entriesOf,
  eventsOf,
  namesOf,
  postTo,
  profileOf,
  searchFolder,
  visitorOf,
} from './posts.ts';

const GUEST = '0e0e0e0e-0e0e-4e0e-8e0e-0e0e0e0e0e0e';
const DEVICE = { device: GUEST.replaceAll('-', '') };
const CUSTOMER = 'Zanzibar-Customer-4713';
const EMAIL = 'kaethe@nest-example.net';
const ACCOUNT = 'Kingfisher-Account-9';
const CONSENT = { serverConsent: { analytics: true } };

let served: Served;
beforeAll(async () => {
  // Libraries date by the clock of the machine.
  served = await serve({ clockAtMs: Date.now() });
});
afterAll(() => served.stop());

/** A library as both kinds of it are called. */
type Library = {
  track(message: object): void;
  page(message: object): void;
  screen(message: object): void;
  identify(message: object): void;
  group(message: object): void;
  alias(message: object): void;
  /** Resolves when everything has been delivered. */
  deliver(): Promise<void>;
};
type Setting = { readonly key: string; readonly host: string; readonly gzip?: boolean };

function openSegment({ key, host }: Setting): Library {
  const analytics = new Analytics({ writeKey: key, host, flushAt: 50, maxRetries: 20 });
  const failed: unknown[] = [];
  analytics.on('error', (error) => failed.push(error));
  const call = (name: 'track' | 'page' | 'screen' | 'identify' | 'group' | 'alias') => (message: object) =>
    analytics[name](message as never);
  return {
    track: call('track'),
    page: call('page'),
    screen: call('screen'),
    identify: call('identify'),
    group: call('group'),
    alias: call('alias'),
    deliver: async () => {
      await analytics.closeAndFlush();
      expect(failed).toEqual([]);
    },
  };
}

const ignore = (): void => undefined;

function openRudder({ key, host, gzip = true }: Setting): Library {
  const analytics = new RudderAnalytics(key, { dataPlaneUrl: host, flushAt: 50, gzip });
  // It sends its first message at once and by itself; what comes after waits for a flush. Its log is no output of ours.
  const silent = { error: ignore, warn: ignore, info: ignore, debug: ignore };
  Object.assign(analytics, { flushed: true, logger: silent });
  const call = (name: 'track' | 'page' | 'screen' | 'identify' | 'group' | 'alias') => (message: object) =>
    void analytics[name](message as never);
  return {
    track: call('track'),
    page: call('page'),
    screen: call('screen'),
    identify: call('identify'),
    group: call('group'),
    alias: call('alias'),
    deliver: async () => void (await analytics.flush()),
  };
}

const LIBRARIES = [
  { title: '@segment/analytics-node', open: openSegment },
  { title: '@rudderstack/rudder-sdk-node', open: openRudder },
  {
    title: '@rudderstack/rudder-sdk-node without gzip',
    open: (setting: Setting) => openRudder({ ...setting, gzip: false }),
  },
] as const;

describe.each(LIBRARIES)('$title', ({ open }) => {
  async function start(
    settings: Parameters<typeof createSite>[1] = {},
  ): Promise<{ site: TestSite; library: Library }> {
    const site = await createSite(served, { ...CONSENT, ...settings });
    return { site, library: open({ key: site.secretKey, host: served.url }) };
  }

  it('tells everything it can tell: names, times, and one visitor from the first page on', async () => {
    const { site, library } = await start();
    const timestamp = new Date(served.clock.now() - 3_600_000);
    library.page({
      anonymousId: GUEST,
      name: 'Home',
      properties: { path: '/', url: 'https://a.example/?utm_source=mail' },
      timestamp,
    });
    library.track({
      anonymousId: GUEST,
      event: 'product_viewed',
      properties: { product_id: 'p1', price: 19.9 },
      timestamp,
    });
    library.screen({ anonymousId: GUEST, name: 'Cart', timestamp });
    library.identify({
      anonymousId: GUEST,
      userId: CUSTOMER,
      traits: { email: EMAIL, plan: 'pro' },
      timestamp,
    });
    library.group({ userId: CUSTOMER, groupId: ACCOUNT, traits: { plan: 'gold', seats: 3 }, timestamp });
    library.track({
      userId: CUSTOMER,
      event: 'Order Completed',
      properties: { order_id: 'o1', total: 5, currency: 'EUR', products: [] },
      timestamp,
    });
    await library.deliver();
    const visitor = await visitorOf(site, { userId: CUSTOMER });
    expect(visitor).not.toBeNull();
    expect([await visitorOf(site, DEVICE), await visitorOf(site, { email: EMAIL })]).toEqual([
      visitor,
      visitor,
    ]);
    const events = await eventsOf(site, { userId: CUSTOMER });
    expect(events.map(({ name }) => name).toSorted()).toEqual([
      'Order Completed',
      'Page Viewed',
      'Product Viewed',
      'Screen Viewed',
      'Traits Updated',
      'Traits Updated',
    ]);
    expect(new Set(events.map(({ time }) => time))).toEqual(new Set([timestamp.toISOString()]));
    expect(events.find(({ name }) => name === 'Product Viewed')).toMatchObject({
      source: 'server',
      properties: { price: 19.9 },
    });
    const profile = await profileOf(site, { userId: CUSTOMER });
    expect(profile).toMatchObject({
      traits: { plan: 'pro' },
      orders: { frequency: 1, monetary: 5 },
      context: expect.anything(),
    });
    expect(profile.account).toMatch(/^[0-9a-f]{32}$/);
    expect(await searchFolder(served, [CUSTOMER, EMAIL, ACCOUNT, GUEST])).toEqual([]);
  });

  it('joins by alias what was told of a guest and of an older number', async () => {
    const { site, library } = await start();
    library.track({ anonymousId: GUEST, event: 'Product Viewed' });
    library.track({ userId: 'old', event: 'Cart Viewed' });
    library.alias({ previousId: GUEST, userId: 'bea' });
    library.alias({ previousId: 'old', userId: 'bea' });
    await library.deliver();
    expect((await namesOf(site, { userId: 'bea' })).toSorted()).toEqual(['Cart Viewed', 'Product Viewed']);
  });

  it('tells of the next guest, after a reset, as of somebody else', async () => {
    const { site, library } = await start();
    const next = '0f0f0f0f-0f0f-4f0f-8f0f-0f0f0f0f0f0f';
    library.identify({ anonymousId: GUEST, userId: 'cay', traits: { plan: 'pro' } });
    library.track({ anonymousId: next, event: 'Product Viewed' });
    await library.deliver();
    expect(await namesOf(site, { userId: 'cay' })).toEqual(['Traits Updated']);
    expect(await namesOf(site, { device: next.replaceAll('-', '') })).toEqual(['Product Viewed']);
  });

  it('says with the write key what a page may say, and is no robot', async () => {
    const site = await createSite(served, CONSENT);
    const library = open({ key: site.writeKey, host: served.url });
    library.track({ userId: 'dee', event: 'Product Viewed' });
    await library.deliver();
    const entries = await entriesOf(site, { userId: 'dee' });
    expect(entries.filter(({ type }) => type === 'event')).toMatchObject([
      { name: 'Product Viewed', source: 'web' },
    ]);
    expect(entries.filter(({ name }) => name === 'login').map(({ properties }) => properties.proved)).toEqual(
      [undefined],
    );
  });

  it('waits while it is told that it sends too much, and loses nothing', async () => {
    const site = await createSite(served, { ...CONSENT, postsPerSecondPerAddress: 1 });
    const post = postTo(served.url, site);
    expect(
      (await post('/v1/track', { userId: 'x', event: 'Product Viewed' }, { key: site.writeKey })).status,
    ).toBe(200);
    const library = open({ key: site.writeKey, host: served.url });
    library.track({ userId: 'eve', event: 'Product Viewed', messageId: 'patient' });
    const delivered = library.deliver();
    await until(() => countPosts(served, 429).then((count) => count > 0));
    await served.clock.moveTo(served.clock.now() + 1_000);
    await delivered;
    expect((await eventsOf(site, { userId: 'eve' })).map(({ id }) => id)).toEqual(['patient']);
  });

  it('sends again what the server could not store, once', async () => {
    const full = await serveFull();
    const site = await createSite(full.served, CONSENT);
    const library = open({ key: site.secretKey, host: full.served.url });
    full.fill();
    library.track({ userId: 'fay', event: 'Product Viewed', messageId: 'kept' });
    const delivered = library.deliver();
    await until(() => countPosts(full.served, 503).then((count) => count > 0));
    full.clear();
    await delivered;
    expect((await eventsOf(site, { userId: 'fay' })).map(({ id }) => id)).toEqual(['kept']);
  });

  it('keeps what it has while there is no server, and sends it when there is', async () => {
    const dataDir = makeDataFolder();
    const before = await serve({ dataDir, clockAtMs: Date.now() });
    const { secretKey } = await createSite(before, CONSENT);
    await before.stop();
    const gap = await hangUp();
    const library = open({ key: secretKey, host: `http://127.0.0.1:${gap.port}` });
    library.track({ userId: 'gus', event: 'Product Viewed', messageId: 'queued' });
    const delivered = library.deliver();
    await gap.called;
    await gap.close();
    const after = await serve({ dataDir, clockAtMs: Date.now(), env: { PORT: String(gap.port) } });
    onTestFinished(after.stop);
    await delivered;
    const { ask } = openDoors(after.url, { secretKey, writeKey: '' });
    expect((await eventsOf({ ask }, { userId: 'gus' })).map(({ id }) => id)).toEqual(['queued']);
  });
});

/** A server whose disk can be filled. */
async function serveFull() {
  let isFull = false;
  const openStore: ServeOptions['openStore'] = async (dataDir) => {
    const store = await createEmbeddedStore({ dataDir });
    const append: typeof store.append = (...given) =>
      isFull
        ? Promise.reject(new InklingError('store_unavailable', 'test', 'the disk is full', 'make room'))
        : store.append(...given);
    return { ...store, append };
  };
  const full = await serve({ openStore, clockAtMs: Date.now() });
  onTestFinished(full.stop);
  return {
    served: full,
    fill: () => {
      isFull = true;
    },
    clear: () => {
      isFull = false;
    },
  };
}

/** A port at which whoever calls is hung up on. */
async function hangUp() {
  const server = createServer((socket) => socket.destroy());
  const called = once(server, 'connection');
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    called,
    close: () => new Promise((resolve) => server.close(resolve)),
  };
}
