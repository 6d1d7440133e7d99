import { expect, it } from 'vitest';
import { describeBrowser } from '../../support/chromium.ts';
import { liveThrough } from './life.ts';
import { openStage } from './stage.ts';

const OTHERS = { name: 'Others', when: { not: { segment: 'lookers' } } };
const LOOKERS = { name: 'Lookers', when: { event: 'Product Viewed', within: '7d' } };

describeBrowser('segments in the console', () => {
  it('are written as form or line, with the size beside it, listed and explained, and removed where nothing builds on them', async () => {
    const stage = await openStage(async ({ served, site }) => {
      await liveThrough(served, site, { visitors: 40, days: 2 });
      await site.ask('PUT', '/v1/segments/lookers', LOOKERS);
      await site.ask('PUT', '/v1/segments/others', OTHERS);
      await served.engine.segments.idle();
    });
    const { served, page, open, expectReadable, asksFirst } = stage;
    await open('/segments');
    await page.getByRole('row', { name: /Lookers.*Live/ }).waitFor();
    await expectReadable();
    await page.getByRole('button', { name: 'New segment' }).click();
    expect(await asksFirst()).toBe(false);
    await page.getByLabel('Name', { exact: true }).fill('Keen ones');
    expect(await asksFirst()).toBe(true);
    await page.getByLabel('Event', { exact: true }).fill('Product Added');
    await page.getByText('Counted exactly').waitFor();
    // Of what is typed, no longer of what the form began with.
    await page
      .getByText(/^(Being counted …|The number is of the condition before\.)$/)
      .waitFor({ state: 'detached' });
    const told = await page.locator('.inkling-preview .figure').textContent();
    await page.getByRole('tab', { name: 'One line' }).click();
    const line = page.getByLabel('The condition in one line');
    expect(await line.inputValue()).toBe('added a product in 7 days');
    await line.fill('added a prodct in 7 days');
    await page.locator('mark', { hasText: 'added' }).waitFor();
    await line.fill('added a product in 7 days and idle for 1 minute');
    await page.getByRole('tab', { name: 'Form' }).click();
    await page.getByRole('group', { name: 'Has not been here' }).waitFor();
    await expectReadable();
    const inner = page.getByRole('group', { name: 'Has not been here' });
    await inner.getByRole('button', { name: 'not' }).press('Enter');
    await page
      .getByRole('group', { name: 'Not', exact: true })
      .getByRole('button', { name: 'Remove this condition' })
      .press('Enter');
    expect(await page.evaluate('document.activeElement.value')).toBe('all');
    await page.getByRole('button', { name: 'Take out of the group' }).press('Enter');
    await page.getByRole('button', { name: 'Save segment' }).click();
    await page.getByRole('heading', { name: 'Keen ones', level: 1 }).waitFor();
    expect(await asksFirst()).toBe(false);
    await served.engine.segments.idle();
    await page.getByRole('main').getByText('Live', { exact: true }).waitFor();
    expect(await page.locator('.figure').first().textContent()).toBe(told);
    await page
      .getByRole('button', { name: /^Why is/ })
      .first()
      .click();
    await page.getByText('In the segment', { exact: true }).waitFor();
    await page.getByText('Events behind it: 1').first().click();
    await page
      .getByText(/Product Added, Jan/)
      .first()
      .waitFor();
    await expectReadable();
    await open('/segments/lookers');
    await page.getByRole('button', { name: 'Remove segment' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Remove segment' }).click();
    await page.getByRole('alert').filter({ hasText: 'segment "others"' }).waitFor();
  });

  it('are nothing yet on a new site, which begins with a template', async () => {
    const { page, open, expectReadable } = await openStage();
    await open('/segments');
    await page.getByRole('heading', { name: 'Your first segment' }).waitFor();
    await expectReadable();
    await page.getByRole('button', { name: 'Start from a template' }).click();
    await page.getByRole('link', { name: 'Open Cart left for an hour' }).click();
    await page.getByRole('group', { name: 'Did things one after the other' }).waitFor();
    await page.getByText('Fewer than 10').waitFor();
    await page.setViewportSize({ width: 360, height: 740 });
    await expectReadable();
  });
});
