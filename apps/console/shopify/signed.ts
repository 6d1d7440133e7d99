/** Requests of the embedded admin: each has a session token of its own. */
import type { Bridge } from './bridge.ts';

/** Shopify's own answers to a token that has just run out: a new one goes through. */
const RETRY = 'X-Shopify-Retry-Invalid-Session-Request';

/** As `fetch`, and once more where the token has just run out. @example createSigned(bridge, fetch)('/platforms/shopify/api/setup') */
export function createSigned({ idToken }: Pick<Bridge, 'idToken'>, send: typeof fetch): typeof fetch {
  const ask: typeof fetch = async (input, init) => {
    const headers = new Headers(init?.headers);
    headers.set('Authorization', `Bearer ${await idToken()}`);
    return send(input, { ...init, headers });
  };
  return async (input, init) => {
    const first = await ask(input, init);
    return first.status === 401 && first.headers.has(RETRY) ? ask(input, init) : first;
  };
}
