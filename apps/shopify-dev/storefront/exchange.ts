/** One request to the shop and its answer, as far as a small server needs them. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';

export type Exchange = {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  /** Absolute, as the browser sees it. */
  readonly url: URL;
  /** What stands in the path behind the address of the route. */
  readonly rest: string;
};
export type Answer = (exchange: Exchange) => Promise<void> | void;
/** `GET /cart`; `GET /products/*` for everything below; `ANY …` for every method. The first that fits answers. */
export type Routes = Readonly<Record<string, Answer>>;

/** @example await createRouter({ 'GET /cart': showCart })(request, response) // false: there is no such page */
export function createRouter(
  routes: Routes,
): (request: IncomingMessage, response: ServerResponse) => Promise<boolean> {
  const table = Object.entries(routes).map(([name, answer]) => {
    const [method = '', path = ''] = name.split(' ');
    return { method, start: path.replace('*', ''), isWhole: !path.endsWith('*'), answer };
  });
  return async (request, response) => {
    const url = new URL(request.url ?? '/', `http://${request.headers.host}`);
    const { pathname } = url;
    const route = table.find(
      ({ method, start, isWhole }) =>
        (method === 'ANY' || method === request.method) &&
        (isWhole ? pathname === start : pathname.startsWith(start)),
    );
    if (route === undefined) return false;
    await route.answer({ request, response, url, rest: pathname.slice(route.start.length) });
    return true;
  };
}

export const bodyOf = (request: IncomingMessage): Promise<Buffer> => buffer(request);

/** A form, or JSON: names and what they hold. */
export async function fieldsOf(request: IncomingMessage): Promise<Readonly<Record<string, unknown>>> {
  const text = (await bodyOf(request)).toString('utf8');
  if (text.startsWith('{')) return JSON.parse(text);
  return Object.fromEntries(new URLSearchParams(text));
}

export function sendText(response: ServerResponse, body: string, type = 'text/html'): void {
  response
    .writeHead(200, { 'content-type': `${type}; charset=utf-8`, 'cache-control': 'no-store' })
    .end(body);
}

export const sendJson = (response: ServerResponse, value: unknown): void =>
  sendText(response, JSON.stringify(value), 'application/json');

export function sendTo(response: ServerResponse, location: string): void {
  response.writeHead(303, { location }).end();
}

export function sendMissing(response: ServerResponse): void {
  response.writeHead(404, { 'content-type': 'text/plain' }).end('There is no such page.\n');
}
