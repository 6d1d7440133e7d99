/** FerretDB, built from Go's modules where Go is there: the server of the tests where nobody has a MongoDB. */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFileSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../source-tree.ts';
import { keepWhole } from '../whole-folder.ts';

const SOURCES = join(import.meta.dirname, 'ferretdb');
const FILES = ['go.mod', 'go.sum', 'main.go'];
const CACHE = join(ROOT, '.cache/ferretdb');
/** Its modules are got, and it is compiled: a minute on two cores. */
const BUILD_MS = 10 * 60_000;

let built: Promise<string> | undefined;

/**
 * The program, out of the cache or built. A process asks once, also where that went wrong.
 *
 * @throws Error that says what is missing, and the cure.
 * @example const program = await buildFerretDb();
 */
export function buildFerretDb(): Promise<string> {
  built ??= build();
  return built;
}

async function build(): Promise<string> {
  const recipe = createHash('sha256');
  for (const file of FILES) recipe.update(readFileSync(join(SOURCES, file)));
  const folder = await keepWhole({
    cache: CACHE,
    name: recipe.digest('hex').slice(0, 12),
    build: async ({ scratch, into }) => {
      for (const file of FILES) copyFileSync(join(SOURCES, file), join(scratch, file));
      mkdirSync(into);
      compile(scratch, join(into, 'ferretdb'));
    },
  });
  return join(folder, 'ferretdb');
}

function compile(folder: string, program: string): void {
  const { error, status, stderr } = spawnSync('go', ['build', '-o', program, '.'], {
    cwd: folder,
    env: { ...process.env, CGO_ENABLED: '0', GOFLAGS: '-mod=readonly' },
    encoding: 'utf8',
    timeout: BUILD_MS,
  });
  if (error !== undefined)
    throw new Error(
      '[inkling] [mongodb] there is no Go to build FerretDB with: install Go, or set MONGODB_URL.',
    );
  if (status !== 0)
    throw new Error(
      `[inkling] [mongodb] FerretDB was not built, look at Go's words: ${stderr.slice(-2_000)}`,
    );
}
