import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { describeBrowser } from '../../support/chromium.ts';
import { GREETING } from './greeting.ts';
import { liveThrough } from './life.ts';
import { openStage } from './stage.ts';

describeBrowser('the overview in the console', () => {
  it('shows what the shop did, what was lost on the way, and what campaigns changed', async () => {
    const { page, open, expectReadable } = await openStage(async ({ served, site }) => {
      expect((await site.ask('PUT', '/v1/campaigns/greeting', GREETING)).status).toBeLessThan(300);
      await liveThrough(served, site, { visitors: 40, days: 2 });
      await served.jobs.run('statistics');
    });
    await open('/overview');
    await page.getByText('Page views').first().waitFor();
    const campaign = page.getByRole('listitem').filter({ hasText: 'Greeting' });
    expect(await campaign.textContent()).toMatch(/Too early to say/);
    expect(await campaign.getByRole('link').getAttribute('href')).toBe('/console/campaigns/greeting');
    expect(await page.getByRole('row', { name: /Looked at a product/ }).textContent()).toMatch(/\d+%/);
    expect(await page.getByRole('row', { name: /search\.example/ }).count()).toBe(1);
    const saving = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Save as CSV: Pages' }).press('Enter');
    expect(await readFile(await (await saving).path(), 'utf8')).toMatch(
      /^Page,Views,Of all views\r\n\/,\d+,/,
    );
    await expectReadable();
    await page.getByLabel('Period').selectOption('7');
    await page
      .getByText(/January 5, 2026|January 6, 2026/)
      .first()
      .waitFor();
    await page.setViewportSize({ width: 360, height: 740 });
    await expectReadable();
  });

  it('says on a new site what to do first', async () => {
    const { page, open, expectReadable } = await openStage();
    await open('/overview');
    await page.getByRole('heading', { name: 'No views yet' }).waitFor();
    expect(await page.getByRole('link', { name: 'See how to install it' }).getAttribute('href')).toBe(
      '/console/install',
    );
    await expectReadable();
  });
});
