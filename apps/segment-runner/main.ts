/** `npm run segment:serve`: the destination behind HTTP, on this machine only. */
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { InklingError } from '../../core/errors.ts';
import { explainFault } from '../server/crash.ts';
import { portOf } from './settings.ts';

const HOST = '127.0.0.1';

async function run(): Promise<void> {
  const port = portOf(process.env);
  const { createRunner } = await import('./runner.ts');
  const server = createRunner().listen(port, HOST);
  await once(server, 'listening');
  const address = server.address() as AddressInfo;
  process.stdout.write(
    `Segment's destination "Inkling" at http://${HOST}:${address.port} (docs/segment.md)\n`,
  );
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => server.close());
}

/** What a person can cure, with the cure; anything else as it is. */
function asCurable(error: unknown): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : null;
  if (code === 'MODULE_NOT_FOUND')
    return new InklingError(
      'not_installed',
      'segment:serve',
      'Segment’s core is not installed',
      'run `npm ci` without --omit=dev',
    );
  if (code === 'EADDRINUSE')
    return new InklingError(
      'cannot_listen',
      'PORT',
      'it is in use',
      'stop the other program, or set a free one',
    );
  return error;
}

run().catch((error: unknown) => {
  process.stderr.write(explainFault(asCurable(error)));
  process.exitCode = 1;
});
