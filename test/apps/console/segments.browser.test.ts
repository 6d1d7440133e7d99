import { expect, it } from 'vitest';
import { describeBrowser } from '../../support/chromium.ts';
import { liveThrough } from './life.ts';
import { openStage } from './stage.ts';

const LOOKERS = { name: 'Lookers', when: { event: 'Product Viewed' } };

describeBrowser('segments in the console', () => {
  it('stand with who is in each now, and the list is readable by everybody', async () => {
    const { page, open, expectReadable } = await openStage(async ({ served, site }) => {
      await liveThrough(served, site, { visitors: 30, days: 2 });
      await site.ask('PUT', '/v1/segments/lookers', LOOKERS);
      await served.engine.segments.idle();
    });
    await open('/segments');
    const row = page.getByRole('row', { name: /Lookers/ });
    expect(await row.textContent()).toMatch(/Lookers.*\d+.*Live/);
    await expectReadable();
  });

  it('are nothing yet on a new site, and the page says what to do', async () => {
    const { page, open, expectReadable } = await openStage();
    await open('/segments');
    await page.getByRole('heading', { name: 'Your first segment' }).waitFor();
    await expectReadable();
    await page.setViewportSize({ width: 360, height: 740 });
    await expectReadable();
  });
});
