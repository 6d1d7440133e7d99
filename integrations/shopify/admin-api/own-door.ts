/**
 * The routes of our own API, for the pages that the admin shares with every other console: asked with a session token of Shopify's,
 * answered by the server's own door as the site of that shop, with its secret key. The key stays here.
 */
import type { IncomingMessage } from 'node:http';
import type { Engine } from '../../../core/engine.ts';
import { refuse } from '../../../core/errors.ts';
import type { PlatformPorts } from '../../../core/ports.ts';
import { currentKeys } from '../../../core/sites/registry.ts';
import type { Asked } from '../doors/doors.ts';
import { PLATFORM, type Shop } from '../installation/shops.ts';
import type { WriteOut } from '../write-out/write-out.ts';

export type OwnDoorPorts = Pick<PlatformPorts, 'clock' | 'web' | 'onFault'> & {
  readonly engine: Pick<Engine, 'audit' | 'now'>;
  readonly writeOut: Pick<WriteOut, 'dropGone'>;
};

const API = '/api';
const AREA = /^\/v1\/([a-z-]+)(?:\/[^/]|$)/;
const OWN_SITE = /^\/v1\/sites\/[^/]+$/;
const SEGMENT = /^\/v1\/segments\/[^/]+$/;
const STREAM = /^\/v1\/(?:stream|events\/tail)$/;
/** Longer than that no session token opens anything: whoever still works in the shop comes back with a new one. */
export const LONGEST_STREAM_MS = 600_000;

const READ = ['GET'] as const;
const ALL = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;

/**
 * What people who work in the shop may ask, by the first part of its path. Not among them, and refused:
 *
 * - what would outlast their access to the shop: new keys of the site, addresses that visitors' data is sent on to (webhooks,
 *   Segment), and their secrets;
 * - what programs, pages and mail services say: events, facts, products, choices of visitors, and that somebody is logged in. Shopify
 *   and the shop's pages say it here, and a person in the admin could only make it up;
 * - what belongs to the installation: other sites, jobs.
 */
export const OPEN_AREAS: Readonly<Record<string, readonly string[]>> = {
  attribution: READ,
  audit: READ,
  campaigns: ALL,
  customers: READ,
  erasures: ALL,
  // What arrived, as it arrives; nothing is posted.
  events: READ,
  experiments: ALL,
  'first-run': ALL,
  installation: READ,
  live: READ,
  mail: ALL,
  models: ALL,
  objections: ['POST'],
  plan: ALL,
  privacy: ALL,
  products: READ,
  scores: READ,
  // What goes to Segment, and how deliveries ended.
  segment: READ,
  segments: ALL,
  signals: READ,
  stages: ALL,
  statistics: READ,
  stream: READ,
  suppressions: ALL,
  visitors: ALL,
  webhooks: READ,
};

/** Of a request nothing else goes on: it could name another site, or be of use where it is answered. */
const KEPT_HEADERS: readonly string[] = [
  'accept',
  'accept-language',
  'connection',
  'content-encoding',
  'content-length',
  'content-type',
  'host',
  'last-event-id',
  'transfer-encoding',
];

/** @param path Below the API of the admin. @example isOpen('GET', '/v1/segments') // true */
export function isOpen(method: string, path: string): boolean {
  if (OWN_SITE.test(path)) return method === 'GET' || method === 'PATCH';
  const area = AREA.exec(path)?.[1] ?? '';
  return Object.hasOwn(OPEN_AREAS, area) && OPEN_AREAS[area]?.includes(method) === true;
}

/** @param shop Whose session token came with it. @example if (isOwnRoute(asked)) return answerOwn(asked, shop, ports) */
export function answerOwn({ request, response, path, query }: Asked, shop: Shop, ports: OwnDoorPorts): void {
  const { clock, engine, web, writeOut, onFault } = ports;
  const { method = '' } = request;
  const own = path.slice(API.length);
  if (!isOpen(method, own)) {
    web.send(response, CLOSED);
    return;
  }
  if (method === 'DELETE' && SEGMENT.test(own)) {
    // Its tags go from the customers as well, and at once.
    response.once('finish', () => void writeOut.dropGone(shop).catch(onFault));
  }
  if (STREAM.test(own))
    response.once(
      'close',
      clock.after(LONGEST_STREAM_MS, () => response.end()),
    );
  sign(request, currentKeys(shop.site, engine.now()).secretKey);
  const asked = query.size === 0 ? own : `${own}?${query}`;
  engine.audit.runAs(PLATFORM, () => web.pass(request, response, asked));
}

/** @example isOwnRoute('/api/v1/segments') // true */
export function isOwnRoute(path: string): boolean {
  return path.startsWith(`${API}/v1/`);
}

const CLOSED = refuse(
  'wrong_key_kind',
  '',
  'whoever runs the server does that, with the secret key of the site: it is not done from the Shopify admin',
);

function sign(request: IncomingMessage, secretKey: string): void {
  const kept = KEPT_HEADERS.flatMap((name) => {
    const value = request.headers[name];
    return value === undefined ? [] : [[name, value]];
  });
  request.headers = { ...Object.fromEntries(kept), authorization: `Bearer ${secretKey}` };
}
