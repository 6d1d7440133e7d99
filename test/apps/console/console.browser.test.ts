import type { Browser, Page } from 'playwright-core';
import { afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { NOW_MS, WORKING } from '../../integrations/shopify/admin-page/facts.ts';
import { findViolations } from '../../support/axe.ts';
import { describeBrowser, enterPage, shareBrowser } from '../../support/chromium.ts';
import { takeTurns } from '../../support/full-size.ts';
import { until } from '../../support/until.ts';
import { type ConsoleShop, openShop, setupOf } from './shop.ts';

const PAGES = ['setup', 'requests', 'switches'] as const;
const UNSET = { ...WORKING, pixel: { record: 'none', lastEventAt: null, silentOrders: 0 } } as const;
/** https://web.dev/articles/cls: what moved without being asked to. */
const WATCH_SHIFTS = `
  window.shifted = 0;
  new PerformanceObserver((list) => {
    for (const shift of list.getEntries()) if (!shift.hadRecentInput) window.shifted += shift.value;
  }).observe({ type: 'layout-shift', buffered: true });
`;
const RETRY = { 'X-Shopify-Retry-Invalid-Session-Request': '1' };

describeBrowser('what is Shopify’s alone in the embedded admin', () => {
  let browser: Browser;
  let page: Page;
  let shop: ConsoleShop;
  let faults: string[];

  const open = async (path: string, search = ''): Promise<void> => {
    await page.goto(shop.address(path, search));
    await page.getByRole('heading', { level: 1 }).waitFor();
  };
  const asksOf = (path: string) => shop.asked.filter((asked) => asked.path === path);
  const setVisible = (state: string): Promise<unknown> =>
    page.evaluate(`Object.defineProperty(document, 'visibilityState', { value: '${state}', configurable: true });
      document.dispatchEvent(new Event('visibilitychange'));`);

  beforeAll(async () => {
    browser = await shareBrowser();
  });
  beforeEach(async () => {
    shop = await openShop();
    page = await enterPage(browser);
    await page.addInitScript(WATCH_SHIFTS);
    const heard: string[] = [];
    faults = heard;
    page.on('pageerror', (error) => heard.push(error.message));
    page.on('console', (message) => message.type() === 'error' && heard.push(message.text()));
  });
  afterEach(async ({ task }) => {
    await page.title();
    if (task.result?.state === 'fail') await page.context().close();
    shop.close();
    // Chromium says of every refused answer that it was refused.
    expect(faults.filter((fault) => !fault.startsWith('Failed to load resource'))).toEqual([]);
  });

  // Of the same parts, so that pages take turns at the widths.
  for (const [turn, width] of [360, 1280].entries()) {
    it.each(takeTurns(PAGES, turn, 2))(
      `%s is readable by everybody and keeps still, ${width} pixels wide`,
      async (path) => {
        await page.setViewportSize({ width, height: 800 });
        await open(path);
        // The page's own policy lets no text be run as a script, which waiting by one would be.
        await until(async () => (await page.locator('[role=status][aria-label]').count()) === 0);
        expect(await findViolations(page, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa'] })).toEqual([]);
        expect(await page.evaluate('window.shifted')).toBe(0);
        expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBeLessThanOrEqual(
          0,
        );
      },
    );
  }

  it('asks for a session token anew for each call', async () => {
    await open('switches');
    await page.getByRole('button', { name: 'Save' }).waitFor();
    expect(new Set(shop.asked.map(({ token }) => token)).size).toBe(shop.asked.length);
    expect(shop.asked.map(({ token }) => token)).toContain('token-1');
  });

  it('tries once more where the token had just run out, and no more than once', async () => {
    shop.refusals.setup = [{ status: 401, headers: RETRY }];
    await open('setup');
    await page.getByRole('heading', { name: 'Everything works.' }).waitFor();
    expect(asksOf('setup').map(({ token }) => token)).toEqual(['token-1', 'token-2']);

    shop.refusals.requests = [
      { status: 401, headers: RETRY },
      { status: 401, headers: RETRY },
    ];
    await open('requests');
    await page.getByText('sign-in ran out').waitFor();
    expect(asksOf('requests')).toHaveLength(2);
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByText('214 entries').waitFor();
  });

  it('looks again while it is seen, not while it is hidden, and at once when it is seen again', async () => {
    await page.clock.install({ time: NOW_MS });
    await open('setup');
    await page.getByRole('heading', { name: 'Everything works.' }).waitFor();
    shop.answers.setup = setupOf({
      ...WORKING,
      permissions: { granted: 1, missing: ['write_pixels'], optional: [] },
    });
    await page.clock.runFor(5_100);
    await page.getByText('One thing is broken: Permissions.').waitFor();

    const before = asksOf('setup').length;
    await setVisible('hidden');
    await page.clock.runFor(60_000);
    expect(asksOf('setup')).toHaveLength(before);
    shop.answers.setup = setupOf(WORKING);
    await setVisible('visible');
    await page.getByRole('heading', { name: 'Everything works.' }).waitFor();
    expect(asksOf('setup')).toHaveLength(before + 1);
  });

  it('keeps what it knows and says how it is when a later look fails', async () => {
    await page.clock.install({ time: NOW_MS });
    await open('setup');
    await page.getByRole('heading', { name: 'Everything works.' }).waitFor();
    shop.refusals.setup = [{ status: 409 }];
    await page.clock.runFor(5_100);
    await page.getByText('Something that it needs is not there yet.').waitFor();
    // What the page has no words for stands below, as the server says it.
    expect(await page.locator('span[lang=en]', { hasText: 'Wait a little.' }).count()).toBeGreaterThan(0);
    expect(await page.getByRole('heading', { name: 'Everything works.' }).isVisible()).toBe(true);
    expect(await page.evaluate('window.shifted')).toBe(0);
  });

  it('connects the pixel by keyboard, and shows what became of it', async () => {
    shop.answers.setup = setupOf(UNSET);
    await open('setup');
    const button = page.getByRole('button', { name: 'Connect: Web pixel at the checkout' });
    await button.waitFor();
    shop.answers.setup = setupOf(WORKING);
    await button.focus();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Everything works.' }).waitFor();
    expect(shop.asked).toContainEqual({ method: 'POST', path: 'setup/pixel', token: 'token-2', body: {} });
  });

  it('opens the theme editor in place of the whole admin', async () => {
    shop.answers.setup = setupOf({ ...WORKING, embed: { lastPageAt: null } });
    await open('setup');
    const link = page.getByRole('link', { name: 'Open theme editor' });
    expect(await link.getAttribute('target')).toBe('_top');
    expect(await link.getAttribute('href')).toContain('activateAppId=key1/inkling');
  });

  it('confirms the basis of orders only after saying what it means', async () => {
    shop.answers.setup = setupOf({ ...WORKING, orders_basis: { isOn: false, confirmedAt: null } });
    await open('switches');
    await page.getByRole('button', { name: 'Read and confirm' }).click();
    await page.getByText('never joined to what somebody browsed').waitFor();
    expect(asksOf('setup/orders_basis')).toEqual([]);
    shop.answers.setup = setupOf(WORKING);
    await page.getByRole('button', { name: 'Confirm', exact: true }).click();
    await page.getByRole('button', { name: 'Turn off' }).waitFor();
    expect(asksOf('setup/orders_basis').map(({ body }) => body)).toEqual([{ on: true }]);
  });

  it('saves the file of a request for data', async () => {
    await open('requests');
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: /^Save the file/ }).click(),
    ]);
    expect(download.suggestedFilename()).toBe('inkling-r2.json');
  });

  it('says that something is empty, and that something is not there yet', async () => {
    shop.answers.requests = { items: [] };
    await open('requests');
    await page.getByText('Nobody asked for anything').waitFor();
    shop.answers.requests = 'never';
    await open('requests');
    await page.getByRole('status', { name: 'Loading' }).waitFor();
  });

  it('works without App Bridge, with the token it was opened with, and says so', async () => {
    shop.hasBridge = false;
    await open('setup', '&locale=de');
    await page.getByText('Shopifys App Bridge ließ sich nicht laden').waitFor();
    await page.getByRole('heading', { name: 'Alles läuft.' }).waitFor();
    expect(asksOf('setup').map(({ token }) => token)).toEqual(['first']);
    await page.getByRole('link', { name: 'Datenschutzanfragen', exact: true }).click();
    await page.getByText('214 Einträge').waitFor();
    expect(await findViolations(page, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa'] })).toEqual([]);
    await page.goBack();
    await page.getByRole('heading', { level: 1, name: 'Einrichten' }).waitFor();
  });

  it('goes where the menu of the admin says', async () => {
    await open('setup');
    await page.evaluate(
      `document.querySelector('s-app-nav a[href*="/requests"]').dispatchEvent(new Event('shopify:navigate', { bubbles: true }))`,
    );
    await page.getByRole('heading', { level: 1, name: 'Privacy requests' }).waitFor();
  });
});
