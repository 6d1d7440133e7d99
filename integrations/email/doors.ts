/** What the links in a mail lead to: unsubscribing, the way on to where a link goes, the picture that says it was opened. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { isPrefetch } from '../../core/collect/bots.ts';
import type { SiteId } from '../../core/entry.ts';
import type { Unsubscription } from '../../core/identity/unsubscribe.ts';
import { DOORS, type Links, type ReactionTicket } from './links.ts';
import { ONE_CLICK, PAGE_HEADERS, writeDone, writeNothing, writeQuestion } from './pages.ts';

export type Reaction = (site: SiteId, decision: string, at: number) => Promise<void>;

export type DoorPorts = {
  readonly links: Pick<Links, 'openUnsubscribe' | 'openClick' | 'openPixel'>;
  readonly now: () => number;
  readonly unsubscribe: (said: Unsubscription) => Promise<void>;
  readonly siteOf: (
    site: SiteId,
  ) => { readonly name: string; readonly honoursDoNotTrack: boolean } | undefined;
  /** The name mails come under, where it is another than the site's. */
  readonly shopOf: (site: SiteId) => Promise<string | null>;
  readonly reportClick: Reaction;
  readonly reportOpen: Reaction;
  readonly isBot: (userAgent: string) => boolean;
  readonly onFault: (error: unknown) => void;
};

/** Answers true when the request was its own. */
export type Door = (request: IncomingMessage, response: ServerResponse) => Promise<boolean>;

const MOST_BODY_BYTES = 4_096;
const PAIR_FORM = new URLSearchParams({ [ONE_CLICK.name]: ONE_CLICK.value }).toString();
/** RFC 7578: the name, perhaps more headers, an empty line, the value. */
const PAIR_PARTS = new RegExp(
  `name="${ONE_CLICK.name}"[^\\r\\n]*(?:\\r\\n[^\\r\\n]+)*\\r\\n\\r\\n${ONE_CLICK.value}\\r\\n`,
);
/** One transparent point. */
const POINT = Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7', 'base64');
const QUIET: Readonly<Record<string, string>> = {
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-robots-tag': 'noindex',
};

/** @example if (await createDoors(ports)(request, response)) return; */
export function createDoors(ports: DoorPorts): Door {
  return async (request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    const [, kind = '', token = '', ...more] = pathname.split('/');
    if (more.length > 0 || token === '') return false;
    if (`/${kind}` === DOORS.unsubscribe) await answerUnsubscribe(token, request, response, ports);
    else if (`/${kind}` === DOORS.click) await answerClick(token, request, response, ports);
    else if (`/${kind}` === DOORS.pixel) await answerPixel(token, request, response, ports);
    else return false;
    return true;
  };
}

/** Looking at the page changes nothing: programs that check links in mail look at it before any person does. */
async function answerUnsubscribe(
  token: string,
  request: IncomingMessage,
  response: ServerResponse,
  { links, now, unsubscribe, siteOf, shopOf }: DoorPorts,
): Promise<void> {
  const isPost = request.method === 'POST';
  if (!isPost && !isReading(request)) return refuseMethod(response, 'GET, HEAD, POST');
  const body = isPost ? await readSmallBody(request) : null;
  const ticket = await links.openUnsubscribe(token);
  const tenant = ticket === null ? undefined : siteOf(ticket.site);
  if (ticket === null || tenant === undefined) return answerPage(response, 404, writeNothing());
  const { site, visitor, key, language } = ticket;
  const shop = (await shopOf(site)) ?? tenant.name;
  if (!isPost) return answerPage(response, 200, writeQuestion(shop, language));
  if (body === null || !hasPair(body)) return answerPage(response, 400, writeQuestion(shop, language));
  await unsubscribe({ site, visitor, key, at: now() });
  answerPage(response, 200, writeDone(shop, language));
}

async function answerClick(
  token: string,
  request: IncomingMessage,
  response: ServerResponse,
  ports: DoorPorts,
): Promise<void> {
  if (!isReading(request)) return refuseMethod(response, 'GET, HEAD');
  const ticket = await ports.links.openClick(token);
  if (ticket === null) return answerPage(response, 404, writeNothing());
  response.writeHead(302, { ...QUIET, location: ticket.target, 'content-length': 0 }).end();
  report(ports.reportClick, ticket, request, ports);
}

async function answerPixel(
  token: string,
  request: IncomingMessage,
  response: ServerResponse,
  ports: DoorPorts,
): Promise<void> {
  if (!isReading(request)) return refuseMethod(response, 'GET, HEAD');
  const ticket = await ports.links.openPixel(token);
  if (ticket === null) return answerPage(response, 404, writeNothing());
  response
    .writeHead(200, {
      ...QUIET,
      'content-type': 'image/gif',
      'content-length': POINT.length,
      // Whoever reads mail in a browser reads it on another origin.
      'cross-origin-resource-policy': 'cross-origin',
    })
    .end(POINT);
  report(ports.reportOpen, ticket, request, ports);
}

/** The person goes on, whatever becomes of the count. */
function report(
  reaction: Reaction,
  ticket: ReactionTicket,
  request: IncomingMessage,
  ports: DoorPorts,
): void {
  const { site, decision } = ticket;
  if (!isCounted(request, site, ports)) return;
  reaction(site, decision, ports.now()).catch(ports.onFault);
}

/** Neither programs that look ahead nor people who asked not to be followed. */
function isCounted(
  { method, headers }: IncomingMessage,
  site: SiteId,
  { isBot, siteOf }: DoorPorts,
): boolean {
  const ahead = [headers['sec-purpose'], headers.purpose, headers['x-moz']].join(' ');
  if (method !== 'GET' || isPrefetch(ahead) || isBot(headers['user-agent'] ?? '')) return false;
  if (headers['sec-gpc'] === '1') return false;
  return !(headers.dnt === '1' && siteOf(site)?.honoursDoNotTrack === true);
}

function isReading({ method }: IncomingMessage): boolean {
  return method === 'GET' || method === 'HEAD';
}

/** A form as mail programs send it: url-encoded or in parts. */
function hasPair(body: string): boolean {
  return body.split('&').some((pair) => pair.trim() === PAIR_FORM) || PAIR_PARTS.test(body);
}

/** Null where it is longer than any form of ours. */
async function readSmallBody(request: IncomingMessage): Promise<string | null> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request.iterator({ destroyOnReturn: false })) {
    bytes += chunk.length;
    if (bytes > MOST_BODY_BYTES) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function answerPage(response: ServerResponse, status: number, page: string): void {
  response.writeHead(status, { ...PAGE_HEADERS, 'content-length': Buffer.byteLength(page) }).end(page);
}

function refuseMethod(response: ServerResponse, allow: string): void {
  response.writeHead(405, { ...QUIET, allow, 'content-length': 0 }).end();
}
