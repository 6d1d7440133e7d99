/**
 * Who may use a session: pages of this origin alone. The cookie goes with no request from elsewhere (SameSite), and what could
 * do so is refused by what browsers say of a request, and by a header that a form cannot send.
 * https://cheatsheetseries.owasp.org/cheatsheets/Cross-Site_Request_Forgery_Prevention_Cheat_Sheet.html
 */
import type { IncomingMessage } from 'node:http';
import { type Refusal, refuse } from '../../../core/errors.ts';

export const CONSOLE_PATH = '/console';
/** Below it the same console shows the sample data of whoever is signed in. */
export const SAMPLE_PATH = `${CONSOLE_PATH}/sample`;
/** Sent by the console with each request; any value. A page of another origin would have to ask first, and is told no. */
export const CONSOLE_HEADER = 'x-inkling-console';

const COOKIE = 'inkling_console';
/** The console is below it; tracker, shop and API never see the cookie. */
const PLACE = `Path=${CONSOLE_PATH}; HttpOnly; SameSite=Strict`;

/** @example const refusal = refuseElsewhere(request); if (refusal !== null) return refusal */
export function refuseElsewhere({ headers }: IncomingMessage): Refusal | null {
  const from = headers['sec-fetch-site'];
  if (from !== undefined && from !== 'same-origin') return ELSEWHERE;
  if (headers[CONSOLE_HEADER] === undefined) return ELSEWHERE;
  const { origin } = headers;
  return origin === undefined || hostOf(origin) === headers.host ? null : ELSEWHERE;
}

const ELSEWHERE = refuse(
  'cross_site',
  '',
  `open ${CONSOLE_PATH} of this server; programs use /v1 with the secret key`,
);

/** Whether an address, with that of the console in it, is one of the sample's. @example isOfSample('/console/sample/api/v1/segments') */
export function isOfSample(url: string): boolean {
  const [path = ''] = url.split('?');
  // As the routes do, which go by no case.
  return `${path.toLowerCase()}/`.startsWith(`${SAMPLE_PATH}/`);
}

function hostOf(origin: string): string | null {
  return URL.canParse(origin) ? new URL(origin).host : null;
}

/**
 * The token that a browser sends; empty: none, or two. A neighbouring host may set a cookie for ours and put somebody into a site of
 * its own by it: which of the two was meant nobody can tell, so that neither counts.
 */
export function tokenOf({ headers }: IncomingMessage): string {
  const pairs = (headers.cookie ?? '').split(';').map((pair) => pair.trim());
  const tokens = pairs.filter((pair) => pair.startsWith(`${COOKIE}=`));
  return tokens.length === 1 ? (tokens[0]?.slice(COOKIE.length + 1) ?? '') : '';
}

/** `Set-Cookie` of a token: until the browser is closed. @param isSecure Whether people come by TLS. */
export function writeToken(token: string, isSecure: boolean): string {
  return `${COOKIE}=${token}; ${PLACE}${isSecure ? '; Secure' : ''}`;
}

/** `Set-Cookie` that takes it away. */
export function clearToken(isSecure: boolean): string {
  return `${writeToken('', isSecure)}; Max-Age=0`;
}
