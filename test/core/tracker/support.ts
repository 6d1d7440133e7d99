/** A page server and a recording collector in one, and a real browser to visit them with. */
import { EventEmitter, once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type { Browser, BrowserContext, Page, Request } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest';
import { type BuiltTracker, buildTracker, trackerFile } from '../../../core/tracker/build.ts';
import type { TrackerSettings } from '../../../core/tracker/settings.ts';
import { describeBrowser, enterPage, shareBrowser } from '../../support/chromium.ts';

export const SETTINGS: TrackerSettings = { k: 'wk_test', s: 'st_test', p: 'session' };
export const GRANTED = { analytics: true, personalization: true };

export type Item = { i: string; n: string; t: number; p: Record<string, unknown>; u: string; r?: string };
export type Envelope = {
  ver: number;
  s: number;
  d?: number;
  g?: number;
  c?: Record<string, unknown>;
  dev?: string;
  z?: string;
  h?: string;
  pr?: string;
  m?: string;
  pg: string;
  q: number;
  sl?: string[];
  e: Item[];
};
/** A line of `POST /v1/exposures`. */
export type Exposure = {
  decision: string;
  shown?: boolean;
  withheld?: true;
  reason?: string;
  action?: string;
  answer?: string;
  at: number;
  s: number;
};
export type Post = {
  envelope: Envelope;
  body: string;
  type: string;
  cookie: string | undefined;
  /** Of the page, as the browser says it. */
  origin: string | undefined;
};
type Answer = { status?: number; body?: string; drop?: boolean };
type Route = { body: string; headers?: Record<string, string> };

export type Site = {
  readonly origin: string;
  readonly built: BuiltTracker;
  readonly posts: Post[];
  readonly exposures: Exposure[];
  /** Paths that were asked for, in order. */
  readonly requests: string[];
  readonly pages: Map<string, Route>;
  /** Scripts and data beside the pages, by path. */
  readonly files: Map<string, { readonly type: string; readonly body: string }>;
  settings: TrackerSettings;
  /** The page runs analytics.js as well. */
  isBridged: boolean;
  /** Files that the tracker loads wait for it. */
  held: Promise<void>;
  answer: (post: Post, nth: number) => Answer;
  /** Status of the answer to a report of what became of a decision. */
  answerExposure: (nth: number) => number;
  items(name?: string): Item[];
  names(): string[];
  /** Resolves once a post that satisfies it has arrived. */
  until(holds: (post: Post) => boolean): Promise<Post>;
  /** Resolves once such a report has arrived. */
  untilExposed(holds: (exposure: Exposure) => boolean): Promise<Exposure>;
  close(): Promise<void>;
};

/** As a collector keeps them: what a page said while it was left it may have said twice, under the same ids. */
export const distinct = (items: readonly Item[]): readonly Item[] => [
  ...new Map(items.map((item) => [item.i, item])).values(),
];

const TAKEN = '{"accepted":0,"refused":[],"do":[]}';

/** @param head Stands before the tracker's script. */
export function writePage(body: string, head = '', script = '/t/wk_test.js'): string {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Shop</title>${head}
<script src="${script}" defer></script></head><body>${body}</body></html>`;
}

export async function openSite(built: BuiltTracker): Promise<Site> {
  const arrivals = new EventEmitter().setMaxListeners(0);
  const server = createServer((request, response) => void serve(request, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const site: Site = {
    origin,
    built,
    posts: [],
    exposures: [],
    requests: [],
    pages: new Map(),
    files: new Map(),
    settings: SETTINGS,
    isBridged: false,
    held: Promise.resolve(),
    answer: () => ({}),
    answerExposure: () => 202,
    items: (name) =>
      site.posts.flatMap(({ envelope }) => envelope.e).filter(({ n }) => (name ? n === name : n !== MARKER)),
    names: () => site.items().map(({ n }) => n),
    until: (holds) => find(site.posts, holds),
    untilExposed: (holds) => find(site.exposures, holds),
    close: () => closeServer(server),
  };

  async function find<Arrived>(list: Arrived[], holds: (one: Arrived) => boolean): Promise<Arrived> {
    for (;;) {
      const found = list.find(holds);
      if (found) return found;
      await once(arrivals, 'post');
    }
  }

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const pathname = readRoute(new URL(request.url ?? '/', origin));
    site.requests.push(pathname);
    if (pathname === '/v1/collect') return collect(request, response);
    if (pathname === '/v1/exposures') return expose(request, response);
    if (FILES[pathname] || site.files.has(pathname)) await site.held;
    const file = readFile(site, pathname);
    response.writeHead(file.status, { 'content-type': file.type, ...file.headers }).end(file.body);
  }

  async function collect(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await text(request);
    const { cookie, origin: from, 'content-type': type = '' } = request.headers;
    const post = { envelope: JSON.parse(body) as Envelope, body, type, cookie, origin: from };
    const answer = site.answer(post, site.posts.push(post) - 1);
    arrivals.emit('post');
    if (answer.drop) return void request.socket.destroy();
    const headers = { 'access-control-allow-origin': '*', 'content-type': 'application/json' };
    response.writeHead(answer.status ?? 200, headers).end(answer.body ?? TAKEN);
  }

  async function expose(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const status = site.answerExposure(site.exposures.push(JSON.parse(await text(request))) - 1);
    arrivals.emit('post');
    response.writeHead(status, { 'access-control-allow-origin': '*' }).end();
  }

  return site;
}

/** What is asked for: where posts go to the page's own address, it stands in a parameter. */
function readRoute({ pathname, searchParams }: URL): string {
  return searchParams.get('inkling')?.replace(/\?.*/, '') ?? pathname;
}

/** Files that the tracker loads when a page needs them. */
const FILES: Readonly<Record<string, keyof BuiltTracker>> = {
  '/t/analytics.js': 'analytics',
  '/t/identity.js': 'identity',
  '/t/json-ld.js': 'jsonLd',
  '/t/treatments.js': 'treatments',
  '/t/blocks.js': 'blocks',
  '/t/offers.js': 'offers',
  '/t/products.js': 'products',
  '/t/tour.js': 'tour',
  '/t/privacy.js': 'privacy',
  '/t/intent.js': 'intent',
};

type StaticFile = { status: number; type: string; body: string; headers?: Record<string, string> };

function readFile(site: Site, pathname: string): StaticFile {
  const script = (body: string): StaticFile => ({ status: 200, type: 'text/javascript', body });
  if (pathname === '/t/wk_test.js') return script(trackerFile(site.built, site.settings, site.isBridged));
  const file = FILES[pathname];
  if (file) return script(site.built[file]);
  const own = site.files.get(pathname);
  if (own) return { status: 200, ...own };
  if (pathname.endsWith('.js'))
    return pathname === '/page.js' ? script(site.pages.get(pathname)?.body ?? '') : missing();
  if (pathname === '/favicon.ico') return missing();
  const page = site.pages.get(pathname) ?? { body: writePage('<h1>Shop</h1>') };
  return {
    status: 200,
    type: 'text/html; charset=utf-8',
    body: page.body,
    ...(page.headers && { headers: page.headers }),
  };
}

function missing(): StaticFile {
  return { status: 404, type: 'text/plain', body: '' };
}

function closeServer(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(() => resolve()));
}

export type Visit = {
  readonly page: Page;
  readonly context: BrowserContext;
  /** Errors that the page saw. */
  readonly errors: string[];
  open(path?: string): Promise<void>;
  /** Calls `inkling(...)` in the page. */
  call(...call: readonly unknown[]): Promise<void>;
  /** Lets time pass for the page, without waiting for it. */
  pass(ms: number): Promise<void>;
  /** Resolves when everything that happened so far has arrived. */
  drain(): Promise<void>;
  /** Resolves when every report of a decision that the page has sent has arrived. */
  untilReported(): Promise<void>;
};

const MARKER = 'Marker Reached';

/**
 * That an answer has come does not say that the page has read it: its body is taken in turns of the page's own loop,
 * which a call from outside may overtake. Timers are no turns here, since their clock stands still.
 */
const ONE_TURN = `new Promise((took) => {
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = took;
  port2.postMessage(0);
})`;
const TURNS_TO_READ = 4;

function hasMarker(request: Request, marker: string): boolean {
  return request.postData()?.includes(JSON.stringify({ marker })) ?? false;
}

/** The clock that a test moves is a script of its own, which once in some thousand pages misses its other half. */
function isOfPage({ message, stack = '' }: Error, { origin }: Site): boolean {
  return stack.includes(origin) || !message.includes("undefined (reading 'controller')");
}

async function visit(page: Page, site: Site): Promise<Visit> {
  const errors: string[] = [];
  let markers = 0;
  let reports = 0;
  /** Posts of this page that wait for their answer. */
  const posted = new Set<Request>();
  page.on('pageerror', (error) => isOfPage(error, site) && errors.push(String(error)));
  page.on('request', (request) => {
    const pathname = readRoute(new URL(request.url()));
    if (pathname === '/v1/exposures') reports += 1;
    if (pathname === '/v1/collect' && request.resourceType() === 'fetch') posted.add(request);
  });
  page.on('requestfinished', (request) => posted.delete(request));
  page.on('requestfailed', (request) => posted.delete(request));
  page.on('domcontentloaded', () => posted.clear());
  await page.clock.install();
  const call = (...call: readonly unknown[]): Promise<void> =>
    page.evaluate(`inkling(...${JSON.stringify(call)})`);
  const pass = (ms: number): Promise<void> => page.clock.runFor(ms);
  return {
    page,
    context: page.context(),
    errors,
    call,
    pass,
    open: async (path = '/') => void (await page.goto(site.origin + path)),
    async drain() {
      const marker = `${++markers}`;
      await pass(1000);
      const answered = page.waitForEvent('requestfinished', (request) => hasMarker(request, marker));
      let isSent = false;
      const look = (request: Request): void => {
        isSent ||= hasMarker(request, marker);
      };
      page.on('request', look);
      // The page's clock goes on by itself, so on a busy machine the post may leave within the call.
      await call(MARKER, { marker });
      // A post that is still under way holds the marker's back. On a busy machine its answer takes a while, of which
      // none is the page's: decisions would be over before they are there.
      do {
        while (posted.size > 0) await page.evaluate(ONE_TURN);
        await pass(1000);
      } while (!isSent);
      page.off('request', look);
      await site.until(({ envelope }) => envelope.e.some(({ p }) => p.marker === marker));
      await answered;
      for (let turn = 0; turn < TURNS_TO_READ; turn += 1) await page.evaluate(ONE_TURN);
    },
    async untilReported() {
      await page.evaluate(ONE_TURN);
      const sent = reports;
      if (site.exposures.length < sent) await site.untilExposed(() => site.exposures.length >= sent);
    },
  };
}

/** What a test works with: as good as new for each. */
export type Stage = { readonly site: Site; readonly guest: Visit };

/** All suites share what none of them changes. */
const shared: { built?: BuiltTracker } = {};

/**
 * A suite in a real browser.
 *
 * @param options `keepsPages` allows the back/forward cache.
 */
export function describeInBrowser(
  title: string,
  tell: (stage: Stage) => void,
  { keepsPages = false }: { readonly keepsPages?: boolean } = {},
): void {
  describeBrowser(title, () => {
    const parts: { browser?: Browser; site?: Site; guest?: Visit } = {};
    beforeAll(async () => {
      shared.built ??= buildTracker();
      parts.browser = await shareBrowser({ keepsPages });
    }, 60_000);
    beforeEach(async () => {
      const page = await enterPage(present(parts.browser), { viewport: { width: 1000, height: 800 } });
      // A server of its own: what the page of the test before said when it was left must not arrive here.
      await parts.site?.close();
      parts.site = await openSite(present(shared.built));
      parts.guest = await visit(page, parts.site);
    });
    afterEach(async ({ task }) => {
      // Whatever has gone wrong goes with it.
      if (task.result?.state === 'fail') await parts.guest?.context.close();
    });
    afterAll(() => parts.site?.close());
    tell({
      get site() {
        return present(parts.site);
      },
      get guest() {
        return present(parts.guest);
      },
    });
  });
}

function present<T>(part: T | undefined): T {
  if (part === undefined) throw new Error('Used before it was there.');
  return part;
}
