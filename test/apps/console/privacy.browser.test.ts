import { it } from 'vitest';
import { describeBrowser } from '../../support/chromium.ts';
import { liveThrough } from './life.ts';
import { openStage } from './stage.ts';

describeBrowser('privacy in the console', () => {
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
