/** What App Bridge gives the embedded app: a token that Shopify signed with the app's own secret. */
import { createHmac, timingSafeEqual } from 'node:crypto';

export type TokenFacts = {
  readonly apiKey: string;
  readonly apiSecret: string;
  readonly shop: string;
  readonly nowMs: number;
};
type Claims = Readonly<Record<string, unknown>>;

const MINUTE_S = 60;
const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** @param overrides Claims to get wrong on purpose. @example signSessionToken(facts, { aud: 'another app' }) */
export function signSessionToken(
  { apiKey, apiSecret, shop, nowMs }: TokenFacts,
  overrides: Claims = {},
): string {
  const nowS = Math.floor(nowMs / 1_000);
  const claims = {
    iss: `https://${shop}/admin`,
    dest: `https://${shop}`,
    aud: apiKey,
    sub: '42',
    exp: nowS + MINUTE_S,
    nbf: nowS,
    iat: nowS,
    jti: `${nowMs}`,
    sid: 'b5d3a1',
    ...overrides,
  };
  const body = `${encode({ alg: 'HS256', typ: 'JWT' })}.${encode(claims)}`;
  return `${body}.${createHmac('sha256', apiSecret).update(body).digest('base64url')}`;
}

/** The claims, or null where Shopify would not take it. */
export function checkSessionToken(
  token: string,
  { apiKey, apiSecret, shop, nowMs }: TokenFacts,
): Claims | null {
  const [head = '', body = '', signature = ''] = token.split('.');
  const expected = createHmac('sha256', apiSecret).update(`${head}.${body}`).digest();
  const given = Buffer.from(signature, 'base64url');
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return null;
  const claims = JSON.parse(Buffer.from(body, 'base64url').toString('utf8'));
  const isInTime = claims.exp * 1_000 > nowMs && claims.nbf * 1_000 <= nowMs;
  return isInTime && claims.aud === apiKey && claims.dest === `https://${shop}` ? claims : null;
}
