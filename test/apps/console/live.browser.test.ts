import { expect, it } from 'vitest';
import { describeBrowser } from '../../support/chromium.ts';
import type { AnswerBody, TestSite } from '../../support/sites.ts';
import { until } from '../../support/until.ts';
import { openStage, type Stage } from './stage.ts';

const LOOKERS = { name: 'Lookers', when: { event: 'Product Viewed' } };
const CARTS = { name: 'Carts', when: { event: 'Product Added', within: '1h' } };

let sent = 0;

/** One visitor's page tells of some events. */
async function visit(site: TestSite, now: number, device: string, ...events: readonly AnswerBody[]) {
  const e = events.map((event) => {
    sent += 1;
    return { i: `live-${sent}`, t: now, p: { product_id: 'P-1', quantity: 1 }, ...event };
  });
  await site.collect({
    ...{ s: now, pg: device, dev: device, q: sent, e },
    c: { analytics: true, personalization: true, at: now - 1_000 },
  });
}

const openShop = (): Promise<Stage> =>
  openStage(async ({ served, site }) => {
    await site.ask('PUT', '/v1/segments/lookers', LOOKERS);
    await site.ask('PUT', '/v1/segments/carts', CARTS);
    await served.engine.segments.idle();
    const now = served.clock.now();
    for (let visitor = 0; visitor < 12; visitor += 1) {
      const device = visitor.toString(16).padStart(32, 'a');
      await visit(site, now - 1_000, device, { n: 'Page Viewed', u: '/sale' });
    }
  });

describeBrowser('the present moment in the console', () => {
  it('shows who is there, and a visitor who enters a segment while somebody watches', async () => {
    const { served, site, page, open, expectReadable } = await openShop();
    await open('/live');
    await page.getByText('Live', { exact: true }).last().waitFor();
    expect(await page.getByRole('row', { name: /Looking around/ }).textContent()).toBe('Looking around1212');
    expect(await page.getByRole('row', { name: /\/sale/ }).textContent()).toBe('/saleabout 15');
    const feed = page.getByRole('region', { name: 'What happens' });
    await feed.getByText('Nothing since you opened this page').waitFor();
    await visit(site, served.clock.now(), 'b'.repeat(32), { n: 'Product Viewed', u: '/p/1' });
    await feed.getByText('Entered Lookers').waitFor();
    await until(
      async () =>
        (await page.getByRole('row', { name: /Looked at a product/ }).textContent()) ===
        'Looked at a product11',
    );
    await expectReadable();
  });

  it('says what to do where nobody is', async () => {
    const { page, open, expectReadable } = await openStage();
    await page.setViewportSize({ width: 360, height: 740 });
    await open('/live');
    await page.getByText('Nobody has been here in the last half hour').waitFor();
    await expectReadable();
    await page.getByRole('link', { name: 'Check the installation' }).press('Enter');
    await page.getByRole('heading', { level: 1, name: 'Install' }).waitFor();
  });

  it('is held by the keyboard, and goes on with what came meanwhile', async () => {
    const { served, site, page, open } = await openShop();
    await open('/live');
    const feed = page.getByRole('region', { name: 'What happens' });
    await page.getByText('Live', { exact: true }).last().waitFor();
    await page.getByRole('button', { name: 'Pause' }).press('Enter');
    await visit(site, served.clock.now(), 'c'.repeat(32), { n: 'Product Added', u: '/p/1' });
    await page.getByText('Paused, 1 new').waitFor();
    expect(await feed.getByText('Entered Carts').count()).toBe(0);
    await page.getByRole('button', { name: 'Go on' }).press('Enter');
    await feed.getByText('Entered Carts').waitFor();
    await served.clock.moveTo(served.clock.now() + 3_600_000);
    await feed.getByText('Left Carts').waitFor();
  });
});
