/** Posts of tracking libraries to a running server, and what came of them. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { findCanaries, writeNeedles } from '../../../support/canary.ts';
import type { Served } from '../../../support/served.ts';
import {
  type AnswerBody,
  call,
  createSite,
  DESKTOP,
  type HttpAnswer,
  type TestSite,
} from '../../../support/sites.ts';

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

export type SiteSettings = Parameters<typeof createSite>[1];

/** A new site, with both ways into it. @example const { asPage } = await openDoor(served, { serverConsent: null }) */
export async function openDoor(served: Served, settings: SiteSettings) {
  const site = await createSite(served, settings);
  const asServer = postTo(served.url, site);
  const asPage = (path: string, body: AnswerBody, headers: Posting['headers'] = {}) =>
    asServer(path, body, { key: site.writeKey, headers });
  return { site, asServer, asPage };
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

/** Where texts stand in the data folder of a server, in whatever form. */
export async function searchFolder(
  { engine, dataDir }: Served,
  texts: readonly string[],
): Promise<readonly string[]> {
  await engine.book.flush();
  const files = readdirSync(dataDir, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  if (!files.some(({ name }) => name === 'inkling.db')) throw new Error('there is no database in the folder');
  const needles = writeNeedles(texts);
  return files.flatMap(({ parentPath, name }) =>
    findCanaries(readFileSync(join(parentPath, name)), needles).map(
      ({ canary, form }) => `${name}: ${canary} (${form})`,
    ),
  );
}

/** Posts at the doors of libraries that were answered with a status, as the server counts them. */
export async function countPosts({ url }: Pick<Served, 'url'>, status: number): Promise<number> {
  const metrics = await (await fetch(`${url}/metrics`)).text();
  const counts = metrics.matchAll(/^inkling_posts_total\{door="([^"]*)",status="(\d+)"\} (\d+)/gm);
  return [...counts]
    .filter(([, door = '', answered]) => LIBRARY_DOORS.test(door) && answered === String(status))
    .reduce((sum, [, , , count]) => sum + Number(count), 0);
}

const LIBRARY_DOORS = /^\/(v1|beacon\/v1)\/(track|page|identify|batch|[tpsigab])$/;
