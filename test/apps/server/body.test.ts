import type { IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { readBody } from '../../../apps/server/body.ts';

/** A request as far as its body goes. */
function requestOf(chunks: readonly Uint8Array[], headers: Readonly<Record<string, string>> = {}) {
  return Object.assign(Readable.from(chunks, { objectMode: false }), { headers }) as Readable &
    IncomingMessage;
}

const packed = { 'content-encoding': 'gzip' };

describe('reading a body', () => {
  it('gives the bytes as they came, in one piece or many, packed or not', async () => {
    const text = Buffer.from('{"grüße":"😀"}');
    const bytes = [...text].map((byte) => Uint8Array.of(byte));
    for (const request of [requestOf([text]), requestOf(bytes), requestOf([gzipSync(text)], packed)])
      expect(await readBody(request, 100)).toEqual({ ok: true, value: text });
  });

  it.each([
    ['at its bound is taken', 1_000, true],
    ['a byte above it is refused', 1_001, false],
  ])('%s, packed or not, announced or not', async (_title, size, ok) => {
    const bytes = Buffer.alloc(size, 0x20);
    const requests = [
      requestOf([bytes]),
      requestOf([bytes], { 'content-length': String(size) }),
      requestOf([gzipSync(bytes)], packed),
      requestOf([gzipSync(bytes)], { 'content-encoding': 'GZIP' }),
    ];
    for (const request of requests) expect((await readBody(request, 1_000)).ok).toBe(ok);
  });

  it('lets nothing of a bomb go off behind its refusal', async () => {
    const bomb = gzipSync(Buffer.alloc(50_000_000));
    const request = requestOf([bomb.subarray(0, 1_000), bomb.subarray(1_000)], packed);
    expect(await readBody(request, 1_000)).toMatchObject({ code: 'too_large' });
    await new Promise((resolve) => setImmediate(resolve));
    expect([request.listenerCount('data'), request.readableFlowing]).toEqual([0, false]);
  });

  it('waits no longer than it was told', async () => {
    const silent = Object.assign(new Readable({ read: () => undefined }), { headers: {} });
    expect(await readBody(silent as Readable & IncomingMessage, 1_000, 5)).toMatchObject({ code: 'timeout' });
  });

  it.each(['br', 'deflate', 'gzip, gzip', 'x'])('refuses the encoding "%s"', async (encoding) => {
    const request = requestOf([Buffer.from('{}')], { 'content-encoding': encoding });
    expect(await readBody(request, 1_000)).toMatchObject({
      code: 'unsupported_encoding',
      at: 'content-encoding',
    });
  });
});
