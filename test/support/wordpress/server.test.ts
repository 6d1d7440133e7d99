import { fork } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { until } from '../until.ts';
import { describeWordPress } from './describe.ts';
import { servePhp } from './server.ts';
import { openWordPress } from './site.ts';

/** Of what runs for the site in that folder: PHP, its workers, and what keeps them. */
function listPrograms(home: string): readonly string[] {
  const ids = readdirSync('/proc').filter((name) => /^\d+$/.test(name) && name !== String(process.pid));
  return ids.filter((id) => {
    try {
      return readFileSync(`/proc/${id}/cmdline`, 'utf8').includes(`\0${join(home, 'site')}\0`);
    } catch {
      // It ended while we looked.
      return false;
    }
  });
}

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

  it.each([1, 2])(
    'ends with the process that started it, whatever ends that, with %i workers',
    async (workers) => {
      const child = fork(join(import.meta.dirname, 'server-child.ts'), [home, String(workers)], {
        execArgv: [],
        stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
      });
      const [line] = (await once(child.stdout ?? child, 'data')) as [Buffer];
      const port = Number(line.toString());
      expect(await isServed(port)).toBe(true);
      child.kill('SIGKILL');
      await until(async () => !(await isServed(port)) && listPrograms(home).length === 0);
    },
  );

  it('answers as many at once as it has workers, and none of them outlives it', async () => {
    writeFileSync(
      join(home, 'site/index.php'),
      "<?php echo isset( $_GET['self'] ) ? file_get_contents( 'http://127.0.0.1:' . $_SERVER['SERVER_PORT'] . '/' ) : 'here';",
    );
    const { port, stop } = await servePhp({ home, env: { INKLING_LAB_HOME: home }, workers: 2 });
    const answer = await fetch(`http://127.0.0.1:${port}/?self=1`);
    expect(await answer.text()).toBe('here');
    expect(listPrograms(home)).not.toEqual([]);
    await stop();
    expect(await isServed(port)).toBe(false);
    expect(listPrograms(home)).toEqual([]);
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
