import { expect, it } from 'vitest';
import { describeBrowser } from '../../support/chromium.ts';
import type { AnswerBody, TestSite } from '../../support/sites.ts';
import { until } from '../../support/until.ts';
import { openStage } from './stage.ts';

const PLAN = {
  mode: 'lenient',
  events: { 'Gift Wrapped': { properties: { paper: 'string' }, additionalProperties: false } },
};

let sent = 0;

async function send(site: TestSite, now: number, name: string, more: AnswerBody = {}): Promise<void> {
  sent += 1;
  const event = { i: `events-${sent}`, n: name, t: now, u: '/gifts', p: {}, ...more };
  await site.collect({
    ...{ s: now, pg: 'd'.repeat(32), dev: 'd'.repeat(32), q: sent, e: [event] },
    c: { analytics: true, personalization: true, at: now - 1_000 },
  });
}

describeBrowser('events in the console', () => {
  it('come in while somebody watches, and make the catalogue', async () => {
    const { served, site, page, open, expectReadable } = await openStage();
    await open('/events');
    const feed = page.getByRole('region', { name: 'As they come in' });
    await page.getByText('Live', { exact: true }).last().waitFor();
    await send(site, served.clock.now(), 'Page Viewed', { p: { path: '/gifts' } });
    await send(site, served.clock.now(), 'Quiz Finished');
    await feed.getByText('Quiz Finished').waitFor();
    expect(await feed.getByRole('listitem').first().textContent()).toMatch(
      /\d+:\d+.*Quiz Finished\/gifts · of a visitorNot as planned/,
    );
    await expectReadable();
    await page.setViewportSize({ width: 360, height: 740 });
    await page.getByRole('tab', { name: 'As they come in' }).press('ArrowRight');
    await page.getByRole('tab', { name: 'To mend' }).press('ArrowRight');
    const row = page.getByRole('row', { name: /Page Viewed/ });
    expect(await row.textContent()).toMatch(/^Page ViewedKnown event0.* ago$/);
    await expectReadable();
    await served.jobs.run('statistics');
    await open('/events/catalogue');
    expect(await row.textContent()).toMatch(/^Page ViewedKnown event1.* ago$/);
    await page.getByLabel('Sorted by').selectOption('name');
    await until(async () => /^Page/.test((await page.getByRole('row').nth(1).textContent()) ?? ''));
    await expectReadable();
  });

  it('that are not as planned are mended by a click each, and the plan is edited with its faults named', async () => {
    const { served, site, page, open, expectReadable, asksFirst } = await openStage(
      async ({ served, site }) => {
        await site.ask('PUT', '/v1/plan', PLAN);
        const now = served.clock.now();
        await send(site, now, 'Quiz Finished');
        await send(site, now, 'Gift Wrapped', { p: { paper: 'red', ribbon_price: 2 } });
        await send(site, now, 'Product Viewed');
      },
    );
    await open('/events/mend');
    await page.getByText("inkling('Product Viewed', { product_id:").waitFor();
    await expectReadable();
    await site.ask('PUT', '/v1/plan', { ...PLAN, events: { ...PLAN.events, 'Gift Chosen': {} } });
    await page.getByRole('button', { name: 'Add to the plan – Quiz Finished' }).press('Enter');
    await page.getByText('Mended in the plan').waitFor();
    expect(await page.evaluate('document.activeElement.textContent')).toBe('Add the property to the plan');
    await page.getByRole('button', { name: /Add the property.*ribbon_price/ }).click();
    await page.getByLabel('Type').selectOption('number');
    await expectReadable();
    await page.getByRole('dialog').getByRole('button', { name: 'Add to the plan' }).click();
    await until(async () => (await page.getByText('Mended in the plan').count()) === 2);
    const { body } = await site.ask('GET', '/v1/plan');
    expect(body).toMatchObject({
      events: {
        'Gift Chosen': { properties: {} },
        'Quiz Finished': { properties: {} },
        'Gift Wrapped': { properties: { ribbon_price: { type: 'number', required: false } } },
      },
    });

    await page.getByRole('tab', { name: 'Tracking plan' }).click();
    const plan = page.getByLabel('Tracking plan as JSON');
    const text = await plan.inputValue();
    expect(await asksFirst()).toBe(false);
    await plan.fill(text.replace('"paper": {', '"Paper": {'));
    await page.getByRole('button', { name: 'Check and save' }).click();
    await page.getByText(/Line \d+: .*snake_case/).waitFor();
    expect(await asksFirst()).toBe(true);
    await expectReadable();
    await plan.fill(text.replace('lenient', 'strict'));
    await page.getByRole('button', { name: 'Check and save' }).click();
    await until(async () => (await site.ask('GET', '/v1/plan')).body.mode === 'strict');
    await until(async () => !(await asksFirst()));
    await send(site, served.clock.now(), 'Quiz Lost');
  });
});
