/** Connections that want to be kept: headers and bodies that never end, silence, streams that nobody reads. */
import { connect, type Socket } from 'node:net';
import type { HostilePlan } from './messages.ts';

export type SlowConnections = { opened(): number; stop(): void };

type Kind = {
  readonly count: number;
  readonly opening: (plan: HostilePlan) => string;
  /** What dribbles after it; null: nothing. */
  readonly drip: string | null;
  /** Takes nothing of what is answered. */
  readonly isDeaf?: boolean;
};

const KINDS: readonly Kind[] = [
  // Slow loris: a header line now and then.
  {
    count: 150,
    opening: ({ writeKey }) => `POST /v1/collect?k=${writeKey} HTTP/1.1\r\nhost: a\r\n`,
    drip: 'x-a: b\r\n',
  },
  // A body that comes a byte at a time.
  {
    count: 80,
    opening: ({ writeKey }) =>
      `POST /v1/collect?k=${writeKey} HTTP/1.1\r\nhost: a\r\ncontent-length: 9000\r\n\r\n{`,
    drip: ' ',
  },
  // Half open: connected, and no word.
  { count: 100, opening: () => '', drip: null },
  // Streams of a partner who stopped reading.
  {
    count: 40,
    opening: ({ secretKey }) =>
      `GET /v1/stream HTTP/1.1\r\nhost: a\r\nauthorization: Bearer ${secretKey}\r\n\r\n`,
    drip: null,
    isDeaf: true,
  },
  // Streams that nobody may open.
  {
    count: 20,
    opening: () => 'GET /v1/stream HTTP/1.1\r\nhost: a\r\nauthorization: Bearer sk_no\r\n\r\n',
    drip: null,
  },
];
const DRIP_MS = 1_000;
/** Whoever is cut off comes back, not faster than this. */
const AGAIN_MS = 500;

/** @example const slow = holdConnections(plan); slow.stop() */
export function holdConnections(plan: HostilePlan): SlowConnections {
  const sockets = new Map<Socket, Kind>();
  let opened = 0;
  let isStopped = false;
  const open = (kind: Kind): void => {
    if (isStopped) return;
    opened += 1;
    const socket = connect({ port: plan.port, host: '127.0.0.1', localAddress: '127.0.0.66' });
    sockets.set(socket, kind);
    if (kind.isDeaf === true) socket.pause();
    else socket.resume();
    socket.once('connect', () => void (kind.opening(plan) !== '' && socket.write(kind.opening(plan))));
    socket.on('error', () => undefined);
    socket.once('close', () => {
      sockets.delete(socket);
      setTimeout(() => open(kind), AGAIN_MS);
    });
  };
  for (const kind of KINDS) for (let i = 0; i < kind.count; i += 1) open(kind);
  const timer = setInterval(() => {
    for (const [socket, { drip }] of sockets) if (drip !== null && socket.writable) socket.write(drip);
  }, DRIP_MS);
  return {
    opened: () => opened,
    stop: () => {
      isStopped = true;
      clearInterval(timer);
      for (const socket of sockets.keys()) socket.destroy();
    },
  };
}
