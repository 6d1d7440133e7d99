/** A browser with the console open, as far as a server can tell. */
import { CONSOLE_HEADER, CONSOLE_PATH } from '../../apps/server/console/guard.ts';
import { call, type HttpAnswer } from './sites.ts';

export type ConsoleBrowser = {
  /** The cookie that it has, as it sends it; empty: none. */
  cookie(): string;
  signIn(key: string): Promise<HttpAnswer>;
  signOut(): Promise<HttpAnswer>;
  signOutEverywhere(): Promise<HttpAnswer>;
  /** Below `/console/api`. @example await browser.ask('GET', '/v1/segments') */
  ask(
    method: string,
    path: string,
    body?: unknown,
    headers?: Readonly<Record<string, string>>,
  ): Promise<HttpAnswer>;
  /** The document at an address of the console. */
  open(path?: string): Promise<{ readonly headers: Headers; readonly text: string }>;
};

/** @example const browser = openConsole(served.url); await browser.signIn(served.demo.secretKey) */
export function openConsole(url: string): ConsoleBrowser {
  let cookie = '';

  async function send(method: string, path: string, body?: unknown, headers = {}): Promise<HttpAnswer> {
    const answer = await call(`${url}${CONSOLE_PATH}${path}`, {
      method,
      headers: { [CONSOLE_HEADER]: '1', 'sec-fetch-site': 'same-origin', cookie, ...headers },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const [given] = answer.headers.getSetCookie();
    if (given !== undefined) [cookie = ''] = given.split(';');
    return answer;
  }

  return {
    cookie: () => cookie,
    signIn: (key) => send('POST', '/session', { key }),
    signOut: () => send('DELETE', '/session'),
    signOutEverywhere: () => send('DELETE', '/sessions'),
    ask: (method, path, body, headers) => send(method, `/api${path}`, body, headers),
    open: async (path = '') => {
      const answer = await fetch(`${url}${CONSOLE_PATH}${path}`, { headers: { cookie } });
      return { headers: answer.headers, text: await answer.text() };
    },
  };
}
