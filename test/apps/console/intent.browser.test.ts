import { expect, it } from 'vitest';
import { describeBrowser } from '../../support/chromium.ts';
import { buyThrough } from './buyers.ts';
import { openStage } from './stage.ts';

describeBrowser('intent', () => {
  it('trains, reads the card, and says why somebody has a score', async () => {
    const { page, open, expectReadable } = await openStage(({ served, site }) => buyThrough(served, site));
    await open('/intent/orders_soon');
    await page.getByText('Nothing yet').waitFor();
    await page.getByRole('heading', { name: 'What a model still needs' }).waitFor();
    await expectReadable();

    await page.getByRole('button', { name: 'Train now' }).press('Enter');
    await page.getByRole('button', { name: 'Show what came of it' }).click({ timeout: 30_000 });
    await page.getByText('Learned from your site · Version 1').waitFor();
    await page.getByText(/It ranks visitors .*\./).waitFor();
    await page.getByRole('img', { name: 'Do the percentages come true?' }).waitFor();
    await page.getByRole('img', { name: 'How well it tells them apart' }).waitFor();
    await page.getByRole('table', { name: 'Where to spend an effort' }).waitFor();
    expect(
      await page.getByRole('table', { name: 'What it looks at' }).getByRole('row').count(),
    ).toBeGreaterThan(3);
    await page.getByRole('cell', { name: 'Serves now' }).waitFor();
    const segment = page.getByRole('link', { name: 'Make a segment of them' });
    expect(decodeURIComponent((await segment.getAttribute('href')) ?? '')).toContain(
      '/segments/_new/_words/score "orders_soon" at least 0.3',
    );
    await expectReadable();

    await page.getByLabel('Who', { exact: true }).fill('customer-7');
    await page.getByLabel('Who', { exact: true }).press('Enter');
    await page.getByText('Reasons: Buys within 7 days').click();
    await page.getByRole('rowheader', { name: 'Steps of the checkout in this visit: 1' }).first().waitFor();
    expect(page.url()).not.toContain('customer');

    await page.getByRole('button', { name: 'Roll back' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Roll back' }).click();
    await page.getByText('Nothing yet').waitFor();
  });

  it('says on a new site what is missing, on a phone and in the dark', async () => {
    const { page, open, expectReadable } = await openStage();
    await page.emulateMedia({ colorScheme: 'dark' });
    await page.setViewportSize({ width: 360, height: 740 });
    await open('/intent');
    await page.getByText('General points').waitFor();
    await page.getByText('Nobody has counted yet.').waitFor();
    await page.getByText('Too few visitors to tell how many').waitFor();
    await expectReadable();
    await page.getByLabel('Who', { exact: true }).fill('nobody');
    await page.getByRole('button', { name: 'Look up' }).click();
    await page.getByText('Nothing is held of such a visitor').waitFor();
  });
});
