import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, it } from 'vitest';
import { neutralEnvironment } from '../../support/neutral-environment.ts';
import { ROOT } from '../../support/source-tree.ts';

const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
  readonly scripts: Readonly<Record<string, string>>;
};

it('npm run segment:serve listens on this machine alone, and ends when it is told to', async () => {
  const [, ...args] = scripts['segment:serve']?.split(' ') ?? [];
  const env = { ...neutralEnvironment(), PORT: '0' };
  const child = spawn(process.execPath, args, { cwd: ROOT, env, stdio: ['ignore', 'pipe', 'inherit'] });
  try {
    const [line] = (await once(createInterface(child.stdout), 'line')) as [string];
    const [url = ''] = /http:\/\/127\.0\.0\.1:\d+/.exec(line) ?? [];
    const answer = await fetch(`${url}/manifest`, { headers: { connection: 'close' } });
    expect(await answer.json()).toMatchObject({ results: { name: 'Inkling' } });
    child.kill('SIGTERM');
    expect(await once(child, 'exit')).toEqual([0, null]);
  } finally {
    child.kill('SIGKILL');
  }
});
