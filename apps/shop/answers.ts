import type { ServerResponse } from 'node:http';

/**
 * Scripts, styles and pictures come from files of this origin, and nowhere else: no exception is needed.
 * https://www.w3.org/TR/CSP3/
 */
const POLICY =
  "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

const HEADERS: Readonly<Record<string, string>> = {
  'content-security-policy': POLICY,
  'x-content-type-options': 'nosniff',
  // The addresses of the shop carry its carts: they are nobody else's business.
  'referrer-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  'permissions-policy': 'browsing-topics=(), geolocation=(), camera=(), microphone=()',
};

export type Answer = {
  readonly status: number;
  readonly type: string;
  readonly body: string;
  /** How long a copy may be kept; nothing is when it is absent. No validator is ever sent: it would mark the visitor. */
  readonly maxAgeS?: number;
};

const HTML_TYPE = 'text/html; charset=utf-8';

/** Answers with the security headers and without anything that could recognise a browser later. */
export function answer(response: ServerResponse, { status, type, body, maxAgeS }: Answer): void {
  response.writeHead(status, {
    ...HEADERS,
    'content-type': type,
    'content-length': Buffer.byteLength(body),
    'cache-control': maxAgeS === undefined ? 'no-store' : `public, max-age=${maxAgeS}`,
  });
  response.end(body);
}

export function answerHtml(response: ServerResponse, body: string, status = 200): void {
  answer(response, { status, type: HTML_TYPE, body });
}

/** See other: the browser fetches the next page, and reloading it sends no form again. */
export function redirect(response: ServerResponse, location: string): void {
  response.writeHead(303, { ...HEADERS, location, 'cache-control': 'no-store', 'content-length': 0 });
  response.end();
}
