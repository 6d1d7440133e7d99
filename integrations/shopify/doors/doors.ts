/** The addresses of the platform: by method and path, or by what a path begins with. */
import type { IncomingMessage, ServerResponse } from 'node:http';

export type Asked = {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  /** Below the platform's own address. */
  readonly path: string;
  readonly query: URLSearchParams;
};

export type Door = (asked: Asked) => Promise<void>;

/** `POST /webhooks`, or `* /proxy/` for everything below it. */
export type Doors = Readonly<Record<string, Door>>;

/**
 * @returns Whether there is such an address.
 * @example const handle = createHandle({ 'POST /webhooks': webhooks, '* /proxy/': proxy })
 */
export function createHandle(
  doors: Doors,
): (request: IncomingMessage, response: ServerResponse) => Promise<boolean> {
  const below = Object.entries(doors).flatMap(([name, door]) =>
    name.startsWith('* ') ? [[name.slice(2), door] as const] : [],
  );
  return async (request, response) => {
    const target = readTarget(request.url ?? '/');
    if (target === null) return false;
    const { pathname: path, searchParams: query } = target;
    const door = doors[`${request.method} ${path}`] ?? below.find(([start]) => path.startsWith(start))?.[1];
    if (door === undefined) return false;
    await door({ request, response, path, query });
    return true;
  };
}

/** A path is put behind a host, not laid over one: `//x/webhooks` would be another host's `/webhooks`. Null: it is no address. */
function readTarget(target: string): URL | null {
  return URL.parse(target.startsWith('/') ? `http://localhost${target}` : target);
}
