import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { describeBrowser } from '../../support/chromium.ts';
import type { Served } from '../../support/served.ts';
import type { TestSite } from '../../support/sites.ts';
import { liveThrough } from './life.ts';
import { openStage } from './stage.ts';

const DAY_MS = 86_400_000;
const A_POST = 400;

/** Of newcomers two months ago half filled a cart, and of those most came back after a month. */
async function come(served: Served, site: TestSite): Promise<void> {
  const consent = { analytics: true, personalization: true };
  const first = served.clock.now() - 60 * DAY_MS;
  const events = Array.from({ length: 200 }, (_, newcomer) => {
    const hasAdded = newcomer % 2 === 0;
    const hasStayed = newcomer % 20 < (hasAdded ? 14 : 5);
    const about = { userId: `newcomer-${newcomer}`, consent, properties: {} };
    return [
      { id: `come:${newcomer}`, name: 'Page Viewed', time: first, ...about },
      ...(hasAdded ? [{ id: `add:${newcomer}`, name: 'Product Added', time: first + 60_000, ...about }] : []),
      ...(hasStayed
        ? [{ id: `stay:${newcomer}`, name: 'Page Viewed', time: first + 30 * DAY_MS, ...about }]
        : []),
    ];
  }).flat();
  for (let at = 0; at < events.length; at += A_POST) await site.ingest(events.slice(at, at + A_POST));
}

describeBrowser('journeys', () => {
  it('say what led to orders by every model, and that what goes with staying is no proof', async () => {
    const { page, open, expectReadable } = await openStage(async ({ served, site }) => {
      await site.ask('PATCH', '/v1/sites/shop', { smallNumbers: { k: 3 } });
      await come(served, site);
      await liveThrough(served, site, { visitors: 90, days: 1 });
      await served.jobs.run('statistics');
    });
    await open('/journeys');
    const steps = page.getByRole('table', { name: 'Where visitors stop' });
    await steps
      .getByRole('row', { name: /Used the cart.*\d+ \(\d+%\).*\d+ went on, \d+ stopped \(\d+%\)/ })
      .waitFor();
    await page.getByText(/^Most stop at/).waitFor();
    const table = page.getByRole('table', { name: 'What led to orders' });
    await table.getByRole('row', { name: /search\.example/ }).waitFor();
    await page.getByRole('heading', { name: 'This is association, not proof.' }).waitFor();
    const signals = page.getByRole('table', { name: 'What goes with staying' });
    await signals.getByRole('row', { name: /Product Added.*times as often.*Goes with staying/ }).waitFor();
    await expectReadable();

    await page.getByLabel('Shown').selectOption({ label: 'Money' });
    await table.getByRole('cell', { name: /€/ }).first().waitFor();
    await page.getByLabel('By', { exact: true }).selectOption({ label: 'Channel' });
    await table.getByRole('row', { name: /referral/ }).waitFor();
    await page.getByLabel('Period').selectOption({ label: 'Last 7 days' });
    const saving = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Save as CSV', exact: true }).click();
    expect(readFileSync(await (await saving).path(), 'utf8')).toMatch(/^Channel,Visitors,Last,First,/);
  });

  it('are none on a new site, and the page says what to do', async () => {
    const { page, open, expectReadable } = await openStage();
    await page.setViewportSize({ width: 360, height: 740 });
    await open('/journeys');
    await page.getByText('Nobody has come in this time.').waitFor();
    await page.getByText('No touch and no order in this period.').waitFor();
    await page.getByText('There is nothing to rank yet.').waitFor();
    await expectReadable();
  });
});
