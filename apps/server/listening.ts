/**
 * Listening for connections. Node takes one new connection from a listening socket each time round its event loop
 * (libuv since 1.45), so that a crowd that connects and says nothing would keep everybody else waiting at the door.
 * Several sockets on one port are several doors: the system spreads connections over them (SO_REUSEPORT).
 */
import { once } from 'node:events';
import type { Server as HttpServer } from 'node:http';
import { type AddressInfo, createServer, type ListenOptions, type Server } from 'node:net';

/** Connections that are taken each time round. */
const DOORS = 16;
/** Waiting at each of them: the system's own limit, when that is lower. */
const BACKLOG = 1_024;

export type Listening = {
  readonly port: number;
  /** Takes no more; the promise is kept once all connections have ended. */
  close(): Promise<void>;
};

/**
 * @throws Error `EADDRINUSE` where anybody else listens there, this program included.
 * @example const listening = await startListening(server, { host: '127.0.0.1', port: 0 }); … await listening.close()
 */
export async function startListening(
  server: HttpServer,
  { host, port }: { readonly host: string; readonly port: number },
): Promise<Listening> {
  if (port !== 0) await findTaken({ host, port });
  const doors: Server[] = [server];
  try {
    await listenAt(server, { host, port, backlog: BACKLOG, reusePort: true });
    const { port: own } = server.address() as AddressInfo;
    while (doors.length < DOORS) doors.push(await openDoor(server, { host, port: own }));
  } catch (error) {
    for (const door of doors) door.close();
    if (!isUnsupported(error)) throw error;
    await listenAt(server, { host, port, backlog: BACKLOG });
  }
  return { port: (server.address() as AddressInfo).port, close: () => closeAll(doors) };
}

/** Who shares a port is not told that others have it: so it is asked for alone first. */
async function findTaken(place: ListenOptions): Promise<void> {
  const probe = createServer();
  await listenAt(probe, place);
  probe.close();
  await once(probe, 'close');
}

/** Beside the one of the server itself. What comes in at it is the server's. */
async function openDoor(server: HttpServer, place: ListenOptions): Promise<Server> {
  // As node:http opens its own sockets.
  const door = createServer({ allowHalfOpen: true, noDelay: true }, (socket) => {
    server.emit('connection', socket);
  });
  await listenAt(door, { ...place, backlog: BACKLOG, reusePort: true });
  return door;
}

async function listenAt(server: Server, options: ListenOptions): Promise<void> {
  server.listen(options);
  await once(server, 'listening');
}

/** On systems that cannot share a port there is one door. */
function isUnsupported(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOTSUP' || error.code === 'EINVAL');
}

async function closeAll(doors: readonly Server[]): Promise<void> {
  const open = doors.filter((door) => door.listening);
  const closed = open.map((door) => once(door, 'close'));
  for (const door of open) door.close();
  await Promise.all(closed);
}
