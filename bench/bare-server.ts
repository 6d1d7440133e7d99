import { fork } from 'node:child_process';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';

export type BareServer = { readonly port: number; readonly pid: number; stop(): Promise<void> };

/**
 * A `node:http` server in its own process that reads and parses a body and answers 200, or 400 where it
 * is not JSON.
 *
 * @example const bare = await startBareServer(); … await bare.stop();
 */
export async function startBareServer(): Promise<BareServer> {
  const child = fork(join(import.meta.dirname, 'bare-child.ts'), { execArgv: [] });
  const [{ port }]: [AddressInfo] = await Promise.race([
    once(child, 'message') as Promise<[AddressInfo]>,
    once(child, 'exit').then(() => Promise.reject(new Error('the bare server did not start'))),
  ]);
  return {
    port,
    pid: child.pid ?? 0,
    async stop() {
      const gone = once(child, 'exit');
      child.disconnect();
      await gone;
    },
  };
}
