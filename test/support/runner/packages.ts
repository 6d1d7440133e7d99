import { existsSync } from 'node:fs';
import { runCommand } from './command.ts';

/** A Debian package that some suites cannot do without. */
type Need = {
  readonly name: string;
  readonly program: string;
  readonly override: string;
  readonly suites: string;
};

const NEEDS: readonly Need[] = [
  { name: 'chromium', program: '/usr/bin/chromium', override: 'CHROMIUM_PATH', suites: 'browser' },
];

/** @example installCommand(['chromium']) // 'apt-get install -y --no-install-recommends chromium' */
export function installCommand(names: readonly string[]): string {
  return ['apt-get', ...installArgs(names)].join(' ');
}

/**
 * Installs what is missing when this is root on a Debian-like system; says what to type otherwise.
 * It never fails the run: suites without their program are skipped and say so.
 */
export async function installPackages(): Promise<void> {
  const missing = NEEDS.filter((need) => !existsSync(process.env[need.override] ?? need.program));
  if (missing.length === 0) return console.log('packages: all there');
  const names = missing.map((need) => need.name);
  if (canInstall() && (await install(names))) return console.log(`packages: installed ${names.join(', ')}`);
  for (const need of missing) {
    console.log(`packages: without ${need.name} the ${need.suites} suites are skipped`);
  }
  console.log(`packages: as root, type: ${installCommand(names)}`);
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
