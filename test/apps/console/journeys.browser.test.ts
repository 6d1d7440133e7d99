import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { describeBrowser } from '../../support/chromium.ts';
import { liveThrough } from './life.ts';
import { openStage } from './stage.ts';

describeBrowser('journeys', () => {
  it('say what led to orders by every model, and that what goes with staying is no proof', async () => {
    const { page, open, expectReadable } = await openStage(async ({ served, site }) => {
      await site.ask('PATCH', '/v1/sites/shop', { smallNumbers: { k: 3 } });
      await liveThrough(served, site, { visitors: 60, days: 2 });
    });
    await open('/journeys');
    const table = page.getByRole('table', { name: 'What led to orders' });
    await table.getByRole('row', { name: /search\.example/ }).waitFor();
    await page.getByRole('heading', { name: 'This is association, not proof.' }).waitFor();
    await expectReadable();

    await page.getByLabel('Shown').selectOption({ label: 'Money' });
    await table.getByRole('cell', { name: /€/ }).first().waitFor();
    await page.getByLabel('By', { exact: true }).selectOption({ label: 'Channel' });
    await table.getByRole('row', { name: /referral/ }).waitFor();
    await page.getByLabel('Period').selectOption({ label: 'Last 7 days' });
    const saving = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Save as CSV' }).click();
    expect(readFileSync(await (await saving).path(), 'utf8')).toMatch(/^Channel,Visitors,Last,First,/);
  });

  it('are none on a new site, and the page says what to do', async () => {
    const { page, open, expectReadable } = await openStage();
    await page.setViewportSize({ width: 360, height: 740 });
    await open('/journeys');
    await page.getByText('No touch and no order in this period.').waitFor();
    await page.getByText('There is nothing to rank yet.').waitFor();
    await expectReadable();
  });
});
