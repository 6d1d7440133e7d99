/** A WordPress as the server sees it: what the plugin's relay sends, signed as PHP signs it. */
import { createHmac } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { NOON, type Served } from '../../../support/served.ts';

export type Sent = {
  readonly method?: string;
  /** Below `/platforms/wordpress`. */
  readonly path: string;
  readonly body?: unknown;
  /** In place of the site's own. */
  readonly secretKey?: string;
  readonly writeKey?: string;
  readonly seconds?: number;
  readonly headers?: Readonly<Record<string, string>>;
};

export type Got = {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: whatever the door says; each test says what it expects of it.
  readonly json: any;
  readonly headers: Headers;
  /** Of the request. */
  readonly signature: string;
  /** Its signature is of this answer to this request. */
  readonly isSigned: boolean;
};

/** @example const { json } = await send(served, { path: '/batches', body: { batch, lines } }) */
export async function send(served: Served, sent: Sent): Promise<Got> {
  const { path, body, secretKey = served.demo.secretKey, writeKey = served.demo.writeKey } = sent;
  const method = sent.method ?? (body === undefined ? 'GET' : 'POST');
  const seconds = sent.seconds ?? Math.floor(served.clock.now() / 1_000);
  const text = body === undefined ? '' : JSON.stringify(body);
  const v1 = hmac(secretKey, `${seconds}.${method} /platforms/wordpress${path}\n${text}`);
  const answer = await fetch(`${served.url}/platforms/wordpress${path}`, {
    method,
    headers: {
      'x-inkling-key': writeKey,
      'x-inkling-signature': `t=${seconds},v1=${v1}`,
      ...(body !== undefined && { 'content-encoding': 'gzip', 'content-type': 'application/json' }),
      ...sent.headers,
    },
    ...(body !== undefined && { body: gzipSync(text) }),
  });
  const said = await answer.text();
  const [, t, own] = /^t=(\d+),v1=(\w+)$/.exec(answer.headers.get('x-inkling-signature') ?? '') ?? [];
  return {
    status: answer.status,
    json: said === '' ? null : JSON.parse(said),
    headers: answer.headers,
    signature: `t=${seconds},v1=${v1}`,
    isSigned: own === hmac(secretKey, `${t}.${v1}\n${answer.status}\n${said}`),
  };
}

function hmac(key: string, text: string): string {
  return createHmac('sha256', key).update(text).digest('hex');
}

export function hex(n: number): string {
  return n.toString(16).padStart(32, '0');
}

export function batchOf(lines: readonly unknown[], n = 1) {
  return { batch: hex(n), lines };
}

/** A line of the buffer: one page view of somebody who allowed analytics. */
export function lineOf(
  n: number,
  more: Readonly<Record<string, unknown>> = {},
): Readonly<Record<string, unknown>> {
  return {
    ...{ t: NOON, v: hex(n), m: 'consented', c: { analytics: true, at: NOON - 60_000 }, dev: hex(n) },
    e: [{ i: `view-${n}`, n: 'Page Viewed', t: NOON - 1_000, p: { path: '/shoes' }, u: '/shoes' }],
    ...more,
  };
}
