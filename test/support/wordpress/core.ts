import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../source-tree.ts';
import { keepWhole } from '../whole-folder.ts';
import { type Compiled, findCompiled } from './compiled.ts';
import { unpackWordPress } from './debian.ts';
import { CARRIER_INTEGRITY, unpackDropIn } from './sqlite-drop-in.ts';

/** WordPress and what lets it live on SQLite; every site of every run reads the same files. */
export type Core = {
  /** Holds `wp-load.php`. */
  readonly wordpress: string;
  /** Holds the drop-in's `db.copy`. */
  readonly sqlite: string;
  /** What PHP has compiled of it, for the next PHP. */
  readonly compiled: Compiled;
  /** WordPress's own. */
  readonly version: string;
};

const CACHE = join(ROOT, '.cache/wordpress');
/** The oldest one whose WordPress the drop-in works with; `sid` has the newest WordPress. */
const SUITE = process.env.WORDPRESS_SUITE ?? 'trixie';
/** Another number for another way to build it. */
const RECIPE = 1;

let prepared: Promise<Core> | undefined;

/**
 * WordPress, out of the cache, or got and put there. A process asks once, also where that went wrong.
 *
 * @throws Error that says what could not be had, why, and the cure.
 * @example const { wordpress, version } = await prepareCore();
 */
export function prepareCore(): Promise<Core> {
  prepared ??= getCore();
  return prepared;
}

async function getCore(): Promise<Core> {
  const recipe = createHash('sha256').update(`${RECIPE} ${CARRIER_INTEGRITY}`).digest('hex').slice(0, 12);
  const folder = await keepWhole({
    cache: CACHE,
    name: `${SUITE}-${recipe}`,
    build: async ({ scratch, into }) => {
      const wordpress = join(into, 'core');
      // Both are waited for, also when one is at fault: the other would go on writing to what is removed by then.
      const halves = await Promise.allSettled([
        unpackWordPress({ suite: SUITE, scratch, into: wordpress }),
        unpackDropIn({ scratch, into: join(into, 'sqlite') }),
      ]);
      for (const half of halves) if (half.status === 'rejected') throw half.reason;
      shareCore(join(wordpress, 'wp-load.php'));
    },
  });
  const wordpress = join(folder, 'core');
  return {
    wordpress,
    sqlite: join(folder, 'sqlite'),
    compiled: await findCompiled({ cache: CACHE, core: folder }),
    version: readVersion(wordpress),
  };
}

/**
 * A site's files of the core are links to those of all sites: WordPress takes where they lead for where it is, unless it
 * is told.
 */
function shareCore(wpLoad: string): void {
  const code = readFileSync(wpLoad, 'utf8');
  const own = "define( 'ABSPATH', __DIR__ . '/' );";
  if (!code.includes(own))
    throw new Error(`[inkling] [wordpress] ${wpLoad} says in other words where it is.`);
  writeFileSync(wpLoad, code.replace(own, "define( 'ABSPATH', getenv( 'INKLING_LAB_HOME' ) . '/site/' );"));
}

function readVersion(wordpress: string): string {
  const text = readFileSync(join(wordpress, 'wp-includes/version.php'), 'utf8');
  const version = /\$wp_version = '([^']+)'/.exec(text)?.[1];
  if (version === undefined)
    throw new Error(`[inkling] [wordpress] ${wordpress} holds no WordPress: remove it.`);
  return version;
}
