/** The way from analytics.js to a treatment, in a real browser: the library itself, our tracker beside it, the real server. */
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Page } from 'playwright-core';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { campaign } from '../../acceptance/campaigns.ts';
import { describeBrowser, enterPage, shareBrowser } from '../../support/chromium.ts';
import { type Served, serve } from '../../support/served.ts';
import { createSite, type TestSite } from '../../support/sites.ts';
import { until } from '../../support/until.ts';
import { bundlePage } from './page-bundle.ts';

const CUSTOMER = 'Zanzibar-Customer-4715';
const ALL = { analytics: true, personalization: true };

/** As the documentation of the package has it. */
const APP = `
  import { AnalyticsBrowser } from '@segment/analytics-next';
  window.begin = (writeKey, host) => {
    window.analytics = AnalyticsBrowser.load({ writeKey, cdnURL: host });
    return window.analytics.then(() => undefined);
  };
`;

describeBrowser('a page that runs analytics.js as well', () => {
  let served: Served;
  let site: TestSite;
  let shop: Server;
  let page: Page;
  /** What the shop's own server says of whoever is logged in. */
  let proof: string;

  beforeEach(async () => {
    served = await serve({ clockAtMs: Date.now() });
    site = await createSite(served, { serverConsent: ALL, analyticsJs: true });
    await site.ask('PUT', '/v1/segments/adders', { name: 'Adders', when: { event: 'Product Added' } });
    await served.engine.segments.idle();
    const variants = [{ key: 'a', treatment: { kind: 'content', text: 'Welcome back' } }];
    await site.ask(
      'PUT',
      '/v1/campaigns/hello',
      campaign({ audience: { all: ['adders'] }, trigger: { slot: 'hero' }, variants }),
    );
    const added = { type: 'track', event: 'Product Added', userId: CUSTOMER, anonymousId: '0c'.repeat(16) };
    expect((await site.ask('POST', '/v1/batch', { batch: [added] })).status).toBe(200);
    proof = String((await site.ask('POST', '/v1/own/proofs', { userId: CUSTOMER })).body.proof);
    const app = await bundlePage(APP);
    const html = `<!doctype html><html lang="en"><title>Shop</title>
      <script>window.inkling = function () { (inkling.q = inkling.q || []).push(arguments); }; window.decisions = [];</script>
      <script src="/app.js"></script>
      <script src="${served.url}/t/${site.writeKey}.js" data-proof-from="/proof" defer></script>
      <div data-inkling-slot="hero" style="min-height: 120px"></div>`;
    shop = createServer(({ url }, response) => {
      const [type, body] =
        url === '/app.js'
          ? ['text/javascript', app]
          : url === '/proof'
            ? ['text/plain', proof]
            : ['text/html', html];
      response.writeHead(200, { 'content-type': `${type}; charset=utf-8` }).end(body);
    });
    shop.listen(0, '127.0.0.1');
    await once(shop, 'listening');
    page = await enterPage(await shareBrowser());
    await page.goto(`http://127.0.0.1:${(shop.address() as AddressInfo).port}/`);
  });
  afterEach(async () => {
    shop.closeAllConnections();
    shop.close();
    await served.stop();
  });

  const begin = () => page.evaluate(`begin(${JSON.stringify(site.writeKey)}, ${JSON.stringify(served.url)})`);
  const allow = () =>
    page.evaluate(
      `inkling('on', 'decision', (decision) => decisions.push(decision)); inkling('consent', ${JSON.stringify(ALL)});`,
    );
  const entriesOf = async () => {
    const { visitor } = (await site.ask('POST', '/v1/visitors/lookup', { userId: CUSTOMER })).body;
    const { items } = (await site.ask('GET', `/v1/visitors/${visitor}/events`)).body;
    return items as readonly { readonly type: string; readonly name: string }[];
  };
  const isVouched = async (): Promise<boolean> => {
    const { visitor } = (await site.ask('POST', '/v1/visitors/lookup', { userId: CUSTOMER })).body;
    const { links } = (await site.ask('GET', `/v1/visitors/${visitor}/export`)).body as {
      links: readonly { proved?: boolean }[];
    };
    return links.some(({ proved }) => proved === true);
  };

  it('shows what was decided for the person whom Segment knows', async () => {
    await begin();
    await page.evaluate(`void analytics.identify(${JSON.stringify(CUSTOMER)})`);
    await allow();
    await page.waitForFunction('decisions.length > 0');
    expect(await page.evaluate('decisions[0].treatment.text')).toBe('Welcome back');
    // The page has reported that it was seen.
    await until(async () =>
      (await entriesOf()).some(({ type, name }) => type === 'exposure' && name === 'shown'),
    );
    const anonymousId = await page.evaluate<string>('analytics.user().then((user) => user.anonymousId())');
    const kept = await page.evaluate<string>('localStorage.inkling');
    expect(JSON.parse(kept).d).toBe(anonymousId.replaceAll('-', ''));
    await until(isVouched);
    const named = { device: anonymousId.replaceAll('-', '') };
    const visitorOf = async (who: object) =>
      (await site.ask('POST', '/v1/visitors/lookup', who)).body.visitor;
    expect(await visitorOf(named)).toBe(await visitorOf({ userId: CUSTOMER }));
  });

  it('goes on with who logs in there later', async () => {
    await begin();
    await allow();
    await page.waitForFunction('localStorage.inkling');
    await page.evaluate(`void analytics.identify(${JSON.stringify(CUSTOMER)})`);
    await until(isVouched);
  });
});
