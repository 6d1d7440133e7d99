/** Stands between a WordPress and the server, and has happen what happens on the way. */
import { once } from 'node:events';
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export type Weather =
  | 'fair'
  /** The server answers with a fault. */
  | 'broken'
  /** It gets the request, and its answer is never delivered. */
  | 'held'
  /** It gets the request, and the line is cut before its answer arrives. */
  | 'cut'
  /** It gets the request twice. */
  | 'doubled'
  /** Somebody else answers that all is well. */
  | 'captive'
  /** Somebody changes a letter of the answer. */
  | 'tampered';

export type Middleman = {
  readonly url: string;
  /** `POST /platforms/wordpress/batches`, in their order. */
  readonly passed: readonly string[];
  become(weather: Weather): void;
  /** From now on this is who is behind. */
  lead(url: string): void;
  /** Resolves when an answer is held. */
  held(): Promise<void>;
  stop(): Promise<void>;
};

/** @example const way = await openMiddleman(app.url); way.become('cut'); */
export async function openMiddleman(target: string): Promise<Middleman> {
  let behind = target;
  let weather: Weather = 'fair';
  let onHeld = Promise.withResolvers<void>();
  const passed: string[] = [];
  const server = createServer((from, to) => {
    passed.push(`${from.method} ${from.url}`);
    pass(from, to).catch(() => to.destroy());
  });

  async function pass(from: IncomingMessage, to: ServerResponse): Promise<void> {
    const body = await readAll(from);
    const now = weather;
    if (now === 'broken') return void to.writeHead(500).end('{}');
    if (now === 'captive') return void to.writeHead(200).end('{"accepted":1,"refused":[]}');
    if (now === 'doubled') await forward(behind, from, body);
    const answer = await forward(behind, from, body);
    if (now === 'cut') return void to.destroy();
    if (now === 'held') return void onHeld.resolve();
    const said = now === 'tampered' ? answer.text.replace(/[a-f]/, 'x') : answer.text;
    to.writeHead(answer.status, answer.headers).end(said);
  }

  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    passed,
    become: (next) => {
      weather = next;
      onHeld = Promise.withResolvers<void>();
    },
    lead: (url) => {
      behind = url;
    },
    held: () => onHeld.promise,
    stop: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

type Forwarded = { readonly status: number; readonly text: string; readonly headers: Record<string, string> };

async function forward(target: string, from: IncomingMessage, body: Buffer): Promise<Forwarded> {
  const { connection: _, ...headers } = from.headers;
  const on = request(new URL(from.url ?? '/', target), {
    method: from.method ?? 'GET',
    headers,
    agent: false,
  });
  on.end(body);
  const [answer] = (await once(on, 'response')) as [IncomingMessage];
  const text = (await readAll(answer)).toString('utf8');
  const kept = ['x-inkling-signature', 'etag', 'retry-after', 'content-type'];
  return {
    status: answer.statusCode ?? 0,
    text,
    headers: Object.fromEntries(
      kept.flatMap((name) =>
        typeof answer.headers[name] === 'string' ? [[name, answer.headers[name]]] : [],
      ),
    ),
  };
}

async function readAll(stream: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
