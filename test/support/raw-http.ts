/** HTTP as bytes on a socket, for what no client library would send. */
import { connect, type Socket } from 'node:net';

export type RawAnswer = {
  readonly status: number;
  /** In lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
};

export type Wire = {
  readonly socket: Socket;
  send(bytes: string | Uint8Array): void;
  /** Says that nothing more will be sent; answers can still come. */
  end(): void;
  /** Everything the server sent until it closed the connection. */
  closed(): Promise<string>;
  /** The next answer, read to its stated length. */
  answer(): Promise<RawAnswer>;
};

const HEAD_END = '\r\n\r\n';

/** @example const wire = openWire(port); wire.send('GET /healthz HTTP/1.1\r\nhost: x\r\n\r\n'); await wire.answer() */
export function openWire(port: number): Wire {
  const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
  let received = Buffer.alloc(0);
  let isClosed = false;
  let wake: () => void = () => undefined;
  socket.on('data', (chunk: Buffer) => {
    received = Buffer.concat([received, chunk]);
    wake();
  });
  // A server that cuts somebody off resets the connection: the test looks at what came before.
  for (const end of ['end', 'close', 'error'] as const) {
    socket.on(end, () => {
      isClosed = true;
      wake();
    });
  }
  const news = () => new Promise<void>((resolve) => (wake = resolve));

  async function answer(): Promise<RawAnswer> {
    for (;;) {
      const found = splitAnswer(received);
      if (found !== null) {
        received = received.subarray(found.length);
        return found.answer;
      }
      if (isClosed)
        throw new Error(`the connection closed without an answer: ${received.toString('latin1')}`);
      await news();
    }
  }

  return {
    socket,
    send: (bytes) => void socket.write(bytes),
    end: () => void socket.end(),
    answer,
    closed: async () => {
      while (!isClosed) await news();
      socket.destroy();
      return received.toString('utf8');
    },
  };
}

/** A POST in full, with a right content-length. */
export function writePost(path: string, body: string | Uint8Array, headers: readonly string[] = []): Buffer {
  const bytes = Buffer.from(body);
  const head = [`POST ${path} HTTP/1.1`, 'host: x', `content-length: ${bytes.length}`, ...headers];
  return Buffer.concat([Buffer.from(head.join('\r\n') + HEAD_END), bytes]);
}

function splitAnswer(bytes: Buffer): { answer: RawAnswer; length: number } | null {
  const headEnd = bytes.indexOf(HEAD_END);
  if (headEnd < 0) return null;
  const [first = '', ...lines] = bytes.subarray(0, headEnd).toString('latin1').split('\r\n');
  const headers = Object.fromEntries(
    lines.map((line) => [
      line.slice(0, line.indexOf(':')).toLowerCase(),
      line.slice(line.indexOf(':') + 1).trim(),
    ]),
  );
  const start = headEnd + HEAD_END.length;
  const length = start + Number(headers['content-length'] ?? 0);
  if (bytes.length < length) return null;
  const body = bytes.subarray(start, length).toString('utf8');
  return { answer: { status: Number(first.split(' ')[1]), headers, body }, length };
}
