/** Serves the folder that it is given, says where, and then waits to be killed. */
import { servePhp } from './server.ts';

const [, , home = ''] = process.argv;
const { port } = await servePhp({ home, env: { INKLING_LAB_HOME: home } });
process.stdout.write(`${port}\n`);
setInterval(() => undefined, 60_000);
