/** A running server with a shop's life in it, and its console in a real browser. */
import type { Page } from 'playwright-core';
import { expect, onTestFinished } from 'vitest';
import { enterPage, shareBrowser } from '../../support/chromium.ts';
import { type Served, serve } from '../../support/served.ts';
import { createSite, type TestSite } from '../../support/sites.ts';
import { expectReadableNow, settle, watchShifts } from './readable.ts';

export type Stage = {
  readonly served: Served;
  readonly site: TestSite;
  readonly page: Page;
  /** Of a page of the console. @example addressOf('/segments') */
  addressOf(path: string, search?: string): string;
  /** Goes to an address of the console, and waits until it shows what it has to. @example await stage.open('/segments') */
  open(path: string, search?: string): Promise<void>;
  /** Whether a window that is closed now says something of it first. */
  asksFirst(): Promise<boolean>;
  /** What not everybody can read, by axe; and that nothing has moved, and nothing is wider than the window. */
  expectReadable(): Promise<void>;
};

const CLOSING = "!dispatchEvent(new Event('beforeunload', { cancelable: true }))";

/**
 * Signed in, on a site of its own. Whatever the page says to its console as an error fails the test, but that a request was
 * refused.
 *
 * @param prepare Fills the site before anybody looks.
 * @example const { page, open } = await openStage(({ served, site }) => liveThrough(served, site))
 */
export async function openStage(
  prepare: (ground: { served: Served; site: TestSite }) => Promise<void> = async () => undefined,
): Promise<Stage> {
  const served = await serve();
  onTestFinished(() => served.stop());
  const site = await createSite(served, { site: 'shop', name: 'Paper shop', timezone: 'Europe/Berlin' });
  await prepare({ served, site });
  const page = await enterPage(await shareBrowser(), { viewport: { width: 1280, height: 800 } });
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(error.message));
  page.on('console', (message) => message.type() === 'error' && faults.push(message.text()));
  page.on('request', (request) => {
    if (!request.url().startsWith(served.url) && !request.url().startsWith('data:'))
      faults.push(request.url());
  });
  onTestFinished(() =>
    expect(faults.filter((fault) => !fault.startsWith('Failed to load resource'))).toEqual([]),
  );
  await watchShifts(page);
  await page.goto(`${served.url}/console`);
  await page.getByLabel('Secret key of the site').fill(site.secretKey);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('navigation').waitFor();

  const addressOf = (path: string, search = ''): string => `${served.url}/console${path}${search}`;

  return {
    served,
    site,
    page,
    addressOf,
    open: async (path, search = '') => {
      await page.goto(addressOf(path, search));
      await settle(page);
    },
    asksFirst: () => page.evaluate<boolean>(CLOSING),
    expectReadable: async () => {
      await settle(page);
      await expectReadableNow(page);
    },
  };
}
