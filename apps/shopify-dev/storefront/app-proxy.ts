/**
 * Shopify's app proxy: `/apps/inkling/X` of the shop goes to the app, signed, with who is logged in. Cookies go neither way.
 * https://shopify.dev/docs/apps/build/online-store/app-proxies
 */
import { createHmac } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import type { Clock } from '../../../core/ports.ts';
import { type Answer, bodyOf } from './exchange.ts';
import type { Shopper } from './shopper.ts';

export const PROXY_PREFIX = '/apps/inkling';
/** Of the connection to the browser, or a matter between Shopify and the shop. */
const KEPT_BACK =
  /^(cookie|host|connection|content-length|transfer-encoding|accept-encoding|keep-alive|upgrade)$/;

export type ProxyOptions = {
  readonly domain: string;
  readonly apiSecret: string;
  readonly clock: Clock;
  /** `http://127.0.0.1:4700/platforms/shopify`; null: nobody knows where the app is. */
  readonly app: () => string | null;
  readonly shopperFrom: (request: Parameters<Answer>[0]['request']) => Shopper;
};

/** Names and values, sorted, with nothing in between; several values of one name are one list. */
export function signQuery(query: URLSearchParams, secret: string): string {
  const names = [...new Set(query.keys())];
  const message = names.map((name) => `${name}=${query.getAll(name).join(',')}`).sort();
  return createHmac('sha256', secret).update(message.join('')).digest('hex');
}

export function createAppProxy({ domain, apiSecret, clock, app, shopperFrom }: ProxyOptions): Answer {
  return async ({ request, response, url, rest }) => {
    const query = new URLSearchParams(url.searchParams);
    const { customer } = shopperFrom(request);
    query.set('shop', domain);
    query.set('path_prefix', PROXY_PREFIX);
    query.set('timestamp', `${Math.floor(clock.now() / 1_000)}`);
    query.set('logged_in_customer_id', customer === null ? '' : `${customer.id}`);
    query.set('signature', signQuery(query, apiSecret));
    const body = await bodyOf(request);
    try {
      const answer = await fetch(`${app()}/proxy/${rest}?${query}`, {
        method: request.method ?? 'GET',
        headers: { ...passedOn(request.headers), 'x-forwarded-for': request.socket.remoteAddress ?? '' },
        redirect: 'manual',
        ...(body.length > 0 && { body: new Uint8Array(body) }),
      });
      const type = answer.headers.get('content-type') ?? 'text/plain';
      response.writeHead(answer.status, { 'content-type': type });
      response.end(Buffer.from(await answer.arrayBuffer()));
    } catch {
      response.writeHead(502).end();
    }
  };
}

function passedOn(headers: IncomingHttpHeaders): Record<string, string> {
  const kept = Object.entries(headers).filter(([name]) => !KEPT_BACK.test(name));
  return Object.fromEntries(kept.map(([name, value]) => [name, `${value}`]));
}
