/** More connections than there may be: silence makes room, work does not. */
import { describe, expect, it, onTestFinished } from 'vitest';
import { openWire } from '../../support/raw-http.ts';
import { type Served, serve } from '../../support/served.ts';

const MOST = 16;
const ENV = { INKLING_CONNECTIONS: String(MOST) };
/** Nobody is cut off for being slow here: only to make room. */
const PATIENCE = { headersMs: 600_000, bodyMs: 600_000, drainMs: 100 };

async function start(): Promise<Served> {
  const served = await serve({ env: ENV, patience: PATIENCE });
  onTestFinished(() => served.stop());
  return served;
}

/** One after the other, so that it is known who came first. */
async function openMany(port: number, count: number, bytes: string) {
  const wires = [];
  for (let n = 0; n < count; n += 1) {
    const wire = openWire(port);
    await new Promise<void>((resolve) => wire.socket.once('connect', resolve));
    if (bytes !== '') wire.send(bytes);
    wires.push(wire);
  }
  return wires;
}

const get = 'GET /healthz HTTP/1.1\r\nhost: x\r\n\r\n';

describe('a server that has as many connections as it may have', () => {
  it.each([
    ['silence', ''],
    ['half a header', 'GET /healthz HTTP/1.1\r\nx-slow: '],
    ['half a body', 'POST /v1/collect?k=KEY HTTP/1.1\r\nhost: x\r\ncontent-length: 99\r\n\r\n{'],
  ])(
    'still answers whoever comes, and lets go of who keeps it waiting longest with %s',
    async (_what, bytes) => {
      const { port, demo } = await start();
      const slow = await openMany(port, MOST, bytes.replace('KEY', demo.writeKey));
      const quick = await openMany(port, 3, get);
      for (const wire of quick) expect((await wire.answer()).status).toBe(200);
      for (const wire of slow.slice(0, 3)) await wire.closed();
      expect(slow.slice(3).map(({ socket }) => socket.destroyed)).toEqual(slow.slice(3).map(() => false));
      for (const { socket } of [...slow, ...quick]) socket.destroy();
    },
  );

  it('cuts off nobody who is being answered', async () => {
    const { port, demo } = await start();
    const ask = `GET /v1/stream HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${demo.secretKey}\r\n\r\n`;
    const readers = await openMany(port, MOST, ask);
    for (const { socket } of readers)
      if (socket.bytesRead === 0) await new Promise((resolve) => socket.once('data', resolve));
    const stranger = openWire(port);
    stranger.send(get);
    expect(await stranger.closed()).toBe('');
    expect(readers.map(({ socket }) => socket.destroyed)).toEqual(readers.map(() => false));
    for (const { socket } of readers) socket.destroy();
  });

  it('takes an idle connection for one that waits, so that visitors who come back find a place', async () => {
    const { port } = await start();
    const idle = await openMany(port, MOST, get);
    for (const wire of idle) await wire.answer();
    const [next] = await openMany(port, 1, get);
    expect((await next?.answer())?.status).toBe(200);
    await idle[0]?.closed();
    for (const { socket } of [...idle, ...(next ? [next] : [])]) socket.destroy();
  });
});
