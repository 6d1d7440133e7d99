import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Admin, signIn } from './admin.ts';
import { linkCompiled } from './compiled.ts';
import { type Core, prepareCore } from './core.ts';
import { readDump, type SiteDump } from './dump.ts';
import { type MariaDb, startMariaDb } from './mariadb.ts';
import { PHP_FOLDER, type SiteServer, servePhp } from './server.ts';

export type SiteOptions = {
  /** A network whose sites lie in subfolders. */
  readonly isMultisite?: boolean;
  /** Saved HTML answers every anonymous GET but the first, without WordPress. */
  readonly isPageCached?: boolean;
  /** A free one where it is left out. */
  readonly port?: number;
  /**
   * How many requests it answers at once. With more than one it may ask itself, and nobody else; with one it would wait
   * for itself for ever.
   */
  readonly workers?: number;
  /** Where it keeps what it knows; without, on SQLite. `findMariaDbObstacle()` says whether there is one. */
  readonly isOnMariaDb?: boolean;
};

/** A request that WordPress or a plugin was about to send. */
export type OutgoingRequest = {
  readonly method: string;
  readonly url: string;
  /** The plugin's folder; null for WordPress itself. */
  readonly asker: string | null;
  /** Whatever would leave this machine, what would come back to the site's only worker, and with several what would not. */
  readonly isRefused: boolean;
};

export type WordPressSite = {
  /** Without a slash at its end. */
  readonly url: string;
  readonly isMultisite: boolean;
  /** WordPress's own, for example `6.8.12`. */
  readonly version: string;
  /** Its files: `wp-content` is its own, the core that of all sites. */
  readonly folder: string;
  /** What a PHP of its own needs to be this site, for `runPhp` and `runPhpUnit`. */
  readonly env: Readonly<Record<string, string>>;
  /** A request of nobody in particular. */
  get(path: string, init?: RequestInit): Promise<Response>;
  /** A session in the admin: the administrator's, or that of whoever is named. */
  signIn(account?: { readonly user: string; readonly password: string }): Promise<Admin>;
  /** Runs PHP inside of WordPress, with every plugin loaded; its `return` comes back as JSON. */
  evaluate(code: string): Promise<unknown>;
  /** Runs what is due; with a hook, its next event is due now. */
  runCron(hook?: string): Promise<void>;
  dump(): Promise<SiteDump>;
  requests(): readonly OutgoingRequest[];
  /** In their order, as they would have been sent. */
  mails(): readonly string[];
  /** What PHP complained about: WordPress's debug log. */
  complaints(): readonly string[];
  forgetComplaints(): void;
  emptyPageCache(): void;
  /** What is below that path is answered 403 before any PHP of the site, as a firewall does; null: nothing is. */
  forbid(path: string | null): void;
  stop(): Promise<void>;
};

/** What WordPress complains about by itself, and of nobody else. */
const OWN_COMPLAINTS: readonly RegExp[] = [
  // Its search for updates is refused here; 6.1 does not say by what.
  /PHP Warning: {2}(wp_(version_check|update_plugins|update_themes)\(\): )?An unexpected error occurred/,
  // 6.1 is older than the PHP that it runs on.
  /PHP Deprecated: .* in \S+\/bookworm-\w+\/core\/wp-includes\//,
  // It looks for the page of a plugin where there is none.
  /PHP Deprecated: {2}preg_replace\(\): Passing null .* in \S+\/wp-admin\/includes\/plugin\.php on line/,
];

/**
 * A fresh WordPress, installed and served, with an administrator `admin` whose password is `password`.
 *
 * @throws Error when it does not come up; nothing of it is left then.
 * @example const site = await openWordPress({ isPageCached: true }); afterAll(site.stop);
 */
export async function openWordPress(options: SiteOptions = {}): Promise<WordPressSite> {
  const core = await prepareCore();
  const home = mkdtempSync(join(tmpdir(), 'inkling-wordpress-'));
  const removeHome = () => rmSync(home, { recursive: true, force: true });
  process.once('exit', removeHome);
  let mariaDb: MariaDb | undefined;
  const clearUp = async (server?: SiteServer) => {
    await server?.stop();
    await mariaDb?.stop();
    removeHome();
    process.off('exit', removeHome);
  };
  let server: SiteServer | undefined;
  try {
    layOut(home, core);
    linkCompiled(home, core.compiled);
    if (options.isOnMariaDb === true) {
      mariaDb = await startMariaDb(join(home, 'mariadb'));
      rmSync(join(home, 'site/wp-content/db.php'));
    }
    const env = describeHome(home, options, mariaDb);
    const { port, workers } = options;
    server = await servePhp({ home, env, ...(port !== undefined && { port }), ...(workers && { workers }) });
    const site = siteAt({ home, core, server, env, options, stop: () => clearUp(server) });
    await install(site);
    // What WordPress writes down with its first page: settings of widgets, and rules for the addresses that it was given.
    await site.evaluate('flush_rewrite_rules( false );');
    // It tries its own addresses.
    rmSync(join(home, 'requests.jsonl'), { force: true });
    return site;
  } catch (error) {
    await clearUp(server);
    throw error;
  }
}

/** Whatever a site may write to is its own. The rest are links to the core, which PHP has to compile but once. */
function layOut(home: string, core: Core): void {
  const content = join(home, 'site/wp-content');
  for (const name of ['database', 'mails', 'pages', 'scratch'])
    mkdirSync(join(home, name), { recursive: true });
  for (const name of ['plugins', 'themes', 'mu-plugins', 'uploads']) {
    mkdirSync(join(content, name), { recursive: true });
  }
  for (const name of readdirSync(core.wordpress)) {
    if (name !== 'wp-content') symlinkSync(join(core.wordpress, name), join(home, 'site', name));
  }
  for (const name of readdirSync(join(core.wordpress, 'wp-content/themes'))) {
    symlinkSync(join(core.wordpress, 'wp-content/themes', name), join(content, 'themes', name));
  }
  copyFileSync(join(PHP_FOLDER, 'wp-config.php'), join(home, 'site/wp-config.php'));
  copyFileSync(join(PHP_FOLDER, 'must-use.php'), join(content, 'mu-plugins/inkling-lab.php'));
  const dropIn = readFileSync(join(core.sqlite, 'db.copy'), 'utf8');
  writeFileSync(
    join(content, 'db.php'),
    dropIn
      .replaceAll('{SQLITE_IMPLEMENTATION_FOLDER_PATH}', core.sqlite)
      .replaceAll('{SQLITE_PLUGIN}', 'none'),
  );
}

function describeHome(
  home: string,
  { isMultisite, isPageCached }: SiteOptions,
  mariaDb?: MariaDb,
): Record<string, string> {
  return {
    INKLING_LAB_HOME: home,
    ...(mariaDb !== undefined && { INKLING_LAB_MARIADB: mariaDb.socket }),
    ...(isMultisite === true && { INKLING_LAB_MULTISITE: '1' }),
    ...(isPageCached === true && { INKLING_LAB_PAGE_CACHE: '1' }),
  };
}

async function install(site: WordPressSite): Promise<void> {
  const answer = await site.get('/__lab/install', { method: 'POST' });
  const text = await answer.text();
  if (answer.ok && text.endsWith('installed')) return;
  throw new Error(
    `[inkling] [wordpress] WordPress is not installed: ${answer.status} ${text} ${site.complaints().join('\n')}`,
  );
}

type Standing = {
  readonly home: string;
  readonly core: Core;
  readonly server: SiteServer;
  readonly env: Readonly<Record<string, string>>;
  readonly options: SiteOptions;
  readonly stop: () => Promise<void>;
};

function siteAt({ home, core, server, env, options, stop }: Standing): WordPressSite {
  const url = `http://127.0.0.1:${server.port}`;
  const isMultisite = options.isMultisite ?? false;
  const get = (path: string, init: RequestInit = {}) => fetchWhole(url + path, init);
  const linesOf = (name: string) => readLines(join(home, name));
  const site: WordPressSite = {
    url,
    isMultisite,
    version: core.version,
    folder: join(home, 'site'),
    env: { ...env, INKLING_LAB_PORT: String(server.port) },
    get,
    signIn: (account = { user: 'admin', password: 'password' }) => signIn({ url, isMultisite, ...account }),
    evaluate: async (code) => await evaluate(site, code),
    runCron: async (hook) => {
      if (hook !== undefined) await evaluate(site, makeDue(hook));
      const answer = await get('/wp-cron.php');
      await answer.text();
      if (!answer.ok) throw new Error(`cron broke off: ${answer.status} ${site.complaints().join('\n')}`);
    },
    dump: async () => {
      // Rules of addresses are missing after many a change, until the next visit: they are compared as well.
      await (await get('/wp-json/wp/v2/types/post')).text();
      return readDump(await get('/__lab/dump'));
    },
    requests: () => linesOf('requests.jsonl').map((line) => JSON.parse(line) as OutgoingRequest),
    mails: () =>
      readdirSync(join(home, 'mails'))
        .filter((name) => name.endsWith('.eml'))
        .sort()
        .map((name) => readFileSync(join(home, 'mails', name), 'utf8')),
    complaints: () => readComplaints(join(home, 'debug.log')),
    forgetComplaints: () => rmSync(join(home, 'debug.log'), { force: true }),
    forbid: (path) => {
      const list = join(home, 'forbidden');
      if (path === null) rmSync(list, { force: true });
      else writeFileSync(list, path);
    },
    emptyPageCache: () => {
      for (const name of readdirSync(join(home, 'pages'))) rmSync(join(home, 'pages', name));
    },
    stop,
  };
  return site;
}

/** With its body, whether anybody reads it or not: a connection that ends over an unread one is a fault of nobody. */
async function fetchWhole(url: string, init: RequestInit): Promise<Response> {
  const answer = await fetch(url, { redirect: 'manual', ...init });
  const body = await answer.arrayBuffer();
  const { status, statusText, headers } = answer;
  return new Response(body.byteLength === 0 ? null : body, { status, statusText, headers });
}

function readLines(path: string): readonly string[] {
  if (!existsSync(path)) return [];
  return readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line !== '');
}

/** Each with its trace. */
function readComplaints(path: string): readonly string[] {
  if (!existsSync(path)) return [];
  return readFileSync(path, 'utf8')
    .split(/^(?=\[\d{2}-\w{3}-\d{4} )/m)
    .filter((text) => !OWN_COMPLAINTS.some((pattern) => pattern.test(text)));
}

async function evaluate(site: WordPressSite, code: string): Promise<unknown> {
  const answer = await site.get('/__lab/evaluate', { method: 'POST', body: code });
  const text = await answer.text();
  if (!answer.ok || !text.startsWith('{')) {
    throw new Error(`${code}\n${answer.status} ${text}\n${site.complaints().join('\n')}`);
  }
  const { value, fault } = JSON.parse(text) as { value?: unknown; fault?: string };
  if (fault !== undefined) throw new Error(`${code}\n${fault}`);
  return value;
}

function makeDue(hook: string): string {
  return `
    $hook = ${JSON.stringify(hook).replaceAll('$', '\\$')};
    $all = _get_cron_array();
    foreach ( $all as $at => $hooks ) {
      if ( ! isset( $hooks[ $hook ] ) ) continue;
      $all[ 1 ][ $hook ] = $hooks[ $hook ];
      unset( $all[ $at ][ $hook ] );
      if ( ! $all[ $at ] ) unset( $all[ $at ] );
      ksort( $all );
      _set_cron_array( $all );
      return;
    }
    throw new Exception( "no event of $hook is planned" );`;
}
