/** A shop as an app meets it: tokens, the Admin API, webhooks, and people who do things. */

import { API_VERSION } from '../../../integrations/shopify/operations/operation.ts';
import { SCOPES } from '../../../integrations/shopify/operations/scopes.ts';
import { createActs, uninstalledPayload } from './acts.ts';
import { type Admin, createAdmin, type GraphBody } from './admin.ts';
import { createFaults, type Faults, meet } from './faults.ts';
import { readFlowTriggers } from './flow-triggers.ts';
import type { Declared } from './resolve-app.ts';
import { signSessionToken, type TokenFacts } from './session-token.ts';
import { createShopState, gid, isoOf, type ShopOptions, type ShopState } from './state.ts';
import { SUBSCRIPTIONS } from './subscriptions.ts';
import { createTokens, type Tokens } from './tokens.ts';
import { createWebhooks, postTo, type Send, type Subscription, type Webhooks } from './webhooks.ts';

export type FakeShopOptions = ShopOptions & {
  readonly apiKey: string;
  readonly apiSecret: string;
  /** What the merchant grants at install; all that the app asks for without. */
  readonly scopes?: readonly string[];
  readonly subscriptions?: readonly Subscription[];
  readonly declared?: Declared;
  /** Where the app listens, `…/platforms/shopify`: `deliverTo` says it later. */
  readonly app?: string;
  readonly send?: Send;
};

export type FakeShop = {
  readonly domain: string;
  readonly state: ShopState;
  readonly acts: ReturnType<typeof createActs>;
  readonly webhooks: Webhooks;
  readonly tokens: Tokens;
  readonly faults: Faults;
  /** The rate limit, shared by all apps of the shop. */
  readonly bucket: Admin['bucket'];
  /** Stands in for `fetch` of everything that goes to `https://DOMAIN/admin/…`; throws at any other address. */
  fetch(url: string | URL | Request, init?: RequestInit): Promise<Response>;
  deliverTo(app: string): void;
  /** The merchant clicks "Install": nothing else happens until the app is opened. */
  install(scopes?: readonly string[]): void;
  readonly isInstalled: boolean;
  /** What the merchant has granted; nothing while the app is not there. */
  readonly granted: readonly string[];
  /** Tokens are gone, app-owned metafields and the pixel as well; then Shopify tells the app. */
  uninstall(): Promise<void>;
  /** The merchant grants more, or takes some back. */
  changeScopes(scopes: readonly string[]): Promise<void>;
  /** What App Bridge would hand to the page. @param overrides Claims to get wrong on purpose. */
  sessionToken(overrides?: Readonly<Record<string, unknown>>): string;
};

export const DECLARED: Declared = {
  pixelSettings: ['accountId', 'endpoint'],
  flowTriggers: readFlowTriggers(),
};

/**
 * @example
 * const shop = createFakeShop({ apiKey, apiSecret, clock });
 * shop.install();
 * setAbstractFetchFunc(shop.fetch);
 */
export function createFakeShop(options: FakeShopOptions): FakeShop {
  const { apiKey, apiSecret, clock } = options;
  const state = createShopState(options);
  let granted: readonly string[] | null = null;
  let app = options.app ?? null;
  const grantedScopes = () => granted;
  const facts = (): TokenFacts => ({ apiKey, apiSecret, shop: state.domain, nowMs: clock.now() });
  const tokens = createTokens({ facts, grantedScopes });
  const admin = createAdmin({ state, declared: options.declared ?? DECLARED, grantedScopes });
  const faults = createFaults();
  const webhooks = createWebhooks({
    clock,
    domain: state.domain,
    apiSecret,
    apiVersion: API_VERSION,
    subscriptions: options.subscriptions ?? SUBSCRIPTIONS,
    send: options.send ?? postTo(() => app),
  });
  /** Whoever did not install the app is not told; Shopify's own duties go on. */
  const isTold = (topic: string) => granted !== null || /redact|data_request/.test(topic);
  const tell: Webhooks['tell'] = async (topic, payload) => {
    if (isTold(topic)) await webhooks.tell(topic, payload);
  };

  return {
    domain: state.domain,
    state,
    webhooks,
    tokens,
    faults,
    bucket: admin.bucket,
    acts: createActs(state, { tell }),
    fetch: (url, init) => answer({ state, tokens, admin, faults }, new Request(url, init)),
    deliverTo: (address) => {
      app = address;
    },
    install: (scopes = options.scopes ?? Object.keys(SCOPES)) => {
      granted = scopes;
    },
    get granted() {
      return granted ?? [];
    },
    get isInstalled() {
      return granted !== null;
    },
    async uninstall() {
      tokens.revoke();
      const own = gid('AppInstallation', state.appId);
      for (const [key, { ownerId, namespace }] of state.metafields)
        if (ownerId === own || namespace.startsWith(`app--${state.appId}`)) state.metafields.delete(key);
      state.pixel = null;
      const isToldOf = isTold('app/uninstalled');
      // Shopify gives no token any more when it tells of it.
      granted = null;
      if (isToldOf) await webhooks.tell('app/uninstalled', uninstalledPayload(state));
    },
    async changeScopes(scopes) {
      const previous = granted ?? [];
      granted = scopes;
      const payload = { id: 1, previous, current: scopes, updated_at: isoOf(clock.now()) };
      await tell('app/scopes_update', payload);
    },
    sessionToken: (overrides) => signSessionToken(facts(), overrides),
  };
}

type Parts = {
  readonly state: ShopState;
  readonly tokens: Tokens;
  readonly admin: Admin;
  readonly faults: Faults;
};

const GRAPH = /^\/admin\/api\/([\w-]+)\/graphql\.json$/;

async function answer({ state, tokens, admin, faults }: Parts, request: Request): Promise<Response> {
  const { hostname, pathname } = new URL(request.url);
  if (hostname !== state.domain) throw new TypeError(`the fake shop is not ${hostname}`);
  const body = await request.json().catch(() => null);
  const done = async (): Promise<Response> => {
    if (request.method !== 'POST' || body === null)
      return Response.json({ errors: 'Bad Request' }, { status: 400 });
    if (pathname === '/admin/oauth/access_token') return tokens.answer(body);
    const [, version] = GRAPH.exec(pathname) ?? [];
    if (version === undefined) return Response.json({ errors: 'Not Found' }, { status: 404 });
    if (!tokens.isGood(request.headers.get('x-shopify-access-token')))
      return Response.json(
        { errors: '[API] Invalid API key or access token (unrecognized login or wrong password)' },
        { status: 401 },
      );
    return await admin.run(version, body);
  };
  return await meet(faults.take(nameOf(pathname, body)), done, request.signal);
}

function nameOf(pathname: string, body: GraphBody | null): string {
  if (pathname === '/admin/oauth/access_token') return 'token';
  return /(?:query|mutation)\s+(\w+)/.exec(body?.query ?? '')?.[1] ?? '';
}
