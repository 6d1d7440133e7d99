import { expect, it } from 'vitest';
import { PAGES } from '../../../apps/console/pages/places.ts';
import { SAMPLE_JOB } from '../../../apps/server/sample/samples.ts';
import { describeBrowser } from '../../support/chromium.ts';
import { liveThrough } from './life.ts';
import { openStage } from './stage.ts';

describeBrowser('the first run', () => {
  it('says first what can be shown, adds segments in one click, and leads to a campaign', async () => {
    const { page, site, open, expectReadable } = await openStage(({ served, site }) =>
      liveThrough(served, site, { visitors: 40, days: 2 }),
    );
    await open('/overview');
    await page.getByText('After 2 weeks').waitFor();
    const text = await page.locator('main').innerText();
    expect(text.indexOf('What your traffic can show')).toBeLessThan(
      text.indexOf('Segments by what visitors'),
    );
    await expectReadable();
    await page.getByRole('button', { name: /^Add these \d segments$/ }).click();
    await page.getByText('Next: make the first campaign').waitFor();
    const { items } = (await site.ask('GET', '/v1/segments')).body as { items: readonly unknown[] };
    expect(items.length).toBeGreaterThanOrEqual(3);
    await page.getByRole('button', { name: 'Make a draft' }).click();
    await page.getByText('Next: fill in the draft and make it live').waitFor();
    await page.getByRole('button', { name: 'Put this away' }).click();
    await page.getByText('First steps').waitFor({ state: 'detached' });
    await open('/overview');
    expect(await page.getByText('First steps').count()).toBe(0);
  });

  it('shows sample data on every page, marked, and takes all of it away', async () => {
    const { page, served, site, open, expectReadable } = await openStage();
    await open('/overview');
    await page.getByText('Next: let visitors come in').waitFor();
    // Fewer are made as fast as a test has to be.
    await page.route('**/v1/sample', (route) =>
      route.request().method() === 'POST'
        ? route.continue({ postData: JSON.stringify({ visitors: 200 }) })
        : route.continue(),
    );
    await page.getByRole('button', { name: 'Make sample data' }).click();
    await page.getByText('Sample data is being made').waitFor();
    // Waits for what the page has set off.
    await served.jobs.run(SAMPLE_JOB);
    await page.getByRole('link', { name: 'Look at sample data' }).click();
    for (const name of PAGES) {
      const link = page.getByRole('navigation').locator(`a[href="/console/sample/${name}"]`);
      await link.click();
      await page.getByRole('heading', { level: 1, name: await link.innerText() }).waitFor();
      expect(await page.getByRole('heading', { name: 'Sample data' }).count()).toBe(1);
      expect(await page.title()).toContain('Sample shop');
    }
    await open('/sample/overview');
    const saving = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Save as CSV: Pages' }).press('Enter');
    expect((await saving).suggestedFilename()).toMatch(/^sample-/);
    await open('/sample/segments');
    await page.getByRole('row', { name: /Cart left for an hour/ }).waitFor();
    await expectReadable();
    await page.getByRole('link', { name: 'Overview' }).click();
    expect(new URL(page.url()).pathname).toBe('/console/sample/overview');
    const siteId = served.sites.get('shop-sample')?.siteId;
    await page.getByRole('button', { name: 'Remove sample data' }).click();
    await page.getByRole('button', { name: 'Make sample data' }).waitFor();
    expect(new URL(page.url()).pathname).toBe('/console');
    expect(await served.store.removeSite(siteId as never, 1)).toBe(0);
    expect((await site.ask('GET', '/v1/segments')).body.items).toEqual([]);
  }, 120_000);
});
