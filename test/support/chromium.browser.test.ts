import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { findViolations } from './axe.ts';
import { describeBrowser, enterPage, shareBrowser } from './chromium.ts';

const FRAME = { width: 500, height: 400 };

/** Everything that a test can leave to the next in a page and around it. */
const LOOK = `(async () => ({
  cookie: document.cookie,
  stored: [localStorage.length, (await indexedDB.databases()).length],
  name: window.name,
  history: history.length,
  frame: [innerWidth, innerHeight],
  isCalm: matchMedia('(prefers-reduced-motion)').matches,
  isDark: matchMedia('(prefers-color-scheme: dark)').matches,
  hasClock: '__pwClock' in window,
  injected: window.injected ?? null,
  hovered: document.querySelectorAll('h1:hover').length,
}))()`;

const leaveTraces = async (page: Page, address: string): Promise<void> => {
  await page.addInitScript('window.injected = 1');
  await page.route('**/routed', (route) => route.fulfill({ body: 'routed' }));
  await page.clock.install();
  await page.emulateMedia({ reducedMotion: 'reduce', colorScheme: 'dark' });
  await page.setViewportSize({ width: 300, height: 300 });
  await page.goto(address);
  await page.clock.pauseAt(Date.now() + 3_600_000);
  await page.evaluate(`(async () => {
    document.cookie = 'a=1; max-age=1000';
    localStorage.a = window.name = 'a';
    await new Promise((done) => (indexedDB.open('a').onsuccess = done));
    history.pushState({}, '', '/b');
  })()`);
  await page.mouse.move(40, 40);
  await page.context().newPage();
};

describeBrowser('the browser of the tests', () => {
  const server = createServer(({ url }, response) => {
    const body = url === '/routed' ? 'served' : '<!doctype html><title>seen</title><h1>Seen</h1>';
    response.writeHead(200, { 'content-type': 'text/html' }).end(body);
  });
  let browser: Browser;
  let address: string;

  beforeAll(async () => {
    server.listen(0, '127.0.0.1');
    [browser] = await Promise.all([shareBrowser(), once(server, 'listening')]);
    address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  });
  afterAll(() => void server.close());

  it('opens a page from this machine and asks nobody else', async () => {
    const page = await browser.newPage();
    const hosts = new Set<string>();
    page.on('request', (request) => hosts.add(new URL(request.url()).hostname));
    await page.goto(address);
    expect(await page.title()).toBe('seen');
    expect([...hosts]).toEqual(['127.0.0.1']);
    await page.context().close();
  });

  it('hands on a page as good as new, and nothing of what the one before it did to it', async () => {
    const first = await enterPage(browser, { viewport: FRAME });
    await first.goto(address);
    const fresh = await first.evaluate(LOOK);
    await leaveTraces(first, address);
    expect(await first.evaluate(LOOK)).not.toEqual(fresh);
    const requests: string[] = [];
    first.on('request', (request) => requests.push(request.url()));

    const second = await enterPage(browser, { viewport: FRAME });
    const before = Date.now();
    await second.goto(address);
    expect(await second.evaluate(LOOK)).toEqual(fresh);
    expect(await second.evaluate('Date.now()')).toBeGreaterThanOrEqual(before);
    expect(await second.evaluate('Date.now()')).toBeLessThan(before + 1_800_000);
    expect(await second.evaluate(`fetch('/routed').then((answer) => answer.text())`)).toBe('served');
    expect(second.context().pages()).toEqual([second]);
    expect(browser.contexts()).toHaveLength(1);
    expect(requests).toEqual([]);
  });

  it('hands on no page that was closed, and keeps to the frame that is asked for', async () => {
    await (await enterPage(browser, { viewport: FRAME })).close();
    const page = await enterPage(browser, {
      viewport: { width: 320, height: 600 },
      javaScriptEnabled: false,
    });
    await page.context().close();
    const last = await enterPage(browser, { viewport: { width: 320, height: 600 } });
    await last.goto(address);
    expect(await last.evaluate('[innerWidth, innerHeight]')).toEqual([320, 600]);
  });

  it('is asked for what not everybody can read, in shadow trees as well', async () => {
    const page = await enterPage(browser, { viewport: FRAME });
    await page.goto(address);
    expect(await findViolations(page, { runOnly: ['wcag2a', 'wcag2aa'] })).toEqual([
      expect.stringMatching(/^html-has-lang: /),
    ]);
    await page.evaluate(`
      document.documentElement.lang = 'en';
      document.body.attachShadow({ mode: 'open' }).innerHTML = '<button></button><p style="color: #ccc">Pale</p>';`);
    expect(await findViolations(page, { runOnly: ['wcag2a', 'wcag2aa'] })).toEqual([
      expect.stringMatching(/^button-name: <button>/),
      expect.stringMatching(/^color-contrast: <p /),
    ]);
  });
});
