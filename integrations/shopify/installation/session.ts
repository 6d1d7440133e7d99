/**
 * Who asks from inside the Shopify admin: App Bridge sends a session token with each request, which Shopify signed a minute ago.
 * A shop that asks for the first time is installed by it. https://shopify.dev/docs/apps/build/authentication-authorization
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { accept, type Outcome, type Refusal, refuse } from '../../../core/errors.ts';
import type { ShopifyApi, Token } from '../api/api.ts';
import type { Shop, Shops } from './shops.ts';
import type { Tokens } from './tokens.ts';

const BEARER = /^Bearer (\S+)$/i;
/** App Bridge takes a new session token and asks once more. */
const RETRY_HEADER = 'x-shopify-retry-invalid-session-request';

/** A merchant, or somebody of their staff, in the admin of a shop that has the app. */
export type Merchant = { readonly shop: Shop; readonly token: Token };

export type SessionPorts = {
  readonly api: () => Promise<Pick<ShopifyApi, 'readSessionToken'>>;
  readonly shops: Pick<Shops, 'find' | 'install'>;
  readonly tokens: Pick<Tokens, 'take'>;
};

/** @example const merchant = await readMerchant(request, response, ports) */
export async function readMerchant(
  { headers }: IncomingMessage,
  response: ServerResponse,
  { api, shops, tokens }: SessionPorts,
): Promise<Outcome<Merchant>> {
  const sessionToken = BEARER.exec(headers.authorization ?? '')?.[1];
  if (sessionToken === undefined)
    return refuse('missing_key', 'authorization', 'open the app in the Shopify admin');
  const { readSessionToken } = await api();
  const asked = await readSessionToken(sessionToken);
  if (asked === null) return again(response);
  const shop = (await shops.find(asked.shop)) ?? (await shops.install(asked.shop));
  const token = await tokens.take(shop, sessionToken).catch(() => undefined);
  if (token === undefined)
    return refuse('not_available', 'shopify', 'Shopify does not answer: try again in a minute');
  if (token === null) return again(response);
  // A session lasts a minute, also where the app has gone meanwhile: it is there again once Shopify gives a token for it.
  const current = await shops.find(shop.domain);
  return current?.uninstalledAt === null ? accept({ shop: current, token }) : again(response);
}

function again(response: ServerResponse): Refusal {
  response.setHeader(RETRY_HEADER, '1');
  return refuse('unknown_key', 'authorization', 'open the app again: the session has ended');
}
