/** Senders that are slow, broken or no HTTP at all: how long they may take, and what they are told. */
import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import { type Refusal, refuse } from '../../core/errors.ts';
import { refusalAnswer } from './answer.ts';

export type Patience = {
  /** Until a request's headers are whole. */
  readonly headersMs: number;
  /** Until its body is. */
  readonly bodyMs: number;
  /** What a stopping server grants to requests that have begun. */
  readonly drainMs: number;
};

export const USUAL_PATIENCE: Patience = { headersMs: 10_000, bodyMs: 15_000, drainMs: 10_000 };

const IDLE_MS = 65_000;
/** The body's own bound answers first; this one catches what never reached a door. */
const SPARE_MS = 5_000;

/** Node looks for late connections this often: its own 30 s would make every bound three times as long. */
export function checkingIntervalMs({ headersMs }: Patience): number {
  return Math.max(10, Math.ceil(headersMs / 10));
}

/** Cuts off who dribbles, and tells who cannot be understood why. */
export function boundSenders(
  server: Server,
  { headersMs, bodyMs }: Patience,
  headers: readonly (readonly [string, string])[],
): void {
  server.headersTimeout = headersMs;
  server.requestTimeout = Math.max(headersMs, bodyMs) + SPARE_MS;
  server.keepAliveTimeout = IDLE_MS;
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    if (socket.writable && error.code !== 'ECONNRESET')
      (socket as Socket).end(writeRefusal(refusalFor(error), headers));
    else socket.destroy();
  });
}

function refusalFor({ code }: NodeJS.ErrnoException): Refusal {
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return refuse('timeout', '', 'send the request faster');
  if (code === 'HPE_HEADER_OVERFLOW') return refuse('too_large', 'headers', 'send at most 16 kB of headers');
  return refuse('invalid_body', '', 'send a whole, valid HTTP/1.1 request');
}

/** There is no response object to write it with: the request never became one. */
function writeRefusal(refusal: Refusal, headers: readonly (readonly [string, string])[]): string {
  const { status, body } = refusalAnswer(refusal);
  const text = JSON.stringify(body);
  const head = [
    `HTTP/1.1 ${status} Refused`,
    'content-type: application/json; charset=utf-8',
    `content-length: ${Buffer.byteLength(text)}`,
    'cache-control: no-store',
    ...headers.map((pair) => pair.join(': ')),
    'connection: close',
  ];
  return `${head.join('\r\n')}\r\n\r\n${text}`;
}
