/** The server in memory as a program: it says at which port it listens, and ends with its standard input, so never after its parent. */
import { openMemoryMongo } from './memory/wire.ts';

const { port, close } = await openMemoryMongo();
process.stdin.once('close', () => void close().finally(() => process.exit())).resume();
console.log(port);
