import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { runCommand } from './command.ts';

/** A Debian package that some suites cannot do without. */
type Need = {
  readonly name: string;
  readonly suites: string;
  readonly isThere: () => boolean;
};

const PHP = '/usr/bin/php';

const NEEDS: readonly Need[] = [
  { name: 'chromium', suites: 'browser', isThere: () => isProgram('/usr/bin/chromium', 'CHROMIUM_PATH') },
  { name: 'php-cli', suites: 'WordPress', isThere: () => isProgram(PHP) },
  ...['curl', 'mbstring', 'sqlite3', 'xml'].map((extension) => ({
    name: `php-${extension}`,
    suites: 'WordPress',
    isThere: () => hasExtension(extension),
  })),
  { name: 'phpunit', suites: 'WordPress', isThere: () => isProgram('/usr/bin/phpunit') },
  { name: 'php-codesniffer', suites: 'WordPress', isThere: () => isProgram('/usr/bin/phpcs') },
];

/** @example installCommand(['chromium']) // 'apt-get install -y --no-install-recommends chromium' */
export function installCommand(names: readonly string[]): string {
  return ['apt-get', ...installArgs(names)].join(' ');
}

/**
 * The packages without which the suites of that name cannot run, as far as they are missing.
 *
 * @example missingPackages('WordPress') // ['php-sqlite3']
 */
export function missingPackages(suites: string): readonly string[] {
  return NEEDS.filter((need) => need.suites === suites && !need.isThere()).map((need) => need.name);
}

/**
 * Installs what is missing when this is root on a Debian-like system; says what to type otherwise.
 * It never fails the run: suites without their program are skipped and say so.
 */
export async function installPackages(): Promise<void> {
  const missing = NEEDS.filter((need) => !need.isThere());
  if (missing.length === 0) return console.log('packages: all there');
  const names = missing.map((need) => need.name);
  if (canInstall() && (await install(names))) {
    phpModules = undefined;
    return console.log(`packages: installed ${names.join(', ')}`);
  }
  for (const need of missing) {
    console.log(`packages: without ${need.name} the ${need.suites} suites are skipped`);
  }
  console.log(`packages: as root, type: ${installCommand(names)}`);
}

function isProgram(path: string, override?: string): boolean {
  return existsSync((override !== undefined && process.env[override]) || path);
}

/** PHP is asked once: several needs wait for the answer. */
let phpModules: ReadonlySet<string> | undefined;

/** A package may be one of several that bring an extension, under names of their own: what counts is what PHP loads. */
function hasExtension(name: string): boolean {
  phpModules ??= new Set(spawnSync(PHP, ['-m'], { encoding: 'utf8', timeout: 20_000 }).stdout?.split('\n'));
  return phpModules.has(name);
}

function canInstall(): boolean {
  return process.getuid?.() === 0 && existsSync('/usr/bin/apt-get');
}

/** The lists are refreshed once; where that fails, the ones that are there may still do. */
async function install(names: readonly string[]): Promise<boolean> {
  await runAptGet(['update', '-qq']);
  return (await runAptGet(installArgs(names))) === 0;
}

function installArgs(names: readonly string[]): readonly string[] {
  return ['install', '-y', '--no-install-recommends', ...names];
}

function runAptGet(args: readonly string[]): Promise<number> {
  const env = { DEBIAN_FRONTEND: 'noninteractive' };
  return runCommand({ file: '/usr/bin/apt-get', args, env, limitMs: 5 * 60_000 });
}
