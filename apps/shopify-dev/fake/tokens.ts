/** `/admin/oauth/access_token`: token exchange and refresh, with tokens that end and are replaced at each use. */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { checkSessionToken, type TokenFacts } from './session-token.ts';

export const ACCESS_TOKEN_S = 3_600;
export const REFRESH_TOKEN_S = 90 * 24 * 3_600;
const EXCHANGE = 'urn:ietf:params:oauth:grant-type:token-exchange';
const FROM_SESSION = 'urn:ietf:params:oauth:token-type:id_token';
const OFFLINE = 'urn:shopify:params:oauth:token-type:offline-access-token';

export type Tokens = {
  /** Whether an access token opens the Admin API now. */
  isGood(accessToken: string | null): boolean;
  answer(body: Readonly<Record<string, unknown>>): Response;
  /** All of them at once: the app was uninstalled, or its secret changed. */
  revoke(): void;
  /** The access tokens alone: what an app meets whose token Shopify withdrew early. */
  expire(): void;
  readonly exchanges: number;
  readonly refreshes: number;
};

export type TokenOptions = {
  facts(): TokenFacts;
  /** Null when the app is not installed. */
  grantedScopes(): readonly string[] | null;
};

const no = (status: number, error: string, description: string): Response =>
  Response.json({ error, error_description: description }, { status });

const hashOf = (text: string): Buffer => createHash('sha256').update(text).digest();
const isSame = (given: string, kept: string): boolean => timingSafeEqual(hashOf(given), hashOf(kept));

export function createTokens({ facts, grantedScopes }: TokenOptions): Tokens {
  const access = new Map<string, number>();
  const refresh = new Map<string, number>();
  const counts = { exchanges: 0, refreshes: 0 };

  function grant(scopes: readonly string[]): Response {
    const { nowMs } = facts();
    const accessToken = `shpat_${randomBytes(16).toString('hex')}`;
    const refreshToken = `shprt_${randomBytes(16).toString('hex')}`;
    access.set(accessToken, nowMs + ACCESS_TOKEN_S * 1_000);
    refresh.set(refreshToken, nowMs + REFRESH_TOKEN_S * 1_000);
    const given = {
      access_token: accessToken,
      scope: scopes.join(','),
      expires_in: ACCESS_TOKEN_S,
      refresh_token: refreshToken,
      refresh_token_expires_in: REFRESH_TOKEN_S,
    };
    return Response.json(given, { headers: { date: new Date(nowMs).toUTCString() } });
  }

  function exchange(body: Readonly<Record<string, unknown>>, scopes: readonly string[]): Response {
    counts.exchanges += 1;
    const { subject_token_type: given, requested_token_type: wanted } = body;
    if (given !== FROM_SESSION || wanted !== OFFLINE)
      return no(400, 'invalid_request', 'The token types are not known.');
    if (checkSessionToken(`${body.subject_token}`, facts()) === null)
      return no(400, 'invalid_subject_token', 'The session token is not valid, or has ended.');
    // Public apps of 2026 get none that lasts.
    if (`${body.expiring}` !== '1')
      return no(400, 'invalid_request', 'Apps must ask for offline tokens that expire.');
    return grant(scopes);
  }

  /** One that was used is gone: two processes that refresh at once leave one of them without. */
  function renew(token: string, scopes: readonly string[]): Response {
    counts.refreshes += 1;
    const untilMs = refresh.get(token);
    if (untilMs === undefined || untilMs <= facts().nowMs)
      return no(400, 'invalid_grant', 'The refresh token was used, has ended or was never given.');
    refresh.delete(token);
    return grant(scopes);
  }

  return {
    get exchanges() {
      return counts.exchanges;
    },
    get refreshes() {
      return counts.refreshes;
    },
    isGood: (token) => token !== null && (access.get(token) ?? 0) > facts().nowMs,
    revoke() {
      access.clear();
      refresh.clear();
    },
    expire: () => access.clear(),
    answer(body) {
      const { apiKey, apiSecret } = facts();
      const scopes = grantedScopes();
      if (body.client_id !== apiKey || !isSame(`${body.client_secret}`, apiSecret))
        return no(401, 'invalid_client', 'Client authentication failed.');
      if (scopes === null) return no(400, 'app_not_installed', 'The app is not installed.');
      if (body.grant_type === EXCHANGE) return exchange(body, scopes);
      if (body.grant_type === 'refresh_token') return renew(`${body.refresh_token}`, scopes);
      return no(400, 'unsupported_grant_type', 'The grant type is not known.');
    },
  };
}
