import { readFileSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { exportSchema } from '../../../core/privacy/export/schema.ts';
import { findViolations } from '../../support/axe.ts';
import { describeBrowser, enterPage, shareBrowser } from '../../support/chromium.ts';
import { type Served, serve } from '../../support/served.ts';
import { createSite, type TestSite } from '../../support/sites.ts';
import { until } from '../../support/until.ts';

const POLICY = "default-src 'self'; object-src 'none'; base-uri 'none'";
const RULES = { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] };

type Visit = {
  readonly lang?: string;
  readonly scheme?: 'light' | 'dark';
  readonly gpc?: boolean;
  readonly width?: number;
  /** Whom the platform says is logged in, asked for at an address of the page's own server. */
  readonly customer?: () => string | null;
};

describeBrowser('the privacy element', () => {
  let browser: Browser;
  let served: Served;
  let site: TestSite;
  let complaints: string[];
  beforeAll(async () => {
    browser = await shareBrowser();
    served = await serve();
    // A key may hold a hyphen: the element has to find all of it in the address of the tracker.
    do site = await createSite(served, { policy: 'session', remembersChoice: true });
    while (!site.writeKey.includes('-'));
    style =
      'body{margin:1rem}:root{color-scheme:light dark}[data-inkling-privacy]{min-height:56rem}@media(max-width:40rem){[data-inkling-privacy]{min-height:88rem}}';
  });
  let style: string;
  let page: Page;
  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') await page.context().close();
    // An address may ask so often a minute: here all of them are one.
    await served.clock.leapTo(served.clock.now() + 60_000);
  });
  afterAll(() => served.stop());

  async function open({
    lang = 'en',
    scheme = 'light',
    gpc = false,
    width = 900,
    customer,
  }: Visit = {}): Promise<Page> {
    page = await enterPage(browser, {
      colorScheme: scheme,
      viewport: { width, height: 1000 },
      acceptDownloads: true,
      ...(gpc && { extraHTTPHeaders: { 'sec-gpc': '1' } }),
    });
    if (gpc)
      await page.addInitScript('Object.defineProperty(navigator, "globalPrivacyControl", { value: true })');
    await page.addInitScript(
      'self.shifts = 0; new PerformanceObserver((list) => { for (const one of list.getEntries()) self.shifts += one.value; }).observe({ type: "layout-shift", buffered: true })',
    );
    complaints = [];
    page.on('console', (line) => {
      if (line.type() === 'error') complaints.push(line.text());
    });
    page.on('pageerror', (error) => complaints.push(error.message));
    await page.route('**/privacy.css', (route) => route.fulfill({ contentType: 'text/css', body: style }));
    await page.route('**/who', async (route) => {
      const userId = customer?.() ?? null;
      if (userId === null) return route.fulfill({ status: 403 });
      const { body } = await site.ask('POST', '/v1/own/proofs', { userId });
      return route.fulfill({ contentType: 'text/plain', body: `${body.proof}\n` });
    });
    const from = customer === undefined ? '' : ' data-proof-from="/who"';
    await page.route(`${served.url}/privacy`, (route) =>
      route.fulfill({
        contentType: 'text/html; charset=utf-8',
        headers: { 'content-security-policy': POLICY },
        body: `<!doctype html><html lang="${lang}"><head><title>Privacy</title><link rel="stylesheet" href="/privacy.css">
<script src="/t/${site.writeKey}.js" defer></script><script src="/t/privacy.js" defer></script></head>
<body><main><h1>Privacy</h1><div data-inkling-privacy${from}></div><p>After it.</p></main></body></html>`,
      }),
    );
    await page.goto(`${served.url}/privacy`);
    await page.getByRole('switch').first().waitFor();
    return page;
  }

  /** Until it is known what is allowed no switch can have the focus, and a key would be pressed for nothing. */
  async function pressSwitch(page: Page, name: string): Promise<void> {
    const own = page.getByRole('switch', { name });
    await own.and(page.locator(':enabled')).waitFor();
    await own.press('Space');
  }

  /** By the keyboard alone, as whoever has no mouse. */
  async function allow(page: Page, name: string): Promise<void> {
    await pressSwitch(page, name);
    await page.getByText('Saved.').waitFor();
  }

  /** Something of this device has arrived: a page asks once what is held, which on a busy machine may be before that. */
  async function hasDone(device: unknown): Promise<boolean> {
    const { status, body } = await site.ask('POST', '/v1/visitors/lookup', { device });
    if (status !== 200) return false;
    const { items } = (await site.ask('GET', `/v1/visitors/${body.visitor}/events`)).body;
    return (items as readonly { readonly type: string }[]).some(({ type }) => type === 'event');
  }

  const fact = (page: Page, name: string) =>
    page.locator('dl div', { hasText: name }).locator('dd').innerText();

  const audit = (page: Page) => findViolations(page, RULES);

  it.each([
    { scheme: 'light', lang: 'en', width: 900 },
    { scheme: 'dark', lang: 'de-AT', width: 360 },
  ] as const)(
    'can be read by everybody and moves nothing, under a strict policy: $scheme, $lang, $width px',
    async (visit) => {
      const page = await open(visit);
      const title = visit.lang === 'en' ? 'Your privacy here' : 'Ihre Privatsphäre hier';
      expect(await page.getByRole('heading', { level: 2 }).innerText()).toBe(title);
      await page.getByText(visit.lang === 'en' ? 'counted under a number' : 'zählt dieser Besuch').waitFor();
      expect(await audit(page)).toEqual([]);
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(visit.width);
      expect(await page.evaluate('self.shifts')).toBe(0);
      expect(complaints).toEqual([]);
      expect(await page.evaluate('Object.keys(localStorage)')).toEqual([]);
    },
  );

  it('shows what is held once it is allowed, and hands it over', async () => {
    const page = await open();
    await allow(page, 'Keep a history');
    await page.getByRole('button', { name: 'Download as data' }).and(page.locator(':enabled')).waitFor();
    const device = await page.evaluate('JSON.parse(localStorage.inkling).d');
    await until(() => hasDone(device));
    await page.reload();
    await page
      .locator('dd', { hasText: /^[1-9]/ })
      .first()
      .waitFor();
    expect(Number(await fact(page, 'Things you did'))).toBeGreaterThan(0);
    expect(await page.getByRole('switch', { name: 'Keep a history' }).isChecked()).toBe(true);
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Download as data' }).click(),
    ]);
    const exported = exportSchema.parse(JSON.parse(readFileSync(await download.path(), 'utf8')));
    expect(exported).toMatchObject({ scope: 'device', consent: { analytics: { allowed: true } } });
    expect(await audit(page)).toEqual([]);
    expect(complaints).toEqual([]);
  });

  it.each([
    ['a refusal', '**/v1/consent?*', () => pressSwitch(page, 'Keep a history')],
    ['an objection', '**/v1/objections?*', () => page.getByRole('button', { name: 'Object' }).press('Enter')],
  ] as const)('%s holds in the browser also where the server cannot be told', async (_what, route, act) => {
    await open();
    await allow(page, 'Keep a history');
    const button = page.getByRole('button', { name: 'Object' });
    await button.and(page.locator(':enabled')).waitFor();
    await page.evaluate(
      'document.addEventListener("inkling:choice", ({ detail }) => { self.chosen = detail; })',
    );
    await page.route(route, (request) => request.abort());
    await act();
    await page.getByText('That did not work.').waitFor();
    await page.unroute(route);
    const refused = { analytics: false, personalization: false, share: false };
    expect(await page.evaluate('self.chosen')).toEqual({ ...refused, source: 'privacy-element' });
    expect(await page.evaluate('JSON.parse(localStorage.inkling)')).toMatchObject({ c: refused });
    expect(await page.evaluate('localStorage.inkling')).not.toMatch(/[0-9a-f]{32}/);
  });

  it('can be objected to as soon as it has arrived, however long that takes', async () => {
    const page = await open();
    const arriving = Promise.withResolvers<void>();
    await page.route('**/collect*', async (route) => {
      await arriving.promise;
      await route.continue();
    });
    await allow(page, 'Keep a history');
    const button = page.getByRole('button', { name: 'Object' });
    await button.and(page.locator(':disabled')).waitFor();
    arriving.resolve();
    await button.and(page.locator(':enabled')).waitFor();
    await page.unrouteAll({ behavior: 'wait' });
  });

  it('leaves the focus where reading goes on once a switch can be turned no more', async () => {
    const page = await open();
    let isEnded = false;
    await page.route('**/v1/own?*', async (route) => {
      const response = await route.fetch();
      const own = await response.json();
      await route.fulfill({ response, json: { ...own, consent: { ...own.consent, contact: !isEnded } } });
    });
    await page.reload();
    await page.getByRole('switch', { name: 'Write to me' }).and(page.locator(':checked')).waitFor();
    isEnded = true;
    await pressSwitch(page, 'Write to me');
    await page.getByText('Saved.').waitFor();
    expect(await page.getByRole('switch', { name: 'Write to me' }).isDisabled()).toBe(true);
    await page.getByRole('heading', { level: 2 }).and(page.locator(':focus')).waitFor();
    await page.unrouteAll({ behavior: 'wait' });
  });

  /** Somebody who ordered, and was never here with this browser. */
  async function order(userId: string): Promise<void> {
    const properties = { order_id: userId, total: 20, currency: 'EUR', products: [] };
    const named = { userId, consent: { analytics: true } };
    await site.ingest([
      { id: userId, name: 'Order Completed', time: served.clock.now(), ...named, properties },
    ]);
  }

  it.each([
    { scheme: 'light', lang: 'en', width: 900 },
    { scheme: 'dark', lang: 'de', width: 360 },
  ] as const)('is about the person who is logged in at the platform: $lang', async (visit) => {
    const customer = `person-${visit.lang}`;
    await order(customer);
    const page = await open({ ...visit, customer: () => customer });
    const isEnglish = visit.lang === 'en';
    const title = isEnglish ? 'What is held about you' : 'Was über Sie gespeichert ist';
    await page.getByRole('heading', { name: title }).waitFor();
    const orders = page.locator('dl div', { hasText: isEnglish ? 'Orders' : 'Bestellungen' }).locator('dd');
    await orders.filter({ hasText: '1' }).waitFor();
    expect(await audit(page)).toEqual([]);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(visit.width);
    expect(await page.evaluate('self.shifts')).toBe(0);
    await page.getByRole('button', { name: isEnglish ? 'Delete what is held' : 'Löschen, was' }).focus();
    await page.keyboard.press('Enter');
    await page.getByText(isEnglish ? 'on all your devices' : 'auf allen Ihren Geräten').waitFor();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.getByText(isEnglish ? 'records deleted' : 'Einträge gelöscht').waitFor();
    expect((await site.ask('POST', '/v1/visitors/lookup', { userId: customer })).status).toBe(404);
    expect(complaints).toEqual([]);
  });

  it('deletes nothing for somebody who has logged out meanwhile', async () => {
    let customer: string | null = 'leaver';
    await order('leaver');
    const page = await open({ customer: () => customer });
    await page.getByText('What is held about you').waitFor();
    const erase = page.getByRole('button', { name: 'Delete what is held' });
    await erase.and(page.locator(':enabled')).click();
    // A device that was remembered here: its part must not pass for the whole.
    await page.evaluate('localStorage.inkling = JSON.stringify({ d: "da".repeat(16) })');
    customer = null;
    await page.getByRole('button', { name: 'Delete it' }).click();
    await page.getByText('That did not work').waitFor();
    expect((await site.ask('POST', '/v1/visitors/lookup', { userId: 'leaver' })).status).toBe(200);
  });

  it('is about the device where nobody is logged in', async () => {
    const page = await open({ customer: () => null });
    await page.getByText('What is held about this device').waitFor();
  });

  it('asks before it deletes, with two answers that look the same, and gives a receipt', async () => {
    const page = await open();
    await allow(page, 'Keep a history');
    const erase = page.getByRole('button', { name: 'Delete what is held' });
    await erase.click();
    const [yes, no] = [
      page.getByRole('button', { name: 'Delete it' }),
      page.getByRole('button', { name: 'Keep it' }),
    ];
    const looks =
      'node => { const { color, fontWeight, fontSize, backgroundColor } = getComputedStyle(node); return [color, fontWeight, fontSize, backgroundColor, node.offsetHeight]; }';
    await page.mouse.move(0, 0);
    const look = async (button: typeof yes) => button.evaluate(`(${looks})`);
    expect(await look(yes)).toEqual(await look(no));
    await page.keyboard.press('Escape');
    expect(await yes.isVisible()).toBe(false);
    expect(await erase.evaluate((node) => node.matches(':focus'))).toBe(true);
    await erase.click();
    await yes.click();
    await page.getByText(/\d+ records deleted on/).waitFor();
    expect(await audit(page)).toEqual([]);
    expect(await fact(page, 'Things you did')).toBe('0');
    expect(await erase.isDisabled()).toBe(true);
    expect(await page.evaluate('JSON.parse(localStorage.inkling).d')).toBeUndefined();
  });

  it('records an objection, and says so', async () => {
    const page = await open();
    await allow(page, 'Keep a history');
    await page.getByRole('button', { name: 'Object to profiling' }).click();
    await page.getByText('you are not profiled any more').waitFor();
    await page.getByText('That is in force.').waitFor();
    expect(await page.getByRole('switch', { name: 'Keep a history' }).isChecked()).toBe(false);
  });

  it('says that nothing is held where the browser sends Global Privacy Control', async () => {
    const page = await open({ gpc: true });
    await page.getByText('That is honoured').waitFor();
    await page.getByText('Nothing is held.', { exact: true }).waitFor();
    for (const box of await page.getByRole('switch').all()) expect(await box.isDisabled()).toBe(true);
    for (const button of await page.getByRole('button').all()) expect(await button.isDisabled()).toBe(true);
    expect(await audit(page)).toEqual([]);
    expect(await page.evaluate('Object.keys(localStorage)')).toEqual([]);
  });

  it('stands in the demo shop, in its colours, under its policy', async () => {
    const page = await open({ scheme: 'dark' });
    complaints = [];
    await page.goto(`${served.url}/shop/privacy`);
    await page.getByText('counted under a number').waitFor();
    expect(await audit(page)).toEqual([]);
    expect(await page.evaluate('self.shifts')).toBe(0);
    expect(complaints).toEqual([]);

    const look = `getComputedStyle(document.querySelector("[data-inkling]").shadowRoot.querySelector(".box")).backgroundColor`;
    expect(await page.evaluate(look)).toBe('rgb(28, 32, 39)');
  });
});
