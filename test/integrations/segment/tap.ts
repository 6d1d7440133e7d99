/** Stands between the destination and the real server: keeps what was sent, and can answer what a server of ours never would. */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export type Sent = {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
};

/** `silent`: says nothing until the other side gives up. */
export type Prescribed = { readonly status: number; readonly body?: unknown } | 'silent';

export type Tap = {
  readonly url: string;
  /** Oldest first. */
  readonly sent: readonly Sent[];
  /** Forgets what was sent. */
  clear(): void;
  /** Answers that, until told otherwise; null: as the real server does. */
  prescribe(answer: Prescribed | null): void;
  /** Kept when the next request has come in whole. */
  arrival(): Promise<void>;
  close(): Promise<void>;
};

/** @example const tap = await openTap(served.url); … tap.sent.at(-1)?.body */
export async function openTap(target: string): Promise<Tap> {
  const sent: Sent[] = [];
  let prescribed: Prescribed | null = null;
  let arrived = Promise.withResolvers<void>();
  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const one = await readSent(request);
    sent.push(one);
    arrived.resolve();
    if (prescribed === 'silent') return;
    const { status, body } = prescribed === null ? await pass(target, one) : prescribed;
    const text = typeof body === 'string' ? body : JSON.stringify(body ?? {});
    response.writeHead(status, { 'content-type': 'application/json' }).end(text);
  };
  const server = createServer((request, response) => void handle(request, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    sent,
    clear: () => void sent.splice(0),
    prescribe: (answer) => {
      prescribed = answer;
    },
    arrival: () => {
      arrived = Promise.withResolvers();
      return arrived.promise;
    },
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

async function readSent(request: IncomingMessage): Promise<Sent> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const { authorization = '', 'content-type': type = '', 'x-inkling-site': site } = request.headers;
  return {
    method: request.method ?? '',
    path: request.url ?? '',
    headers: { authorization, 'content-type': type, ...(site && { 'x-inkling-site': String(site) }) },
    body: Buffer.concat(chunks).toString('utf8'),
  };
}

async function pass(target: string, { method, path, headers, body }: Sent) {
  const answer = await fetch(target + path, { method, headers, ...(body === '' ? {} : { body }) });
  return { status: answer.status, body: await answer.text() };
}
