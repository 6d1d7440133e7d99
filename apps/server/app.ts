/** The express application: the route table, the tracker's files, the front page, the demo shop, platforms, and refusals for the rest. */
import express, { type Express, type Request, type Response } from 'express';
import { findBodyFault, isObject, MOST_DEPTH, readJson } from '../../core/collect/json.ts';
import type { Engine } from '../../core/engine.ts';
import { accept, type Outcome, type Refusal, refuse } from '../../core/errors.ts';
import type { TrustedProxies } from '../../core/identity/address.ts';
import {
  type Answer,
  type Readers,
  refusalAnswer,
  refusalOf,
  sendAnswer,
  sendJson,
  sendRefusal,
} from './answer.ts';
import { type Authorize, findKey } from './authorize.ts';
import { readBody } from './body.ts';
import { cureIssue } from './body-cure.ts';
import { COLLECT_PATH, type Door } from './collect-door.ts';
import { sendFrontPage, sendNoIcon } from './front-page.ts';
import type { Log } from './log.ts';
import { type Caller, isRefusal, type Route, type RouteRequest } from './route.ts';
import type { Metrics } from './routes/health.ts';
import { readCircumstances } from './seen.ts';
import type { Tally } from './tally.ts';
import { createTrackerDoor } from './tracker-door.ts';

const USUAL_BYTES = 1024 * 1024;
/** A list of items around what one item may nest. */
const MOST_LEVELS = MOST_DEPTH + 4;
const PREFLIGHT_S = 86_400;
/** Where pages of other origins may send what they have to ask for first. */
const PAGES_ASK = ['/v1/{*rest}', '/beacon/v1/batch', '/sourceConfig'];
const MOST_NAME_CHARACTERS = 40;

export type AppPorts = {
  readonly engine: Engine;
  readonly routes: readonly Route[];
  readonly openapi: () => Record<string, unknown>;
  readonly collect: Door;
  readonly authorize: Authorize;
  /** What whoever is signed in to the console may ask. */
  readonly console: { readonly routes: readonly Route[]; readonly authorize: Authorize };
  readonly metrics: Metrics;
  readonly tally: Tally;
  readonly log: Log;
  readonly isOpen: () => boolean;
  readonly proxies: TrustedProxies;
  /** Most time a body may take. */
  readonly slowestMs: number;
  /** Mounted below their path: the demo shop, platforms. */
  readonly mounts: ReadonlyMap<string, (request: Request, response: Response, next: () => void) => void>;
};

export function createApp(ports: AppPorts): Express {
  const { routes, collect, metrics, openapi, mounts } = ports;
  const app = express();
  app.disable('x-powered-by').disable('etag').set('query parser', 'simple');
  for (const path of PAGES_ASK) app.options(path, answerPreflight);
  app.post(COLLECT_PATH, collect);
  for (const route of routes) mountRoute(app, route, { ...ports, readers: 'everywhere' });
  for (const route of ports.console.routes)
    mountRoute(app, route, { ...ports, authorize: ports.console.authorize, readers: 'own' });
  const tracker = createTrackerDoor(ports.engine, {
    hasPageCampaigns: ({ siteId }) => ports.engine.campaigns.of(siteId)?.isOnPages === true,
    onOldKey: ({ site }) => ports.tally.oldKey(site, 'write', 'tracker'),
  });
  app.get('/t/:name.js', (request, response) => tracker(request, response, request.params.name));
  app.get('/', (_request, response) => sendFrontPage(response));
  app.get('/favicon.ico', (_request, response) => sendNoIcon(response));
  app.get('/openapi.json', (_request, response) => sendJson(response, { status: 200, body: openapi() }));
  app.get('/metrics', async (_request, response) => {
    const { contentType, body } = await metrics.text();
    response.set({ 'content-type': contentType, 'cache-control': 'no-store' }).send(body);
  });
  for (const [path, handler] of mounts) app.use(path, handler);
  app.use((request, response) => refuseUnknown(request, response, routes));
  app.use((error: unknown, _request: Request, response: Response, _next: () => void) => {
    if (error instanceof URIError)
      return sendRefusal(response, refuse('invalid_value', 'path', 'write valid percent-encoding'));
    ports.log.error({ err: error }, 'a request failed');
    sendRefusal(response, refusalOf(error));
  });
  return app;
}

type RoutePorts = AppPorts & { readonly readers: Readers };

const queryOf = (request: Request) => new URL(request.url, 'http://localhost').searchParams;

function mountRoute(app: Express, route: Route, ports: RoutePorts): void {
  const method = route.method.toLowerCase() as 'get' | 'post' | 'put' | 'patch' | 'delete';
  app[method](route.path.replaceAll(/\{(\w+)\}/g, ':$1'), (request, response) => {
    const mayGoOn = async () => (await ports.authorize(request, queryOf(request), route.key)).ok;
    const send = (answer: Answer) => sendAnswer(response, answer, { readers: ports.readers, mayGoOn });
    answerRoute(route, request, ports).then(
      (answer) => {
        ports.tally.posts(route.path, answer.status);
        send(answer);
      },
      (error: unknown) => {
        const refusal = refusalOf(error);
        const answer = refusalAnswer(refusal);
        if (refusal.code === 'internal') ports.log.error({ err: error, route: route.path }, 'a route failed');
        ports.tally.posts(route.path, answer.status);
        send(answer);
      },
    );
  });
}

async function answerRoute(route: Route, request: Request, ports: AppPorts): Promise<Answer> {
  const query = queryOf(request);
  const isEarly = route.takesKeyInBody === true && findKey(request, query) === '';
  const early = isEarly && ports.isOpen() ? await readRouteBody(route, request, 'write', ports) : null;
  if (early?.ok === false) return refusalAnswer(early);
  const caller = await ports.authorize(request, query, route.key, keyIn(early?.value));
  if (!caller.ok) return refusalAnswer(caller);
  countOldKey(caller.value, route, ports.tally);
  if (!ports.isOpen() && route.key !== 'none') {
    return refusalAnswer(refuse('shutting_down', '', 'send it again to the next server'));
  }
  const excess = refuseExcess(caller.value, { request, isCostly: route.isCostly === true }, ports);
  if (excess !== null) return refusalAnswer(excess);
  const odd = refuseOddQuery(route, query);
  if (odd !== null) return refusalAnswer(odd);
  const body = early ?? (await readRouteBody(route, request, caller.value.kind, ports));
  if (!body.ok) return refusalAnswer(body);
  const tooMuch = refuseVisitor(caller.value, body.value, ports);
  if (tooMuch !== null) return refusalAnswer(tooMuch);
  const params = request.params as Record<string, string>;
  const asked: RouteRequest = { caller: caller.value, params, query, body: body.value, raw: request };
  if (route.key !== 'none') await ports.engine.follow();
  const answer = await route.handle(asked);
  return isRefusal(answer) ? refusalAnswer(answer) : answer;
}

/**
 * A misspelt parameter would be answered as if it had not been asked. Doors of pages and mails take whatever stands
 * beside their own: caches and mail programs add to addresses.
 */
function refuseOddQuery({ key, query: own = {} }: Route, query: URLSearchParams): Refusal | null {
  if (key === 'none' || key.includes('write')) return null;
  const names = Object.keys(own);
  const odd = [...query.keys()].find((name) => !names.includes(name));
  if (odd === undefined) return null;
  const cure = names.length === 0 ? 'this address takes no parameters' : `use ${names.join(', ')}`;
  return refuse('invalid_value', odd.slice(0, MOST_NAME_CHARACTERS), cure);
}

function countOldKey(caller: Caller, { path }: Route, tally: Tally): void {
  if ('isOld' in caller && caller.isOld) tally.oldKey(caller.site.site, caller.kind, path);
}

/** Everybody has the write key: what it opens is bounded like the tracker's door, and together with it. */
function refuseExcess(
  caller: Caller,
  { request, isCostly }: { readonly request: Request; readonly isCostly: boolean },
  { engine, proxies }: AppPorts,
): Refusal | null {
  if (caller.kind !== 'write') return null;
  const { addressPrefix } = readCircumstances(request, proxies);
  const refusal = engine.admission.admit(caller.site, addressPrefix);
  return refusal ?? (isCostly ? engine.admission.admit(caller.site, addressPrefix, true) : null);
}

/** One device that many networks speak for. */
function refuseVisitor(caller: Caller, body: unknown, { engine }: AppPorts): Refusal | null {
  if (caller.kind !== 'write' || !isObject(body) || typeof body.device !== 'string') return null;
  return engine.admission.admitVisitor(caller.site, body.device);
}

function keyIn(body: unknown): string {
  return isObject(body) && typeof body.writeKey === 'string' ? body.writeKey : '';
}

/** @param kind Whose the request is, as far as it is known before the body. */
async function readRouteBody(
  route: Route,
  request: Request,
  kind: Caller['kind'],
  { slowestMs }: Pick<AppPorts, 'slowestMs'>,
): Promise<Outcome<unknown>> {
  if (route.body === undefined && route.takesBody !== true) return accept(undefined);
  const { mostBytes = USUAL_BYTES } = route;
  const most = typeof mostBytes === 'number' ? mostBytes : mostBytes[kind === 'secret' ? 'secret' : 'write'];
  const bytes = await readBody(request, most, slowestMs);
  if (!bytes.ok || route.takesBytes === true) return bytes;
  const json = readJson(bytes.value);
  if (!json.ok || route.readsItems === true) return json;
  const fault = findBodyFault(json.value, MOST_LEVELS);
  if (fault !== null) return fault;
  if (route.body === undefined) return json;
  const parsed = route.body.safeParse(json.value, { error: cureIssue });
  if (parsed.success) return accept(parsed.data);
  const issue = parsed.error.issues[0];
  return refuse('invalid_value', writePath(issue?.path ?? []), issue?.message ?? 'check the body');
}

/** `['facts', 0, 'name']` is `facts[0].name`. */
function writePath(path: readonly PropertyKey[]): string {
  return path.reduce<string>(
    (text, part) =>
      typeof part === 'number' ? `${text}[${part}]` : `${text}${text === '' ? '' : '.'}${String(part)}`,
    '',
  );
}

/** Pages that post JSON from another origin ask first; nothing is credentialed, so any origin may. */
function answerPreflight(_request: Request, response: Response): void {
  response
    .status(204)
    .set({
      'access-control-allow-origin': '*',
      'access-control-allow-methods': 'GET, POST, PUT, PATCH, DELETE',
      // Tracking libraries name their own; of all others only this one is not meant by a star.
      'access-control-allow-headers': 'authorization, content-type, *',
      'access-control-max-age': String(PREFLIGHT_S),
    })
    .end();
}

function refuseUnknown(request: Request, response: Response, routes: readonly Route[]): void {
  const isKnown = request.path === COLLECT_PATH || routes.some((route) => matches(route.path, request.path));
  const code = isKnown ? 'method_not_allowed' : 'not_found';
  sendRefusal(response, refuse(code, '', 'see /openapi.json for what there is'));
}

function matches(pattern: string, path: string): boolean {
  const parts = pattern.split('/');
  const given = path.split('/');
  return parts.length === given.length && parts.every((part, i) => part.startsWith('{') || part === given[i]);
}
