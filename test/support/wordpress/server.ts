import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { neutralEnvironment } from '../neutral-environment.ts';
import { readCompiled } from './compiled.ts';
import { killGroup } from './program.ts';

export const PHP_FOLDER = join(import.meta.dirname, 'php');
/** Loads the WordPress of the site whose `env` a PHP is given. */
export const BOOTSTRAP = join(PHP_FOLDER, 'bootstrap.php');
const PHP = '/usr/bin/php';

/**
 * PHP at the head of a group of its own, with the workers that it forks. The group ends when PHP does, and when nobody holds
 * the other end of this shell's input any more: what the kernel would do for a process when its parent is gone, it does not
 * do for that process's own children.
 */
const KEEPER = '("$@"; kill -KILL 0) & read -r _; kill -KILL 0';

export type SiteServer = {
  readonly port: number;
  /** What the server itself said. */
  output(): string;
  stop(): Promise<void>;
};

/**
 * A PHP that serves the site in that folder, on a free port of the loopback unless one is named; one request after the
 * other unless `workers` says how many at once. It ends with this process at the latest, whatever ends that.
 *
 * @throws Error with PHP's output when it does not come up.
 * @example const { port, stop } = await servePhp({ home, env: { INKLING_LAB_HOME: home } });
 */
export async function servePhp(order: {
  readonly home: string;
  readonly env: Readonly<Record<string, string>>;
  readonly port?: number;
  readonly workers?: number;
}): Promise<SiteServer> {
  const { home, env, port: wanted = 0, workers = 1 } = order;
  const child = spawn('/bin/sh', ['-c', KEEPER, 'sh', PHP, ...phpArgs(home, wanted)], {
    cwd: home,
    env: {
      ...neutralEnvironment(),
      ...env,
      ...(workers > 1 && { PHP_CLI_SERVER_WORKERS: String(workers) }),
    },
    detached: true,
    stdio: ['pipe', 'ignore', 'pipe'],
  });
  // Its workers share its output: that is closed once the last of them is gone.
  const ended = once(child, 'close');
  const stop = async () => {
    killGroup(child.pid);
    await ended;
  };
  const lines: string[] = [];
  try {
    const port = await readPort(child, lines);
    return { port, output: () => lines.join(''), stop };
  } catch (error) {
    if (child.pid !== undefined) await stop();
    throw error;
  }
}

function phpArgs(home: string, port: number): readonly string[] {
  const settings = {
    'opcache.enable': '1',
    'opcache.enable_cli': '1',
    // A file that a test changes counts from the next request on.
    'opcache.revalidate_freq': '0',
    display_errors: '0',
    log_errors: '1',
    memory_limit: '256M',
    sendmail_path: `${PHP} -n ${join(PHP_FOLDER, 'record-mail.php')} ${join(home, 'mails')}`,
    sys_temp_dir: join(home, 'scratch'),
    upload_tmp_dir: join(home, 'scratch'),
  };
  const options = Object.entries(settings).flatMap(([name, value]) => ['-d', `${name}=${value}`]);
  const compiled = readCompiled(home);
  return [
    ...options,
    ...compiled,
    '-S',
    `127.0.0.1:${port}`,
    '-t',
    join(home, 'site'),
    join(PHP_FOLDER, 'router.php'),
  ];
}

/** PHP takes a free port and says which one. */
function readPort(child: ChildProcess, lines: string[]): Promise<number> {
  return new Promise((resolve, reject) => {
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      lines.push(text);
      const port = /Development Server \(http:\/\/127\.0\.0\.1:(\d+)\) started/.exec(text)?.[1];
      if (port !== undefined) resolve(Number(port));
    });
    child.once('error', reject);
    child.once('close', () =>
      reject(new Error(`[inkling] [wordpress] PHP does not serve: ${lines.join('')}`)),
    );
  });
}
