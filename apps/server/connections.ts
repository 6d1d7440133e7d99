/**
 * How many connections there may be. When there are as many, whoever has kept us waiting longest makes room: silence
 * and dribbling cost the one who does it, not the visitor who comes next.
 */
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/**
 * Waited for is every connection that is not being answered: nothing asked yet, half a request, idle between two.
 *
 * @param most Connections at once, 1 or more.
 * @example boundConnections(server, 4_096)
 */
export function boundConnections(server: Server, most: number): void {
  const open = new Set<Socket>();
  /** Oldest first: a set keeps the order in which it was filled. */
  const awaited = new Set<Socket>();
  const wait = (socket: Socket): void => {
    awaited.delete(socket);
    if (open.has(socket)) awaited.add(socket);
  };
  server.on('connection', (socket) => {
    if (open.size >= most) makeRoom(awaited, socket);
    if (socket.destroyed) return;
    open.add(socket);
    wait(socket);
    socket.once('close', () => {
      open.delete(socket);
      awaited.delete(socket);
    });
  });
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    const { socket } = request;
    if (hasBody(request)) wait(socket);
    else awaited.delete(socket);
    request.once('end', () => {
      if (!response.writableFinished) awaited.delete(socket);
    });
    response.once('finish', () => wait(socket));
  });
}

/** Where all are being answered, nobody is cut off for a stranger. */
function makeRoom(awaited: ReadonlySet<Socket>, newcomer: Socket): void {
  const [longest = newcomer] = awaited;
  longest.destroy();
}

function hasBody({ headers }: IncomingMessage): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}
