import { createServer, type Server } from 'node:http';
import { connect, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { type Listening, startListening } from '../../../apps/server/listening.ts';

const HERE = { host: '127.0.0.1', port: 0 };
const open: Listening[] = [];
const sockets: Socket[] = [];

async function listen(place = HERE): Promise<{ readonly server: Server; readonly port: number }> {
  const server = createServer((_request, response) => response.end('here'));
  const listening = await startListening(server, place);
  open.push(listening);
  return { server, port: listening.port };
}

afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy();
  await Promise.all(open.splice(0).map((one) => one.close()));
});

/** Keeps its connection. */
function ask(port: number): Promise<string> {
  const socket = connect(port, HERE.host);
  sockets.push(socket);
  socket.write('GET / HTTP/1.1\r\nhost: a\r\n\r\n');
  return new Promise((resolve, reject) => {
    socket.once('data', (piece) => resolve(piece.toString('latin1').slice(9, 12)));
    socket.once('error', reject);
  });
}

describe('listening', () => {
  it('answers everybody, through whichever door they came', async () => {
    const { server, port } = await listen();
    const answers = await Promise.all(Array.from({ length: 100 }, () => ask(port)));
    expect(new Set(answers)).toEqual(new Set(['200']));
    const own = await new Promise((resolve) => server.getConnections((_, count) => resolve(count)));
    if (process.platform === 'linux') expect(own).toBeLessThan(60);
  });

  it('shares its port with nobody', async () => {
    const { port } = await listen();
    await expect(listen({ ...HERE, port })).rejects.toMatchObject({ code: 'EADDRINUSE' });
    expect(await ask(port)).toBe('200');
  });

  it('finds the port that it had before free again', async () => {
    const { port } = await listen();
    await ask(port);
    for (const socket of sockets.splice(0)) socket.destroy();
    await Promise.all(open.splice(0).map((one) => one.close()));
    const again = await listen({ ...HERE, port });
    expect(await ask(again.port)).toBe('200');
  });

  it('ends once every connection has, whose door it ever was', async () => {
    const { server, port } = await listen();
    await Promise.all(Array.from({ length: 40 }, () => ask(port)));
    // Amid their second request: none of them is idle.
    for (const socket of sockets) socket.write('GET / HTTP/1.1\r\n');
    await ask(port);
    const closing = open.splice(0)[0]?.close();
    let isClosed = false;
    void closing?.then(() => {
      isClosed = true;
    });
    await new Promise((resolve) => setImmediate(resolve));
    expect(isClosed).toBe(false);
    server.closeAllConnections();
    await closing;
    await expect(ask(port)).rejects.toThrow(/ECONNREFUSED/);
  });
});
