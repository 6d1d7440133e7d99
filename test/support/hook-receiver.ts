/** A real HTTP server that takes deliveries, and answers as a test says. */
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import { until } from './until.ts';

export type Arrival = {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  /** Of the body. */
  readonly id: string;
};

/** Answers by itself, or leaves the response to the test. */
export type Reaction = (arrival: Arrival, response: ServerResponse) => void;

export type HookReceiver = {
  readonly url: string;
  readonly arrivals: readonly Arrival[];
  /** From now on; 204 in the beginning. */
  react(reaction: Reaction): void;
  ids(): readonly string[];
  arrived(count: number): Promise<void>;
};

export const answer =
  (status: number, headers: Readonly<Record<string, string>> = {}): Reaction =>
  (_arrival, response) =>
    void response.writeHead(status, headers).end();

/** @example const hook = await openHook(); hook.react(answer(500)); */
export async function openHook(): Promise<HookReceiver> {
  const arrivals: Arrival[] = [];
  let reaction = answer(204);
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request
      .on('data', (chunk: Buffer) => chunks.push(chunk))
      .on('end', () => {
        const text = Buffer.concat(chunks).toString('utf8');
        const { id } = text === '' ? { id: '' } : JSON.parse(text);
        const arrival = { path: request.url ?? '', headers: request.headers, text, id };
        arrivals.push(arrival);
        reaction(arrival, response);
      });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    arrivals,
    react: (next) => {
      reaction = next;
    },
    ids: () => arrivals.map(({ id }) => id),
    arrived: (count) => until(() => arrivals.length >= count),
  };
}
