/** A stand-in for our server: the real document, headers and files, and answers that a test writes in the contract's shapes. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { List } from '../../../apps/console/api/answers/list.ts';
import type { SegmentAnswer } from '../../../apps/console/api/answers/segments.ts';
import { buildConsole } from '../../../apps/console/build.ts';
import { createAssetDoor } from '../../../integrations/shopify/admin-page/bundle.ts';
import {
  type AdminSite,
  type PrivacyRequests,
  requestsSchema,
  type Setup,
  setupSchema,
  siteSchema,
} from '../../../integrations/shopify/admin-page/contract.ts';
import { judgeSetup, type KnownFacts } from '../../../integrations/shopify/admin-page/judge.ts';
import {
  adminPageHeaders,
  pickLocale,
  pickPage,
  renderAdminPage,
} from '../../../integrations/shopify/admin-page/page.ts';
import { ago, NOW_MS, WORKING } from '../../integrations/shopify/admin-page/facts.ts';

export const BASE = '/platforms/shopify';
const SHOP = 'quill.myshopify.com';

/** @example setupOf(WORKING).items[0].state // 'done' */
export function setupOf(facts: KnownFacts): Setup {
  const editor = `https://${SHOP}/admin/themes/current/editor?context=apps&activateAppId=key1/inkling`;
  const items = judgeSetup(
    facts,
    {
      embed: { action: { kind: 'link', href: editor } },
      ...(facts.pixel?.record !== 'ours' && { pixel: { action: { kind: 'call' } } }),
      ...(facts.history?.phase === 'idle' && { history: { action: { kind: 'call' } } }),
      permissions: { action: { kind: 'grant', scopes: ['read_all_orders'] } },
      first_segment: { action: { kind: 'page', page: 'segments' } },
      events: { action: { kind: 'page', page: 'events' } },
    },
    NOW_MS,
  );
  return setupSchema.parse({ shop: SHOP, at: new Date(NOW_MS).toISOString(), items }) as Setup;
}

/** As `GET /v1/segments` answers, as far as the switches ask. */
const SEGMENTS: List<Pick<SegmentAnswer, 'key' | 'name'>> = {
  items: [
    { key: 'loyal', name: 'Loyal, at risk' },
    { key: 'cart-abandoned', name: 'Cart left for an hour' },
  ],
  next: null,
};

const SITE: AdminSite = siteSchema.parse({
  site: 'quill',
  siteId: 'st_1',
  name: 'quill',
  platform: 'shopify',
  timezone: 'Europe/Berlin',
  currency: 'EUR',
});

export const REQUESTS: PrivacyRequests = requestsSchema.parse({
  items: [
    {
      id: 'r3',
      kind: 'customer_redact',
      askedAt: ago(5),
      dueAt: ago(-24 * 29),
      doneAt: null,
      outcome: 'waiting',
      entries: 0,
      hasExport: false,
    },
    {
      id: 'r2',
      kind: 'data_request',
      askedAt: ago(30),
      dueAt: ago(-24 * 28),
      doneAt: ago(29),
      outcome: 'exported',
      entries: 214,
      hasExport: true,
    },
  ],
});

/** Shopify's own script is not here: this one does as much of it as the console asks. */
const APP_BRIDGE = `
  window.heard = [];
  let tokens = 0;
  window.shopify = {
    idToken: async () => 'token-' + ++tokens,
    toast: { show: (text) => window.heard.push(['toast', text]) },
    scopes: { request: async (scopes) => (window.heard.push(['grant', scopes]), { result: 'granted-all' }) },
  };
`;

type Refusal = { readonly status: number; readonly headers?: Readonly<Record<string, string>> };
type Asked = {
  readonly method: string;
  readonly path: string;
  readonly token: string;
  readonly body: unknown;
};

export type ConsoleShop = {
  readonly address: (page?: string, search?: string) => string;
  /** By path below the API; what is not there waits until `release`. */
  readonly answers: Record<string, unknown>;
  readonly asked: Asked[];
  /** Answers the next calls of this path instead. */
  readonly refusals: Record<string, Refusal[]>;
  hasBridge: boolean;
  readonly close: () => void;
};

/** @example const shop = await openShop(); shop.answers.setup = setupOf(WORKING); shop.close() */
export async function openShop(): Promise<ConsoleShop> {
  const bundle = buildConsole('polaris');
  const answerAsset = createAssetDoor(bundle);
  const answers: Record<string, unknown> = {
    setup: setupOf(WORKING),
    site: SITE,
    'v1/segments': SEGMENTS,
    requests: REQUESTS,
    'requests/r2/export': { events: [] },
  };
  const asked: Asked[] = [];
  const refusals: Record<string, Refusal[]> = {};
  const server: Server = createServer((request, response) => void answer(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const shop: ConsoleShop = {
    address: (page = '', search = '') => `${origin}${BASE}/${page}?shop=${SHOP}&id_token=first${search}`,
    answers,
    asked,
    refusals,
    hasBridge: true,
    close: () => void server.close(),
  };

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', origin);
    const path = url.pathname.slice(BASE.length);
    if (url.pathname === '/app-bridge.js') {
      response.writeHead(shop.hasBridge ? 200 : 404, { 'Content-Type': 'text/javascript' });
      return void response.end(shop.hasBridge ? APP_BRIDGE : '');
    }
    if (path.startsWith('/api/')) return answerApi(request, response, path.slice('/api/'.length));
    const asset = answerAsset(path.slice('/assets/'.length), request.headers['accept-encoding']);
    if (asset !== null) {
      response.writeHead(200, asset.headers);
      return void response.end(asset.body);
    }
    const page = pickPage(path);
    if (page === null) return void response.writeHead(404).end();
    const appBridge = `${origin}/app-bridge.js`;
    response.writeHead(200, adminPageHeaders(SHOP, { appBridge, admin: origin }));
    const locale = pickLocale(url.searchParams.get('locale') ?? undefined);
    response.end(renderAdminPage({ apiKey: 'key1', locale, base: BASE, page, bundle, appBridge }));
  }

  async function answerApi(request: IncomingMessage, response: ServerResponse, path: string): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const text = Buffer.concat(chunks).toString();
    asked.push({
      method: request.method ?? '',
      path,
      token: (request.headers.authorization ?? '').replace('Bearer ', ''),
      body: text === '' ? null : JSON.parse(text),
    });
    const refusal = refusals[path]?.shift();
    const known = answers[path] ?? answers[path.split('/')[0] ?? ''];
    if (known === 'never') return;
    response.writeHead(refusal?.status ?? 200, { 'Content-Type': 'application/json', ...refusal?.headers });
    const error = { code: 'not_available', message: 'Not there yet.', at: '', hint: 'Wait a little.' };
    response.end(JSON.stringify(refusal === undefined ? known : { error }));
  }
  return shop;
}
