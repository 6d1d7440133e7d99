import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { listMirrors, type Mirror } from './apt-sources.ts';
import { type Ended, lastWords, runProgram } from './program.ts';

/** What Debian takes out of WordPress because it has a package of its own for it: links lead there. */
const PACKAGES: readonly string[] = [
  'wordpress',
  'libjs-cropper',
  'libjs-jquery',
  'libjs-jquery-ui',
  'libjs-lodash',
  'node-lodash',
  'libjs-underscore',
  'libphp-phpmailer',
  'php-getid3',
];

/** The theme that a new site has; bookworm's WordPress is older than the usual one. */
const themeOf = (suite: string): string =>
  `wordpress-theme-${suite === 'bookworm' ? 'twentytwentythree' : 'twentytwentyfive'}`;

const LISTS_LIMIT_MS = 60_000;
const PACKAGES_LIMIT_MS = 120_000;
const UNPACK_LIMIT_MS = 60_000;

/** An apt that knows nothing of the machine's lists, caches and hooks, and leaves none of its own there. */
type Apt = { readonly folder: string; run(args: readonly string[], limitMs: number): Promise<Ended> };

/**
 * WordPress as Debian has it in that suite, whole and without a link, in `into`. Nothing is installed.
 *
 * @throws Error that says what could not be had, why, and the cure.
 * @example await unpackWordPress({ suite: 'trixie', scratch: '/a/folder', into: '/a/folder/core' });
 */
export async function unpackWordPress(order: {
  readonly suite: string;
  readonly scratch: string;
  readonly into: string;
}): Promise<void> {
  const { suite, scratch, into } = order;
  const faults: string[] = [];
  for (const [index, mirror] of listMirrors().entries()) {
    const apt = await openApt(join(scratch, `apt-${index}`), suite, mirror);
    const fault = await download(apt, suite);
    if (fault === null) return await unpack(apt.folder, into);
    faults.push(fault);
  }
  if (faults.length === 0) faults.push('no source of this machine is a mirror of Debian');
  throw new Error(
    `[inkling] [wordpress] WordPress cannot be had from Debian's ${suite}: ${faults.join(' | ')}. ` +
      'Name a mirror of Debian that has it in /etc/apt/sources.list.d/ and see that it can be reached; ' +
      'that of bookworm is too old for SQLite, and is tried on MariaDB alone.',
  );
}

async function openApt(folder: string, suite: string, { uri, signedBy }: Mirror): Promise<Apt> {
  for (const name of ['lists/partial', 'cache/archives/partial', 'parts', 'debs']) {
    mkdirSync(join(folder, name), { recursive: true });
  }
  const key = signedBy === null ? '' : `[signed-by=${signedBy}] `;
  writeFileSync(join(folder, 'sources.list'), `deb ${key}${uri} ${suite} main\n`);
  const config = join(folder, 'apt.conf');
  writeFileSync(config, [await readProxies(), ...settings(folder), ''].join('\n'));
  const env = { ...process.env, APT_CONFIG: config };
  const cwd = join(folder, 'debs');
  return { folder, run: (args, limitMs) => runProgram({ file: 'apt-get', args, cwd, env, limitMs }) };
}

function settings(folder: string): readonly string[] {
  return [
    'Dir::Etc::Main "/dev/null";',
    `Dir::Etc::Parts "${folder}/parts";`,
    `Dir::Etc::SourceList "${folder}/sources.list";`,
    `Dir::Etc::SourceParts "${folder}/parts";`,
    `Dir::State::Lists "${folder}/lists";`,
    `Dir::Cache "${folder}/cache";`,
    // The user that apt would become may not write into our folder.
    'APT::Sandbox::User "";',
    'Acquire::Languages "none";',
    'Acquire::PDiffs "false";',
    // A mirror that stands still is as good: what it has is signed, and nothing of it is installed.
    'Acquire::Check-Valid-Until "false";',
    'Acquire::Retries "1";',
    'Acquire::http::Timeout "20";',
    'Acquire::https::Timeout "20";',
  ];
}

/** How this machine reaches its mirrors: by a proxy, or with certificates of its own. */
async function readProxies(): Promise<string> {
  const { stdout } = await runProgram({ file: 'apt-config', args: ['dump'], limitMs: 10_000 });
  return stdout
    .split('\n')
    .filter((line) => /^Acquire::https?::/i.test(line))
    .join('\n');
}

/** @returns What went wrong. */
async function download(apt: Apt, suite: string): Promise<string | null> {
  const lists = await apt.run(['-q', 'update', '--error-on=any'], LISTS_LIMIT_MS);
  if (lists.exitCode !== 0) return `no lists: ${lastWords(lists)}`;
  const packages = await apt.run(['-q', 'download', ...PACKAGES, themeOf(suite)], PACKAGES_LIMIT_MS);
  return packages.exitCode === 0 ? null : `no packages: ${lastWords(packages)}`;
}

/** Links lead from `/usr/share/wordpress` to its neighbours, so that all of it is copied at once, followed. */
async function unpack(folder: string, into: string): Promise<void> {
  const script = [
    'set -e',
    'for deb in debs/*.deb; do dpkg-deb -x "$deb" unpacked; done',
    'cd unpacked/usr/share/wordpress',
    'rm -f wp-config.php .htaccess',
    'mkdir -p "$1"',
    'cp -rL . "$1"',
  ].join('\n');
  const unpacked = await runProgram({
    file: '/bin/sh',
    args: ['-c', script, 'sh', into],
    cwd: folder,
    limitMs: UNPACK_LIMIT_MS,
  });
  if (unpacked.exitCode === 0) return;
  throw new Error(
    `[inkling] [wordpress] Debian's packages could not be unpacked: ${lastWords(unpacked)}. ` +
      'A link may lead to a package that PACKAGES does not name, or the disk is full.',
  );
}
