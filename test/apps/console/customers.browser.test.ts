import { expect, it } from 'vitest';
import { describeBrowser } from '../../support/chromium.ts';
import type { Served } from '../../support/served.ts';
import type { TestSite } from '../../support/sites.ts';
import { until } from '../../support/until.ts';
import { openStage } from './stage.ts';

const DAY_MS = 86_400_000;
const ASK_AT_ONCE = 500;

/** Buyers whom the shop's own server names: many once, some often, and some who stopped. */
async function sell(served: Served, site: TestSite): Promise<void> {
  const now = served.clock.now();
  const orders = Array.from({ length: 320 }, (_, buyer) => {
    const count = buyer % 2 === 0 ? 1 : 2 + (buyer % 4);
    const last = (buyer * 7) % 220;
    return Array.from({ length: count }, (_, n) => ({
      id: `order:${buyer}-${n}`,
      name: 'Order Completed',
      time: now - (last + n * (9 + (buyer % 5))) * DAY_MS,
      userId: `buyer-${buyer}`,
      consent: { analytics: true, personalization: true },
      properties: { order_id: `${buyer}-${n}`, revenue: 20 + ((buyer * 13) % 60) },
    }));
  }).flat();
  for (let at = 0; at < orders.length; at += ASK_AT_ONCE)
    await site.ingest(orders.slice(at, at + ASK_AT_ONCE));
}

describeBrowser('customers', () => {
  it('stand in a grid that says what to do about each field, and what is to come of them', async () => {
    const { page, open, expectReadable } = await openStage(async ({ served, site }) => {
      await sell(served, site);
      await served.jobs.run('lifetimes');
    });
    await open('/customers');
    const grid = page.getByRole('table', { name: 'How lately and how often they bought' });
    await grid.getByRole('button', { name: /^1 order, 180 days ago or more: \d+ buyers$/ }).press('Enter');
    await page.getByRole('heading', { name: 'Bought once, long ago: let them go' }).waitFor();
    const segment = page.getByRole('link', { name: 'Make a segment of them' });
    expect(decodeURIComponent((await segment.getAttribute('href')) ?? '')).toContain(
      '/console/segments/_new/_words/rfm (recency at least 180 days, frequency exactly 1)',
    );
    await page.getByRole('table', { name: 'Do those who bought again still buy?' }).waitFor();
    await page.getByText(/The best fifth of your buyers is expected to bring \d+%/).waitFor();
    await expectReadable();

    await page.getByLabel('Who', { exact: true }).fill('buyer-5');
    await page.getByLabel('Who', { exact: true }).press('Enter');
    await page
      .getByText(/The chance that they still buy from you is \d+%/)
      .last()
      .waitFor();
    expect(page.url()).not.toContain('buyer-5');

    await segment.click();
    await page.getByRole('tab', { name: 'One line' }).click();
    const line = page.getByRole('textbox', { name: 'The condition in one line' });
    // The server says it in words.
    await until(async () =>
      (await line.inputValue()).includes('rfm (recency at least 180 days, frequency exactly 1)'),
    );
  });

  it('are nobody on a new site, and the page says what to do', async () => {
    const { page, open, expectReadable } = await openStage();
    await open('/customers');
    await page.getByRole('heading', { name: 'No buyers yet' }).waitFor();
    await page.setViewportSize({ width: 360, height: 740 });
    await expectReadable();
  });
});
