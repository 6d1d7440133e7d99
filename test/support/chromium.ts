import { existsSync } from 'node:fs';
import {
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  chromium,
  type Page,
} from 'playwright-core';
import { describe } from 'vitest';
import { installCommand } from './runner/packages.ts';

const PROGRAM = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium';

/**
 * The suggestions of an address bar that nobody sees are two pages of their own beside each page. The others are those
 * that Playwright turns off: of several such lists a browser takes the last.
 */
const FEATURES_OFF: readonly string[] = [
  'WebUIOmniboxPopup',
  'WebUIOmniboxAimPopup',
  'WebUIOmniboxFullPopup',
  'AimEnabled',
  'AvoidCorsURLLoaderRestartOnRedirect',
  'AvoidUnnecessaryBeforeUnloadCheckSync',
  'DestroyProfileOnBrowserClose',
  'HttpsFirstBalancedModeAutoEnable',
  'HttpsUpgrades',
  'LensOverlay',
  'MediaRouter',
  'NetworkTimeServiceQuerying',
  'OptimizationHints',
  'PaintHolding',
  'PreconnectToSearch',
  'ThirdPartyStoragePartitioning',
];

/**
 * A headless browser's usual name is a bot's, and bots are not recorded. A context's own `userAgent` does not reach the
 * posts of a page that is being left.
 */
const USER_AGENT =
  'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36';

/** No sandbox, because containers run as root; no requests but those of the page under test. */
const ARGUMENTS: readonly string[] = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  `--user-agent=${USER_AGENT}`,
];

export type BrowserOptions = {
  /**
   * Leaves pages as a visitor's browser does: keeps them for the way back, and gives each document a frame of its own,
   * which is a third of what going to it costs. Without that, a page that is left may learn that its post failed,
   * though it arrives, and sends it again.
   */
  readonly keepsPages?: boolean;
};

/**
 * The system's own Chromium, headless, for whoever closes it.
 *
 * @example const browser = await launchBrowser(); const page = await browser.newPage();
 */
export function launchBrowser({ keepsPages = false }: BrowserOptions = {}): Promise<Browser> {
  const featuresOff = keepsPages ? FEATURES_OFF : [...FEATURES_OFF, 'RenderDocument'];
  return chromium.launch({
    executablePath: PROGRAM,
    headless: true,
    args: [...ARGUMENTS, `--disable-features=${featuresOff.join(',')}`],
    ...(keepsPages && { ignoreDefaultArgs: ['--disable-back-forward-cache'] }),
  });
}

const browsers = new Map<boolean, Promise<Browser>>();

/**
 * The browser of all suites that run in this process: a start costs as much as ten small tests. It ends with the
 * process. Leave no page behind but that of `enterPage`.
 *
 * @example const page = await enterPage(await shareBrowser());
 */
export function shareBrowser({ keepsPages = false }: BrowserOptions = {}): Promise<Browser> {
  const browser = browsers.get(keepsPages) ?? launchBrowser({ keepsPages });
  browsers.set(keepsPages, browser);
  return browser;
}

/** How Playwright's own runner reuses a context: the driver of tests offers it to nobody else, under names that may go. */
type Reusing = {
  readonly _connection: { toImpl(context: BrowserContext): { readonly _origins: Set<string> } };
  _disconnectFromReusedContext(reason: string): Promise<void>;
  _newContextForReuse(options: BrowserContextOptions): Promise<BrowserContext>;
};

/**
 * A page as good as new: that of the test before, emptied with all of its context, which is closed but for this page.
 * A new one, with a process of its own, is most of what a small test costs. A browser has one such page at a time, and
 * a test that went well leaves it open. What `sessionStorage` and `caches` hold stays
 * with the address: each test serves at one of its own.
 *
 * @example const page = await enterPage(browser, { viewport: { width: 1000, height: 800 } });
 */
export async function enterPage(browser: Browser, options: BrowserContextOptions = {}): Promise<Page> {
  const reusing = browser as Browser & Reusing;
  const origins = takeOrigins(reusing);
  await reusing._disconnectFromReusedContext('The next test has begun.');
  const context = await reusing._newContextForReuse({ ...options, viewport: null });
  const page = context.pages()[0] ?? (await newPage(context));
  await page.setViewportSize(options.viewport ?? { width: 1280, height: 720 });
  const session = await context.newCDPSession(page);
  const types = { storageTypes: 'all' };
  await Promise.all([
    session.send('Page.resetNavigationHistory'),
    ...origins.map((origin) => session.send('Storage.clearDataForOrigin', { origin, ...types })),
  ]);
  await session.detach();
  await page.evaluate("window.name = ''");
  return page;
}

/**
 * A window of its own that shows the page alone: bar and tabs that nobody sees are drawn anew with every page it goes to.
 * It keeps to that only where the size of the page is none of the window's.
 */
async function newPage(context: BrowserContext): Promise<Page> {
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  const { windowId } = await session.send('Browser.getWindowForTarget');
  await session.send('Browser.setWindowBounds', { windowId, bounds: { windowState: 'fullscreen' } });
  await session.detach();
  return page;
}

/**
 * The addresses at which something may be kept. Playwright would go to each of them to empty it, which costs more than
 * all the rest.
 */
function takeOrigins(browser: Browser & Reusing): readonly string[] {
  return browser.contexts().flatMap((context) => {
    const { _origins: visited } = browser._connection.toImpl(context);
    const origins = [...visited];
    visited.clear();
    return origins;
  });
}

/**
 * A suite that needs a browser: skipped where there is none, with the command that cures it in its title.
 *
 * @example describeBrowser('demo shop', () => { it('lays out without a shift', async () => { … }) })
 */
export function describeBrowser(title: string, suite: () => void): void {
  if (existsSync(PROGRAM)) describe(title, suite);
  else describe.skip(`${title} [no ${PROGRAM}: ${installCommand(['chromium'])}]`, suite);
}
