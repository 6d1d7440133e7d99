import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { rotateMasterKey } from '../../../apps/server/cli/master-key.ts';
import { createPlatforms } from '../../../apps/server/platforms.ts';
import { readSettings } from '../../../apps/server/settings.ts';
import type { FakeShop } from '../../../apps/shopify-dev/fake/shop.ts';
import { setupSchema } from '../../../integrations/shopify/admin-page/contract.ts';
import { createTokens } from '../../../integrations/shopify/installation/tokens.ts';
import { APP_PATH } from '../../../integrations/shopify/settings.ts';
import { makeDataFolder } from '../../support/data-folder.ts';
import { type Served, serve } from '../../support/served.ts';
import { installShop } from '../../support/shopify/connected-shop.ts';
import { session } from '../../support/shopify/opened-client.ts';
import { API_KEY, API_SECRET } from '../../support/shopify/opened-shop.ts';
import { bearer, call } from '../../support/sites.ts';

let served: Served;
afterEach(() => served.stop());

/** The server of a folder that a shop is in already. */
async function serveAgain(dataDir: string, shop: FakeShop, clockAtMs: number): Promise<Served> {
  const appUrl = `https://inkling.example.com${APP_PATH}`;
  const reach: typeof fetch = (input, init) => shop.fetch(input as string, init);
  const settings = { apiKey: API_KEY, apiSecret: API_SECRET, appUrl, fetch: reach };
  const env = { PUBLIC_URL: 'https://inkling.example.com' };
  return serve({ dataDir, clockAtMs, platforms: createPlatforms({ shopify: settings }), env });
}

describe('the token of a shop, after the server has a new master key', () => {
  it('is opened and used as before: nobody has to open the app for a new one', async () => {
    const dataDir = makeDataFolder();
    const { shop, ...before } = await installShop({ dataDir });
    const { siteId } = before.site();
    const { clock } = before.served;
    served = before.served;
    const sealed = await before.served.store.getRecord('platform-tokens', siteId, 'shopify');
    const old = readFileSync(join(dataDir, 'master.key'), 'utf8');
    await before.stop();
    const rotation = await rotateMasterKey({ settings: readSettings({ DATA_DIR: dataDir }), clock });
    expect(rotation.dataKeys).toBeGreaterThan(0);
    expect(readFileSync(join(dataDir, 'master.key'), 'utf8')).not.toBe(old);

    served = await serveAgain(dataDir, shop, clock.now());
    const { store, engine } = served;
    expect(await store.getRecord('platform-tokens', siteId, 'shopify')).toBe(sealed);
    const api = () => Promise.reject(new Error('Shopify is not asked'));
    const held = await createTokens({ store, ring: engine.ring, clock, api }).peek(siteId as never);
    expect(shop.tokens.isGood(held?.accessToken ?? '')).toBe(true);
    const headers = bearer(session(shop, clock.now()));
    const { status, body } = await call(`${served.url}${APP_PATH}/api/setup`, { headers });
    expect(status).toBe(200);
    const states = setupSchema.parse(body).items.map(({ key, state }) => [key, state]);
    expect(Object.fromEntries(states)).toMatchObject({ installation: 'done', permissions: 'done' });
    expect([shop.tokens.exchanges, shop.tokens.refreshes]).toEqual([1, 0]);
  });
});
