/**
 * The way of every request of a WordPress: key, limit, body, signature, and an answer that is signed as well, so that
 * no other machine's word lets a site throw away what it holds.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { type JsonObject, readBoundedJson } from '../../../core/collect/json.ts';
import { accept, InklingError, type Outcome, REFUSALS, type Refusal, refuse } from '../../../core/errors.ts';
import type { PlatformPorts } from '../../../core/ports.ts';
import { keysInForce, type Site } from '../../../core/sites/site.ts';
import { findSigningKey, readSignature, type SignedRequest, signAnswer, WINDOW_MS } from './signing.ts';

/** 500 lines of a busy shop, unpacked. */
export const MOST_BYTES = 4 * 1024 * 1024;
/** A batch, its lines, their items, and what one item may hold. */
const MOST_LEVELS = 16;
/** A page that cannot be had again soon: what the store says when it is full. */
const RETRY_AFTER_S = 5;

export type Asked = { readonly site: Site; readonly body: JsonObject; readonly request: IncomingMessage };

/** What is sent, and the version by which whoever has it need not get it again. */
export type Given = { readonly body: unknown; readonly version?: string };
export type Door = (asked: Asked) => Promise<Outcome<Given>>;
/** `POST /batches`, below the platform's own address. */
export type Doors = Readonly<Record<string, Door>>;

type DoorPorts = Pick<PlatformPorts, 'engine' | 'web'> & {
  /** `/platforms/wordpress` */
  readonly base: string;
};

/** The same for a key that nobody has and for a signature that is not of this one: nobody learns which keys there are. */
const STRANGER = refuse('unknown_key', '', 'sign with the secret key of the site whose write key you name');

/**
 * @returns Whether there is such an address.
 * @example const handle = createHandle({ 'GET /hello': hello }, { engine, web, base: '/platforms/wordpress' })
 */
export function createHandle(
  doors: Doors,
  ports: DoorPorts,
): (request: IncomingMessage, response: ServerResponse) => Promise<boolean> {
  return async (request, response) => {
    const path = (request.url ?? '').split('?', 1)[0] ?? '';
    const door = Object.hasOwn(doors, `${request.method} ${path}`)
      ? doors[`${request.method} ${path}`]
      : undefined;
    if (door === undefined) return false;
    const signed = await readSigned(request, path, ports);
    if (!signed.ok) ports.web.send(response, signed);
    else await answer({ request, response, door, signed: signed.value }, ports);
    return true;
  };
}

type Signed = {
  readonly site: Site;
  readonly secretKey: string;
  /** Of the request. */
  readonly v1: string;
  readonly body: Buffer;
};

async function readSigned(
  request: IncomingMessage,
  path: string,
  { engine, web, base }: DoorPorts,
): Promise<Outcome<Signed>> {
  const site = engine.sites.byWriteKey(headerOf(request, 'x-inkling-key'));
  const signature = readSignature(headerOf(request, 'x-inkling-signature'));
  if (!site.ok || signature === null) return STRANGER;
  const refusal = engine.admission.admit(site.value, web.readSeen(request).addressPrefix);
  if (refusal !== null) return refusal;
  const body = await web.readBody(request, MOST_BYTES);
  if (!body.ok) return body;
  const now = engine.now();
  const signed: SignedRequest = { method: request.method ?? '', path: `${base}${path}`, body: body.value };
  const secretKey = findSigningKey(signature, signed, keysInForce(site.value.secretKeys, now));
  if (secretKey === null) return STRANGER;
  if (Math.abs(now - signature.seconds * 1_000) > WINDOW_MS)
    return refuse('timeout', 't', 'sign again: your clock and ours differ by more than 5 minutes');
  return accept({ site: site.value, secretKey, v1: signature.v1, body: body.value });
}

type Open = {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly door: Door;
  readonly signed: Signed;
};

async function answer(
  { request, response, door, signed }: Open,
  { engine }: Pick<DoorPorts, 'engine'>,
): Promise<void> {
  const { site, secretKey, v1 } = signed;
  const read = signed.body.length === 0 ? accept({}) : readBoundedJson(signed.body, MOST_LEVELS);
  const outcome = read.ok ? await hear(() => door({ site, body: read.value, request })) : read;
  const etag = outcome.ok && outcome.value.version !== undefined ? `"${outcome.value.version}"` : null;
  const isKnown = etag !== null && request.headers['if-none-match'] === etag;
  const status = isKnown ? 304 : outcome.ok ? 200 : REFUSALS[outcome.code].status;
  const body = isKnown ? '' : JSON.stringify(outcome.ok ? outcome.value.body : presentRefusal(outcome));
  const seconds = Math.floor(engine.now() / 1_000);
  response.writeHead(status, {
    'content-type': 'application/json; charset=utf-8',
    'cache-control': 'no-store',
    'x-inkling-signature': signAnswer(secretKey, seconds, { request: v1, status, body }),
    ...(etag !== null && { etag }),
    ...(!outcome.ok && REFUSALS[outcome.code].retryable && { 'retry-after': String(RETRY_AFTER_S) }),
  });
  response.end(body);
}

/** A full store is no fault of anybody's: it is said like a refusal, and what was sent comes again. */
async function hear(door: () => Promise<Outcome<Given>>): Promise<Outcome<Given>> {
  try {
    return await door();
  } catch (error) {
    if (error instanceof InklingError && (error.code === 'store_unavailable' || error.code === 'queue_full'))
      return refuse(error.code, '', 'it comes again');
    throw error;
  }
}

function presentRefusal({ code, at, hint }: Refusal): unknown {
  return { error: { code, message: REFUSALS[code].message, at, hint } };
}

function headerOf({ headers }: IncomingMessage, name: string): string {
  const value = headers[name];
  return typeof value === 'string' ? value : '';
}
