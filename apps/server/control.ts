/**
 * The control socket: how the command line on this machine talks to the server. A unix socket that only the owner of
 * the data folder can open, so it needs no key; what it answers is in cli/operations.ts.
 */
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { readJson } from '../../core/collect/json.ts';
import { type Outcome, refuse } from '../../core/errors.ts';
import { ok, refusalOf, sendJson } from './answer.ts';
import { readBody } from './body.ts';
import { socketPointer, usualSocketPath } from './cli/control-path.ts';
import { OPERATION_NAMES, type OperationName, type Operations } from './cli/operations.ts';
import type { Log } from './log.ts';

const MOST_BYTES = 1024 * 1024;
/** The socket and what points to it are the owner's alone. */
const PRIVATE_UMASK = 0o177;
const PRIVATE_MODE = 0o600;

export type ControlOptions = {
  /** Held by this process: a socket found in it is of a server that is gone. */
  readonly dataDir: string;
  readonly operations: Operations;
  readonly log: Pick<Log, 'warn'>;
};

export type Control = { stop(): Promise<void> };

const NO_CONTROL: Control = { stop: async () => undefined };

/**
 * Opens the socket. A server that cannot have one serves all the same; the command line then works on this folder
 * only while the server stands still.
 *
 * @example const control = await startControl({ dataDir: 'data', operations, log });
 */
export async function startControl({ dataDir, operations, log }: ControlOptions): Promise<Control> {
  const server = createServer((request, response) => {
    answer(request, operations).then(
      (outcome) => sendJson(response, ok(outcome)),
      (error: unknown) => sendJson(response, ok(refusalOf(error))),
    );
  });
  try {
    const path = placeSocket(dataDir);
    await listen(server, path);
    return { stop: () => stop(server, dataDir, path) };
  } catch (error) {
    server.close();
    log.warn({ err: error }, 'no control socket: the command line cannot reach this server');
    return NO_CONTROL;
  }
}

async function answer(request: IncomingMessage, operations: Operations): Promise<Outcome<unknown>> {
  const name = OPERATION_NAMES.find((known) => request.url === `/${known}`);
  if (name === undefined || request.method !== 'POST') {
    return refuse('not_found', '', 'use the command line of the same version as the server');
  }
  const body = await readBody(request, MOST_BYTES);
  if (!body.ok) return body;
  const json = readJson(body.value);
  return json.ok ? perform(operations, name, json.value) : json;
}

/** Each operation reads its own request, whatever came. */
function perform(operations: Operations, name: OperationName, request: unknown): Promise<Outcome<unknown>> {
  const operation: (request: never) => Promise<Outcome<unknown>> = operations[name];
  return operation(request as never);
}

/** A free place: the usual one, or, where that path is too long for a socket, a private folder it points to. */
function placeSocket(dataDir: string): string {
  const usual = usualSocketPath(dataDir);
  if (usual !== null) {
    rmSync(usual, { force: true });
    return usual;
  }
  const path = join(mkdtempSync(join(tmpdir(), 'inkling-')), 'control.sock');
  writeFileSync(socketPointer(dataDir), `${path}\n`, { mode: PRIVATE_MODE });
  return path;
}

/** The mode is set while the socket is made: it is open to others at no moment. */
async function listen(server: Server, path: string): Promise<void> {
  const before = process.umask(PRIVATE_UMASK);
  try {
    server.listen(path);
  } finally {
    process.umask(before);
  }
  await once(server, 'listening');
}

async function stop(server: Server, dataDir: string, path: string): Promise<void> {
  const closed = once(server, 'close');
  server.close();
  server.closeIdleConnections();
  await closed;
  rmSync(path, { force: true });
  if (path === usualSocketPath(dataDir)) return;
  rmSync(dirname(path), { recursive: true, force: true });
  rmSync(socketPointer(dataDir), { force: true });
}
