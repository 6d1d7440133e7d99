/** A fake shop with the app installed, and a bare client: what the shop itself says, with nothing in between. */

import { createFakeShop, type FakeShop, type FakeShopOptions } from '../../../apps/shopify-dev/fake/shop.ts';
import type { Operation } from '../../../integrations/shopify/operations/operation.ts';
import { createDrivenClock, type DrivenClock } from '../driven-clock.ts';

export const API_KEY = '0123456789abcdef0123456789abcdef';
export const API_SECRET = 'shpss_0123456789abcdef';
export const OPENED_AT_MS = Date.UTC(2026, 6, 6, 12);

export type GraphError = {
  readonly message: string;
  readonly extensions?: { readonly code?: string };
};
export type GraphAnswer<Data> = {
  readonly data?: Data;
  readonly errors?: readonly GraphError[];
  readonly extensions?: {
    readonly cost: {
      readonly requestedQueryCost: number;
      readonly actualQueryCost: number | null;
      readonly throttleStatus: { readonly currentlyAvailable: number };
    };
  };
};
export type OpenedShop = FakeShop & {
  readonly clock: DrivenClock;
  readonly token: string;
  run<V, D>(operation: Operation<V, D>, variables: V, version?: string): Promise<GraphAnswer<D>>;
};

/** @example const shop = await openShop(); const { data } = await shop.run(shopFacts, {}); */
export async function openShop(options: Partial<FakeShopOptions> = {}): Promise<OpenedShop> {
  const clock = createDrivenClock(OPENED_AT_MS);
  const shop = createFakeShop({ clock, apiKey: API_KEY, apiSecret: API_SECRET, ...options });
  shop.install();
  const { access_token: token } = await askToken(shop).then((answer) => answer.json());
  let current = token;
  const run: OpenedShop['run'] = async ({ text }, variables, version = '2026-07') => {
    if (!shop.tokens.isGood(current)) current = (await (await askToken(shop)).json()).access_token;
    const answer = await postGraph(shop, current, { query: text, variables }, version);
    return await answer.json();
  };
  return Object.assign(shop, { clock, token, run });
}

/** The exchange that every opening of the app begins with. @param changes To get wrong on purpose. */
export function askToken(shop: FakeShop, changes: Readonly<Record<string, unknown>> = {}): Promise<Response> {
  return postToken(shop, {
    grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange',
    subject_token: shop.sessionToken(),
    subject_token_type: 'urn:ietf:params:oauth:token-type:id_token',
    requested_token_type: 'urn:shopify:params:oauth:token-type:offline-access-token',
    expiring: '1',
    ...changes,
  });
}

export function postToken(shop: FakeShop, body: Readonly<Record<string, unknown>>): Promise<Response> {
  return shop.fetch(`https://${shop.domain}/admin/oauth/access_token`, {
    method: 'POST',
    body: JSON.stringify({ client_id: API_KEY, client_secret: API_SECRET, ...body }),
  });
}

export function postGraph(
  shop: FakeShop,
  token: string,
  body: unknown,
  version = '2026-07',
  signal?: AbortSignal,
): Promise<Response> {
  return shop.fetch(`https://${shop.domain}/admin/api/${version}/graphql.json`, {
    method: 'POST',
    headers: { 'x-shopify-access-token': token },
    body: JSON.stringify(body),
    ...(signal && { signal }),
  });
}
