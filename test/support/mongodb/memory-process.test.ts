import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { MongoClient } from 'mongodb';
import { describe, expect, it } from 'vitest';
import { openMemoryProcess } from './server.ts';

const PARENT = `
  import { openMemoryProcess } from ${JSON.stringify(new URL('server.ts', import.meta.url).href)};
  console.log((await openMemoryProcess()).url('a'));
  setInterval(() => undefined, 1_000);
`;

async function reach(url: string): Promise<Socket> {
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  await once(socket, 'connect');
  return socket;
}

describe('the server in memory in a process of its own', () => {
  it('answers the driver until it is stopped, and once more does no harm', async () => {
    const server = await openMemoryProcess();
    const client = await MongoClient.connect(server.url('a'));
    await client.db().collection('shelf').insertOne({ name: 'one' });
    expect(await client.db().collection('shelf').countDocuments({ name: 'one' })).toBe(1);
    await client.close();
    const ended = once(await reach(server.url('a')), 'close');
    await server.stop();
    await ended;
    await expect(reach(server.url('a'))).rejects.toThrow('ECONNREFUSED');
    await server.stop();
  });

  it('ends with whoever started it, also where that one could say nothing', async () => {
    const parent = spawn(process.execPath, ['--input-type=module-typescript', '--eval', PARENT], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [line] = await once(parent.stdout, 'data');
    const url = String(line).trim();
    const ended = once(await reach(url), 'close');
    parent.kill('SIGKILL');
    await ended;
    await expect(reach(url)).rejects.toThrow('ECONNREFUSED');
  });
});
