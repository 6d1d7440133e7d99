/** Connections on which nothing was asked yet: browsers open some ahead of need. */
import type { Server } from 'node:http';
import type { Socket } from 'node:net';

export type Unasked = {
  /** A stop does not wait for them. */
  close(): void;
};

/** @example const unasked = watchUnasked(server); … server.close(); unasked.close(); */
export function watchUnasked(server: Server): Unasked {
  const sockets = new Set<Socket>();
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  server.on('request', ({ socket }) => sockets.delete(socket));
  return {
    close: () => {
      for (const socket of sockets) if (socket.bytesRead === 0) socket.destroy();
    },
  };
}
