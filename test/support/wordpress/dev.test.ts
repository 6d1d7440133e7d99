import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { neutralEnvironment } from '../neutral-environment.ts';
import { describeWordPress } from './describe.ts';
import { readDevPort } from './dev-port.ts';

const PROGRAM = join(import.meta.dirname, 'dev.ts');

await describeWordPress('a WordPress for a person', () => {
  it('has the plugin active and posts to read, says where it is, and goes without a trace when it is told to', async () => {
    const env = { ...neutralEnvironment(), WORDPRESS_PORT: '0' };
    const child = spawn(process.execPath, [PROGRAM], { env, stdio: ['ignore', 'pipe', 'inherit'] });
    const ended = once(child, 'exit');
    let said = '';
    for await (const text of child.stdout.setEncoding('utf8')) {
      said += text;
      if (said.includes('Stop with Ctrl+C')) break;
    }
    const url = /Site {4}(\S+)\//.exec(said)?.[1] ?? '';
    const front = await (await fetch(`${url}/`)).text();
    expect(front).toContain('How to sharpen a knife');
    const admin = await fetch(`${url}/wp-admin/admin.php?page=inkling`, { redirect: 'manual' });
    expect(admin.headers.get('location')).toContain('wp-login.php');
    child.kill('SIGTERM');
    expect(await ended).toEqual([0, null]);
    await expect(fetch(`${url}/`)).rejects.toThrow('fetch failed');
  });
});

it('takes 4730, the port that it is given, or none that is no port', () => {
  expect(readDevPort()).toBe(4730);
  expect(readDevPort('8080')).toBe(8080);
  expect(readDevPort('0')).toBe(0);
  for (const given of ['65536', '-1', 'eighty', '8080 ', '1e3'])
    expect(() => readDevPort(given)).toThrow('it is no port');
});
