/** The pages of every console inside the Shopify admin, as the real server answers them. */
import { expect, it } from 'vitest';
import { ADMIN_PAGES, isOfShopify } from '../../../apps/console/shopify/places.ts';
import { describeBrowser } from '../../support/chromium.ts';
import { until } from '../../support/until.ts';
import { openAdmin } from './admin-stage.ts';
import { liveThrough } from './life.ts';

const LOOKERS = { name: 'Lookers', when: { event: 'Product Viewed' } };
/** Shown in the frame and kept from everybody else. */
const GREETING = {
  name: 'Greeting',
  trigger: { event: 'Product Added' },
  variants: [
    { key: 'hello', weight: 1, treatment: { kind: 'message', title: 'Hello', text: 'Good to see you.' } },
  ],
};
const SHARED = ADMIN_PAGES.filter((name) => !isOfShopify(name));
const WIDTHS = [360, 1280] as const;

describeBrowser('the pages of every console in the embedded admin', () => {
  it('show what the shop’s site has, by session tokens alone, at addresses that can be opened again', async () => {
    const { page, open, answers, connected, expectReadable } = await openAdmin(
      async ({ served, site, admin }) => {
        await liveThrough(served, site(), { visitors: 30, days: 2 });
        expect((await admin('PUT', '/v1/segments/lookers', LOOKERS)).status).toBe(200);
        await served.engine.segments.idle();
      },
    );
    await open('segments');
    expect(await page.getByRole('row', { name: /Lookers/ }).textContent()).toMatch(/Lookers.*\d+/);
    await expectReadable();
    await page.setViewportSize({ width: 360, height: 740 });
    await expectReadable();
    await open('segments/lookers');
    await page.evaluate(
      `document.querySelector('s-app-nav a[href*="/setup"]').dispatchEvent(new Event('shopify:navigate', { bubbles: true }))`,
    );
    await page.getByRole('heading', { level: 1, name: 'Setup' }).waitFor();
    await page.getByRole('link', { name: /See segments/ }).click();
    await page.getByRole('row', { name: /Lookers/ }).waitFor();
    await until(async () => (await page.evaluate('document.activeElement.textContent')) === 'Segments');
    expect(await page.evaluate('location.pathname + location.search')).toBe(
      `/platforms/shopify/segments?shop=${connected.shop.domain}&embedded=1`,
    );
    // Asked once for each document that was loaded.
    expect(answers.filter(({ url }) => url.endsWith('/api/site'))).toHaveLength(2);
    const { secretKey } = connected.site();
    expect(answers.some(({ url }) => url.includes('/api/v1/segments'))).toBe(true);
    expect(answers.filter(({ text }) => text.includes(secretKey) || text.includes('sk_'))).toEqual([]);
  });

  it('can each be read by everybody, and speak German', async () => {
    const { page, open, expectReadable } = await openAdmin();
    for (const [place, name] of SHARED.entries()) {
      await page.setViewportSize({ width: WIDTHS[place % 2] ?? 360, height: 800 });
      await open(name);
      await expectReadable();
    }
    await open('segments', '&locale=de');
    await page.getByRole('heading', { level: 1, name: 'Segmente' }).waitFor();
    expect(await page.locator('s-app-nav a').allTextContents()).not.toContain('Einbau');
  });

  it('show a treatment in a frame, ask before a change is lost, and offer nothing that is the key’s alone', async () => {
    const { page, open } = await openAdmin(async ({ admin }) => {
      expect((await admin('PUT', '/v1/campaigns/greeting', GREETING)).status).toBe(200);
    });
    await open('campaigns/greeting/edit');
    await page.frameLocator('iframe').getByRole('dialog').getByRole('heading', { name: 'Hello' }).waitFor();
    await page.getByLabel('Name', { exact: true }).fill('Welcome');
    await page.evaluate(
      `document.querySelector('s-app-nav a[href*="/events"]').dispatchEvent(new Event('shopify:navigate', { bubbles: true }))`,
    );
    await page.getByRole('heading', { name: 'Leave without saving?' }).waitFor();
    await page.getByRole('button', { name: 'Leave', exact: true }).press('Enter');
    await page.getByRole('heading', { level: 1, name: 'Events' }).waitFor();
    // What is the key's alone is looked at, and offers nothing.
    await open('settings/webhooks');
    await page.getByText('Only whoever runs the server changes this').waitFor();
    await page.getByText('No webhook yet.', { exact: true }).waitFor();
    expect(await page.getByRole('tab', { name: 'Keys' }).count()).toBe(0);
    expect(await page.getByRole('button', { name: 'Add a webhook' }).count()).toBe(0);
    await page.getByRole('tab', { name: 'Segment', exact: true }).click();
    await page.getByText('Closed', { exact: true }).waitFor();
    expect(await page.getByRole('tabpanel').getByRole('button').count()).toBe(0);
  });

  it('say that they could not be loaded, and what to do, where the session has ended', async () => {
    const { page, open, connected } = await openAdmin();
    await open('setup');
    await connected.shop.uninstall();
    await page.route('**/api/setup', (route) => route.abort());
    await page.evaluate(
      `document.querySelector('s-app-nav a[href*="/overview"]').dispatchEvent(new Event('shopify:navigate', { bubbles: true }))`,
    );
    await page.getByText('Close the app in the Shopify admin and open it again.').waitFor();
  });
});
