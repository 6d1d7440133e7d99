/** A shop that has installed the app on the real server, and the embedded admin in a real browser, signed in by session tokens. */
import type { Page } from 'playwright-core';
import { expect, onTestFinished } from 'vitest';
import { APP_PATH } from '../../../integrations/shopify/settings.ts';
import { enterPage, shareBrowser } from '../../support/chromium.ts';
import { type ConnectedShop, installShop } from '../../support/shopify/connected-shop.ts';
import { expectReadableNow, settle, watchShifts } from './readable.ts';
import { APP_BRIDGE, standInBridge } from './stand-in-bridge.ts';

export type AdminStage = {
  readonly connected: ConnectedShop;
  readonly page: Page;
  /** Every answer of our API that the pages were given, by its address. */
  readonly answers: readonly { readonly url: string; readonly status: number; readonly text: string }[];
  /** Of a page of the admin. @example addressOf('segments') */
  addressOf(path: string, search?: string): string;
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
  await standInBridge(page, connected);
  await watchShifts(page);

  const addressOf = (path: string, search = ''): string =>
    `${served.url}${APP_PATH}/${path}?shop=${shop.domain}&embedded=1${search}`;

  return {
    connected,
    page,
    answers,
    addressOf,
    open: async (path, search = '') => {
      await page.goto(addressOf(path, search));
      await settle(page);
    },
    expectReadable: async () => {
      await settle(page);
      await expectReadableNow(page);
    },
  };
}
