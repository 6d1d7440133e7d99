/** The real app in a process of its own, a real browser, and visitors who come from networks of their own. */
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { type App, startApp } from '../support/app-process.ts';
import { shareBrowser } from '../support/chromium.ts';
import { openTap, type Tap } from './tap.ts';
import { watchPage } from './watch.ts';

export type VisitOptions = BrowserContextOptions & {
  /** The wire of an earlier visit: the same shop address, so what the device kept is there. */
  readonly tap?: Tap;
  /** The browser sends Global Privacy Control. */
  readonly objects?: boolean;
  readonly keepsPages?: boolean;
};

/** Somebody with a browser, before the shop. */
export type Visit = {
  readonly tap: Tap;
  readonly context: BrowserContext;
  readonly page: Page;
  /** What went wrong in its pages: errors, and requests the browser complained about. */
  readonly faults: readonly string[];
  /** Opens a page of the shop by its path below `/shop`. */
  open(path: string): Promise<void>;
  /** Does something that leads to another page, and waits for that. */
  turn(act: () => Promise<unknown>): Promise<void>;
};

export type Stage = {
  readonly app: App;
  readonly browser: Browser;
  enter(options?: VisitOptions): Promise<Visit>;
  close(): Promise<void>;
};

const SIGNAL = 'Object.defineProperty(Navigator.prototype, "globalPrivacyControl", { get: () => true })';

/** @example const stage = await openStage(); const visit = await stage.enter(); await visit.open('/'); */
export async function openStage(): Promise<Stage> {
  const [app, browser] = await Promise.all([
    startApp({ env: { TRUSTED_PROXIES: 'loopback', LOG_LEVEL: 'debug' } }),
    shareBrowser({ keepsPages: true }),
  ]);
  const taps: Tap[] = [];
  const contexts: BrowserContext[] = [];
  /** Each in a network of its own: only its first three numbers tell visitors apart. */
  const nextAddress = (): string => `198.18.${taps.length}.7`;

  async function enter(options: VisitOptions = {}): Promise<Visit> {
    const { tap: earlier, objects = false, keepsPages = false, ...contextOptions } = options;
    const tap = earlier ?? (await openTap(app.url, { address: nextAddress(), keepsPages }));
    if (earlier === undefined) taps.push(tap);
    const context = await browser.newContext({
      ...contextOptions,
      ...(objects && { extraHTTPHeaders: { 'sec-gpc': '1' } }),
    });
    contexts.push(context);
    if (objects) await context.addInitScript(SIGNAL);
    await context.addInitScript(watchPage);
    const faults: string[] = [];
    context.on('weberror', (error) => faults.push(error.error().message));
    context.on('console', (message) => message.type() === 'error' && faults.push(message.text()));
    const page = await context.newPage();
    return { tap, context, page, faults, ...moves(page, tap) };
  }

  return {
    app,
    browser,
    enter,
    close: async () => {
      await Promise.all(contexts.map((context) => context.close()));
      await Promise.all(taps.map((tap) => tap.close()));
      await app.stop();
    },
  };
}

/** How one page of a visit goes on to the next. */
export function moves(page: Page, { url }: Tap): Pick<Visit, 'open' | 'turn'> {
  return {
    open: async (path) => {
      await page.goto(`${url}/shop${path}`);
    },
    turn: async (act) => {
      const loaded = page.waitForEvent('load');
      await act();
      await loaded;
    },
  };
}
