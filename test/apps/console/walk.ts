/** The way of a merchant's day through the console, with the keyboard alone; the pages are the same in every skin. */
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import type { Served } from '../../support/served.ts';
import type { TestSite } from '../../support/sites.ts';
import { buyThrough } from './buyers.ts';
import { comeBy } from './comers.ts';
import type { Hands } from './hands.ts';

export type Ground = {
  readonly served: Served;
  readonly site: TestSite;
  readonly page: Page;
  readonly hands: Hands;
  /** Waits for a note that passes, wherever it is shown here. */
  said(note: string): Promise<void>;
  /** Parts of the settings that only the secret key opens. */
  readonly keyed: readonly string[];
  /** Pages that are only read here. */
  readonly others: readonly string[];
  /** What stands there can be read by everybody, and has moved nothing. */
  expectReadable(): Promise<void>;
  /** Looks at a treatment in its frame, where there is one. */
  lookAtFrame(): Promise<void>;
};

const COMERS = 6;
const TRIED = 12;
/** As long as Playwright waits. */
export const PATIENT = { timeout: 30_000 } as const;
const SETTINGS = ['Privacy', 'How long', 'Campaigns', 'Limits', 'Mail', 'Webhooks', 'Segment'];
const MINUTE_MS = 60_000;

/** Before anybody looks: customers from whom a model can learn, and one who asks to be forgotten. */
export async function peopleComeTo(served: Served, site: TestSite): Promise<void> {
  await buyThrough(served, site);
  const anna = { userId: 'anna', consent: { analytics: true }, time: served.clock.now(), properties: {} };
  await site.ingest([{ id: 'anna:1', name: 'Order Completed', ...anna }]);
}

/** By the menu, and the page is there. @example await goTo(ground, 'Segments') */
export async function goTo({ page, hands }: Ground, title: string): Promise<void> {
  await hands.press('link', title);
  await page.getByRole('heading', { level: 1, name: title, exact: true }).waitFor();
}

export async function walkThrough(ground: Ground): Promise<void> {
  await makeSegment(ground);
  await watchLive(ground);
  await makeCampaign(ground);
  await runCampaign(ground);
  await trainModel(ground);
  await forgetSomebody(ground);
  await changeSettings(ground);
  for (const title of ground.others) await passThrough(ground, title);
}

/** Whatever stands on a page can be reached and seen to have the focus. */
async function passThrough(ground: Ground, title: string): Promise<void> {
  const { page, hands } = ground;
  await goTo(ground, title);
  await expect.poll(() => page.locator('[role=status][aria-label]').count(), PATIENT).toBe(0);
  await hands.passThrough();
}

async function makeSegment(ground: Ground): Promise<void> {
  const { page, hands, served } = ground;
  await goTo(ground, 'Segments');
  await hands.press('button', 'New segment');
  await hands.write('Name', 'Keen ones');
  await hands.press('button', 'and …');
  await hands.press('button', 'Move down');
  await hands.press('button', 'Remove this condition');
  await hands.press('button', 'Take out of the group');
  await hands.write('Event', 'Product Added');
  await hands.press('tab', 'Form', 'ArrowRight');
  const line = page.getByLabel('The condition in one line');
  await expect.poll(() => line.inputValue(), PATIENT).toBe('added a product in 7 days');
  await hands.press('tab', 'One line', 'ArrowLeft');
  const preview = page.locator('.inkling-preview');
  await preview.getByText('Counted exactly').waitFor();
  await preview.getByText('The number is of the condition before.').waitFor({ state: 'detached' });
  const [count = ''] = /^\d+/.exec((await preview.textContent()) ?? '') ?? [];
  expect(count).not.toBe('');
  await hands.press('button', 'Save segment');
  await page.getByRole('heading', { level: 1, name: 'Keen ones', exact: true }).waitFor();
  await served.engine.segments.idle();
  await hands.press('button', /^Why is/);
  await page.getByText('In the segment', { exact: true }).waitFor();
  await hands.press('link', 'All segments');
  await page.getByRole('row', { name: new RegExp(`Keen ones.*${count}`) }).waitFor();
}

async function watchLive(ground: Ground): Promise<void> {
  const { page, hands, served, site } = ground;
  await goTo(ground, 'Live');
  const hold = page.getByRole('button', { name: 'Pause' });
  await hold.locator('xpath=..').getByText('Live', { exact: true }).waitFor();
  await comeBy(served, site, 100);
  await page.getByText('Entered Keen ones').waitFor();
  await hands.press('button', 'Pause');
  await hands.press('button', 'Go on');
  await hold.waitFor();
}

async function makeCampaign(ground: Ground): Promise<void> {
  const { page, hands, served, site } = ground;
  await goTo(ground, 'Campaigns');
  await hands.press('button', 'New campaign');
  await hands.press('button', 'Start from Exit message');
  await page.getByText('Write the address of your page').first().waitFor();
  await hands.press('tab', 'Form', 'ArrowRight');
  await page.getByLabel('The campaign as JSON').waitFor();
  await hands.press('tab', 'JSON', 'ArrowLeft');
  const chosen = page.getByRole('button', { name: /^Remove/ }).filter({ hasText: '×' });
  await chosen.first().waitFor();
  while ((await chosen.count()) > 0) {
    const left = (await chosen.count()) - 1;
    await hands.press('button', (await chosen.first().getAttribute('aria-label')) ?? '');
    await expect.poll(() => chosen.count(), PATIENT).toBe(left);
  }
  await hands.choose('When', 'Something is done');
  await hands.write('Address', '/help');
  await page.getByText('Everything is well written.').waitFor();
  await ground.lookAtFrame();
  // One in ten stands in the control arm and sees nothing: of so many not everybody does.
  await Promise.all(Array.from({ length: TRIED }, (_, visitor) => comeBy(served, site, 200 + visitor)));
  await hands.press('button', 'Try it');
  await page.getByText(/^\d+ of \d+ visitors$/).waitFor();
  await hands.press('button', 'Save');
  await ground.said('The campaign is saved.');
}

async function runCampaign(ground: Ground): Promise<void> {
  const { page, hands, served, site } = ground;
  await openCampaign(ground);
  await hands.press('button', 'Start');
  await page.getByRole('dialog').waitFor();
  await hands.press('button', 'Start');
  await ground.said('The campaign is live.');
  await Promise.all(Array.from({ length: COMERS }, (_, visitor) => comeBy(served, site, visitor)));
  await served.clock.moveTo(served.clock.now() + MINUTE_MS);
  await openCampaign(ground);
  await page.getByRole('row', { name: /^message \d/ }).waitFor();
  await hands.press('button', 'Pause');
  await ground.said('The campaign is paused.');
}

async function openCampaign(ground: Ground): Promise<void> {
  await goTo(ground, 'Campaigns');
  await ground.hands.press('link', 'Exit message');
  await ground.page.getByRole('heading', { level: 1, name: 'Exit message' }).waitFor();
}

async function trainModel(ground: Ground): Promise<void> {
  const { page, hands } = ground;
  await goTo(ground, 'Intent');
  await hands.press('tab', /./, 'ArrowRight');
  await hands.key('End');
  await page.getByRole('tab', { selected: true, name: 'orders_soon' }).waitFor();
  await page.getByText('Nothing yet').waitFor();
  await page.getByRole('heading', { name: 'What a model still needs' }).waitFor();
  await ground.expectReadable();
  await hands.press('button', 'Train now');
  await hands.press('button', 'Show what came of it');
  await readCard(page);
  await ground.expectReadable();
  await hands.write('Who', 'customer-7');
  await hands.key('Enter');
  await hands.press('summary', 'Reasons: Buys within 7 days', 'Space');
  await page.getByRole('rowheader', { name: 'Steps of the checkout in this visit: 1' }).first().waitFor();
  expect(page.url()).not.toContain('customer');
  await hands.press('button', 'Roll back');
  await page.getByRole('dialog').waitFor();
  await hands.press('button', 'Roll back');
  await page.getByText('Nothing yet').waitFor();
}

async function readCard(page: Page): Promise<void> {
  await page.getByText('Learned from your site · Version 1').waitFor();
  await page.getByText(/It ranks visitors .*\./).waitFor();
  await page.getByRole('img', { name: 'Do the percentages come true?' }).waitFor();
  await page.getByRole('img', { name: 'How well it tells them apart' }).waitFor();
  await page.getByRole('table', { name: 'Where to spend an effort' }).waitFor();
  const features = page.getByRole('table', { name: 'What it looks at' }).getByRole('row');
  expect(await features.count()).toBeGreaterThan(3);
  await page.getByRole('cell', { name: 'Serves now' }).waitFor();
  const segment = page.getByRole('link', { name: 'Make a segment of them' });
  expect(decodeURIComponent((await segment.getAttribute('href')) ?? '')).toContain(
    '/segments/_new/_words/score "orders_soon" at least 0.3',
  );
}

async function forgetSomebody(ground: Ground): Promise<void> {
  const { page, hands, site } = ground;
  await goTo(ground, 'Privacy');
  await hands.press('tab', 'What is held', 'ArrowRight');
  await hands.key('ArrowRight');
  await page.getByText('Nobody has been erased yet').waitFor();
  await hands.write('Customer number, as your shop has it', 'anna');
  await hands.press('button', 'Erase');
  const dialog = page.getByRole('dialog', { name: 'Erase this person?' });
  await dialog.waitFor();
  await hands.press('button', 'Cancel', 'Escape');
  await dialog.waitFor({ state: 'hidden' });
  await hands.press('button', 'Erase');
  await dialog.getByText('cannot be brought back').waitFor();
  await ground.expectReadable();
  await hands.press('button', 'Erase');
  const told = await page.getByText(/^Erased\. The receipt is er_[0-9a-f]{24}\.$/).textContent();
  const [id = ''] = /er_[0-9a-f]{24}/.exec(told ?? '') ?? [];
  await hands.press('button', 'Close');
  await page.getByRole('row', { name: new RegExp(`${id}.*you.*[1-9]`) }).waitFor();
  expect((await site.ask('POST', '/v1/visitors/lookup', { userId: 'anna' })).status).toBe(404);
  await hands.write('Number of a receipt', id);
  await hands.press('button', 'Look up');
  await page.getByText(/Removed: [1-9].* · Platforms told: /).waitFor();
  expect(page.url()).not.toContain('anna');
  await ground.expectReadable();
  await hands.press('tab', 'Requests', 'ArrowRight');
  await hands.key('ArrowRight');
  await page.getByRole('cell', { name: 'A visitor was erased' }).waitFor();
  await ground.expectReadable();
}

async function changeSettings(ground: Ground): Promise<void> {
  const { page, hands, site } = ground;
  await goTo(ground, 'Settings');
  await hands.write('Name', 'Heron paper');
  await hands.press('button', 'Save');
  await page.getByText('Nothing is changed.').waitFor();
  expect((await site.ask('GET', `/v1/sites/${site.siteId}`)).body).toMatchObject({ name: 'Heron paper' });
  await hands.reach('tab', 'Site');
  for (const name of [...SETTINGS, ...ground.keyed]) {
    await hands.key('ArrowRight');
    await page.getByRole('tab', { selected: true, name, exact: true }).waitFor();
  }
}
