/**
 * A tap on the wire between browser and app: hands everything on as it came and notes it. A driver's own view of the
 * network ends with the page, and what a page sends while it is being left is what matters most here.
 */
import { once } from 'node:events';
import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  request,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

/** One request and its answer. */
export type Exchange = {
  readonly method: string;
  /** With its query. */
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  readonly status: number;
  readonly answerHeaders: IncomingHttpHeaders;
};

export type TapOptions = {
  /** The network address its browser comes from, told the app as a trusted proxy does. */
  readonly address: string;
  /** Lets browsers keep the pages for the way back, as they keep those of shops that do not forbid it. */
  readonly keepsPages?: boolean;
};

export type Tap = {
  /** Where the browser goes instead of the app. */
  readonly url: string;
  /** What was answered so far, in that order. */
  readonly exchanges: readonly Exchange[];
  /** From now on its browser is in another network. */
  moveTo(address: string): void;
  close(): Promise<void>;
};

/** @example const tap = await openTap(app.url, { address: '198.51.100.7' }); await page.goto(`${tap.url}/shop/`); */
export async function openTap(target: string, { address, keepsPages = false }: TapOptions): Promise<Tap> {
  const { hostname, port } = new URL(target);
  const exchanges: Exchange[] = [];
  let from = address;

  async function handOn(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const { method = '', url: path = '', headers } = incoming;
    const body = await buffer(incoming);
    const forwarded = request({
      hostname,
      port,
      method,
      path,
      headers: { ...headers, 'x-forwarded-for': from },
    });
    forwarded.end(body);
    const [answer] = (await once(forwarded, 'response')) as [IncomingMessage];
    const { statusCode: status = 0, headers: answerHeaders } = answer;
    exchanges.push({ method, path, headers, body, status, answerHeaders });
    const isPage = keepsPages && answerHeaders['content-type']?.startsWith('text/html') === true;
    outgoing.writeHead(status, { ...answerHeaders, ...(isPage && { 'cache-control': 'no-cache' }) });
    answer.pipe(outgoing);
  }

  const server = createServer((incoming, outgoing) => {
    // A browser that leaves cuts its requests off, and a stopping app its answers: the other side sees the same.
    handOn(incoming, outgoing).catch(() => outgoing.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    exchanges,
    moveTo: (next) => {
      from = next;
    },
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}
