import { readText } from './pages.ts';

/** A page of WordPress, after the redirects that led to it. */
export type Page = { readonly status: number; readonly url: string; readonly html: string };

export type Session = {
  /** Follows redirects; a page that refuses (400 and above) is a fault with its text. */
  get(path: string): Promise<Page>;
  post(path: string, body: FormData | Readonly<Record<string, string>>): Promise<Page>;
  /** Any request with the session's cookies, its answer as it came. */
  send(path: string, init?: RequestInit): Promise<Response>;
  /** What a browser has to be given to go on with this session. */
  cookies(): ReadonlyMap<string, string>;
};

const MOST_REDIRECTS = 5;

/**
 * Pages of one site over HTTP, with a jar for its cookies.
 *
 * @example const session = openSession(site.url); await session.get('/wp-admin/');
 */
export function openSession(origin: string): Session {
  const jar = new Map<string, string>();
  const send = async (path: string, init: RequestInit = {}) => {
    const headers = new Headers(init.headers);
    headers.set('cookie', [...jar].map(([name, value]) => `${name}=${value}`).join('; '));
    const answer = await fetch(new URL(path, origin), { ...init, headers, redirect: 'manual' });
    for (const line of answer.headers.getSetCookie()) keepCookie(jar, line);
    return answer;
  };
  const follow = async (path: string, init?: RequestInit): Promise<Page> => {
    let url = new URL(path, origin).href;
    let answer = await send(url, init);
    for (let hops = 0; answer.status >= 300 && answer.status < 400 && hops < MOST_REDIRECTS; hops += 1) {
      await answer.text();
      url = new URL(answer.headers.get('location') ?? '', url).href;
      if (new URL(url).origin !== origin) throw new Error(`${path} leads away from the site: ${url}`);
      answer = await send(url);
    }
    const html = await answer.text();
    if (answer.status >= 400) throw new Error(`${url} answers ${answer.status}: ${readText(html)}`);
    return { status: answer.status, url, html };
  };
  return {
    get: (path) => follow(path),
    post: (path, body) =>
      follow(path, { method: 'POST', body: body instanceof FormData ? body : new URLSearchParams(body) }),
    send,
    cookies: () => jar,
  };
}

/** One site, one path: where a cookie is valid and until when is only looked at where it is taken back. */
function keepCookie(jar: Map<string, string>, line: string): void {
  const [, name = '', value = ''] = /^([^=;]+)=([^;]*)/.exec(line) ?? [];
  const isTakenBack = /;\s*max-age=0\b/i.test(line);
  if (isTakenBack) jar.delete(name);
  else jar.set(name, value);
}
