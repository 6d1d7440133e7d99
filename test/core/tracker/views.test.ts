import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { CHROMIUM_HINT, hasChromium, launch, openSite, SETTINGS, type Site, type Visit, visit, writePage } from './support.ts';

describe.skipIf(!hasChromium)(`page views${CHROMIUM_HINT}`, () => {
  let browser: Browser;
  let site: Site;
  let guest: Visit;

  beforeAll(async () => {
    browser = await launch();
    site = await openSite();
  });
  beforeEach(async () => {
    site.reset();
    guest = await visit(browser, site);
  });
  afterEach(() => guest.context.close());
  afterAll(async () => {
    await browser.close();
    await site.close();
  });

  it('a load is one page view, with path, title, campaign and no click id', async () => {
    await guest.open('/shoes?utm_source=mail&gclid=abc#top');
    await guest.drain();
    expect(site.names()).toEqual(['Page Viewed']);
    expect(site.items()[0]).toMatchObject({ u: '/shoes?utm_source=mail', p: { path: '/shoes', title: 'Shop' } });
  });
});
