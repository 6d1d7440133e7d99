import { expect, it } from 'vitest';
import { createRandom } from '../../durability/random.ts';
import { describeBrowser } from '../../support/chromium.ts';
import type { Served } from '../../support/served.ts';
import type { TestSite } from '../../support/sites.ts';
import { openStage } from './stage.ts';

const MINUTE_MS = 60_000;
const CONSENT = { analytics: true, personalization: true };
const A_POST = 500;

/** Ten days of visits, told by the shop's own server: most who begin a checkout order, and nobody else does. */
async function visit(served: Served, site: TestSite): Promise<void> {
  const random = createRandom(3);
  const events = Array.from({ length: 400 }, (_, place) => {
    const begun = served.clock.now() - (400 - place) * 36 * MINUTE_MS;
    const names = ['Page Viewed', 'Product Viewed'];
    if (random.chance(0.5)) names.push('Product Added');
    if (names.length === 3 && random.chance(0.7)) names.push('Checkout Started');
    if (names.length === 4 && random.chance(0.9)) names.push('Order Completed');
    const userId = `customer-${place}`;
    return names.map((name, step) => ({
      ...{ id: `visit:${place}-${step}`, name, time: begun + step * MINUTE_MS, userId, consent: CONSENT },
      properties: name === 'Order Completed' ? { order_id: `${place}`, revenue: 30 } : { price: 30 },
    }));
  }).flat();
  for (let at = 0; at < events.length; at += A_POST) await site.ingest(events.slice(at, at + A_POST));
}

describeBrowser('intent', () => {
  it('trains, reads the card, and says why somebody has a score', async () => {
    const { page, open, expectReadable } = await openStage(async ({ served, site }) => {
      await site.ask('PATCH', '/v1/sites/shop', {
        scoring: { leastOfEach: 20, discountPerYear: 0 },
        smallNumbers: { k: 3 },
      });
      await site.ask('PUT', '/v1/models/orders_soon', { event: 'Order Completed', within: '1h' });
      await visit(served, site);
      const about = { userId: 'customer-7', consent: CONSENT, properties: {} };
      await site.ingest([{ id: 'back:7', name: 'Checkout Started', ...about }]);
    });
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
