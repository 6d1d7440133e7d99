import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../source-tree.ts';
import { unpackWordPress } from './debian.ts';
import { CARRIER_INTEGRITY, unpackDropIn } from './sqlite-drop-in.ts';

/** WordPress and what lets it live on SQLite; every site of every run reads the same files. */
export type Core = {
  /** Holds `wp-load.php`. */
  readonly wordpress: string;
  /** Holds the drop-in's `db.copy`. */
  readonly sqlite: string;
  /** WordPress's own. */
  readonly version: string;
};

const CACHE = join(ROOT, '.cache/wordpress');
/** The oldest one whose WordPress the drop-in works with. */
const SUITE = process.env.WORDPRESS_SUITE ?? 'trixie';

const prepared = new Map<string, Promise<Core>>();

/**
 * WordPress, out of the cache, or got and put there. A process asks once, also where that went wrong.
 *
 * @throws Error that says what could not be had, why, and the cure.
 * @example const { wordpress, version } = await prepareCore();
 */
export function prepareCore(cache = CACHE): Promise<Core> {
  const core = prepared.get(cache) ?? getCore(cache);
  prepared.set(cache, core);
  return core;
}

async function getCore(cache: string): Promise<Core> {
  const recipe = createHash('sha256').update(`1 ${SUITE} ${CARRIER_INTEGRITY}`).digest('hex').slice(0, 12);
  const folder = join(cache, `${SUITE}-${recipe}`);
  if (!existsSync(folder)) await build(cache, folder);
  const wordpress = join(folder, 'core');
  return { wordpress, sqlite: join(folder, 'sqlite'), version: readVersion(wordpress) };
}

/** What has its name is whole: it is built under another one, of which a killed process may leave one behind. */
async function build(cache: string, folder: string): Promise<void> {
  mkdirSync(cache, { recursive: true });
  removeAbandoned(cache);
  const scratch = mkdtempSync(join(cache, `building-${process.pid}-`));
  try {
    const whole = join(scratch, 'whole');
    await Promise.all([
      unpackWordPress({ suite: SUITE, scratch, into: join(whole, 'core') }),
      unpackDropIn({ scratch, into: join(whole, 'sqlite') }),
    ]);
    readVersion(join(whole, 'core'));
    moveOrYield(whole, folder);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** Another process may have been faster: what it built is as good. */
function moveOrYield(from: string, to: string): void {
  try {
    renameSync(from, to);
  } catch (error) {
    if (!existsSync(to)) throw error;
  }
}

function removeAbandoned(cache: string): void {
  for (const name of readdirSync(cache)) {
    const pid = /^building-(\d+)-/.exec(name)?.[1];
    if (pid === undefined || isAlive(Number(pid))) continue;
    rmSync(join(cache, name), { recursive: true, force: true });
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function readVersion(wordpress: string): string {
  const text = readFileSync(join(wordpress, 'wp-includes/version.php'), 'utf8');
  const version = /\$wp_version = '([^']+)'/.exec(text)?.[1];
  if (version === undefined) throw new Error(`[inkling] [wordpress] ${wordpress} holds no WordPress: remove it.`);
  return version;
}
