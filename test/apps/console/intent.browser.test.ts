import { it } from 'vitest';
import { describeBrowser } from '../../support/chromium.ts';
import { openStage } from './stage.ts';

describeBrowser('intent', () => {
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
