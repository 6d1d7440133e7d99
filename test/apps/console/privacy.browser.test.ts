import { expect, it } from 'vitest';
import { describeBrowser } from '../../support/chromium.ts';
import { liveThrough } from './life.ts';
import { openStage } from './stage.ts';

describeBrowser('privacy in the console', () => {
  it('erases a visitor by the keyboard, shows the receipt, and has it in the audit log', async () => {
    const { page, site, open, expectReadable } = await openStage(async ({ served, site }) => {
      await liveThrough(served, site, { visitors: 6, days: 1 });
      const consent = { analytics: true };
      const time = served.clock.now();
      await site.ingest([
        { id: 'a1', name: 'Order Completed', time, userId: 'anna', consent, properties: {} },
      ]);
    });
    await open('/privacy/requests');
    await page.getByText('Nobody has been erased yet').waitFor();
    await page.getByLabel('Customer number, as your shop has it').fill('anna');
    await page.getByRole('button', { name: 'Erase' }).press('Enter');
    const dialog = page.getByRole('dialog', { name: 'Erase this person?' });
    await dialog.getByText('cannot be brought back').waitFor();
    await expectReadable();
    await dialog.getByRole('button', { name: 'Erase' }).press('Enter');
    const said = await page.getByText(/^Erased\. The receipt is er_[0-9a-f]{24}\.$/).textContent();
    const id = /er_[0-9a-f]{24}/.exec(said ?? '')?.[0] ?? '';
    await page.getByRole('button', { name: 'Close' }).press('Enter');
    expect(await page.getByRole('row', { name: new RegExp(id) }).textContent()).toMatch(/you[1-9]/);
    expect((await site.ask('POST', '/v1/visitors/lookup', { userId: 'anna' })).status).toBe(404);
    await page.getByLabel('Number of a receipt').fill(id);
    await page.getByRole('button', { name: 'Look up' }).press('Enter');
    await page.getByText(/Removed: [1-9].* · Platforms told: none had to be told/).waitFor();
    expect(page.url()).not.toContain('anna');
    await expectReadable();
    await page.getByRole('tab', { name: 'Audit log' }).click();
    await page.getByRole('cell', { name: 'A visitor was erased' }).waitFor();
    await expectReadable();
  });

  it('says what is held, how long, and whether promises are kept', async () => {
    const { page, open, expectReadable } = await openStage(({ served, site }) =>
      liveThrough(served, site, { visitors: 6, days: 2 }),
    );
    await open('/privacy');
    await page
      .getByRole('listitem')
      .filter({ hasText: 'What visitors do' })
      .getByText('Kept 180 days.')
      .waitFor();
    await page.getByText('In force').waitFor();
    await page.getByText('100%', { exact: true }).waitFor();
    await page.getByRole('img', { name: /Page loads by what their visitors chose/ }).waitFor();
    await expectReadable();
    await page.getByRole('tab', { name: 'How long' }).click();
    await page.getByRole('button', { name: 'Count what would go now' }).click();
    await page.getByText('Nothing is over its term.').waitFor();
    await expectReadable();
    await page.getByRole('tab', { name: 'Proof' }).click();
    await page.getByText('Every promise on record is kept.').waitFor();
    await page.setViewportSize({ width: 360, height: 740 });
    await expectReadable();
  });
});
