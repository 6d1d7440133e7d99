/** What a person does with `npm run shopify:dev`: from the install to what is written to customers, by clicks alone. */
import type { Page } from 'playwright-core';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type RunningDev, startDev } from '../../../apps/shopify-dev/dev.ts';
import { describeBrowser, enterPage, shareBrowser } from '../../support/chromium.ts';

describeBrowser('the admin of the fake shop', () => {
  let dev: RunningDev;
  let page: Page;
  let faults: string[];
  beforeEach(async () => {
    dev = await startDev({ port: 0, shopPort: 0 });
    page = await enterPage(await shareBrowser());
    faults = [];
    page.on('pageerror', ({ message }) => faults.push(message));
    page.on('console', (line) => line.type() === 'error' && faults.push(line.text()));
  });
  afterEach(async () => {
    page.removeAllListeners();
    await page.goto('about:blank');
    await dev.stop();
  });

  const press = (name: string) => page.click(`button[value="${name}"]`);
  const app = () => page.frameLocator('#app');
  const row = (text: string) => app().getByText(text).first();

  it('opens our app in its frame, from the install to the pages of every console and what is Shopify’s alone', async () => {
    await page.goto(dev.adminUrl);
    await press('install');
    await row('Connected to your shop').waitFor();
    await row('Switch it on in the theme editor').waitFor();
    expect(await page.locator('#menu a').allTextContents()).toContain('Segments');

    await press('embed');
    await page.goto(`${dev.front.url}/products/walnut`);
    await page.click('#shopify-pc__banner [value="accept"]');
    await page.click('form[action="/cart/add"] button');
    await page.waitForFunction("document.querySelector('output').textContent !== ''");
    await page.goto(`${dev.front.url}/checkout`);
    for (const title of ['Shipping', 'Payment', 'Thank you']) {
      await page.click('main form button');
      await page.waitForSelector(`h1:text("${title}")`);
    }

    await page.goto(dev.adminUrl);
    await row('Connected to your shop').waitFor();
    await app().getByText('Switch it on in the theme editor').waitFor({ state: 'detached' });
    await page.click('#menu a:text("Segments")');
    await app().getByRole('heading', { level: 1, name: 'Segments' }).waitFor();
    await app().getByRole('heading', { name: 'Your first segment' }).waitFor();
    await page.click('#menu a:text("Shopify settings")');
    await app().getByLabel('Write scores to customers').click();
    await app().getByText('On; none is written yet.').waitFor();
    expect(faults).toEqual([]);
  });
});
