/** The embedded admin around our pages, as far as they ask: Shopify's own script is not here, and signs nothing. */
import type { Page } from 'playwright-core';
import type { ConnectedShop } from '../../support/shopify/connected-shop.ts';
import { lastingToken } from '../../support/shopify/lasting-token.ts';

export const APP_BRIDGE = 'https://cdn.shopify.com/shopifycloud/app-bridge.js';
/** As much of it as the console asks; Shopify signs a token for each call. */
const STAND_IN = `
  window.heard = [];
  window.shopify = {
    idToken: () => window.signSession(),
    toast: { show: (text) => window.heard.push(text) },
    scopes: { request: async () => ({ result: 'granted-all' }) },
  };
`;

/** @example await standInBridge(page, await installShop()) */
export async function standInBridge(page: Page, connected: ConnectedShop): Promise<void> {
  await page.exposeFunction('signSession', () => lastingToken(connected));
  await page.route(APP_BRIDGE, (route) => route.fulfill({ contentType: 'text/javascript', body: STAND_IN }));
}
