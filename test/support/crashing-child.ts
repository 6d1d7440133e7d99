/**
 * Loaded into a server under test (`NODE_OPTIONS=--import …`): a request with the header `x-crash` ends the process as
 * faults of ours would, with what was sent in the words of the fault.
 */
import { Server } from 'node:http';
import { text } from 'node:stream/consumers';

const CRASHES: Readonly<Record<string, (body: string) => void>> = {
  throw: (body) =>
    void setImmediate(() => {
      throw new Error(`it broke over ${body}\n    at ${body}`, { cause: body });
    }),
  reject: (body) => void Promise.reject(new TypeError(body)),
  memory: (body) => {
    const kept: string[][] = [];
    for (let n = 0; ; n += 1) kept.push(Array.from({ length: 10_000 }, (_, at) => `${n} ${at} ${body}`));
  },
};

const { emit } = Server.prototype;
Server.prototype.emit = function (this: Server, name: string, ...args: unknown[]) {
  const [request] = args as [{ readonly headers?: Record<string, string> }];
  const crash = name === 'request' ? CRASHES[request?.headers?.['x-crash'] ?? ''] : undefined;
  if (crash === undefined) return Reflect.apply(emit, this, [name, ...args]);
  void text(request as never).then(crash);
  return true;
} as typeof emit;
