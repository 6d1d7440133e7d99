/** The console over HTTP: its document, its files, and signing in and out. What its pages ask is in the route table. */
import type { Request, Response } from 'express';
import { z } from 'zod';
import { readJson } from '../../../core/collect/json.ts';
import type { Engine } from '../../../core/engine.ts';
import type { SiteId } from '../../../core/entry.ts';
import { type Outcome, type Refusal, refuse } from '../../../core/errors.ts';
import type { Site } from '../../../core/sites/site.ts';
import { createAssetDoor } from '../../../integrations/shopify/admin-page/bundle.ts';
import type { ConsoleBundle } from '../../console/build.ts';
import { type PageName, placeAt } from '../../console/pages/places.ts';
import { ok, refusalAnswer, refusalOf, sendOwnJson } from '../answer.ts';
import { readBody } from '../body.ts';
import type { Samples } from '../sample/samples.ts';
import type { Streams } from '../stream.ts';
import { SIGNED_OUT } from './authorize.ts';
import { DOCUMENT_HEADERS, renderDocument } from './document.ts';
import {
  CONSOLE_PATH,
  clearToken,
  isOfSample,
  refuseElsewhere,
  SAMPLE_PATH,
  tokenOf,
  writeToken,
} from './guard.ts';
import { PREVIEW_HEADERS, PREVIEW_PATH, refuseStranger } from './preview.ts';
import type { Sessions } from './sessions.ts';

const MOST_BYTES = 4_096;
const signInSchema = z.strictObject({ key: z.string().min(1).max(200) });

export type ConsoleDoorPorts = {
  readonly engine: Pick<Engine, 'audit'>;
  readonly sessions: Sessions;
  readonly samples: Pick<Samples, 'of'>;
  readonly streams: Pick<Streams, 'review'>;
  /** Made when it is first asked for. */
  readonly bundle: () => ConsoleBundle<PageName>;
  /** Where people come from; by TLS the cookie goes no other way. */
  readonly publicUrl: string | null;
  readonly onFault: (error: unknown) => void;
};

type Handler = (request: Request, response: Response, next: () => void) => void;

/** Mounted at its path. @example app.use(CONSOLE_PATH, createConsoleDoor(ports)) */
export function createConsoleDoor(ports: ConsoleDoorPorts): Handler {
  const { bundle, onFault } = ports;
  let answerAsset: ReturnType<typeof createAssetDoor> | null = null;
  const signing = createSigning(ports);

  function sendAsset(request: Request, response: Response, next: () => void): void {
    answerAsset ??= createAssetDoor(bundle());
    const found = answerAsset(request.path.slice('/assets/'.length), request.headers['accept-encoding']);
    if (found === null) next();
    else response.writeHead(200, found.headers).end(found.body);
  }

  async function sendDocument(request: Request, response: Response): Promise<void> {
    const { script, styles, preloads } = bundle();
    const isSample = isOfSample(request.baseUrl + request.path);
    const session = await signing.describe(request, isSample);
    if (session === undefined) return void response.writeHead(303, { location: CONSOLE_PATH }).end();
    const locale = pickLocale(request.headers['accept-language']);
    const { page } = placeAt(isSample ? SAMPLE_PATH.slice(CONSOLE_PATH.length) : '', request.path);
    const files = { script, styles, preloads: session === null || page === null ? [] : preloads[page] };
    response.writeHead(200, DOCUMENT_HEADERS).end(renderDocument({ files, locale, session }));
  }

  async function sendPreview(request: Request, response: Response): Promise<void> {
    const refusal =
      refuseStranger(request) ?? ((await signing.describe(request)) === null ? SIGNED_OUT : null);
    if (refusal !== null) return sendOwnJson(response, refusalAnswer(refusal));
    response.writeHead(200, PREVIEW_HEADERS).end(bundle().preview);
  }

  const answer = async (request: Request, response: Response, next: () => void): Promise<void> => {
    if (request.path === '/session' || request.path === '/sessions') return signing.answer(request, response);
    if (request.method !== 'GET' || /^\/(?:sample\/)?api\//.test(request.path)) return next();
    if (request.path.startsWith('/assets/')) return sendAsset(request, response, next);
    if (request.path === PREVIEW_PATH) return sendPreview(request, response);
    return sendDocument(request, response);
  };
  return (request, response, next) => {
    answer(request, response, next).catch((error: unknown) => {
      onFault(error);
      sendOwnJson(response, refusalAnswer(refusalOf(error)));
    });
  };
}

/** What the console is told of who is signed in: the name of the site, its zone, its currency, and no key. */
function describeSite({ site, siteId, platform, sampleOf, settings }: Site) {
  const { name, timezone, currency } = settings;
  const isSample = sampleOf !== null;
  const otherHref = isSample ? CONSOLE_PATH : SAMPLE_PATH;
  return { site, siteId, platform, name, timezone, currency, isSample, otherHref };
}

function createSigning({ engine, sessions, samples, streams, publicUrl }: ConsoleDoorPorts) {
  const isSecure = publicUrl?.startsWith('https:') === true;

  async function signIn(request: Request, response: Response): Promise<Refusal | null> {
    const read = await readKey(request);
    if (!read.ok) return read;
    const opened = await sessions.open(read.value);
    if (!opened.ok) return opened;
    const { token, site } = opened.value;
    await engine.audit.write(site.siteId, { act: 'signed in to the console', by: 'secret key' });
    sendOwnJson(response, ok(describeSite(site)), ['set-cookie', writeToken(token, isSecure)]);
    return null;
  }

  /** What a session has opened ends with it, also where it shows the sample. */
  function review(site: SiteId): void {
    streams.review(site);
    const sample = samples.of(site);
    if (sample !== null) streams.review(sample.siteId);
  }

  async function signOut(request: Request, response: Response): Promise<null> {
    const found = await sessions.find(tokenOf(request));
    await sessions.end(tokenOf(request));
    if (found !== null) review(found.site.siteId);
    sendOwnJson(response, ok({ signedOut: true }), ['set-cookie', clearToken(isSecure)]);
    return null;
  }

  /** Null: nobody is signed in; undefined: there is no sample to look at. */
  async function describe(request: Request, isSample = false) {
    const found = await sessions.find(tokenOf(request));
    if (found === null) return null;
    const site = isSample ? samples.of(found.site.siteId) : found.site;
    return site === null ? undefined : describeSite(site);
  }

  async function tell(request: Request, response: Response): Promise<Refusal | null> {
    const session = await describe(request);
    if (session == null) return SIGNED_OUT;
    sendOwnJson(response, ok(session));
    return null;
  }

  async function signOutEverywhere(request: Request, response: Response): Promise<Refusal | null> {
    const found = await sessions.find(tokenOf(request));
    if (found === null) return SIGNED_OUT;
    const ended = await sessions.endAll(found.site.siteId);
    review(found.site.siteId);
    await engine.audit.write(found.site.siteId, {
      act: 'signed out of the console everywhere',
      by: 'secret key',
      detail: { ended },
    });
    sendOwnJson(response, ok({ ended }), ['set-cookie', clearToken(isSecure)]);
    return null;
  }

  const methods = new Map([
    ['GET /session', tell],
    ['POST /session', signIn],
    ['DELETE /session', signOut],
    ['DELETE /sessions', signOutEverywhere],
  ]);
  return {
    describe,
    answer: async (request: Request, response: Response): Promise<void> => {
      const method = methods.get(`${request.method} ${request.path}`);
      const refusal =
        method === undefined
          ? refuse('method_not_allowed', '', `use ${[...methods.keys()].join(', ')}`)
          : (refuseElsewhere(request) ?? (await method(request, response)));
      if (refusal !== null) sendOwnJson(response, refusalAnswer(refusal));
    },
  };
}

async function readKey(request: Request): Promise<Outcome<string>> {
  const bytes = await readBody(request, MOST_BYTES);
  if (!bytes.ok) return bytes;
  const json = readJson(bytes.value);
  if (!json.ok) return json;
  const parsed = signInSchema.safeParse(json.value);
  return parsed.success
    ? { ok: true, value: parsed.data.key.trim() }
    : refuse('invalid_value', 'key', 'send {"key": "sk_…"}, the secret key of the site');
}

/** Of the document alone; the console goes by what the browser prefers. */
function pickLocale(accepted: string | undefined): string {
  return /^de\b/i.test(accepted ?? '') ? 'de' : 'en';
}
