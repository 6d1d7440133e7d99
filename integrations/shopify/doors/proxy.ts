/**
 * Shopify's app proxy: what a page of the shop asks of `/apps/inkling/…`, its own address, arrives here, signed by Shopify, with the
 * shop and the customer who is logged in. Posts of the tracker are taken as at our own door, and that customer is proved
 * by Shopify's word; the rest is passed on as it is. https://shopify.dev/docs/apps/build/online-store/app-proxies
 */
import { type JsonObject, readJson } from '../../../core/collect/json.ts';
import type { VisitorId } from '../../../core/entry.ts';
import { accept, type Outcome, refuse } from '../../../core/errors.ts';
import type { Circumstances } from '../../../core/identity/circumstances.ts';
import { innerOf } from '../../../core/identity/naming.ts';
import { LONGEST_PROOF_MS, makeOwnProof } from '../../../core/identity/own-proof.ts';
import type { PlatformPorts } from '../../../core/ports.ts';
import { currentKeys } from '../../../core/sites/registry.ts';
import type { Site } from '../../../core/sites/site.ts';
import type { ShopifyApi } from '../api/api.ts';
import type { Shops } from '../installation/shops.ts';
import { type Joins, namesOfPage, tokensOfPage } from '../intake/joins.ts';
import type { Asked, Door } from './doors.ts';

export const PROXY = '/proxy';
const MOST_BYTES = 64 * 1024;
const PASSED = /^\/(?:v1\/(?:exposures|consent|objections|own|own\/erasures|own\/export)|t\/\w[\w-]*\.js)$/;

export type ProxyPorts = Pick<PlatformPorts, 'engine' | 'web'> & {
  readonly api: () => Promise<Pick<ShopifyApi, 'isSignedByProxy' | 'readShop'>>;
  readonly shops: Pick<Shops, 'find'>;
  readonly joins: Pick<Joins, 'note'>;
  /** Hears of every post of a page that came through the proxy and was taken. */
  readonly onPage: (site: Site, post: PagePost) => void;
};

export type PagePost = {
  /** Names of the events, as the page writes them. */
  readonly names: readonly string[];
  readonly accepted: number;
  /** The visitor may be remembered. */
  readonly isAllowed: boolean;
};

/** Who asks: the shop's site, and the customer as Shopify knows them, hashed. */
type Sender = { readonly site: Site; readonly inner: string | null };

export function createProxyDoor(ports: ProxyPorts): Door {
  const { web } = ports;
  return async (asked) => {
    const sender = await readSender(asked.query, ports);
    if (!sender.ok) return web.send(asked.response, sender);
    web.stepBehind(asked.request);
    const path = asked.path.slice(PROXY.length);
    if (path === '/v1/collect') return web.send(asked.response, await collect(asked, sender.value, ports));
    if (path === '/proof') return sendProof(asked, sender.value, ports);
    if (!PASSED.test(path))
      return web.send(asked.response, refuse('not_found', '', 'the app proxy has no such address'));
    web.pass(asked.request, asked.response, `${path}${ownQuery(asked.query)}`);
  };
}

/**
 * Signed is the text of all parameters, sorted, with nothing between them: whoever has Shopify sign a long value could cut it
 * into others afterwards, a customer's number among them. So there are these and no more, and none has room for another.
 */
const SHAPES: Readonly<Record<string, RegExp>> = {
  shop: /^[a-z0-9][a-z0-9.-]{0,99}$/i,
  path_prefix: /^\/(?:a|apps|community|tools)\/[a-z0-9-]{1,30}$/,
  timestamp: /^\d{1,12}$/,
  signature: /^[0-9a-f]{64}$/,
  logged_in_customer_id: /^\d{0,20}$/,
  k: /^wk_[\w-]{1,64}$/,
};

/** Null where a parameter is there twice, is not one of them, or has another's shape. @example readParameters(url.searchParams) */
export function readParameters(query: URLSearchParams): Readonly<Record<string, string>> | null {
  const given = [...query];
  const isOdd = ([name, value]: readonly [string, string]): boolean =>
    !Object.hasOwn(SHAPES, name) || SHAPES[name]?.test(value) !== true || query.getAll(name).length > 1;
  return given.some(isOdd) ? null : Object.fromEntries(given);
}

async function readSender(
  query: URLSearchParams,
  { api, shops, engine }: ProxyPorts,
): Promise<Outcome<Sender>> {
  const { isSignedByProxy, readShop } = await api();
  const parameters = readParameters(query);
  if (parameters === null || !(await isSignedByProxy(query)))
    return refuse(
      'unknown_key',
      'signature',
      'only Shopify’s app proxy asks here, with no more than `k` beside its own',
    );
  const { shop: domain = '', k: key, logged_in_customer_id: customer = '' } = parameters;
  const shop = await shops.find(readShop(domain) ?? '');
  if (shop === null || shop.uninstalledAt !== null)
    return refuse('unknown_site', 'shop', 'the app is not installed there');
  const { site } = shop;
  if (key !== undefined) {
    const own = engine.sites.byWriteKey(key);
    if (!own.ok) return own;
    if (own.value.siteId !== site.siteId) return refuse('unknown_key', 'k', 'this key is another site’s');
  }
  return accept({ site, inner: customer === '' ? null : innerOf(customer, site) });
}

async function collect(
  { request }: Asked,
  { site, inner }: Sender,
  ports: ProxyPorts,
): Promise<Outcome<unknown>> {
  const { engine, web, onPage } = ports;
  if (request.method !== 'POST') return refuse('method_not_allowed', '', 'post what the tracker sends');
  const seen = web.readSeen(request);
  const refusal = engine.admission.admit(site, seen.addressPrefix);
  if (refusal !== null) return refusal;
  const bytes = await web.readBody(request, MOST_BYTES);
  if (!bytes.ok) return bytes;
  const body = readJson(bytes.value);
  if (!body.ok) return body;
  const proof = inner === null ? null : proofOf(site, inner, engine);
  // Whoever is logged in is who they are, whatever the page says.
  const own = proof === null ? body.value : { ...body.value, h: inner, pr: proof };
  const answer = await engine.collect(site, own, seen);
  if (!answer.ok) return answer;
  const visitor = await findRemembered(site, body.value, seen, ports);
  const tokens = tokensOfPage(body.value);
  if (visitor !== null) await ports.joins.note(site, tokens, visitor);
  const { accepted } = answer.value;
  onPage(site, { names: namesOfPage(body.value), accepted, isAllowed: visitor !== null });
  return answer;
}

/** Null: this visitor may not be remembered. */
async function findRemembered(
  site: Site,
  { dev }: JsonObject,
  seen: Circumstances,
  { engine }: Pick<ProxyPorts, 'engine'>,
): Promise<VisitorId | null> {
  if (seen.gpc || typeof dev !== 'string') return null;
  const found = await engine.findPageVisitor(site, seen, dev);
  return found?.mode === 'consented' ? found.visitor : null;
}

/** For elements of the page that ask on behalf of whoever is logged in; empty for everybody else. */
function sendProof({ response }: Asked, { site, inner }: Sender, { engine }: ProxyPorts): void {
  response
    .writeHead(200, { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' })
    .end(inner === null ? '' : proofOf(site, inner, engine));
}

function proofOf(site: Site, inner: string, { now }: Pick<PlatformPorts['engine'], 'now'>): string {
  const { secretKey } = currentKeys(site, now());
  return makeOwnProof({ inner, expiresAt: now() + LONGEST_PROOF_MS }, secretKey);
}

/** What the page itself asked: the rest is Shopify's. */
function ownQuery(query: URLSearchParams): string {
  const key = query.get('k');
  return key === null ? '' : `?k=${key}`;
}
