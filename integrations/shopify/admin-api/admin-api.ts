/** The embedded admin: its pages and files, and the answers they ask for with App Bridge's session token. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { MOST_DEPTH, readBoundedJson } from '../../../core/collect/json.ts';
import { accept, type Outcome, refuse } from '../../../core/errors.ts';
import type { Clock, PlatformPorts } from '../../../core/ports.ts';
import { type AdminBundle, createAssetDoor } from '../admin-page/bundle.ts';
import { ADMIN_PAGES } from '../admin-page/contract.ts';
import { adminPageHeaders, aroundOf, pickLocale, pickPage, renderAdminPage } from '../admin-page/page.ts';
import { previewHeaders } from '../admin-page/preview.ts';
import type { ShopifyApi } from '../api/api.ts';
import type { Asked, Door, Doors } from '../doors/doors.ts';
import type { Installing } from '../installation/installing.ts';
import { readMerchant, type SessionPorts } from '../installation/session.ts';
import type { Shop } from '../installation/shops.ts';
import type { Part } from '../part.ts';
import type { AdminSurroundings, APP_PATH } from '../settings.ts';
import { answerOwn, isOwnRoute, type OwnDoorPorts } from './own-door.ts';
import { exportRequest, readRequests } from './requests.ts';
import { callSetup, readSetup, type SetupPorts } from './setup.ts';
import { readSite } from './site.ts';

const MOST_BYTES = 16 * 1024;
const SET_UP_MS = 8_000;
const SETUP_CALL = /^\/api\/setup\/(\w{1,40})$/;
const EXPORT = /^\/api\/requests\/([\w-]{1,100})\/export$/;

export type AdminApiPorts = Omit<SessionPorts, 'api'> &
  SetupPorts &
  Omit<OwnDoorPorts, 'engine' | 'web'> &
  Omit<Parameters<typeof exportRequest>[2], 'engine' | 'store'> &
  Pick<PlatformPorts, 'clock' | 'engine' | 'store' | 'web'> & {
    readonly api: () => Promise<Pick<ShopifyApi, 'readSessionToken' | 'readShop'>>;
    readonly installing: Installing;
    readonly base: typeof APP_PATH;
    readonly bundle: () => AdminBundle;
    readonly surroundings?: AdminSurroundings;
  };

/** @example createAdminApi(ports).doors?.['GET /'] */
export function createAdminApi(ports: AdminApiPorts): Part {
  return {
    doors: {
      ...createPages(ports),
      'GET /preview': (asked) => showPreview(asked, ports),
      '* /assets/': createAssets(ports),
      '* /api/': (asked) => answerApi(asked, ports),
    },
  };
}

/** Every page has addresses behind it: of a segment, of a campaign. */
function createPages(ports: AdminApiPorts): Doors {
  const page: Door = (asked) => showPage(asked, ports);
  const named = ADMIN_PAGES.flatMap((name) => [
    [`GET /${name}`, page] as const,
    [`* /${name}/`, page] as const,
  ]);
  return { 'GET /': page, ...Object.fromEntries(named) };
}

async function showPage({ request, response, path, query }: Asked, ports: AdminApiPorts): Promise<void> {
  if (request.method !== 'GET')
    return ports.web.send(response, refuse('method_not_allowed', '', 'a page is only looked at'));
  const { readShop } = await ports.api();
  const shop = readShop(query.get('shop') ?? '');
  const page = pickPage(path);
  if (shop === null || page === null)
    return ports.web.send(response, refuse('not_found', 'shop', 'open the app in the Shopify admin'));
  const { apiKey, base, surroundings = {} } = ports;
  const { appBridge } = surroundings;
  const document = renderAdminPage({
    ...{ apiKey, base, page, bundle: ports.bundle(), locale: pickLocale(query.get('locale') ?? undefined) },
    ...(appBridge !== undefined && { appBridge }),
  });
  response.writeHead(200, adminPageHeaders(shop, surroundings)).end(document);
}

/** Whoever may frame the pages of a shop, and those pages, may frame it: it is the same of every shop. */
async function showPreview({ response, query }: Asked, ports: AdminApiPorts): Promise<void> {
  const { web, bundle, surroundings = {} } = ports;
  const { readShop } = await ports.api();
  const shop = readShop(query.get('shop') ?? '');
  if (shop === null)
    return web.send(response, refuse('not_found', 'shop', 'open the app in the Shopify admin'));
  response.writeHead(200, previewHeaders(aroundOf(shop, surroundings.admin))).end(bundle().preview);
}

function createAssets({ bundle, web }: Pick<AdminApiPorts, 'bundle' | 'web'>): Door {
  let answer: ReturnType<typeof createAssetDoor> | null = null;
  return async ({ request, response, path }) => {
    answer ??= createAssetDoor(bundle());
    const found =
      request.method === 'GET' || request.method === 'HEAD'
        ? answer(path.slice('/assets/'.length), headerOf(request, 'accept-encoding'))
        : null;
    if (found === null) return web.send(response, refuse('not_found', '', 'the console has no such file'));
    response.writeHead(200, { ...found.headers, 'Content-Length': found.body.length }).end(found.body);
  };
}

function headerOf({ headers }: IncomingMessage, name: string): string | undefined {
  const value = headers[name];
  return Array.isArray(value) ? value.join(',') : value;
}

async function answerApi(asked: Asked, ports: AdminApiPorts): Promise<void> {
  const { request, response, path } = asked;
  const merchant = await readMerchant(request, response, ports);
  if (!merchant.ok) return ports.web.send(response, merchant);
  // The first page that a merchant sees has something to tell of, unless Shopify is slow: then it goes on beside it.
  await Promise.race([ports.installing.begin(merchant.value.shop), pause(ports.clock, SET_UP_MS)]);
  const shop = (await ports.shops.find(merchant.value.shop.domain)) ?? merchant.value.shop;
  if (isOwnRoute(path)) return answerOwn(asked, shop, ports);
  const file = request.method === 'GET' ? EXPORT.exec(path) : null;
  if (file !== null) return sendExport(response, shop, file[1] ?? '', ports);
  ports.web.send(response, await answerJson(asked, shop, ports));
}

function pause(clock: Clock, ms: number): Promise<void> {
  return new Promise((resolve) => void clock.after(ms, resolve));
}

async function answerJson(
  { request, path }: Asked,
  shop: Shop,
  ports: AdminApiPorts,
): Promise<Outcome<unknown>> {
  const { site } = shop;
  switch (`${request.method} ${path}`) {
    case 'GET /api/site':
      return accept(readSite(site));
    case 'GET /api/setup':
      return accept(await readSetup(shop, ports));
    case 'GET /api/requests':
      return accept(await readRequests(site, ports));
  }
  const call = SETUP_CALL.exec(path)?.[1];
  if (call === undefined) return refuse('not_found', '', 'the console asks for nothing there');
  if (request.method !== 'POST') return refuse('method_not_allowed', '', 'post it');
  const body = await readBody(request, ports);
  return body.ok ? callSetup(shop, call, body.value, ports) : body;
}

async function readBody(
  request: IncomingMessage,
  { web }: Pick<AdminApiPorts, 'web'>,
): Promise<Outcome<unknown>> {
  const bytes = await web.readBody(request, MOST_BYTES);
  if (!bytes.ok) return bytes;
  return readBoundedJson(bytes.value, MOST_DEPTH);
}

async function sendExport(
  response: ServerResponse,
  { site }: Shop,
  id: string,
  ports: AdminApiPorts,
): Promise<void> {
  const found = await exportRequest(site, id, ports);
  if (!found.ok) return ports.web.send(response, found);
  response.writeHead(200, {
    'Content-Type': 'application/json; charset=utf-8',
    'Cache-Control': 'no-store',
    'X-Content-Type-Options': 'nosniff',
  });
  await pipeline(Readable.from(found.value), response);
}
