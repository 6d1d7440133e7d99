import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';
import { describe } from 'vitest';
import { installCommand } from './runner/packages.ts';

const PROGRAM = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium';

/** No sandbox, because containers run as root; no requests but those of the page under test. */
const ARGUMENTS: readonly string[] = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
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

/**
 * A suite that needs a browser: skipped where there is none, with the command that cures it in its title.
 *
 * @example describeBrowser('demo shop', () => { it('lays out without a shift', async () => { … }) })
 */
export function describeBrowser(title: string, suite: () => void): void {
  if (existsSync(PROGRAM)) describe(title, suite);
  else describe.skip(`${title} [no ${PROGRAM}: ${installCommand(['chromium'])}]`, suite);
}
