/** The fake shop's storefront and our real server, each at an address of its own: what a browser sees of the two. */
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { systemClock } from '../../../apps/server/clock.ts';
import { createPlatforms } from '../../../apps/server/platforms.ts';
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
export async function openStorefront(isOpenRegion = false): Promise<OpenedStorefront> {
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

/** An address that is known before our server listens: the pixel is told it when the shop is set up. */
async function openGate() {
  let port = 0;
  const open = new Set<Socket>();
  const gate = createServer((socket) => {
    const target = connect(port, '127.0.0.1');
    open.add(socket);
    socket.on('error', () => target.destroy()).on('close', () => open.delete(socket) && target.destroy());
    target.on('error', () => socket.destroy()).on('close', () => socket.destroy());
    socket.pipe(target).pipe(socket);
  }).listen(0, '127.0.0.1');
  await once(gate, 'listening');
  return {
    url: `http://127.0.0.1:${(gate.address() as AddressInfo).port}`,
    leadTo: (target: number) => {
      port = target;
    },
    close: () => {
      gate.close();
      for (const socket of open) socket.destroy();
    },
  };
}
