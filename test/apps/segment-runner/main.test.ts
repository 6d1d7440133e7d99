import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { expect, it } from 'vitest';
import { neutralEnvironment } from '../../support/neutral-environment.ts';
import { ROOT } from '../../support/source-tree.ts';

const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
  readonly scripts: Readonly<Record<string, string>>;
};

function startRunner(PORT: string): ChildProcess {
  const [, ...args] = scripts['segment:serve']?.split(' ') ?? [];
  const env = { ...neutralEnvironment(), PORT };
  return spawn(process.execPath, args, { cwd: ROOT, env, stdio: ['ignore', 'pipe', 'pipe'] });
}

it('npm run segment:serve listens on this machine alone, and ends when it is told to', async () => {
  const child = startRunner('0');
  try {
    const lines = createInterface(child.stdout as Readable);
    const [line] = (await once(lines, 'line')) as [string];
    const [url = ''] = /http:\/\/127\.0\.0\.1:\d+/.exec(line) ?? [];
    const answer = await fetch(`${url}/manifest`, { headers: { connection: 'close' } });
    expect(await answer.json()).toMatchObject({ results: { name: 'Inkling' } });
    child.kill('SIGTERM');
    expect(await once(child, 'exit')).toEqual([0, null]);
  } finally {
    child.kill('SIGKILL');
  }
});

it('says in one line what keeps it from starting', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  const taken = String((other.address() as AddressInfo).port);
  try {
    for (const [port, line] of [
      ['no', '[inkling] [PORT] it is no port: write a number from 0 to 65535\n'],
      [taken, '[inkling] [PORT] it is in use: stop the other program, or set a free one\n'],
    ] as const) {
      const child = startRunner(port);
      const [said, [status]] = await Promise.all([text(child.stderr as Readable), once(child, 'exit')]);
      expect([status, said]).toEqual([1, line]);
    }
  } finally {
    other.close();
  }
});
