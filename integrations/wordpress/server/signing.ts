/** Requests of a WordPress and our answers to them: each says when it was made, and that its maker has the site's secret key. */
import { createHmac, timingSafeEqual } from 'node:crypto';

/** A request that was under way for longer, or is played again, is none. */
export const WINDOW_MS = 5 * 60_000;

export type Signature = {
  /** Unix seconds, as its maker's clock had them. */
  readonly seconds: number;
  /** Hex HMAC-SHA256. */
  readonly v1: string;
};

export type SignedRequest = {
  readonly method: string;
  /** As the site knows it: `/platforms/wordpress/batches`. */
  readonly path: string;
  /** Unpacked: what lies between may pack it otherwise. */
  readonly body: Buffer;
};

const HEADER = /^t=(\d{1,12}),v1=([0-9a-f]{64})$/;

/** `t=<unix seconds>,v1=<hex>`; null for anything else. @example readSignature('t=1767614400,v1=0f…') */
export function readSignature(header: string): Signature | null {
  const [, seconds, v1] = HEADER.exec(header) ?? [];
  return seconds === undefined || v1 === undefined ? null : { seconds: Number(seconds), v1 };
}

/** `HMAC-SHA256(secret key, t + '.' + METHOD + ' ' + path + '\n' + body)`: no body can be turned to another address. */
export function signRequest(
  secretKey: string,
  seconds: number,
  { method, path, body }: SignedRequest,
): string {
  return createHmac('sha256', secretKey)
    .update(`${seconds}.${method} ${path}\n`, 'utf8')
    .update(body)
    .digest('hex');
}

/** Whether one of the keys made it. Compared in constant time. */
export function findSigningKey(
  { seconds, v1 }: Signature,
  request: SignedRequest,
  secretKeys: readonly string[],
): string | null {
  const given = Buffer.from(v1, 'hex');
  const found = secretKeys.filter((key) =>
    timingSafeEqual(given, Buffer.from(signRequest(key, seconds, request), 'hex')),
  );
  return found[0] ?? null;
}

/**
 * `HMAC-SHA256(secret key, t + '.' + v1 of the request + '\n' + status + '\n' + body)`: an answer belongs to one request, and
 * an older one stands for no other.
 */
export function signAnswer(
  secretKey: string,
  seconds: number,
  answer: { readonly request: string; readonly status: number; readonly body: string },
): string {
  const v1 = createHmac('sha256', secretKey)
    .update(`${seconds}.${answer.request}\n${answer.status}\n${answer.body}`, 'utf8')
    .digest('hex');
  return `t=${seconds},v1=${v1}`;
}
