/**
 * `POST /v1/collect`, written on node:http alone and mounted twice: in front of express for the exact method and
 * path (most of what express costs is express itself), and as an express route for everything else.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { readJson } from '../../core/collect/json.ts';
import type { CollectAnswer } from '../../core/collect/take-page.ts';
import type { Engine } from '../../core/engine.ts';
import { type Outcome, type Refusal, refuse } from '../../core/errors.ts';
import type { TrustedProxies } from '../../core/identity/address.ts';
import { refusalAnswer, refusalOf, sendJson } from './answer.ts';
import { readBody } from './body.ts';
import type { Log } from './log.ts';
import { readCircumstances } from './seen.ts';
import type { Tally } from './tally.ts';

export const COLLECT_PATH = '/v1/collect';
/** What the tracker keeps to is 60 kB; the rest is for other senders' headroom. */
const MOST_BYTES = 64 * 1024;
const DOOR = 'collect';

export type CollectDoorPorts = {
  readonly engine: Engine;
  readonly proxies: TrustedProxies;
  readonly tally: Tally;
  readonly log: Log;
  /** False once the server is stopping. */
  readonly isOpen: () => boolean;
  /** Most time a body may take. */
  readonly slowestMs: number;
  /** What every answer says to browsers: names and values in turn. */
  readonly headers: readonly string[];
};

export type Door = (request: IncomingMessage, response: ServerResponse) => void;

/** Whether the raw path takes it: exactly this method and path. */
export function isCollect(request: IncomingMessage): boolean {
  const { url = '' } = request;
  return request.method === 'POST' && (url.startsWith(`${COLLECT_PATH}?`) || url === COLLECT_PATH);
}

export function createCollectDoor(ports: CollectDoorPorts): Door {
  return (request, response) => {
    answerPost(request, ports).then(
      (outcome) => send(response, outcome, ports),
      (error: unknown) => {
        const refusal = refusalOf(error);
        if (refusal.code === 'internal') ports.log.error({ err: error }, 'collect failed');
        send(response, refusal, ports);
      },
    );
  };
}

async function answerPost(
  request: IncomingMessage,
  { engine, proxies, tally, isOpen, slowestMs }: CollectDoorPorts,
): Promise<Outcome<CollectAnswer>> {
  if (!isOpen()) return refuse('shutting_down', '', 'send it again to the next server');
  const key = readWriteKey(request.url ?? '');
  const site = engine.sites.byWriteKey(key);
  if (!site.ok) return site;
  if (engine.sites.isOld('write', key)) tally.oldKey(site.value.site, 'write', DOOR);
  const seen = readCircumstances(request, proxies);
  const refusal = engine.admission.admit(site.value, seen.addressPrefix);
  if (refusal !== null) return refusal;
  const bytes = await readBody(request, MOST_BYTES, slowestMs);
  if (!bytes.ok) return bytes;
  const body = readJson(bytes.value);
  return body.ok ? engine.collect(site.value, body.value, seen) : body;
}

function send(
  response: ServerResponse,
  outcome: Outcome<CollectAnswer> | Refusal,
  { tally, headers }: Pick<CollectDoorPorts, 'tally' | 'headers'>,
): void {
  const answer = outcome.ok ? { status: 200, body: outcome.value } : refusalAnswer(outcome);
  tally.posts(DOOR, answer.status);
  if (outcome.ok) tally.events(DOOR, outcome.value.accepted, outcome.value.refused);
  sendJson(response, answer, headers);
}

/** `?k=WRITE_KEY`, without parsing a whole URL. */
function readWriteKey(url: string): string {
  const query = url.slice(url.indexOf('?') + 1);
  if (query === url) return '';
  for (const part of query.split('&')) if (part.startsWith('k=')) return part.slice(2);
  return '';
}
