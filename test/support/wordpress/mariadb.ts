import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { neutralEnvironment } from '../neutral-environment.ts';
import { until } from '../until.ts';
import { killGroup, lastWords, runProgram } from './program.ts';

const SERVER = '/usr/sbin/mariadbd';
const INSTALLER = '/usr/bin/mariadb-install-db';
const CLIENT = '/usr/bin/mariadb';
/** Has the kernel end a program when the one that started it ends. */
const SETPRIV = '/usr/bin/setpriv';
const LIMIT_MS = 60_000;

export type MariaDb = {
  /** Path of its socket: it listens nowhere else. */
  readonly socket: string;
  stop(): Promise<void>;
};

/**
 * What keeps a WordPress from living on MariaDB here; null: nothing. It is not installed for a test's sake.
 *
 * @example findMariaDbObstacle() // 'MariaDB is not installed: apt-get install mariadb-server php-mysql'
 */
export function findMariaDbObstacle(): string | null {
  const cure = 'apt-get install -y --no-install-recommends mariadb-server php-mysql';
  if (!existsSync(SERVER) || !existsSync(INSTALLER)) return `MariaDB is not installed: ${cure}`;
  const modules = spawnSync('/usr/bin/php', ['-m'], { encoding: 'utf8', timeout: 20_000 }).stdout ?? '';
  return modules.includes('mysqli') ? null : `PHP does not speak to MariaDB: ${cure}`;
}

/**
 * A MariaDB of its own, in a folder, behind a socket, with an empty database `wordpress`. It ends with this process at the
 * latest.
 *
 * @throws Error with its last words when it does not come up.
 * @example const { socket, stop } = await startMariaDb(join(home, 'mariadb'));
 */
export async function startMariaDb(folder: string): Promise<MariaDb> {
  mkdirSync(folder, { recursive: true });
  const data = join(folder, 'data');
  const socket = join(folder, 'socket');
  const env = neutralEnvironment();
  const own = ['--no-defaults', '--user=root', `--datadir=${data}`];
  const made = await runProgram({
    file: INSTALLER,
    args: [...own, '--auth-root-authentication-method=normal', '--skip-test-db', '--skip-name-resolve'],
    env,
    limitMs: LIMIT_MS,
  });
  if (made.exitCode !== 0) throw new Error(`[inkling] [mariadb] no database: ${lastWords(made)}`);
  const settings = ['--skip-networking', `--socket=${socket}`, '--innodb-flush-log-at-trx-commit=0'];
  const child = spawn(SETPRIV, ['--pdeathsig', 'KILL', SERVER, ...own, ...settings], {
    env,
    detached: true,
    stdio: 'ignore',
  });
  const ended = once(child, 'exit');
  let hasEnded = false;
  void ended.then(() => {
    hasEnded = true;
  });
  const stop = async () => {
    killGroup(child.pid);
    await ended;
  };
  await until(() => existsSync(socket) || hasEnded);
  const created = await runProgram({
    file: CLIENT,
    args: ['--no-defaults', `--socket=${socket}`, '--user=root', '--execute=CREATE DATABASE wordpress'],
    env,
    limitMs: LIMIT_MS,
  });
  if (created.exitCode === 0) return { socket, stop };
  if (!hasEnded) await stop();
  throw new Error(`[inkling] [mariadb] it does not answer: ${lastWords(created)}`);
}
