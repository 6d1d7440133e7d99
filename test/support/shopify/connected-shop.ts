/** Our real server with a fake shop beside it: they speak to each other over HTTP, as a shop and its app do. */
import { createHmac } from 'node:crypto';
import { createPlatforms } from '../../../apps/server/platforms.ts';
import { createFakeShop, type FakeShop, type FakeShopOptions } from '../../../apps/shopify-dev/fake/shop.ts';
import { currentKeys } from '../../../core/sites/registry.ts';
import { APP_PATH } from '../../../integrations/shopify/settings.ts';
import { type Served, serve } from '../served.ts';
import { type AnswerBody, call, DESKTOP, type HttpAnswer, openDoors, type TestSite } from '../sites.ts';
import { lastingToken } from './lasting-token.ts';
import { API_KEY, API_SECRET } from './opened-shop.ts';

export type ProxyAsk = {
  readonly body?: AnswerBody;
  /** Of the customer who is logged in. */
  readonly customer?: number;
  /** Parameters to get wrong on purpose: null leaves one out. */
  readonly changes?: Readonly<Record<string, string | null>>;
  readonly secret?: string;
};

export type ConnectedShop = {
  readonly shop: FakeShop;
  readonly served: Served;
  /** An address of the embedded admin's, with the session of somebody who works in the shop. */
  admin(method: string, path: string, body?: unknown, token?: string): Promise<HttpAnswer>;
  /** What a page asks of `/apps/inkling/…`, as Shopify's proxy passes it on. */
  proxy(path: string, ask?: ProxyAsk): Promise<HttpAnswer>;
  /** The same, where the answer is no JSON. */
  proxyText(path: string): Promise<{ readonly status: number; readonly text: string }>;
  /** What the pixel posts from the checkout. */
  pixel(body: AnswerBody): Promise<HttpAnswer>;
  /** The site that the shop became. */
  site(): TestSite;
  /** Another shop, which has the app of the same server. */
  open(domain: string): ConnectedShop;
  stop(): Promise<void>;
};

/**
 * The app is deployed, and nobody has opened it yet. Session tokens and signatures of the proxy are judged by the machine's
 * own clock: both sides begin at its time.
 *
 * @example const { shop, admin } = await connectShop(); shop.install(); await admin('GET', '/setup');
 */
export async function connectShop({
  dataDir,
  ...options
}: Partial<FakeShopOptions> & { readonly dataDir?: string } = {}): Promise<ConnectedShop> {
  const shops = new Map<string, FakeShop>();
  const reach: typeof fetch = (input, init) => {
    const { hostname } = new URL(input instanceof Request ? input.url : input);
    const shop = shops.get(hostname);
    if (shop === undefined) throw new Error(`no shop is at ${hostname}`);
    return shop.fetch(input as string, init);
  };
  const appUrl = `https://inkling.example.com${APP_PATH}`;
  const settings = { apiKey: API_KEY, apiSecret: API_SECRET, appUrl, fetch: reach };
  const served = await serve({
    clockAtMs: Date.now(),
    ...(dataDir !== undefined && { dataDir }),
    platforms: createPlatforms({ shopify: settings }),
    env: { PUBLIC_URL: 'https://inkling.example.com' },
  });
  const open = (given: Partial<FakeShopOptions>): ConnectedShop => {
    const { clock, url } = served;
    const shop = createFakeShop({ clock, apiKey: API_KEY, apiSecret: API_SECRET, ...given });
    shop.deliverTo(`${url}${APP_PATH}`);
    shops.set(shop.domain, shop);
    return { ...doorsOf(shop, served), open: (domain) => open({ domain }) };
  };
  return open(options);
}

/** The same, once the merchant has installed the app and opened it. @example const connected = await installShop() */
export async function installShop(options: Parameters<typeof connectShop>[0] = {}): Promise<ConnectedShop> {
  const connected = await connectShop(options);
  connected.shop.install();
  const { status } = await connected.admin('GET', '/setup');
  if (status !== 200) throw new Error(`the app does not open: ${status}`);
  return connected;
}

function doorsOf(shop: FakeShop, served: Served): Omit<ConnectedShop, 'open'> {
  const { clock, url, sites } = served;
  const site = (): TestSite => {
    const [name] = shop.domain.split('.');
    const found = sites.list().find((own) => own.platform === 'shopify' && own.settings.name === name);
    if (found === undefined) throw new Error('the shop is no site yet');
    const keys = currentKeys(found, clock.now());
    return { site: found.site, siteId: found.siteId, ...keys, ...openDoors(url, keys) };
  };
  const signQuery = ({ body, customer, changes = {}, secret = API_SECRET }: ProxyAsk): URLSearchParams => {
    const given = {
      ...(body !== undefined && { k: site().writeKey }),
      shop: shop.domain,
      path_prefix: '/apps/inkling',
      timestamp: String(Math.floor(Date.now() / 1_000)),
      logged_in_customer_id: customer === undefined ? '' : String(customer),
      ...changes,
    };
    const entries = Object.entries(given).filter((entry): entry is [string, string] => entry[1] !== null);
    const signed = entries.map(([name, value]) => `${name}=${value}`).toSorted();
    const signature = createHmac('sha256', secret).update(signed.join('')).digest('hex');
    return new URLSearchParams([...entries, ['signature', signature]]);
  };
  return {
    shop,
    served,
    admin: (method, path, body, token = lastingToken({ shop, served })) =>
      call(`${url}${APP_PATH}/api${path}`, {
        method,
        headers: { authorization: `Bearer ${token}` },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      }),
    site,
    proxy: (path, ask = {}) => call(`${url}${APP_PATH}/proxy/${path}?${signQuery(ask)}`, postOf(ask.body)),
    proxyText: async (path) => {
      const answer = await fetch(`${url}${APP_PATH}/proxy/${path}?${signQuery({})}`, postOf(undefined));
      return { status: answer.status, text: await answer.text() };
    },
    pixel: (body) =>
      call(`${url}${APP_PATH}/pixel?k=${site().writeKey}`, { ...postOf(body), keepalive: true }),
    stop: () => served.stop(),
  };
}

function postOf(body: AnswerBody | undefined): RequestInit {
  const headers = { 'user-agent': DESKTOP, 'x-forwarded-for': '203.0.113.9' };
  if (body === undefined) return { headers };
  const type = { 'content-type': 'text/plain;charset=UTF-8' };
  return { method: 'POST', headers: { ...headers, ...type }, body: JSON.stringify(body) };
}
