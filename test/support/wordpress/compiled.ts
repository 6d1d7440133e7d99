import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, statSync, symlinkSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { neutralEnvironment } from '../neutral-environment.ts';
import { keepWhole } from '../whole-folder.ts';
import { lastWords, runProgram } from './program.ts';

const PHP = '/usr/bin/php';
const FOLDER = 'compiled';

export type Compiled = {
  /** The files that were compiled. */
  readonly of: string;
  /** Where PHP keeps what it has made of them. */
  readonly kept: string;
  /** PHP's name for its own version. */
  readonly php: string;
};

/**
 * Where any PHP finds what another has compiled of the core: every site's PHP would spend a second of its own on that.
 *
 * @throws Error when PHP keeps nothing.
 */
export async function findCompiled(where: {
  readonly cache: string;
  readonly core: string;
}): Promise<Compiled> {
  const { size, mtimeMs } = statSync(PHP);
  const version = createHash('sha256').update(`${size} ${mtimeMs}`).digest('hex').slice(0, 12);
  const whole = await keepWhole({
    cache: where.cache,
    name: `${basename(where.core)}-by-${version}`,
    build: async ({ into }) => {
      mkdirSync(into, { recursive: true });
      // What was unpacked a moment ago counts as well: PHP takes files younger than two seconds for half written.
      const asItIs = ['-d', 'opcache.file_update_protection=0'];
      const args = [...keepIn(into), ...asItIs, join(where.core, 'core/wp-includes/version.php')];
      const ended = await runProgram({ file: PHP, args, env: neutralEnvironment(), limitMs: 20_000 });
      if (readdirSync(into).length === 0)
        throw new Error(`[inkling] [wordpress] PHP keeps nothing that it compiles: ${lastWords(ended)}`);
    },
  });
  const [php = ''] = readdirSync(whole);
  return { of: where.core, kept: join(whole, php, where.core), php };
}

/**
 * A site's own folder for what its PHP compiles: its plugins are gone with it, the core is that of all sites.
 *
 * @example linkCompiled(home, core.compiled);
 */
export function linkCompiled(home: string, { of, kept, php }: Compiled): void {
  const own = join(home, FOLDER, php, of);
  mkdirSync(dirname(own), { recursive: true });
  symlinkSync(kept, own);
}

/** Settings of a PHP for the site in that folder; none where it has no such folder. */
export function readCompiled(home: string): readonly string[] {
  const folder = join(home, FOLDER);
  return existsSync(folder) ? keepIn(folder) : [];
}

function keepIn(folder: string): readonly string[] {
  return ['-d', 'opcache.enable_cli=1', '-d', `opcache.file_cache=${folder}`];
}
