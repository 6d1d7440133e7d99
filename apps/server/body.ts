/** Reading request bodies: bounded in bytes (also after unpacking) and in time. */
import type { IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { accept, type Outcome, refuse } from '../../core/errors.ts';

const SLOWEST_MS = 15_000;

/**
 * The whole body. A slow or endless sender is refused; its connection is closed by the caller's answer.
 *
 * @param mostBytes Also the bound after gunzip: a small bomb is refused like a large body.
 * @param slowestMs Most time it may take.
 */
export function readBody(
  request: IncomingMessage,
  mostBytes: number,
  slowestMs = SLOWEST_MS,
): Promise<Outcome<Buffer>> {
  const encoding = request.headers['content-encoding']?.toLowerCase();
  if (encoding !== undefined && encoding !== 'identity' && encoding !== 'gzip') {
    return Promise.resolve(refuse('unsupported_encoding', 'content-encoding', 'send identity or gzip'));
  }
  const length = Number(request.headers['content-length'] ?? 0);
  if (length > mostBytes) return Promise.resolve(tooLarge(mostBytes));
  return collectBytes(request, encoding === 'gzip', { mostBytes, slowestMs });
}

function collectBytes(
  request: IncomingMessage,
  isPacked: boolean,
  { mostBytes, slowestMs }: { readonly mostBytes: number; readonly slowestMs: number },
): Promise<Outcome<Buffer>> {
  return new Promise((resolve) => {
    const source: Readable = isPacked ? request.pipe(createGunzip()) : request;
    const chunks: Buffer[] = [];
    let bytes = 0;
    const finish = (outcome: Outcome<Buffer>): void => {
      clearTimeout(timer);
      source.removeAllListeners('data');
      // What is left of a bomb must not go off behind the answer.
      if (source !== request && !outcome.ok) source.destroy();
      resolve(outcome);
    };
    const timer = setTimeout(() => finish(refuse('timeout', '', 'send the body faster')), slowestMs);
    source.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes > mostBytes) finish(tooLarge(mostBytes));
      else chunks.push(chunk);
    });
    source.on('end', () =>
      finish(accept(chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks))),
    );
    source.on('error', () => finish(refuse('invalid_body', '', 'send a whole, valid gzip stream')));
    request.on('aborted', () =>
      finish(refuse('timeout', '', 'the connection closed before the body was whole')),
    );
  });
}

function tooLarge(mostBytes: number): Outcome<Buffer> {
  return refuse('too_large', '', `send at most ${mostBytes} bytes`);
}
