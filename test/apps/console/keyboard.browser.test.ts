import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { describeBrowser } from '../../support/chromium.ts';
import { openAdmin } from './admin-stage.ts';
import { type Hands, takeHands } from './hands.ts';
import { openStage } from './stage.ts';
import { PATIENT, peopleComeTo, walkThrough } from './walk.ts';

/** What the admin does with the app's menu, which stands in its own side bar. */
const MENU = `
  const shown = new CSSStyleSheet();
  shown.replaceSync('s-app-nav { display: block }');
  document.adoptedStyleSheets.push(shown);
  document.addEventListener('click', (event) => {
    const link = event.target.closest('s-app-nav a');
    if (link === null) return;
    event.preventDefault();
    link.dispatchEvent(new Event('shopify:navigate', { bubbles: true }));
  });
`;

async function lookAtFrame(page: Page, hands: Hands): Promise<void> {
  const frame = page.frameLocator('iframe[title="Preview of message"]');
  await frame.getByRole('dialog').waitFor();
  await hands.press('checkbox', 'Let me use it', 'Space');
  await frame.getByRole('dialog').locator(':focus').waitFor();
  await hands.key('Escape');
  await frame.getByRole('dialog').waitFor({ state: 'detached' });
}

/** Each is as long as twenty other tests. */
const WALK_MS = 180_000;

describeBrowser('the console by the keyboard alone', () => {
  it('does everything, and the focus is seen and never lost', { timeout: WALK_MS }, async () => {
    const { page, served, site, expectReadable } = await openStage((own) =>
      peopleComeTo(own.served, own.site),
    );
    const hands = await takeHands(page);
    await hands.press('button', 'Log out');
    await hands.write('Secret key of the site', site.secretKey);
    await hands.key('Enter');
    await page.getByRole('navigation').waitFor();
    await hands.press('link', 'Skip to the page');
    await walkThrough({
      ...{ page, hands, served, site, expectReadable },
      keyed: ['Keys'],
      others: ['Overview', 'Journeys', 'Customers', 'Events', 'Install'],
      said: (note) => page.getByText(note).waitFor(),
      lookAtFrame: () => lookAtFrame(page, hands),
    });
    await hands.press('button', 'Log out');
    await page.getByRole('heading', { name: 'Sign in to Inkling' }).waitFor();
    expect(await hands.faults()).toEqual([]);
  });

  it('does the same in the Shopify admin', { timeout: WALK_MS }, async () => {
    const { page, open, connected } = await openAdmin((own) => peopleComeTo(own.served, own.site()));
    await open('setup');
    const hands = await takeHands(page);
    await page.evaluate(MENU);
    await walkThrough({
      ...{ page, hands, served: connected.served, site: connected.site() },
      keyed: [],
      others: [
        'Setup',
        'Overview',
        'Journeys',
        'Customers',
        'Events',
        'Privacy requests',
        'Shopify settings',
      ],
      said: (note) => expect.poll(() => page.evaluate('window.heard'), PATIENT).toContain(note),
      // Of each page there, tests of their own ask it.
      expectReadable: async () => undefined,
      lookAtFrame: () => lookAtFrame(page, hands),
    });
    expect(await hands.faults()).toEqual([]);
  });
});
