import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import type { SiteId } from '../../core/entry.ts';
import { putCampaign } from '../acceptance/campaigns.ts';
import { describeBrowser, enterPage, shareBrowser } from '../support/chromium.ts';
import { type Served, serve } from '../support/served.ts';
import { createSite, type TestSite } from '../support/sites.ts';
import { until } from '../support/until.ts';

/** Somebody else's page, whose theme is not kind to what comes in. */
const HOSTILE = `<style>
  * { all: unset; font: 9px monospace; color: red !important }
  div, button, dialog { display: none !important; position: static !important; z-index: -1 !important }
</style>`;
const GO =
  "document.dispatchEvent(new MouseEvent('mouseout', { relatedTarget: null, clientY: -1, bubbles: true }))";

describeBrowser('a campaign on the pages of somebody else', () => {
  let served: Served;
  let browser: Browser;
  let pages: Server;
  let site: TestSite;
  let page: Page;
  let faults: string[];

  beforeAll(async () => {
    browser = await shareBrowser();
    served = await serve({ clockAtMs: Date.now() });
  });
  afterAll(() => served?.stop());
  beforeEach(async () => {
    site = await createSite(served, { policy: 'session' });
    pages = createServer((request, response) => {
      const style = request.url?.startsWith('/hostile') ? HOSTILE : '';
      const direction = request.url?.startsWith('/rtl') ? 'dir="rtl" lang="he"' : 'lang="en"';
      response.setHeader('content-type', 'text/html; charset=utf-8');
      response.end(`<!doctype html><html ${direction}><meta charset="utf-8"><title>Shop</title>${style}
        <script src="${served.url}/t/${site.writeKey}.js" async></script>
        <main><h1>Ink</h1><button>Cart</button><div data-inkling-slot="hero" style="min-height: 120px"></div></main>`);
    }).listen(0, '127.0.0.1');
    await once(pages, 'listening');
    page = await enterPage(browser, { viewport: { width: 1000, height: 700 } });
    faults = [];
    page.on('pageerror', ({ message }) => faults.push(message));
  });
  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') await page.context().close();
    pages.close();
    expect(faults).toEqual([]);
  });

  const address = (path: string) => `http://127.0.0.1:${(pages.address() as AddressInfo).port}${path}`;
  const open = async (path: string, where = page) => {
    await where.goto(address(path));
    await where.waitForFunction('window.inkling?.on');
  };
  /** What became of decisions, in the order of their instants. */
  const exposures = async (): Promise<readonly string[]> => {
    const log = await served.store.readOutgoing(site.siteId as SiteId, 0, 1_000);
    return log.filter(({ type }) => type === 'exposure').map(({ name }) => name);
  };
  const told = (name: string) => until(async () => (await exposures()).includes(name));

  const LEAVING = {
    trigger: { exitIntent: true },
    limits: { caps: [{ scope: 'campaign', max: 1, per: '1d' }] },
    variants: [
      { key: 'a', treatment: { kind: 'message', title: 'Before you go', text: 'Your cart stays as it is.' } },
    ],
  };

  it.each(['/plain', '/hostile', '/rtl'])(
    'is shown once to whoever leaves %s, in one of two tabs',
    async (path) => {
      await putCampaign(site, 'leaving', LEAVING);
      const other = await page.context().newPage();
      await open(path);
      await open(path, other);
      await page.bringToFront();
      await page.evaluate(GO);
      const dialog = page.getByRole('dialog', { name: 'Before you go' });
      await dialog.waitFor();
      expect(await dialog.boundingBox()).toMatchObject({ width: expect.any(Number) });
      await told('shown');
      await page.keyboard.press('Escape');
      await dialog.waitFor({ state: 'detached' });
      await told('dismissed');
      await other.bringToFront();
      const answered = other.waitForResponse((response) => response.url().includes('/v1/collect'));
      await other.evaluate(GO);
      expect(((await (await answered).json()) as { do: unknown[] }).do).toEqual([]);
      expect((await exposures()).toSorted()).toEqual(['dismissed', 'shown']);
    },
  );

  it('fills a slot of the page, and counts it when it is in view', async () => {
    const treatment = { kind: 'content', title: 'New', text: 'Harbour Blue is back.' };
    await putCampaign(site, 'hero', { trigger: { slot: 'hero' }, variants: [{ key: 'a', treatment }] });
    await open('/plain');
    await page.getByText('Harbour Blue is back.').waitFor();
    await told('shown');
    expect(await page.context().cookies()).toEqual([]);
    expect(await page.evaluate('localStorage.length + sessionStorage.length')).toBe(0);
  });

  it('compares what a visitor who allowed it looked at', async () => {
    const products = [
      { id: 'heron', title: 'Heron', price: 48, facts: { Filling: 'Piston' } },
      { id: 'wren', title: 'Wren', price: 29, facts: { Filling: 'Cartridge' } },
    ];
    await site.ask('PUT', '/v1/products', { products });
    const comparison = { kind: 'comparison', title: 'Side by side', rows: ['Filling'] };
    await putCampaign(site, 'compare', {
      trigger: { event: 'Products Compared' },
      variants: [{ key: 'a', treatment: comparison }],
    });
    await open('/plain');
    const allow = "inkling.consent({ analytics: true, personalization: true, source: 'banner' });";
    await page.evaluate(`${allow}
      for (const id of ['heron', 'wren']) inkling('Product Viewed', { product_id: id });`);
    await open('/plain');
    await page.evaluate(`${allow} inkling('Products Compared')`);
    const dialog = page.getByRole('dialog', { name: 'Side by side' });
    await dialog.waitFor();
    const cells = await dialog.getByRole('row').allInnerTexts();
    expect(cells.map((text) => text.split(/\s+/).filter((word) => word !== ''))).toEqual([
      ['Wren', 'Heron'],
      ['Price', '€29.00', '€48.00'],
      ['Filling', 'Cartridge', 'Piston'],
    ]);
    await told('shown');
  });
});
