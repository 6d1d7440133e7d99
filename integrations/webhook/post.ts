/** One POST, with every connection judged and every wait bounded. */
import {
  type ClientRequest,
  type IncomingMessage,
  type RequestOptions,
  request as requestHttp,
} from 'node:http';
import { request as requestHttps } from 'node:https';
import type { PostResult } from '../../core/deliveries/answered.ts';
import type { Clock } from '../../core/ports.ts';
import type { Guard } from './guard.ts';

export type Post = {
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly signal: AbortSignal;
};

export const TIMEOUT_MS = 10_000;
const MOST_REDIRECTS = 3;
/** More of an answer is not read: only its status says anything. */
const MOST_ANSWER_BYTES = 64 * 1024;
/** Those that keep method and body; 303 asks for a GET of something else. */
const REDIRECTS = new Set([301, 302, 307, 308]);

type Answered = { readonly status: number; readonly headers: IncomingMessage['headers'] };

/** @example await createPoster(guard, clock)({ url, headers: {}, body: '{}', signal }) */
export function createPoster(guard: Guard, clock: Clock): (post: Post) => Promise<PostResult> {
  return async (post) => {
    const bound = new AbortController();
    const cancel = clock.after(TIMEOUT_MS, () => bound.abort());
    const signal = AbortSignal.any([post.signal, bound.signal]);
    try {
      return await follow({ ...post, signal }, guard);
    } catch (error) {
      if (bound.signal.aborted) return unanswered(`no answer in ${TIMEOUT_MS / 1_000} s`);
      return unanswered(readFault(error), isCoded(error) && error.code === 'private_address');
    } finally {
      cancel();
    }
  };
}

async function follow(post: Post, guard: Guard): Promise<PostResult> {
  let { url, headers } = post;
  for (let redirects = 0; ; redirects += 1) {
    const wrong = guard.judgeUrl(url);
    if (wrong !== null) return unanswered(`the address is not allowed: ${wrong}`, true);
    const { status, headers: answered } = await exchange({ ...post, url, headers }, guard);
    const { location } = answered;
    if (!REDIRECTS.has(status) || location === undefined || !URL.canParse(location, url.href))
      return { kind: 'answered', status, retryAfter: answered['retry-after'] };
    if (redirects === MOST_REDIRECTS) return unanswered(`more than ${MOST_REDIRECTS} redirects`);
    const next = new URL(location, url.href);
    if (next.origin !== url.origin) headers = withoutCredentials(headers);
    url = next;
  }
}

/** A key is for whom it was given, and not for whom they name. */
function withoutCredentials(headers: Post['headers']): Post['headers'] {
  return Object.fromEntries(
    Object.entries(headers).filter(([name]) => name.toLowerCase() !== 'authorization'),
  );
}

/** A connection of its own each time: one kept open could outlive what its address was judged by. */
function exchange({ url, headers, body, signal }: Post, guard: Guard): Promise<Answered> {
  const options: RequestOptions = {
    method: 'POST',
    agent: false,
    lookup: guard.lookupFor(url),
    signal,
    headers: { ...headers, 'content-length': Buffer.byteLength(body), connection: 'close' },
  };
  return new Promise((resolve, reject) => {
    let answered: Answered | null = null;
    // A status that has come stands, however the rest of the answer ends.
    const settle = (error?: Error): void =>
      answered === null ? reject(error ?? new Error('closed')) : resolve(answered);
    const take = (response: IncomingMessage): void => {
      answered = { status: response.statusCode ?? 0, headers: response.headers };
      drop(response);
      response.once('close', settle).on('error', settle);
    };
    const request: ClientRequest =
      url.protocol === 'https:' ? requestHttps(url, options, take) : requestHttp(url, options, take);
    request.on('error', settle).end(body);
  });
}

function drop(response: IncomingMessage): void {
  let bytes = 0;
  response.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes > MOST_ANSWER_BYTES) response.destroy();
  });
}

function unanswered(reason: string, isForbidden = false): PostResult {
  return { kind: 'unanswered', reason, isForbidden };
}

function isCoded(error: unknown): error is Error & { readonly code: unknown } {
  return error instanceof Error && 'code' in error;
}

/** The code alone: texts of the system name addresses. */
function readFault(error: unknown): string {
  return isCoded(error) ? `no connection (${String(error.code)})` : 'no connection';
}
