/** `npm run segment:serve`: the destination behind HTTP, on this machine only. */
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createRunner } from './runner.ts';
import { portOf } from './settings.ts';

const HOST = '127.0.0.1';

const server = createRunner().listen(portOf(process.env), HOST);
await once(server, 'listening');
const { port } = server.address() as AddressInfo;
process.stdout.write(`Segment's destination "Inkling" at http://${HOST}:${port} (docs/segment.md)\n`);
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => server.close());
