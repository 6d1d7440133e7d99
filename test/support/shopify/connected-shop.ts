/** Our real server with a fake shop beside it: they speak to each other over HTTP, as a shop and its app do. */
import { createPlatforms } from '../../../apps/server/platforms.ts';
import { APP_PATH } from '../../../integrations/shopify/settings.ts';
import { currentKeys } from '../../../core/sites/registry.ts';
import { type Served, serve } from '../served.ts';
import { call, type HttpAnswer, openDoors, type TestSite } from '../sites.ts';
import { createFakeShop, type FakeShop, type FakeShopOptions } from './fake/shop.ts';
import { API_KEY, API_SECRET } from './opened-shop.ts';

export type ConnectedShop = {
  readonly shop: FakeShop;
  readonly served: Served;
  /** An address of the embedded admin's, with the session of somebody who works in the shop. */
  admin(method: string, path: string, body?: unknown, token?: string): Promise<HttpAnswer>;
  /** The site that the shop became. */
  site(): TestSite;
  stop(): Promise<void>;
};

/**
 * The app is deployed, and nobody has opened it yet. Session tokens and signatures of the proxy are judged by the machine's
 * own clock: both sides begin at its time.
 *
 * @example const { shop, admin } = await connectShop(); shop.install(); await admin('GET', '/setup');
 */
export async function connectShop(options: Partial<FakeShopOptions> = {}): Promise<ConnectedShop> {
  let shop: FakeShop | null = null;
  const reach: typeof fetch = (input, init) => {
    if (shop === null) throw new Error('no shop is there yet');
    return shop.fetch(input as string, init);
  };
  const appUrl = `https://inkling.example.com${APP_PATH}`;
  const settings = { apiKey: API_KEY, apiSecret: API_SECRET, appUrl, fetch: reach };
  const served = await serve({
    clockAtMs: Date.now(),
    platforms: createPlatforms({ shopify: settings }),
    env: { PUBLIC_URL: 'https://inkling.example.com' },
  });
  const { clock, url, sites } = served;
  const own = createFakeShop({ clock, apiKey: API_KEY, apiSecret: API_SECRET, ...options });
  own.deliverTo(`${url}${APP_PATH}`);
  shop = own;
  return {
    shop: own,
    served,
    admin: (method, path, body, token = own.sessionToken()) =>
      call(`${url}${APP_PATH}/api${path}`, {
        method,
        headers: { authorization: `Bearer ${token}` },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      }),
    site: () => {
      const found = sites.list().find(({ platform }) => platform === 'shopify');
      if (found === undefined) throw new Error('the shop is no site yet');
      const { name: site, siteId } = { ...found.settings, siteId: found.siteId };
      const keys = currentKeys(found, clock.now());
      return { site, siteId, ...keys, ...openDoors(url, keys) };
    },
    stop: () => served.stop(),
  };
}
