/** Serves the folder that it is given, says where, and then waits to be killed. */
import { servePhp } from './server.ts';

const [, , home = '', workers = '1'] = process.argv;
const { port } = await servePhp({ home, env: { INKLING_LAB_HOME: home }, workers: Number(workers) });
process.stdout.write(`${port}\n`);
setInterval(() => undefined, 60_000);
