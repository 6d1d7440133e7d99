/** Our side of the Admin API, without a server: tokens, sealed in a store of their own, and the client, against the fake shop. */
import { createFakeShop, type FakeShop } from '../../../apps/shopify-dev/fake/shop.ts';
import { createHashKey } from '../../../core/identity/hash.ts';
import { createKeys } from '../../../core/identity/keys.ts';
import type { Site } from '../../../core/sites/site.ts';
import { createEmbeddedStore } from '../../../core/stores/embedded.ts';
import { createAdmin } from '../../../integrations/shopify/api/admin-client.ts';
import { createShopifyApi } from '../../../integrations/shopify/api/api.ts';
import type { Shop } from '../../../integrations/shopify/installation/shops.ts';
import { createTokens, type TokensPorts } from '../../../integrations/shopify/installation/tokens.ts';
import { makeDataFolder } from '../data-folder.ts';
import { createDrivenClock, type DrivenClock } from '../driven-clock.ts';
import { API_KEY, API_SECRET } from './opened-shop.ts';

/** Installed, and nobody has opened it yet. */
export async function openApi() {
  const clock = createDrivenClock(Math.floor(Date.now() / 1_000) * 1_000);
  const shop = createFakeShop({ clock, apiKey: API_KEY, apiSecret: API_SECRET });
  shop.install();
  const store = await createEmbeddedStore({ dataDir: makeDataFolder() });
  const keys = createKeys(new Uint8Array(32).fill(7));
  const api = createShopifyApi({
    ...{ apiKey: API_KEY, apiSecret: API_SECRET, appUrl: 'https://inkling.example.com/platforms/shopify' },
    fetch: (input, init) => shop.fetch(input as string, init),
  });
  const site = { siteId: 'st_1', idKey: createHashKey(new Uint8Array(32).fill(9)) } as unknown as Site;
  const known: Shop = { domain: shop.domain, site, installedAt: clock.now(), uninstalledAt: null };
  /** As another process with the same store has it. */
  const make = (more: Partial<TokensPorts> = {}) =>
    createTokens({ store, clock, ring: { ofSite: async () => keys }, api: async () => api, ...more });
  return { clock, shop, store, api, known, make, tokens: make() };
}

/** One that holds by the machine's clock, which our side asks, and by the test's, which the fake shop asks. */
export const session = (shop: FakeShop, testMs: number): string => {
  const [from, to] = [Math.min(Date.now(), testMs), Math.max(Date.now(), testMs)].map((ms) =>
    Math.floor(ms / 1_000),
  );
  return shop.sessionToken({ nbf: from, iat: from, exp: (to ?? 0) + 60 });
};

/** Until all of it is done, however often somebody waits. */
export async function drive<T>(clock: DrivenClock, work: Promise<T>): Promise<T> {
  let isDone = false;
  const done = work.finally(() => {
    isDone = true;
  });
  while (!isDone) {
    await new Promise(setImmediate);
    await clock.moveTo(clock.now() + 50);
  }
  return done;
}

/** With a token. */
export async function openClient() {
  const opened = await openApi();
  await opened.tokens.take(opened.known, session(opened.shop, opened.clock.now()));
  const { clock, tokens, api } = opened;
  return { ...opened, admin: createAdmin({ clock, tokens, api: async () => api }) };
}
