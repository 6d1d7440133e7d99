/** analytics.js and RudderStack's library in a real browser, on a page of another origin, with their host changed. */
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { describeBrowser, enterPage, shareBrowser } from '../../../support/chromium.ts';
import { type Served, serve } from '../../../support/served.ts';
import { createSite, type TestSite } from '../../../support/sites.ts';
import { until } from '../../../support/until.ts';
import { bundlePage } from '../page-bundle.ts';
import { countPosts, eventsOf, namesOf, profileOf, searchFolder, visitorOf } from './posts.ts';

const SEGMENT = `
  import { AnalyticsBrowser } from '@segment/analytics-next';
  window.begin = async ({ writeKey, host }, options = {}) => {
    const [analytics] = await AnalyticsBrowser.load({ writeKey, cdnURL: host }, options);
    window.analytics = analytics;
  };
  window.anonymousId = () => window.analytics.user().anonymousId();
`;
const RUDDER = `
  import { RudderAnalytics } from '@rudderstack/analytics-js/bundled';
  window.begin = ({ writeKey, host }, options = {}) => new Promise((loaded) => {
    window.analytics = new RudderAnalytics();
    window.analytics.load(writeKey, host, { configUrl: host, ...options });
    window.analytics.ready(loaded);
  });
  window.anonymousId = () => window.analytics.getAnonymousId();
`;

type Pages = { readonly origin: string; readonly server: Server };

/** A shop that has the library in its own bundle. */
async function servePages(code: string): Promise<Pages> {
  const script = await bundlePage(code);
  const server = createServer(({ url }, response) => {
    const isScript = url === '/app.js';
    response.writeHead(200, { 'content-type': isScript ? 'text/javascript' : 'text/html; charset=utf-8' });
    response.end(
      isScript ? script : '<!doctype html><html lang="en"><title>Shop</title><script src="/app.js"></script>',
    );
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, server };
}

const CUSTOMER = 'Zanzibar-Customer-4714';
const EMAIL = 'kaethe@nest-example.net';
const ACCOUNT = 'Kingfisher-Account-10';
const CONSENT = { serverConsent: { analytics: true } };

for (const { title, code, isRudder } of [
  { title: '@segment/analytics-next', code: SEGMENT, isRudder: false },
  { title: '@rudderstack/analytics-js', code: RUDDER, isRudder: true },
]) {
  describeBrowser(title, () => {
    let browser: Browser;
    let pages: Pages;
    let served: Served;
    let site: TestSite;
    let page: Page;
    beforeAll(async () => {
      browser = await shareBrowser();
      [pages, served] = await Promise.all([servePages(code), serve({ clockAtMs: Date.now() })]);
    });
    afterAll(async () => {
      await served?.stop();
      pages?.server.closeAllConnections();
      pages?.server.close();
    });
    beforeEach(async () => {
      page = await enterPage(browser);
      site = await createSite(served, CONSENT);
    });

    async function begin(options: object = {}): Promise<void> {
      await page.goto(`${pages.origin}/shoes?utm_source=mail&token=secret`);
      const given = { writeKey: site.writeKey, host: served.url };
      await page.evaluate(`window.begin(${JSON.stringify(given)}, ${JSON.stringify(options)})`);
    }
    const call = (name: string, ...given: readonly unknown[]): Promise<void> =>
      page.evaluate(`void window.analytics.${name}(...${JSON.stringify(given)})`);
    const deviceOf = async (): Promise<{ readonly device: string }> => ({
      device: String(await page.evaluate('window.anonymousId()')).replaceAll('-', ''),
    });
    const arrived = (named: Record<string, unknown>, count: number) =>
      until(async () => (await eventsOf(site, named)).length >= count);

    it('tells of a visit: names, times, and one visitor before and after they log in', async () => {
      await begin();
      const began = Date.now();
      const device = await deviceOf();
      await call('page', 'Shoes');
      await call('track', 'Product Viewed', { product_id: 'p1', price: 19.9 });
      await arrived(device, 2);
      const guest = await visitorOf(site, device);
      await call('identify', CUSTOMER, { email: EMAIL, plan: 'pro' });
      await call('group', ACCOUNT, { name: 'Acme' });
      await call('track', 'order_completed', { order_id: 'o1', total: 5, currency: 'EUR', products: [] });
      await arrived({ userId: CUSTOMER }, 5);
      const events = await eventsOf(site, { userId: CUSTOMER });
      expect(events.map(({ name }) => name).toSorted()).toEqual([
        'Order Completed',
        'Page Viewed',
        'Product Viewed',
        'Traits Updated',
        'Traits Updated',
      ]);
      expect(guest).not.toBeNull();
      expect(await visitorOf(site, device)).toBe(await visitorOf(site, { userId: CUSTOMER }));
      for (const { time, source } of events) {
        expect(source).toBe('web');
        expect(Math.abs(new Date(time).getTime() - began)).toBeLessThan(300_000);
      }
      expect(events.find(({ name }) => name === 'Page Viewed')).toMatchObject({
        context: { path: '/shoes', device: 'desktop', campaign: { utm_source: 'mail' } },
        properties: { name: 'Shoes', path: '/shoes' },
      });
      expect(await profileOf(site, device)).toMatchObject({
        traits: { plan: 'pro' },
        account: expect.stringMatching(/^[0-9a-f]{32}$/),
      });
      const { device: id } = device;
      expect(await searchFolder(served, [CUSTOMER, EMAIL, ACCOUNT, id, 'token=secret'])).toEqual([]);
    });

    it('tells of somebody else after a reset, and joins an alias', async () => {
      await begin();
      const first = await deviceOf();
      await call('identify', 'bea', { plan: 'pro' });
      await arrived({ userId: 'bea' }, 1);
      await (isRudder ? call('reset', true) : call('reset'));
      const second = await deviceOf();
      expect(second).not.toEqual(first);
      await call('track', 'Cart Viewed');
      await arrived(second, 1);
      expect(await namesOf(site, { userId: 'bea' })).toEqual(['Traits Updated']);
      await call('alias', 'cay');
      await until(async () => (await visitorOf(site, { userId: 'cay' })) !== null);
      expect(await namesOf(site, { userId: 'cay' })).toEqual(['Cart Viewed']);
    });

    it('keeps what it has while it is offline', async () => {
      await begin();
      const device = await deviceOf();
      await page.context().setOffline(true);
      await call('track', 'Product Added', { product_id: 'p1', quantity: 1 });
      await call('track', 'Cart Viewed');
      expect(await visitorOf(site, device)).toBeNull();
      await page.context().setOffline(false);
      await arrived(device, 2);
      expect((await namesOf(site, device)).toSorted()).toEqual(['Cart Viewed', 'Product Added']);
    });

    it('comes back when it has been told that it sends too much', async () => {
      const before = await countPosts(served, 429);
      await site.ask('PATCH', `/v1/sites/${site.site}`, { postsPerSecondPerAddress: isRudder ? 2 : 1 });
      await begin();
      const device = await deviceOf();
      for (const name of ['Product Viewed', 'Product Added', 'Cart Viewed']) await call('track', name);
      await until(async () => (await countPosts(served, 429)) > before);
      await until(async () => {
        await served.clock.moveTo(served.clock.now() + 100);
        return (await eventsOf(site, device)).length >= 3;
      });
      expect((await namesOf(site, device)).toSorted()).toEqual([
        'Cart Viewed',
        'Product Added',
        'Product Viewed',
      ]);
    });

    if (isRudder) {
      it.each([
        ['in batches', { queueOptions: { batch: { enabled: true, maxItems: 2 } } }, '/v1/batch'],
        ['with beacons', { useBeacon: true, beaconQueueOptions: { maxItems: 2 } }, '/beacon/v1/batch'],
      ])('sends %s', async (_title, options, path) => {
        await begin(options);
        const device = await deviceOf();
        const posted = page.waitForRequest((request) => new URL(request.url()).pathname === path);
        for (const name of ['Product Viewed', 'Cart Viewed']) await call('track', name);
        await posted;
        await arrived(device, 2);
        expect((await namesOf(site, device)).toSorted()).toEqual(['Cart Viewed', 'Product Viewed']);
      });
    } else {
      it('sends in batches', async () => {
        const deliveryStrategy = { strategy: 'batching', config: { size: 2, timeout: 60_000 } };
        await begin({ integrations: { 'Segment.io': { deliveryStrategy } } });
        const device = await deviceOf();
        const posted = page.waitForRequest((request) => new URL(request.url()).pathname === '/v1/b');
        for (const name of ['Product Viewed', 'Cart Viewed']) await call('track', name);
        await posted;
        await arrived(device, 2);
        expect((await namesOf(site, device)).toSorted()).toEqual(['Cart Viewed', 'Product Viewed']);
      });

      it('keeps over a page that is loaded anew what it could not send', async () => {
        await begin();
        const device = await deviceOf();
        await page.route('**/v1/t', (route) => route.abort());
        await call('track', 'Product Added', { product_id: 'p1', quantity: 1 });
        await page.waitForEvent('requestfailed');
        await begin();
        expect([await deviceOf(), await visitorOf(site, device)]).toEqual([device, null]);
        await page.unroute('**/v1/t');
        await arrived(device, 1);
        expect(await namesOf(site, device)).toEqual(['Product Added']);
      });
    }
  });
}
