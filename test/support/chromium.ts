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

/** No sandbox, because containers run as root; no requests but those of the page under test. */
const ARGUMENTS: readonly string[] = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  `--disable-features=${FEATURES_OFF.join(',')}`,
];

export type BrowserOptions = {
  /**
   * What the whole browser calls itself. A context's own `userAgent` does not reach the posts of a page that is
   * being left, and a headless browser's usual name is a bot's.
   */
  readonly userAgent?: string;
  /** Keeps pages that were left for the way back, as browsers do and test drivers do not. */
  readonly keepsPages?: boolean;
};

/**
 * The system's own Chromium, headless. Close it in `afterAll`.
 *
 * @example const browser = await launchBrowser(); const page = await browser.newPage();
 */
export function launchBrowser({ userAgent, keepsPages = false }: BrowserOptions = {}): Promise<Browser> {
  return chromium.launch({
    executablePath: PROGRAM,
    headless: true,
    args: [...ARGUMENTS, ...(userAgent === undefined ? [] : [`--user-agent=${userAgent}`])],
    ...(keepsPages && { ignoreDefaultArgs: ['--disable-back-forward-cache'] }),
  });
}

/** How Playwright's own runner reuses a context: the driver of tests offers it to nobody else, under names that may go. */
type Reusing = {
  _disconnectFromReusedContext(reason: string): Promise<void>;
  _newContextForReuse(options: BrowserContextOptions): Promise<BrowserContext>;
};

/**
 * A page as good as new: that of the test before, emptied with all of its context, which is closed but for this page.
 * A new one, with a process of its own, is most of what a small test costs. A browser has one such page at a time, and
 * a test that went well leaves it open. What `caches` hold stays with the address: each test serves at one of its own.
 *
 * @example const page = await enterPage(browser, { viewport: { width: 1000, height: 800 } });
 */
export async function enterPage(browser: Browser, options: BrowserContextOptions = {}): Promise<Page> {
  const reusing = browser as Browser & Reusing;
  await reusing._disconnectFromReusedContext('The next test has begun.');
  const context = await reusing._newContextForReuse(options);
  const [kept] = context.pages();
  if (kept === undefined) return context.newPage();
  const session = await context.newCDPSession(kept);
  await session.send('Page.resetNavigationHistory');
  await session.detach();
  await kept.evaluate("window.name = ''");
  return kept;
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
