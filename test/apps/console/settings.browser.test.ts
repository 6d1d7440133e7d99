import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { findViolations } from '../../support/axe.ts';
import { describeBrowser } from '../../support/chromium.ts';
import { openDoors } from '../../support/sites.ts';
import { until } from '../../support/until.ts';
import { openStage } from './stage.ts';

/** What comes of an act makes room for itself, however long the server took. */
async function expectLegible(page: Page): Promise<void> {
  expect(await findViolations(page, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa'] })).toEqual([]);
}

/** By a link, the way back, another tab and the way out. */
async function expectAsked(page: Page): Promise<void> {
  const ways = [
    () => page.getByRole('link', { name: 'Overview' }).press('Enter'),
    () => page.evaluate('history.back()'),
    () => page.getByRole('tab', { name: 'Mail' }).press('Enter'),
    () => page.getByRole('button', { name: 'Log out', exact: true }).press('Enter'),
  ];
  const dialog = page.getByRole('dialog', { name: 'Leave without saving?' });
  for (const leave of ways) {
    await leave();
    await dialog.getByText('not saved yet').waitFor();
    await dialog.getByRole('button', { name: 'Stay here' }).press('Enter');
    await dialog.waitFor({ state: 'hidden' });
  }
}

describeBrowser('settings in the console', () => {
  it('refuse a wrong one at its field, and keep a right one', async () => {
    const { page, site, open, expectReadable, asksFirst } = await openStage();
    await open('/live');
    await page.getByRole('link', { name: 'Settings' }).click();
    const zone = page.getByLabel('Time zone');
    await zone.waitFor();
    await expectReadable();
    expect(await asksFirst()).toBe(false);
    await zone.fill('Mars/Olympus');
    expect(await asksFirst()).toBe(true);
    await expectAsked(page);
    expect([await zone.inputValue(), new URL(page.url()).pathname]).toEqual([
      'Mars/Olympus',
      '/console/settings',
    ]);
    await page.getByRole('button', { name: 'Save' }).press('Enter');
    await page.locator('[aria-invalid=true]').waitFor();
    expect(await zone.getAttribute('aria-invalid')).toBe('true');
    const noted = (await zone.getAttribute('aria-describedby'))?.split(' ').at(-1) ?? '';
    expect(await page.locator(`[id="${noted}"]`).textContent()).toContain('IANA time zone');
    await expectLegible(page);
    await zone.fill('Europe/Vienna');
    await page.getByLabel('Name', { exact: true }).fill('Heron paper');
    await page.getByRole('button', { name: 'Save' }).press('Enter');
    await page.getByRole('banner').getByText('Heron paper').waitFor();
    expect((await site.ask('GET', '/v1/sites/shop')).body).toMatchObject({
      name: 'Heron paper',
      timezone: 'Europe/Vienna',
      sessionGapMinutes: 30,
    });
    expect(await asksFirst()).toBe(false);
    // Who wants to leave leaves, and is told where they are.
    await zone.fill('Mars/Olympus');
    await page.getByRole('link', { name: 'Segments' }).press('Enter');
    await page.getByRole('dialog').getByRole('button', { name: 'Leave' }).press('Enter');
    await page.getByRole('heading', { level: 1, name: 'Segments' }).waitFor();
    await until(async () => (await page.evaluate('document.activeElement.textContent')) === 'Segments');
    expect(await asksFirst()).toBe(false);
  });

  it('make new keys, end the old ones at once, and leave whoever did it signed in', async () => {
    const { page, site, served, open, expectReadable } = await openStage();
    await open('/settings/keys');
    await page.getByLabel('How long the old one goes on').selectOption('now');
    await page.getByRole('button', { name: 'Make new keys' }).press('Enter');
    const dialog = page.getByRole('dialog', { name: 'Make new keys?' });
    await dialog.getByText('open nothing any more from this moment').waitFor();
    await dialog.getByRole('button', { name: 'Make new keys' }).press('Enter');
    await page.getByText('You are signed in with the new secret key.').waitFor();
    const secretKey = await page.getByRole('region', { name: 'Secret key' }).locator('pre').textContent();
    await expectReadable();
    expect((await site.ask('GET', '/v1/plan')).body.error).toMatchObject({ code: 'rotated_key' });
    const doors = openDoors(served.url, { writeKey: '', secretKey: secretKey ?? '' });
    expect((await doors.ask('GET', '/v1/plan')).status).toBe(200);
    await open('/settings/keys');
    expect(await page.content()).not.toContain(secretKey);
    await page.getByRole('button', { name: 'Log out everywhere' }).press('Enter');
    await page.getByRole('dialog').getByRole('button', { name: 'Log out everywhere' }).press('Enter');
    await page.getByRole('heading', { name: 'Sign in to Inkling' }).waitFor();
  });

  it('open and close the door for Segment, and say that a source without a key is none', async () => {
    const { page, site, open, expectReadable } = await openStage();
    await open('/settings/segment');
    await expectReadable();
    await page.getByLabel('Shared secret').fill('a-secret-of-this-shop');
    await page.getByRole('button', { name: 'Open with this secret' }).press('Enter');
    await page.getByText('Open', { exact: true }).waitFor();
    expect((await site.ask('GET', '/v1/segment/webhook')).body).toEqual({ state: 'on' });
    await page.getByLabel('Write key of the source in Segment').fill('odd key');
    await page.getByRole('button', { name: 'Save' }).press('Enter');
    await page.locator('[aria-invalid=true]').waitFor();
    await expectLegible(page);
    await page.getByRole('button', { name: 'Close it' }).press('Enter');
    await page.getByRole('dialog').getByRole('button', { name: 'Close it' }).press('Enter');
    await page.getByText('Closed', { exact: true }).waitFor();
  });

  it('show a webhook’s secret once, and each part is readable by everybody', async () => {
    const { page, open, expectReadable } = await openStage();
    await open('/settings/webhooks');
    await page.getByRole('button', { name: 'Add a webhook' }).press('Enter');
    await page.getByLabel('Name', { exact: true }).fill('crm');
    await page.getByLabel('Address').fill('https://8.8.8.8/inkling');
    await page.getByRole('button', { name: 'Save the webhook' }).press('Enter');
    await page
      .getByRole('region', { name: 'Secret of crm' })
      .getByText(/^whsec_/)
      .waitFor();
    await expectLegible(page);
    await page.getByRole('button', { name: 'Close' }).press('Enter');
    await page.getByText('https://8.8.8.8/inkling').waitFor();
    for (const name of ['Privacy', 'Campaigns', 'Mail'] as const) {
      await page.getByRole('tab', { name, exact: true }).press('Enter');
      await page.getByRole('button', { name: 'Undo' }).waitFor();
      await expectReadable();
    }
    await page.setViewportSize({ width: 360, height: 740 });
    await expectReadable();
  });
});
