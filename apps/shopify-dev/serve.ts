/** The fake shop over HTTP, on this machine alone: its storefront, and the API of Shopify's that our server asks. */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createFakeShop, type FakeShop, type FakeShopOptions } from './fake/shop.ts';
import { createAppProxy, PROXY_PREFIX } from './storefront/app-proxy.ts';
import { createBrowsing } from './storefront/browse.ts';
import { createCarting } from './storefront/carting.ts';
import { createCheckingOut } from './storefront/checking-out.ts';
import { bodyOf, createRouter, type Routes, sendMissing } from './storefront/exchange.ts';
import { shopperFrom } from './storefront/shopper.ts';
import type { ShopWorld } from './storefront/shown.ts';
import type { ThemeChoice } from './storefront/theme.ts';

export type ServeFakeShopOptions = FakeShopOptions & {
  /** 0, which is the usual: any that is free. */
  readonly port?: number;
  readonly isOpenRegion?: boolean;
  /** Pages beside those of the shop. */
  readonly routes?: (served: ServedFakeShop) => Routes;
};

export type ServedFakeShop = {
  readonly shop: FakeShop;
  readonly url: string;
  /** What the merchant switches on in the theme editor. */
  readonly theme: ThemeChoice;
  /** Where the app is, `http://127.0.0.1:4700/platforms/shopify`: webhooks and the proxy go there. */
  deliverTo(app: string): void;
  /** For our server: what it asks of `https://NAME.myshopify.com` goes to this machine, and nothing goes anywhere else. */
  readonly fetch: typeof fetch;
  stop(): Promise<void>;
};

/** @example const served = await serveFakeShop({ apiKey, apiSecret, clock }); served.deliverTo(app); */
export async function serveFakeShop(options: ServeFakeShopOptions): Promise<ServedFakeShop> {
  const { apiSecret, clock, port = 0, isOpenRegion = false } = options;
  const shop = createFakeShop(options);
  const { domain, state } = shop;
  const theme: ThemeChoice = { embed: false, slot: null, privacy: false };
  let app: string | null = null;
  const shopperOf: ShopWorld['shopperOf'] = ({ request }) => shopperFrom(request, state);
  const world: ShopWorld = { state, theme, isOpenRegion, shopperOf };
  const proxy = createAppProxy({
    ...{ domain, apiSecret, clock, app: () => app },
    shopperFrom: (request) => shopperOf({ request }),
  });
  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => response.destroy(error as Error));
  }).listen(port, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  const served: ServedFakeShop = {
    ...{ shop, url, theme },
    deliverTo: (address) => {
      app = address;
      shop.deliverTo(address);
    },
    fetch: (input, init) => fetch(toLoopback(new Request(input, init).url, domain, url), init),
    stop: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
  const answer = createAnswer({
    ...options.routes?.(served),
    'POST /admin/*': ({ request, response, url: asked }) => askAdmin(shop, asked, request, response),
    [`ANY ${PROXY_PREFIX}/*`]: proxy,
    ...createBrowsing(world, shop),
    ...createCarting(world, shop),
    ...createCheckingOut(world, shop),
  });
  return served;
}

function createAnswer(routes: Routes) {
  const route = createRouter(routes);
  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    if (!(await route(request, response))) sendMissing(response);
  };
}

/** @throws TypeError at any other address: a development server asks nobody outside. */
function toLoopback(address: string, domain: string, url: string): string {
  const { hostname, pathname, search } = new URL(address);
  if (hostname !== domain) throw new TypeError(`the fake shop is not ${hostname}`);
  return url + pathname + search;
}

async function askAdmin(
  shop: FakeShop,
  { pathname }: URL,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const body = await bodyOf(request);
  const token = request.headers['x-shopify-access-token'];
  const given = await shop
    .fetch(`https://${shop.domain}${pathname}`, {
      ...{ method: 'POST', body: new Uint8Array(body) },
      headers: { ...(typeof token === 'string' && { 'x-shopify-access-token': token }) },
    })
    .catch(() => null);
  // A connection that breaks, as one to Shopify may.
  if (given === null) return void response.destroy();
  const type = given.headers.get('content-type') ?? 'application/json';
  response.writeHead(given.status, { 'content-type': type }).end(await given.text());
}
