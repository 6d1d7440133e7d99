/** Sites of a running server, as their pages and their backends use them: over HTTP. */
import type { NewSite } from '../../core/sites/site.ts';

export type HttpAnswer = { readonly status: number; readonly headers: Headers; readonly body: AnswerBody };
export type AnswerBody = { readonly [key: string]: unknown };

/** What a request shows of its sender, beside its body. */
export type Sender = {
  /** Needs a server that trusts loopback: `TRUSTED_PROXIES=loopback`. */
  readonly ip?: string;
  readonly userAgent?: string;
  readonly headers?: Readonly<Record<string, string>>;
};

export type TestSite = {
  readonly site: string;
  readonly siteId: string;
  readonly writeKey: string;
  readonly secretKey: string;
  /** A tracker's post. */
  collect(envelope: AnswerBody, sender?: Sender): Promise<HttpAnswer>;
  /** A backend's post of events. */
  ingest(events: readonly AnswerBody[]): Promise<HttpAnswer>;
  /** Any route, with the secret key. */
  ask(method: string, path: string, body?: unknown): Promise<HttpAnswer>;
};

export type Target = { readonly url: string; readonly operatorKey: string };

export const DESKTOP = 'Mozilla/5.0 (X11; Linux x64; rv:140.0) Gecko/20100101 Firefox/140.0';

/** One request. @example await call(`${url}/v1/plan`, { headers: bearer(key) }) */
export async function call(url: string, init: RequestInit = {}): Promise<HttpAnswer> {
  const answer = await fetch(url, init);
  const text = await answer.text();
  return { status: answer.status, headers: answer.headers, body: text === '' ? {} : JSON.parse(text) };
}

export function bearer(key: string): { readonly authorization: string } {
  return { authorization: `Bearer ${key}` };
}

/** @example const site = await createSite(app, { name: 'Shoes', policy: 'session' }); */
export async function createSite(
  { url, operatorKey }: Target,
  settings: Partial<NewSite> = {},
): Promise<TestSite> {
  const request = { name: 'Test shop', policy: 'session', timezone: 'UTC', currency: 'EUR', ...settings };
  const { status, body } = await call(`${url}/v1/sites`, {
    method: 'POST',
    headers: bearer(operatorKey),
    body: JSON.stringify(request),
  });
  if (status !== 201) throw new Error(`no site was made: ${JSON.stringify(body)}`);
  const { site, siteId, writeKey, secretKey } = body as Record<string, string>;
  const keys = { site: `${site}`, siteId: `${siteId}`, writeKey: `${writeKey}`, secretKey: `${secretKey}` };
  return { ...keys, ...openDoors(url, keys) };
}

/** The doors of a site whose keys are known. */
export function openDoors(
  url: string,
  { writeKey, secretKey }: Pick<TestSite, 'writeKey' | 'secretKey'>,
): Pick<TestSite, 'collect' | 'ingest' | 'ask'> {
  const ask = (method: string, path: string, body?: unknown) =>
    call(`${url}${path}`, {
      method,
      headers: bearer(secretKey),
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  return {
    ask,
    ingest: (events) => ask('POST', '/v1/events', { events }),
    collect: (envelope, { ip, userAgent = DESKTOP, headers } = {}) =>
      call(`${url}/v1/collect?k=${writeKey}`, {
        method: 'POST',
        headers: {
          'content-type': 'text/plain;charset=UTF-8',
          'user-agent': userAgent,
          ...(ip === undefined ? {} : { 'x-forwarded-for': ip }),
          ...headers,
        },
        body: JSON.stringify({ ver: 1, ...envelope }),
      }),
  };
}
