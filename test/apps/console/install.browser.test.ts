import { expect, it } from 'vitest';
import { describeBrowser } from '../../support/chromium.ts';
import { openStage } from './stage.ts';

describeBrowser('installing by the console', () => {
  it('waits for the first page, and sees the one that carries the snippet', async () => {
    const { page, served, site, open, expectReadable } = await openStage();
    await open('/install');
    const pages = page.getByRole('listitem').filter({ hasText: 'Events of pages' });
    expect(await pages.textContent()).toContain('Waiting');
    const snippet = await page.getByRole('region', { name: 'The script' }).locator('pre').textContent();
    expect(snippet).toBe(`<script src="${served.url}/t/${site.writeKey}.js" defer></script>`);
    await expectReadable();
    await site.collect({
      s: served.clock.now(),
      pg: 'ab'.repeat(16),
      q: 0,
      e: [{ i: crypto.randomUUID(), n: 'Page Viewed', t: served.clock.now(), u: '/', p: {} }],
    });
    await open('/install');
    await pages.getByText('Works').waitFor();
    await page.getByRole('tab', { name: 'WordPress' }).press('Enter');
    await page.getByRole('region', { name: 'Write key' }).getByText(site.writeKey).waitFor();
    await page.setViewportSize({ width: 360, height: 740 });
    await expectReadable();
  });
});
