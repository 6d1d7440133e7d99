import { once } from 'node:events';
import { createServer as createHttpServer, type IncomingMessage } from 'node:http';
import { createServer, type Server, type Socket } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { readAnswer } from '../../bench/load/answer.ts';
import { addressOf, encodeRequests } from '../../bench/load/requests.ts';
import { type LoadClient, type LoadPlan, startLoadClient } from '../../bench/load-client.ts';

const BODIES = new URL('../../bench/load/plain-body.ts', import.meta.url).href;

function planFor(port: number, changes: Partial<LoadPlan> = {}): LoadPlan {
  return {
    port,
    path: '/v1/collect?k=wk_1',
    connections: 4,
    requests: 50,
    warmUp: 10,
    bodies: BODIES,
    ...changes,
  };
}

describe('an address of the load', () => {
  it('comes from another block of 256 in each of 20,000 requests, then begins anew', () => {
    const blocks = new Set(
      Array.from({ length: 20_000 }, (_, index) => addressOf(index).replace(/\.\d+$/, '')),
    );
    expect(blocks.size).toBe(20_000);
    expect(addressOf(20_000)).toBe(addressOf(0));
  });

  it('is an address', () => {
    expect(addressOf(257)).toBe('20.1.1.7');
    expect(addressOf(19_999)).toBe('20.78.31.7');
  });
});

describe('an encoded request', () => {
  const [first, second] = encodeRequests(
    planFor(80, { requests: 1, warmUp: 1, headers: { origin: 'http://a' } }),
    (index) => `é${index}`,
  );

  it('says the length of its body in bytes', () => {
    expect(first?.toString('utf8')).toMatch(/\r\ncontent-length: 3\r\n\r\né0$/);
  });

  it("carries the plan's path and headers, and an address of its own", () => {
    expect(second?.toString('utf8')).toMatch(/^POST \/v1\/collect\?k=wk_1 HTTP\/1\.1\r\n/);
    expect(second?.toString('utf8')).toContain('\r\norigin: http://a\r\n');
    expect(second?.toString('utf8')).toContain('\r\nx-forwarded-for: 20.0.1.7\r\n');
  });
});

describe('an answer', () => {
  it.each([
    ['without a body', 'HTTP/1.1 204 No Content\r\ndate: x\r\n\r\n', 204],
    ['with a length', 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}', 200],
    [
      'with a length among other headers',
      'HTTP/1.1 429 No\r\na: b\r\ncontent-length:  12\r\nc: d\r\n\r\n{"error":{}}',
      429,
    ],
    ['in chunks', 'HTTP/1.1 503 No\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n', 503],
  ])('%s is whole with its last byte and not before', (_, text, status) => {
    const bytes = Buffer.from(text);
    expect(readAnswer(bytes, bytes.length)).toBe(status);
    const cut = Array.from({ length: bytes.length }, (_, length) => readAnswer(bytes, length));
    expect(cut.filter((found) => found !== 0)).toEqual([]);
  });

  it('is not longer than what was read, whatever lay in the buffer before', () => {
    const bytes = Buffer.from('HTTP/1.1 200 OK\r\ncontent-length: 4\r\n\r\nabcd');
    expect(readAnswer(bytes, bytes.length - 1)).toBe(0);
  });
});

describe('the load', () => {
  let load: LoadClient;
  let server: Server;
  const seen: { address: string; body: string }[] = [];

  async function serve(status: (index: number) => number): Promise<number> {
    seen.length = 0;
    const http = createHttpServer((request, response) => {
      void readBody(request).then((body) => {
        seen.push({ address: String(request.headers['x-forwarded-for']), body });
        response.writeHead(status(seen.length)).end('{}');
      });
    });
    return listen(http);
  }

  async function listen(opened: Server): Promise<number> {
    server = opened;
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    return address !== null && typeof address === 'object' ? address.port : 0;
  }

  beforeAll(() => {
    load = startLoadClient();
  });
  afterEach(() => {
    server.close();
  });
  afterAll(() => load.stop());

  it('sends every body once, and measures all but the warm-up', async () => {
    const result = await load.run(planFor(await serve(() => 200)));
    expect(result).toMatchObject({ answered: 50, failed: 0, statuses: { 200: 50 } });
    expect(new Set(seen.map((request) => request.body)).size).toBe(60);
    expect(new Set(seen.map((request) => request.address)).size).toBe(60);
    expect(JSON.parse(seen[0]?.body ?? '')).toMatchObject({ ver: 1 });
  });

  it('counts answers by status', async () => {
    const port = await serve((index) => (index % 3 === 0 ? 503 : 200));
    const { statuses } = await load.run(planFor(port, { requests: 60, warmUp: 0 }));
    expect(statuses).toEqual({ 200: 40, 503: 20 });
  });

  it('orders its percentiles', async () => {
    const { latencyMs, perSecond, clientCpuMicros } = await load.run(planFor(await serve(() => 200)));
    const ordered = [latencyMs.p50, latencyMs.p90, latencyMs.p99, latencyMs.max];
    expect(ordered).toEqual(ordered.toSorted((a, b) => a - b));
    expect(perSecond).toBeGreaterThan(0);
    expect(clientCpuMicros).toBeGreaterThan(0);
  });

  it('counts posts whose connection broke as failed, and goes on with the next', async () => {
    let posts = 0;
    const port = await listen(
      createServer((socket: Socket) => {
        socket.on('error', () => socket.destroy());
        socket.on('data', () => {
          posts += 1;
          if (posts % 10 === 0) socket.destroy();
          else socket.write('HTTP/1.1 204 No Content\r\n\r\n');
        });
      }),
    );
    const result = await load.run(planFor(port, { requests: 100, warmUp: 0 }));
    expect(result).toMatchObject({ answered: 90, failed: 10, statuses: { 204: 90 } });
  });

  it('ends where nobody listens: every post failed', async () => {
    const port = await serve(() => 200);
    server.close();
    await once(server, 'close');
    const result = await load.run(planFor(port));
    expect(result).toMatchObject({ answered: 0, failed: 50, faults: { ECONNREFUSED: 60 } });
  });

  it('says what is wrong with a plan', async () => {
    const port = await serve(() => 200);
    await expect(load.run(planFor(port, { bodies: 'file:///nowhere.ts' }))).rejects.toThrow('nowhere.ts');
    await expect(load.run(planFor(port, { requests: 0, warmUp: 0 }))).rejects.toThrow('at least one request');
  });
});

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}
