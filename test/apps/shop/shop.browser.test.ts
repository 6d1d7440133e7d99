import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import express, { type Response } from 'express';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { describeBrowser, enterPage, shareBrowser } from '../../support/chromium.ts';
import { takeTurns } from '../../support/full-size.ts';
import { watchSettling } from '../../support/settling.ts';
import { until } from '../../support/until.ts';
import { createApp, createFakePort, DEVICE, type FakePort } from './support.ts';

/**
 * Stands in for the tracker: notes what the page asks of it, and keeps the device entry as the tracker would.
 */
const STAND_IN = `
  window.calls = [];
  const early = window.inkling?.q ?? [];
  window.inkling = (name, value) => {
    calls.push([name, value]);
    if (name !== 'consent') return;
    if (value.analytics) localStorage.setItem('inkling', JSON.stringify({ d: '${DEVICE}', c: value }));
    else localStorage.removeItem('inkling');
  };
  for (const call of early) inkling(...call);
`;

/** Sums layout shifts that nobody asked for: https://web.dev/articles/cls */
const WATCH_SHIFTS = `
  window.shifted = 0;
  new PerformanceObserver((list) => {
    for (const shift of list.getEntries()) if (!shift.hadRecentInput) window.shifted += shift.value;
  }).observe({ type: 'layout-shift', buffered: true });
`;

/** One page of each look. */
const PATHS =
  '/ /catalogue /p/heron /search?q=ink /cart?c=p1aa.2-i4b.1 /wishlist?w=i1 /checkout?c=a1.1 /about /held /?d=1'.split(
    ' ',
  );
const ONLY_VISIT = '[data-question] [data-choice=visit]';
const REMEMBER = '[data-question] [data-choice=remember]';
const OPENER = '[data-drawer-opener] button';

describeBrowser('the demo shop in a browser', () => {
  let browser: Browser;
  let server: Server;
  let port: FakePort;
  /** Answers the next request in the shop's place. */
  let respond: ((response: Response) => void) | null;
  let page: Page;
  let faults: string[];
  /** What this test makes its page complain of. */
  let forgiven: RegExp | null;
  let settle: () => Promise<void>;

  const address = (path: string): string =>
    `http://127.0.0.1:${(server.address() as AddressInfo).port}/shop${path}`;
  const open = async (path: string): Promise<void> => {
    await page.goto(address(path));
  };
  const visit = async (options: BrowserContextOptions = {}): Promise<void> => {
    page = await enterPage(browser, options);
    await page.addInitScript(WATCH_SHIFTS);
    settle = watchSettling(page);
    // Of this page alone: the one before may still say something.
    const heard: string[] = [];
    faults = heard;
    page.on('pageerror', (error) => heard.push(error.message));
    page.on('console', (message) => message.type() === 'error' && heard.push(message.text()));
  };
  /** Every page is the first of its visitor: its files come when it is there already. */
  const keepNoFiles = async (): Promise<void> => {
    const session = await page.context().newCDPSession(page);
    await session.send('Network.setCacheDisabled', { cacheDisabled: true });
  };
  /** Opens a page whose second half, from `mark` on, arrives only when the first has been painted. */
  const openInHalves = async (path: string, mark: string): Promise<void> => {
    const markup = await (await fetch(address(path))).text();
    const cut = markup.indexOf(mark);
    expect(cut).toBeGreaterThan(0);
    const painted = Promise.withResolvers<void>();
    respond = (response) => {
      response.type('html').write(markup.slice(0, cut));
      void painted.promise.then(() => response.end(markup.slice(cut)));
    };
    await page.goto(address(path), { waitUntil: 'commit' });
    await until(() => page.evaluate<boolean>('performance.getEntriesByType("paint").length > 1'));
    painted.resolve();
    await settle();
  };
  /** How far it runs out of the page, in pixels. */
  const overflow = (): Promise<unknown> =>
    page.evaluate('Math.max(0, document.documentElement.scrollWidth - innerWidth)');
  const focused = (): Promise<unknown> => page.evaluate('document.activeElement.textContent');
  const kept = (): Promise<unknown> =>
    page.evaluate(`(async () => [document.cookie, localStorage.length, sessionStorage.length,
      (await indexedDB.databases()).length, (await caches.keys()).length])()`);

  beforeAll(async () => {
    browser = await shareBrowser();
  });
  afterAll(() => void server?.close());

  beforeEach(async () => {
    [forgiven, respond, port] = [null, null, createFakePort()];
    server?.close();
    server = express()
      .use((_, response, next) => {
        if (respond === null) next();
        else respond(response);
        respond = null;
      })
      .get('/t/wk_test.js', (_, response) => void response.type('js').send(STAND_IN))
      .use(createApp(port))
      .listen(0, '127.0.0.1');
    await visit();
  });
  afterEach(async ({ task }) => {
    // Whatever it has said of faults is here once it answers.
    await page.title();
    if (task.result?.state === 'fail') await page.context().close();
    expect(faults.filter((fault) => forgiven?.test(fault) !== true)).toEqual([]);
  });

  it('goes from the landing page to an order and keeps nothing on the device', async () => {
    await open('/');
    await page.click(ONLY_VISIT);
    await page.click('text=See everything');
    await page.click('.card:has-text("Heron") a');
    await page.check('#nib-medium');
    await page.check('#colour-claret');
    await page.fill('#quantity', '2');
    await page.click('text=Add to cart');
    await page.click('text=Check out');
    for (const [field, answer] of [
      ['name', 'Ada'],
      ['email', 'ada@example.com'],
    ])
      await page.fill(`#${field}`, `${answer}`);
    await page.click('text=Continue');
    for (const [field, answer] of [
      ['street', 'Ink Lane 1'],
      ['postcode', '1010'],
      ['city', 'Vienna'],
    ]) {
      await page.fill(`#${field}`, `${answer}`);
    }
    await page.selectOption('#country', 'Austria');
    await page.click('text=Continue');
    await page.check('#payment');
    await page.click('button:has-text("Pretend to pay")');

    expect(await page.textContent('h1')).toBe('Thank you');
    expect(await page.getAttribute('main section', 'data-inkling-total')).toBe('96.00');
    expect(await kept()).toEqual(['', 0, 0, 0, 0]);
    await page.reload();
    expect(await page.locator('[data-inkling-event="Order Completed"]').count()).toBe(0);
  });

  it('begins the checkout anew when a step is loaded again, and sends no form a second time', async () => {
    await open('/p/swift');
    await page.click('text=Add to cart');
    await page.click('text=Check out');
    await page.fill('#name', 'Ada');
    await page.fill('#email', 'ada@example.com');
    await page.click('text=Continue');
    expect(await page.textContent('form.asks h2')).toBe('Delivery');
    expect(page.url()).not.toContain('Ada');
    await settle();
    expect((await page.reload())?.request().method()).toBe('GET');
    expect(await page.textContent('form.asks h2')).toBe('Contact');
    expect(await page.textContent('.mine')).toContain('Cart 1');
    expect(await page.locator('[data-inkling-event="Checkout Started"]').count()).toBe(0);
  });

  it('works without scripts', async () => {
    await visit({ javaScriptEnabled: false });
    await open('/p/swift');
    await page.click('text=Add to wishlist');
    await page.click('text=Add to cart');
    await page.click('text=Check out');
    await page.click('text=Continue');
    expect(await page.locator('[role=alert] a').count()).toBe(2);
    await page.click(OPENER);
    expect(await page.textContent('h1')).toBe('What this shop knows');
    expect(await page.locator('.count').allTextContents()).toEqual(['1', '1']);
    faults = [];
  });

  it('keeps price, picture and report in step with the options', async () => {
    await open('/p/magpie');
    await page.check('#nib-gold-fine');
    await page.fill('#quantity', '2');
    expect(await page.textContent('[data-price]')).toBe('€198.00');
    const form = page.locator('[data-purchase]');
    expect(await form.getAttribute('data-inkling-price')).toBe('198.00');
    expect(await form.getAttribute('data-inkling-variant')).toBe('14 k gold, fine');
    expect(await form.getAttribute('data-inkling-quantity')).toBe('2');
    await open('/p/heron');
    await page.check('#colour-moss');
    expect(await page.getAttribute('[data-picture]', 'src')).toBe('/shop/art/p1-moss.svg');
  });

  it('asks with two equal buttons, once a visit', async () => {
    await open('/');
    const [first, second] = await page.locator('[data-question] button').all();
    const [firstBox, secondBox] = [await first?.boundingBox(), await second?.boundingBox()];
    expect(firstBox?.height).toBe(secondBox?.height);
    expect(firstBox?.width).toBe(secondBox?.width);
    await page.click(ONLY_VISIT);
    await page.click('text=See everything');
    expect(await page.locator('[data-question]').count()).toBe(0);
    await until(() => page.evaluate<boolean>('!!window.calls'));
    expect(await page.evaluate('calls')).toEqual([]);
    expect(await kept()).toEqual(['', 0, 0, 0, 0]);
  });

  it('whoever asked to be remembered is recognised, and can stop it', async () => {
    await open('/');
    await page.click(REMEMBER);
    await open('/about');
    expect(await page.evaluate('calls')).toEqual([['consent', { analytics: true, personalization: true }]]);
    expect(await page.isHidden('[data-question]')).toBe(true);
    await page.click('main [data-choice=stop]');
    expect(await page.textContent('[data-choice-status]')).toContain('no longer remembered');
    expect(await page.evaluate('calls.at(-1)')).toEqual([
      'consent',
      { analytics: false, personalization: false },
    ]);
    expect(await page.isHidden('main [data-choice=stop]')).toBe(true);
  });

  it('says what was chosen, and goes on with the page', async () => {
    await open('/');
    await page.focus(ONLY_VISIT);
    await page.keyboard.press('Enter');
    expect(await page.evaluate('document.activeElement.id')).toBe('main');
    expect(await page.getByRole('status').allTextContents()).toEqual(['Only this visit, then.']);
    await page.goto(address('/about'));
    await page.click('main [data-choice=remember]');
    expect(await page.getByRole('status').first().textContent()).toBe('You are remembered from now on.');
    await page.click(OPENER);
    await page.click('#drawer [data-choice=stop]');
    expect(await page.evaluate('document.activeElement.id')).toBe('drawer-title');
    expect(await page.textContent('[data-drawer-status]')).toBe('You are no longer remembered.');
    expect(await page.textContent('[data-announcement]')).toBe('You are remembered from now on.');
  });

  it('asks nobody whose browser sends Global Privacy Control', async () => {
    await page.addInitScript('Object.defineProperty(navigator, "globalPrivacyControl", { value: true })');
    await open('/');
    await until(() => page.evaluate<boolean>('!!window.calls'));
    expect(await page.isHidden('[data-question]')).toBe(true);
  });

  it('logs in only somebody who may be remembered', async () => {
    await open('/about');
    await page.fill('#customer', 'C-1');
    await page.click('main [data-login] [type=submit]');
    expect(await page.evaluate('calls')).toEqual([]);
    await page.click('main [data-choice=remember]');
    await page.click('main [data-login] [type=submit]');
    await page.click('[data-logout]');
    expect(await page.evaluate('calls.slice(1)')).toEqual([
      ['identify', 'C-1'],
      ['reset', undefined],
    ]);
  });

  it('opens the drawer with the keyboard, tells what is held, and gives the focus back', async () => {
    await open('/');
    await page.focus(OPENER);
    await page.keyboard.press('Enter');
    await page.waitForSelector('.log li');
    expect(await focused()).toBe('What this shop knows');
    expect(await page.locator('.log li').allTextContents()).toEqual([
      expect.stringContaining('Looked at <b>Heron</b>'),
      expect.stringContaining('Opened /shop/'),
    ]);
    await page.click('main h1');
    await page.keyboard.press('Escape');
    expect(await page.isHidden('#drawer')).toBe(true);
    expect(await focused()).toBe('What does this shop know?');
  });

  it('stays open from page to page and is fresh without a click', async () => {
    await page.clock.install();
    await open('/');
    await page.click(ONLY_VISIT);
    await page.click(OPENER);
    await page.click('nav >> text=Inks');
    await page.waitForSelector('.log li');
    const refreshed = page.waitForResponse('**/shop/held');
    await page.clock.runFor(2000);
    expect((await refreshed).ok()).toBe(true);
  });

  it('forgets with a receipt, and lets go of the device', async () => {
    await open('/');
    await page.click(REMEMBER);
    await page.click(OPENER);
    await page.waitForSelector('.log li');
    expect(port.asked.at(-1)).toBe(DEVICE);
    await page.click('[data-forget-me]');
    await page.waitForSelector('[data-statement] >> text=This was erased');
    expect(await page.isHidden('.drawer [data-choice=stop]')).toBe(true);
    expect(await kept()).toEqual(['', 0, 0, 0, 0]);
  });

  it('says so when the collector does not answer', async () => {
    await open('/');
    forgiven = /500/;
    port.held = () => Promise.reject(new Error('down'));
    await page.click(OPENER);
    await page.waitForSelector('text=The collector does not answer');
  });

  it.each([
    [[1280], 'light'],
    // The second is the width of WCAG 2.2, 1.4.10 (reflow): a page of 1280 px at 400 %. Every other page begins with it.
    [[390, 320], 'dark'],
  ] as const)('at %j px in %s nothing shifts, nothing runs out of the page', async (widths, colorScheme) => {
    await visit({ colorScheme, reducedMotion: 'reduce' });
    await keepNoFiles();
    // Looks take turns at the screens: what all pages share is on each of them.
    for (const [index, path] of takeTurns(PATHS, widths.length - 1, 2).entries()) {
      const [first = 0, ...others] = index % 2 === 0 ? widths : widths.toReversed();
      await page.setViewportSize({ width: first, height: 844 });
      await open(path);
      await settle();
      expect([path, await page.evaluate('shifted')]).toEqual([path, 0]);
      expect([path, first, await overflow()]).toEqual([path, first, 0]);
      for (const width of others) {
        await page.setViewportSize({ width, height: 844 });
        expect([path, width, await overflow()]).toEqual([path, width, 0]);
      }
    }
  });

  it.each([1280, 390])('at %i px nothing moves when the rest of a page comes late', async (width) => {
    await visit({ viewport: { width, height: 844 } });
    await keepNoFiles();
    const marks = ['<form class="search"', '<ul class="mine"', '<nav', '<form class="asking"', '<main'];
    for (const mark of takeTurns(marks, width === 390 ? 1 : 0, 2)) {
      await openInHalves('/about', mark);
      expect([mark, await page.evaluate('shifted')]).toEqual([mark, 0]);
    }
  });
});
