import { fork } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { until } from '../until.ts';
import { describeWordPress } from './describe.ts';
import { servePhp } from './server.ts';
import { openWordPress } from './site.ts';

await describeWordPress('a PHP that serves', () => {
  let home: string;

  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), 'inkling-php-'));
    for (const name of ['site', 'mails', 'scratch']) mkdirSync(join(home, name));
    writeFileSync(join(home, 'site/index.php'), "<?php echo 'here';");
  });

  afterEach(() => rmSync(home, { recursive: true, force: true }));

  const isServed = async (port: number) => {
    try {
      return (await fetch(`http://127.0.0.1:${port}/`)).ok;
    } catch {
      return false;
    }
  };

  it('answers until it is stopped', async () => {
    const { port, stop } = await servePhp({ home, env: { INKLING_LAB_HOME: home } });
    expect(await isServed(port)).toBe(true);
    await stop();
    expect(await isServed(port)).toBe(false);
  });

  it('ends with the process that started it, whatever ends that', async () => {
    const child = fork(join(import.meta.dirname, 'server-child.ts'), [home], {
      execArgv: [],
      stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
    });
    const [line] = (await once(child.stdout ?? child, 'data')) as [Buffer];
    const port = Number(line.toString());
    expect(await isServed(port)).toBe(true);
    child.kill('SIGKILL');
    await until(async () => !(await isServed(port)));
  });

  it('says what PHP says when it cannot', async () => {
    rmSync(join(home, 'site'), { recursive: true });
    await expect(servePhp({ home, env: { INKLING_LAB_HOME: home } })).rejects.toThrow('PHP does not serve');
  });

  it('leaves nothing of a site that is stopped', async () => {
    const site = await openWordPress();
    expect(existsSync(site.folder)).toBe(true);
    await site.stop();
    expect(existsSync(dirname(site.folder))).toBe(false);
    await expect(site.get('/')).rejects.toThrow();
  });
});
