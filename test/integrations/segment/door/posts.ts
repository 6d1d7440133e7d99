/** Posts of tracking libraries to a running server, and what came of them. */
import { gzipSync } from 'node:zlib';
import { type AnswerBody, call, DESKTOP, type HttpAnswer, type TestSite } from '../../../support/sites.ts';

/** As libraries send it: the key is the user of Basic, and there is no password. */
export function basic(key: string): { readonly authorization: string } {
  return { authorization: `Basic ${Buffer.from(`${key}:`).toString('base64')}` };
}

export type Posting = {
  readonly key?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly gzip?: boolean;
};

/** Posts with the secret key unless said. @example postTo(served.url, site)('/v1/track', { event: 'Product Viewed', userId: 'u1' }) */
export function postTo(url: string, site: TestSite) {
  return (
    path: string,
    body: AnswerBody,
    { key = site.secretKey, headers = {}, gzip = false }: Posting = {},
  ): Promise<HttpAnswer> => {
    const text = JSON.stringify(body);
    return call(`${url}${path}`, {
      method: 'POST',
      headers: {
        'user-agent': DESKTOP,
        ...(key === '' ? {} : basic(key)),
        ...(gzip ? { 'content-encoding': 'gzip' } : {}),
        ...headers,
      },
      body: gzip ? new Uint8Array(gzipSync(text)) : text,
    });
  };
}

export type Event = AnswerBody & {
  readonly id: string;
  readonly type: string;
  readonly name: string;
  readonly time: string;
  readonly properties: AnswerBody;
};

/** The id somebody has here; null: they are unknown. */
export async function visitorOf(site: Pick<TestSite, 'ask'>, named: AnswerBody): Promise<string | null> {
  const { status, body } = await site.ask('POST', '/v1/visitors/lookup', named);
  return status === 200 ? String(body.visitor) : null;
}

/** Everything in somebody's log, in time order. */
export async function entriesOf(site: Pick<TestSite, 'ask'>, named: AnswerBody): Promise<readonly Event[]> {
  const visitor = await visitorOf(site, named);
  if (visitor === null) return [];
  const { body } = await site.ask('GET', `/v1/visitors/${visitor}/events?limit=1000`);
  return body.items as readonly Event[];
}

/** The events of somebody, without consent and links. */
export async function eventsOf(site: Pick<TestSite, 'ask'>, named: AnswerBody): Promise<readonly Event[]> {
  return (await entriesOf(site, named)).filter(({ type }) => type === 'event');
}

export async function namesOf(site: Pick<TestSite, 'ask'>, named: AnswerBody): Promise<readonly string[]> {
  return (await eventsOf(site, named)).map(({ name }) => name);
}

export async function profileOf(site: Pick<TestSite, 'ask'>, named: AnswerBody): Promise<AnswerBody> {
  return (await site.ask('GET', `/v1/visitors/${await visitorOf(site, named)}`)).body;
}
