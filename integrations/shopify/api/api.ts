/**
 * What Shopify's library does for us: session tokens, signatures, tokens, requests to the Admin API. Loaded when the first
 * shop knocks, since most servers have none.
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import type { IncomingMessage, ServerResponse } from 'node:http';
import '@shopify/shopify-api/adapters/node';
import {
  ApiVersion,
  GraphqlQueryError,
  HttpResponseError,
  HttpThrottlingError,
  RequestedTokenType,
  type Session,
  shopifyApi,
} from '@shopify/shopify-api';
import { setAbstractFetchFunc } from '@shopify/shopify-api/runtime';
import type { ShopifySettings } from '../settings.ts';

/** An offline token, as it is kept sealed. Instants are UTC ms; null: Shopify did not say, so it is taken for stale. */
export type Token = {
  readonly accessToken: string;
  readonly expiresAt: number | null;
  readonly refreshToken: string | null;
  readonly refreshExpiresAt: number | null;
  /** Granted scopes, separated by commas. */
  readonly scope: string;
};

/** A token as Shopify has just given it: it says how long it lasts, by whatever clock. Null: it did not say. */
export type GivenToken = Omit<Token, 'expiresAt' | 'refreshExpiresAt'> & {
  readonly lastsMs: number | null;
  readonly refreshLastsMs: number | null;
  /** By Shopify’s own clock, UTC ms, in whole seconds; null where it did not say. */
  readonly givenAt: number | null;
};

/** How a request to Shopify ended. */
export type Reply =
  | { readonly kind: 'data'; readonly data: unknown; readonly cost: unknown }
  /** GraphQL answered with errors: throttled, access denied, a document that it does not take. */
  | { readonly kind: 'errors'; readonly errors: unknown; readonly cost: unknown }
  | { readonly kind: 'status'; readonly status: number; readonly retryAfterS: number | null }
  /** Nobody answered in time, or the connection broke. */
  | { readonly kind: 'none' };

export type SignedWebhook = {
  readonly topic: string;
  readonly shop: string;
  /** Names what happened: the same for every attempt, and for every subscription that hears of it. */
  readonly id: string;
  /** UTC ms; null where it does not say. */
  readonly triggeredAt: number | null;
};

export type ShopifyApi = {
  /** Null for a token that is not Shopify's, not for this app, too old or too new. */
  readSessionToken(token: string): Promise<{ readonly shop: string; readonly user: string } | null>;
  /** Null: Shopify does not take the session token. */
  exchange(shop: string, sessionToken: string, signal: AbortSignal): Promise<GivenToken | null>;
  /** Null: Shopify does not take the refresh token any more. */
  refresh(shop: string, refreshToken: string, signal: AbortSignal): Promise<GivenToken | null>;
  /** Whether Shopify's proxy signed it, within the last 90 seconds. */
  isSignedByProxy(query: URLSearchParams): Promise<boolean>;
  /** Null where the signature is not Shopify's. */
  readWebhook(
    request: IncomingMessage,
    response: ServerResponse,
    rawBody: string,
  ): Promise<SignedWebhook | null>;
  isSignedByFlow(request: IncomingMessage, response: ServerResponse, rawBody: string): Promise<boolean>;
  /** The domain as Shopify writes it; null where it is none. */
  readShop(shop: string): string | null;
  query(ask: Ask, signal: AbortSignal): Promise<Reply>;
};

export type Ask = {
  readonly shop: string;
  readonly accessToken: string;
  readonly text: string;
  readonly variables: Readonly<Record<string, unknown>>;
};

/** The version that documents are written for; the tests check them against its neighbours too. */
export const API_VERSION = ApiVersion.July26;

/** The library asks one function for the whole process: each request is sent by whoever began it. */
const outgoing = new AsyncLocalStorage<typeof fetch>();
setAbstractFetchFunc((input, init) => (outgoing.getStore() ?? fetch)(input as string, init as RequestInit));

/** @example const api = createShopifyApi(settings); await api.readSessionToken(token) */
export function createShopifyApi({
  apiKey,
  apiSecret,
  appUrl,
  fetch: send = fetch,
}: ShopifySettings): ShopifyApi {
  const { host, protocol } = new URL(appUrl);
  const shopify = shopifyApi({
    apiKey,
    apiSecretKey: apiSecret,
    hostName: host,
    hostScheme: protocol === 'http:' ? 'http' : 'https',
    apiVersion: API_VERSION,
    isEmbeddedApp: true,
    userAgentPrefix: 'Inkling',
    logger: { log: () => undefined },
  });
  const within = <T>(signal: AbortSignal, work: () => Promise<T>): Promise<T> =>
    outgoing.run((input, init) => send(input, { ...init, signal }), work);
  /** The library hands on no header of the answer. */
  const askToken = async (signal: AbortSignal, work: Work): Promise<GivenToken | null> => {
    let givenAt: number | null = null;
    const sendAndLook: typeof fetch = async (input, init) => {
      const answer = await send(input, { ...init, signal });
      givenAt = readInstant(answer.headers.get('date'));
      return answer;
    };
    const session = await orRefused(outgoing.run(sendAndLook, work));
    return session === null ? null : toToken(session, givenAt);
  };

  return {
    readSessionToken: async (token) => {
      const claims = await shopify.session.decodeSessionToken(token).catch(() => null);
      const shop = claims === null ? null : shopify.utils.sanitizeShop(hostOf(claims.dest));
      return claims === null || shop === null ? null : { shop, user: claims.sub };
    },
    exchange: (shop, sessionToken, signal) => {
      const requestedTokenType = RequestedTokenType.OfflineAccessToken;
      const asked = { shop, sessionToken, requestedTokenType, expiring: true };
      return askToken(signal, () => shopify.auth.tokenExchange(asked));
    },
    refresh: (shop, refreshToken, signal) =>
      askToken(signal, () => shopify.auth.refreshToken({ shop, refreshToken })),
    isSignedByProxy: (query) =>
      shopify.utils.validateHmac(query, { signator: 'appProxy' }).catch(() => false),
    readWebhook: async (rawRequest, rawResponse, rawBody) => {
      const read = await shopify.webhooks.validate({ rawRequest, rawResponse, rawBody });
      if (!read.valid) return null;
      const shop = shopify.utils.sanitizeShop(read.domain);
      const id = ('eventId' in read ? read.eventId : undefined) ?? read.webhookId;
      return shop === null
        ? null
        : { topic: read.topic, shop, id, triggeredAt: readInstant(read.triggeredAt) };
    },
    isSignedByFlow: async (rawRequest, rawResponse, rawBody) =>
      (await shopify.flow.validate({ rawRequest, rawResponse, rawBody })).valid,
    readShop: (shop) => shopify.utils.sanitizeShop(shop),
    query: ({ shop, accessToken, text, variables }, signal) =>
      within(signal, async () => {
        const session = shopify.session.customAppSession(shop);
        session.accessToken = accessToken;
        const client = new shopify.clients.Graphql({ session });
        return client
          .request<unknown>(text, { variables: { ...variables }, retries: 0 })
          .then(({ data, extensions }): Reply => ({ kind: 'data', data, cost: extensions?.cost }), readFault);
      }),
  };
}

/** The origin of a shop as session tokens name it. */
function hostOf(dest: string): string {
  return URL.canParse(dest) ? new URL(dest).hostname : '';
}

type Work = () => Promise<{ readonly session: Session }>;

async function orRefused(asked: ReturnType<Work>): Promise<Session | null> {
  try {
    return (await asked).session;
  } catch (error) {
    if (error instanceof HttpResponseError && error.response.code >= 400 && error.response.code < 429)
      return null;
    throw error;
  }
}

/** The library has laid the time on the machine's clock. */
function toToken(session: Session, givenAt: number | null): GivenToken {
  const { accessToken, expires, refreshToken, refreshTokenExpires, scope } = session;
  const now = Date.now();
  return {
    accessToken: accessToken ?? '',
    lastsMs: expires === undefined ? null : expires.getTime() - now,
    refreshToken: refreshToken ?? null,
    refreshLastsMs: refreshTokenExpires === undefined ? null : refreshTokenExpires.getTime() - now,
    scope: scope ?? '',
    givenAt,
  };
}

function readInstant(text: string | null | undefined): number | null {
  const at = Date.parse(text ?? '');
  return Number.isNaN(at) ? null : at;
}

function readFault(error: unknown): Reply {
  if (error instanceof GraphqlQueryError) {
    const { errors, extensions } = (error.body ?? {}) as {
      errors?: unknown;
      extensions?: { cost?: unknown };
    };
    return { kind: 'errors', errors: graphqlErrors(errors), cost: extensions?.cost };
  }
  if (error instanceof HttpResponseError) {
    const retryAfterS = error instanceof HttpThrottlingError ? (error.response.retryAfter ?? null) : null;
    return { kind: 'status', status: error.response.code, retryAfterS };
  }
  return { kind: 'none' };
}

/** The library wraps the list of errors. */
function graphqlErrors(errors: unknown): unknown {
  return (errors as { graphQLErrors?: unknown } | undefined)?.graphQLErrors ?? errors;
}
