/** A shop that has installed the app on the real server, and the embedded admin in a real browser, signed in by session tokens. */
import type { Page } from 'playwright-core';
import { expect, onTestFinished } from 'vitest';
import { APP_PATH } from '../../../integrations/shopify/settings.ts';
import { findViolations } from '../../support/axe.ts';
import { enterPage, shareBrowser } from '../../support/chromium.ts';
import { type ConnectedShop, installShop } from '../../support/shopify/connected-shop.ts';
import { lastingToken } from '../../support/shopify/lasting-token.ts';
import { until } from '../../support/until.ts';

const APP_BRIDGE = 'https://cdn.shopify.com/shopifycloud/app-bridge.js';
/** As much of it as the console asks; Shopify signs a token for each call. */
const STAND_IN = `
  window.heard = [];
  window.shopify = {
    idToken: () => window.signSession(),
    toast: { show: (text) => window.heard.push(text) },
    scopes: { request: async () => ({ result: 'granted-all' }) },
  };
`;
const WATCH_SHIFTS = `
  window.shifted = 0;
  new PerformanceObserver((list) => {
    for (const shift of list.getEntries()) if (!shift.hadRecentInput) window.shifted += shift.value;
  }).observe({ type: 'layout-shift', buffered: true });
`;
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

export type AdminStage = {
  readonly connected: ConnectedShop;
  readonly page: Page;
  /** Every answer of our API that the pages were given, by its address. */
  readonly answers: readonly { readonly url: string; readonly status: number; readonly text: string }[];
  /** Goes to an address of the admin, and waits until it shows what it has to. */
  open(path: string, search?: string): Promise<void>;
  /** By axe; and nothing has moved, and nothing is wider than the window. */
  expectReadable(): Promise<void>;
};

/** @example const { page, open } = await openAdmin(async ({ served, site }) => liveThrough(served, site())) */
export async function openAdmin(
  prepare: (connected: ConnectedShop) => Promise<void> = async () => undefined,
): Promise<AdminStage> {
  const connected = await installShop();
  onTestFinished(() => connected.stop());
  await prepare(connected);
  const { served, shop } = connected;
  const page = await enterPage(await shareBrowser(), { viewport: { width: 1280, height: 800 } });
  const faults: string[] = [];
  const answers: { url: string; status: number; text: string }[] = [];
  page.on('pageerror', (error) => faults.push(error.message));
  page.on('console', (message) => message.type() === 'error' && faults.push(message.text()));
  page.on('request', (request) => {
    const url = request.url();
    if (!url.startsWith(served.url) && !url.startsWith('data:') && url !== APP_BRIDGE) faults.push(url);
  });
  page.on('response', (response) => {
    if (!response.url().includes(`${APP_PATH}/api/`)) return;
    void response.text().then(
      (text) => answers.push({ url: response.url(), status: response.status(), text }),
      () => undefined,
    );
  });
  // Chromium says of every refused answer that it was refused.
  onTestFinished(() =>
    expect(faults.filter((fault) => !fault.startsWith('Failed to load resource'))).toEqual([]),
  );
  await page.exposeFunction('signSession', () => lastingToken(connected));
  await page.route(APP_BRIDGE, (route) => route.fulfill({ contentType: 'text/javascript', body: STAND_IN }));
  await page.addInitScript(WATCH_SHIFTS);

  async function settle(): Promise<void> {
    await page.getByRole('heading', { level: 1 }).waitFor();
    await until(async () => (await page.locator('[role=status][aria-label]').count()) === 0);
  }

  return {
    connected,
    page,
    answers,
    open: async (path, search = '') => {
      await page.goto(`${served.url}${APP_PATH}/${path}?shop=${shop.domain}&embedded=1${search}`);
      await settle();
    },
    expectReadable: async () => {
      await settle();
      expect(await findViolations(page, { runOnly: RULES })).toEqual([]);
      expect(await page.evaluate('window.shifted')).toBe(0);
      expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBeLessThanOrEqual(0);
    },
  };
}
