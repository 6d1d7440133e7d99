/** Writing answers: JSON, refusals by the one table, and the headers every answer of ours carries. */
import type { ServerResponse } from 'node:http';
import { InklingError, REFUSALS, type Refusal, type RefusalCode, refuse } from '../../core/errors.ts';

export type MayGoOn = () => Promise<boolean>;

export type Answer = {
  readonly status: number;
  readonly body: unknown;
  /**
   * Writes the answer itself, in place of the body; who may read it is set before.
   *
   * @param mayGoOn Whether what opened it would open it still: a key ends, and so does a session, while an answer goes on.
   */
  readonly stream?: (response: ServerResponse, mayGoOn: MayGoOn) => void;
};

const RETRY_AFTER_S = '1';

export function ok(body: unknown, status = 200): Answer {
  return { status, body };
}

export function refusalAnswer({ code, at, hint }: Refusal): Answer {
  const { status, message } = REFUSALS[code];
  return { status, body: { error: { code, message, at, hint } } };
}

/** Pages of every origin read it, or post with a beacon, which asks for nothing. */
const OPEN: readonly string[] = [
  'access-control-allow-origin',
  '*',
  'cross-origin-resource-policy',
  'cross-origin',
];
const NO_MORE: readonly string[] = [];

/**
 * No validators, no cookies, nothing cached: an answer leaves no trace on the device.
 *
 * @param more Names and values in turn, of a response that nobody has given any: this is the fast way.
 */
export function sendJson(response: ServerResponse, answer: Answer, more = NO_MORE): void {
  write(response, answer, [...OPEN, ...more]);
}

/** The same, for pages of our own origin alone. */
export function sendOwnJson(response: ServerResponse, answer: Answer, more = NO_MORE): void {
  write(response, answer, more);
}

/** Who may read an answer: pages of any origin, or our own alone. */
export type Readers = 'everywhere' | 'own';

/** An answer of a route, be it JSON or one that writes itself. @example sendAnswer(response, answer, { readers: 'own', mayGoOn }) */
export function sendAnswer(
  response: ServerResponse,
  answer: Answer,
  { readers, mayGoOn }: { readonly readers: Readers; readonly mayGoOn: MayGoOn },
): void {
  const isOpen = readers === 'everywhere';
  if (answer.stream === undefined) {
    write(response, answer, isOpen ? OPEN : NO_MORE);
  } else {
    if (isOpen) response.setHeader('access-control-allow-origin', '*');
    answer.stream(response, mayGoOn);
  }
}

function write(response: ServerResponse, answer: Answer, more: readonly string[]): void {
  if (response.headersSent || response.destroyed) return;
  const text = JSON.stringify(answer.body);
  const isBusy = answer.status === 429 || answer.status === 503;
  const headers = [
    ...more,
    'content-type',
    'application/json; charset=utf-8',
    'content-length',
    String(Buffer.byteLength(text)),
    'cache-control',
    'no-store',
  ];
  // Libraries in pages of other origins see it only so.
  if (isBusy) headers.push('retry-after', RETRY_AFTER_S, 'access-control-expose-headers', 'retry-after');
  // What is left of a body nobody will read would be taken for the next request.
  if (!response.req.complete) headers.push('connection', 'close');
  response.writeHead(answer.status, headers);
  response.end(text);
}

export function sendRefusal(response: ServerResponse, refusal: Refusal): void {
  sendJson(response, refusalAnswer(refusal));
}

/** Faults of the store become their refusal; anything else is ours and says nothing of its insides. */
export function refusalOf(error: unknown): Refusal {
  if (error instanceof InklingError && isRefusalCode(error.code)) {
    return refuse(error.code, '', 'try again shortly');
  }
  return refuse('internal', '', 'try again; the log of the server has the place');
}

function isRefusalCode(code: string): code is RefusalCode {
  return Object.hasOwn(REFUSALS, code);
}
