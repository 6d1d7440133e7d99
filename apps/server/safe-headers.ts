/**
 * What every answer says to browsers, whoever writes it: what a door knows better, it says itself.
 * The class of headers is helmet's; https://owasp.org/www-project-secure-headers/
 */
import type { ServerResponse } from 'node:http';

/** Nothing of an answer runs, loads or is framed unless its door says what may. */
export const CLOSED_POLICY =
  "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
const YEAR_S = 31_536_000;

const HEADERS: readonly (readonly [string, string])[] = [
  ['content-security-policy', CLOSED_POLICY],
  ['x-content-type-options', 'nosniff'],
  ['x-frame-options', 'DENY'],
  ['referrer-policy', 'no-referrer'],
  ['cross-origin-opener-policy', 'same-origin'],
  ['cross-origin-resource-policy', 'same-origin'],
  ['origin-agent-cluster', '?1'],
  ['permissions-policy', 'browsing-topics=(), geolocation=(), camera=(), microphone=()'],
  ['x-permitted-cross-domain-policies', 'none'],
  ['x-dns-prefetch-control', 'off'],
];

/** Browsers that saw it go nowhere without TLS for a year: only where the address that visitors use has it. */
const STRICT: readonly (readonly [string, string])[] = [['strict-transport-security', `max-age=${YEAR_S}`]];

/**
 * @param publicUrl The address that visitors use; null where nobody said.
 * @example const protect = createProtection('https://inkling.example.com'); protect(response);
 */
export function createProtection(publicUrl: string | null): (response: ServerResponse) => void {
  const headers = safeHeaders(publicUrl);
  return (response) => {
    for (const [name, value] of headers) response.setHeader(name, value);
  };
}

/** The same as pairs, for what is written without a response. */
export function safeHeaders(publicUrl: string | null): readonly (readonly [string, string])[] {
  return publicUrl?.startsWith('https:') === true ? [...HEADERS, ...STRICT] : HEADERS;
}

/** Of an answer that pages of every origin may read, which says that itself: names and values in turn. */
export function openHeaders(publicUrl: string | null): readonly string[] {
  return safeHeaders(publicUrl)
    .filter(([name]) => name !== 'cross-origin-resource-policy')
    .flat();
}
