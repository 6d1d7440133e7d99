/** The fake shop's storefront and our real server, each at an address of its own: what a browser sees of the two. */
import { systemClock } from '../../../apps/server/clock.ts';
import { createPlatforms } from '../../../apps/server/platforms.ts';
import { openGate } from '../../../apps/shopify-dev/gate.ts';
import { type ServedFakeShop, serveFakeShop } from '../../../apps/shopify-dev/serve.ts';
import { currentKeys } from '../../../core/sites/registry.ts';
import { APP_PATH } from '../../../integrations/shopify/settings.ts';
import { type Served, serve } from '../served.ts';
import { call, openDoors, type TestSite } from '../sites.ts';
import { API_KEY, API_SECRET } from './opened-shop.ts';

export type OpenedStorefront = ServedFakeShop & {
  readonly served: Served;
  readonly site: TestSite;
};

/**
 * The app is installed, and was opened once; the embed is on. Signatures are judged by the machine's own clock.
 *
 * @example const { url, shop, stop } = await openStorefront(); await page.goto(url);
 */
export async function openStorefront({ isOpenRegion = false } = {}): Promise<OpenedStorefront> {
  const gate = await openGate();
  const appUrl = gate.url + APP_PATH;
  const front = await serveFakeShop({
    apiKey: API_KEY,
    apiSecret: API_SECRET,
    clock: systemClock,
    isOpenRegion,
  });
  const settings = { apiKey: API_KEY, apiSecret: API_SECRET, appUrl, fetch: front.fetch };
  const served = await serve({
    clockAtMs: Date.now(),
    platforms: createPlatforms({ shopify: settings }),
    env: { PUBLIC_URL: gate.url },
  });
  gate.leadTo(served.port);
  front.deliverTo(appUrl);
  front.shop.install();
  const opened = await call(`${appUrl}/api/setup`, {
    headers: { authorization: `Bearer ${front.shop.sessionToken()}` },
  });
  if (opened.status !== 200) throw new Error(`the app does not open: ${JSON.stringify(opened.body)}`);
  Object.assign(front.theme, { embed: true, slot: 'product' });
  return {
    ...front,
    served,
    site: siteOf(served),
    stop: async () => {
      await front.stop();
      gate.close();
      await served.stop();
    },
  };
}

function siteOf({ sites, clock, url }: Served): TestSite {
  const found = sites.list().find(({ platform }) => platform === 'shopify');
  if (found === undefined) throw new Error('the shop is no site yet');
  const keys = currentKeys(found, clock.now());
  return { site: found.siteId, siteId: found.siteId, ...keys, ...openDoors(url, keys) };
}
