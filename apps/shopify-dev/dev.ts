/** The fake shop and our server beside it: a shop to click through, from the install to the first segment. */
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { APP_PATH } from '../../integrations/shopify/settings.ts';
import { systemClock } from '../server/clock.ts';
import { createLog } from '../server/log.ts';
import { startServer } from '../server/server.ts';
import { readSettings } from '../server/settings.ts';
import { createDesk } from './desk.ts';
import { openGate } from './gate.ts';
import { type ServedFakeShop, serveFakeShop } from './serve.ts';
import type { DevSettings } from './settings.ts';
import { stock } from './stock.ts';

export type RunningDev = {
  readonly front: ServedFakeShop;
  readonly adminUrl: string;
  /** Where our server is reached. */
  readonly serverUrl: string;
  stop(): Promise<void>;
};

/** Shopify waits longer each time; nobody who clicks does. */
const RETRY_MS = 10_000;

/** @example const { adminUrl, stop } = await startDev({ port: 4700, shopPort: 4720 }) */
export async function startDev({ port, shopPort }: DevSettings): Promise<RunningDev> {
  const apiKey = randomBytes(16).toString('hex');
  const apiSecret = `shpss_${randomBytes(16).toString('hex')}`;
  const gate = await openGate(port);
  const appUrl = gate.url + APP_PATH;
  const app = { apiKey, apiSecret, clock: systemClock };
  const routes = (served: ServedFakeShop) => createDesk(served, () => appUrl);
  const front = await serveFakeShop({ ...app, port: shopPort, routes });
  const dataDir = await mkdtemp(join(tmpdir(), 'inkling-shopify-dev-'));
  const server = await startServer({
    settings: settingsOf({ ...app, dataDir, publicUrl: gate.url, front }),
    log: createLog('warn'),
  });
  gate.leadTo(Number(new URL(server.url).port));
  front.deliverTo(appUrl);
  await stock(front.shop);
  const retrying = setInterval(() => void front.shop.webhooks.retry(), RETRY_MS);
  return {
    front,
    adminUrl: `${front.url}/admin`,
    serverUrl: gate.url,
    stop: async () => {
      clearInterval(retrying);
      await front.stop();
      gate.close();
      await server.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

type Wanted = {
  readonly apiKey: string;
  readonly apiSecret: string;
  readonly dataDir: string;
  readonly publicUrl: string;
  readonly front: ServedFakeShop;
};

/** What goes to Shopify goes to the fake shop, and its admin may frame ours. */
function settingsOf({ apiKey, apiSecret, dataDir, publicUrl, front }: Wanted) {
  const settings = readSettings({
    ...{ PORT: '0', DATA_DIR: dataDir, PUBLIC_URL: publicUrl },
    ...{ SHOPIFY_API_KEY: apiKey, SHOPIFY_API_SECRET: apiSecret },
  });
  const surroundings = { appBridge: `${front.url}/_admin/app-bridge.js`, admin: front.url };
  return {
    ...settings,
    shopify: settings.shopify && { ...settings.shopify, fetch: front.fetch, surroundings },
  };
}
