import type { FrameLocator, Locator, Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { describeBrowser } from '../../support/chromium.ts';
import type { Served } from '../../support/served.ts';
import { FULL } from './campaign-drafts.ts';
import { comeBy, comerOf } from './comers.ts';
import { liveThrough } from './life.ts';
import { openStage } from './stage.ts';

const VISITORS = 24;
const MINUTE_MS = 60_000;

const orderOf = ({ clock }: Served, visitor: number) => ({
  ...{ id: `order:c-${visitor}`, name: 'Order Completed', time: clock.now(), device: comerOf(visitor) },
  consent: { analytics: true, personalization: true },
  properties: { order_id: `c-${visitor}`, total: 10, products: [] },
});

/** As somebody does: what moves while they write moves for them. */
async function write(field: Locator, text: string): Promise<void> {
  await field.focus();
  await field.press('ControlOrMeta+a');
  await field.pressSequentially(text);
}

const inFrame = (page: Page, arm: string): FrameLocator =>
  page.frameLocator(`iframe[title="Preview of ${arm}"]`);

describeBrowser('campaigns in the console', () => {
  it('begin with a template, are filled in, looked at, tried, started, and report what came of them', async () => {
    const { page, open, expectReadable, asksFirst, served, site } = await openStage(
      async ({ served, site }) => liveThrough(served, site, { visitors: 20, days: 2 }),
    );
    await open('/campaigns');
    await expectReadable();
    await page.getByRole('button', { name: 'New campaign' }).click();
    await page.getByRole('button', { name: 'Start from Exit message' }).click();

    // What the template left to be filled in is named, and so is its place.
    await page.getByText('Write the address of your page').first().waitFor();
    await page.getByText('To do', { exact: true }).waitFor();
    expect(await asksFirst()).toBe(false);
    await write(page.getByLabel('Address', { exact: true }), '/help');
    expect(await asksFirst()).toBe(true);
    const frame = inFrame(page, 'message');
    await frame.getByRole('dialog').waitFor();
    await page.getByText('Done', { exact: true }).waitFor();

    // The frame follows what is typed, and takes the focus from nobody who types.
    const title = page.getByLabel('Heading (English)');
    await write(title, 'Unsure?');
    await frame.getByRole('heading', { name: 'Unsure?' }).waitFor();
    expect(await title.evaluate((field) => field === document.activeElement)).toBe(true);
    await page.getByLabel('Page', { exact: true }).pressSequentially('Dark');
    await frame.locator('[data-inkling="over dark"]').waitFor({ state: 'attached' });
    await page.getByLabel('Width').pressSequentially('Desktop');
    await frame.getByRole('heading', { name: 'Unsure?' }).waitFor();

    // For everybody, when something was added.
    await page.getByLabel('When', { exact: true }).pressSequentially('Something');
    const chosen = page.locator('section', { hasText: 'For whom' }).getByRole('button', { name: /^Remove/ });
    while ((await chosen.count()) > 0) await chosen.first().click();
    await page.getByText('Everything is well written.').waitFor();

    await page.getByRole('button', { name: 'Try it', exact: true }).click();
    await page.getByText(/^\d+ of \d+ visitors$/).waitFor();
    await page.getByRole('button', { name: 'Work it out' }).click();
    await page.getByText('After 28 days').waitFor();
    await expectReadable();
    // A share that is none is said to be so at its field; what is put right is well written again.
    await write(page.getByLabel('Weight').first(), 'half');
    await page.getByText('write a number').first().waitFor();
    await write(page.getByLabel('Weight').first(), '50');
    await page.getByText('Everything is well written.').waitFor();

    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByText('The campaign is saved.').waitFor();
    expect(await asksFirst()).toBe(false);

    await open('/campaigns/exit-message');
    await page.getByRole('button', { name: 'Start', exact: true }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Start', exact: true }).press('Enter');
    await page.getByText('The campaign is live.').waitFor();
    const decided = await Promise.all(
      Array.from({ length: VISITORS }, (_, visitor) => comeBy(served, site, visitor)),
    );
    await served.clock.moveTo(served.clock.now() + MINUTE_MS);
    const buyers = Array.from({ length: VISITORS / 3 }, (_, place) => place * 3);
    await site.ingest(buyers.map((visitor) => orderOf(served, visitor)));
    const treated = decided.filter((one) => one?.treatment != null).length;
    expect(treated).toBeGreaterThan(0);
    expect(decided.filter((one) => one !== undefined)).toHaveLength(VISITORS);

    await open('/campaigns/exit-message');
    const row = page.getByRole('row', { name: new RegExp(`^message ${treated} `) });
    await row.waitFor();
    await page.getByText(/too early to say anything of message/).waitFor();
    await expectReadable();
    await page.getByRole('button', { name: 'Pause' }).click();
    await page.getByText('The campaign is paused.').waitFor();
    const stateOf = async () => (await site.ask('GET', '/v1/campaigns/exit-message')).body;
    expect(await stateOf()).toMatchObject({ state: 'paused' });
    expect(await stateOf()).not.toHaveProperty('ends');
    await page.getByRole('button', { name: 'End' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'End' }).press('Enter');
    await page.getByText('The campaign has ended.').waitFor();
    expect(await stateOf()).toMatchObject({ state: 'paused', ends: expect.any(String) });
    await open('/campaigns');
    expect(await page.getByRole('row', { name: /Exit message Ended/ }).textContent()).toMatch(
      /Too early to say/,
    );
    await expectReadable();
  });

  it('show every kind of treatment in a frame as a page would, and send nothing from there', async () => {
    const kinds = Object.entries(FULL).filter(([kind]) => kind !== 'email' && kind !== 'signal');
    const variants = kinds.map(([key, treatment]) => ({ key, weight: 10, treatment }));
    const { page, open, served, site } = await openStage(async ({ site: own }) => {
      const campaign = { name: 'All', trigger: { event: 'Product Added' }, variants };
      expect((await own.ask('PUT', '/v1/campaigns/all', campaign)).status).toBe(200);
    });
    const asked: string[] = [];
    page.on('request', (request) => {
      if (request.frame() !== page.mainFrame()) asked.push(new URL(request.url()).pathname);
    });
    await open('/campaigns/all/edit');
    for (const [kind] of kinds) await inFrame(page, kind).locator(`.box.${kind}`).waitFor();
    expect(asked.filter((path) => !/^\/(t\/[a-z]+\.js|console\/(preview|assets\/))/.test(path))).toEqual([]);
    expect((await site.ask('GET', '/v1/visitors')).body.items).toEqual([]);

    await page.setViewportSize({ width: 360, height: 740 });
    expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBeLessThanOrEqual(0);

    // Whoever uses it has the focus in it, and Escape closes it.
    await page.getByLabel('Let me use it').first().press('Space');
    const dialog = inFrame(page, 'message').getByRole('dialog');
    await dialog.getByRole('heading', { name: 'Hello' }).press('Escape');
    await dialog.waitFor({ state: 'detached' });
    await inFrame(page, 'message').locator('#button').waitFor();

    // What cannot be read is said, and nothing is lost.
    await page.getByRole('tab', { name: 'JSON' }).click();
    const json = page.getByLabel('The campaign as JSON');
    await json.fill('{"name": ');
    await page.getByText('This is no JSON yet.').waitFor();
    await json.fill(JSON.stringify({ key: 'all', name: 'Fewer', variants: [] }));
    await page.getByText('Place: trigger').waitFor();
    // A new one takes nobody's place.
    await open('/campaigns/templates/blank');
    await page.getByLabel('Name', { exact: true }).fill('All');
    await page.getByLabel('Heading').fill('Hello');
    await page.getByLabel('Text', { exact: true }).fill('How are you?');
    await page.getByText('Everything is well written.').waitFor();
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByText('There is a campaign with this short name already.').first().waitFor();
    expect((await site.ask('GET', '/v1/campaigns/all')).body.variants).toHaveLength(kinds.length);
    await served.stop();
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByText('The server cannot be reached').waitFor();
  });
});
