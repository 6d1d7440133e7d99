/** PHP, its linters and PHPUnit as a test calls them: with a time limit, and faults that say what was wrong where. */
import { readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { neutralEnvironment } from '../neutral-environment.ts';
import { type Ended, lastWords, runProgram } from './program.ts';

type Env = Readonly<Record<string, string>>;

export type PhpOrder = ({ readonly code: string } | { readonly file: string }) & {
  readonly args?: readonly string[];
  /** That of a site makes the lab's `bootstrap.php` load this site's WordPress. */
  readonly env?: Env;
  readonly input?: string;
  readonly limitMs?: number;
};

export type PhpUnitOrder = {
  readonly bootstrap: string;
  /** Its files `…Test.php` are run. */
  readonly folder: string;
  readonly env?: Env;
  readonly limitMs?: number;
};

const LIMIT_MS = 60_000;
const LINTED_AT_ONCE = 4;

/**
 * Runs a file of PHP, or code without its opening tag.
 *
 * @returns What it wrote.
 * @throws Error with what it complained about, when it did not end well.
 * @example await runPhp({ code: 'echo hash("sha256", $argv[1]);', args: ['a text'] })
 */
export async function runPhp(order: PhpOrder): Promise<string> {
  const { args = [], env = {}, input = '', limitMs = LIMIT_MS } = order;
  const what = 'code' in order ? ['-r', order.code, '--'] : ['-f', order.file, '--'];
  const settings = ['-d', 'display_errors=stderr', '-d', 'error_reporting=-1'];
  const ended = await run('php', [...settings, ...what, ...args], { env, input, limitMs });
  if (ended.exitCode !== 0) throw new Error(`PHP: ${lastWords(ended)}`);
  return ended.stdout;
}

/**
 * What PHP itself refuses in the `.php` files of a folder and of those in it.
 *
 * @returns A line for each file that is no PHP; none is what a test asks for.
 * @example expect(await lintPhp('integrations/wordpress')).toEqual([])
 */
export async function lintPhp(folder: string): Promise<readonly string[]> {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.php'))
    .sort();
  if (files.length === 0) throw new Error(`${folder} holds no PHP`);
  const faults: string[] = [];
  for (let first = 0; first < files.length; first += LINTED_AT_ONCE) {
    const batch = files.slice(first, first + LINTED_AT_ONCE);
    const found = await Promise.all(batch.map((path) => lintFile(folder, path)));
    faults.push(...found.flat());
  }
  return faults;
}

/** Without the machine's settings: what is PHP does not depend on extensions, and they take longer to load than a file. */
async function lintFile(folder: string, path: string): Promise<readonly string[]> {
  const args = ['-n', '-d', 'display_errors=1', '-d', 'log_errors=0', '-l', join(folder, path)];
  const ended = await run('php', args, { limitMs: LIMIT_MS });
  if (ended.exitCode === 0) return [];
  const [fault = lastWords(ended)] = ended.stdout.split('\n').filter((line) => line.includes(' error: '));
  return [`${path}: ${fault.replaceAll(join(folder, path), path)}`];
}

/**
 * What PHP_CodeSniffer finds in a folder by the rules of that file.
 *
 * @returns `path:line: message (rule)`, one for each.
 * @throws Error when the sniffer itself does not work.
 * @example expect(await runPhpcs('integrations/wordpress', 'integrations/wordpress/phpcs.xml')).toEqual([])
 */
export async function runPhpcs(folder: string, ruleset: string): Promise<readonly string[]> {
  const args = ['-q', '--no-cache', '--report=json', '--extensions=php', `--standard=${ruleset}`, folder];
  const ended = await run('phpcs', args, { limitMs: LIMIT_MS });
  const report = readReport(ended);
  return Object.entries(report.files).flatMap(([path, { messages }]) =>
    messages.map(({ line, message, source }) => `${relative(folder, path)}:${line}: ${message} (${source})`),
  );
}

type SnifferReport = {
  readonly files: Readonly<
    Record<string, { readonly messages: readonly { line: number; message: string; source: string }[] }>
  >;
};

function readReport(ended: Ended): SnifferReport {
  try {
    return JSON.parse(ended.stdout) as SnifferReport;
  } catch {
    throw new Error(`phpcs: ${lastWords(ended)}`);
  }
}

/**
 * Runs the tests of a folder by PHPUnit.
 *
 * @returns How many tests and assertions there were.
 * @throws Error with PHPUnit's report, when one fails or there is none.
 * @example await runPhpUnit({ bootstrap: BOOTSTRAP, folder: 'test/integrations/wordpress/php', env: site.env })
 */
export async function runPhpUnit(
  order: PhpUnitOrder,
): Promise<{ readonly tests: number; readonly assertions: number }> {
  const { bootstrap, folder, env = {}, limitMs = LIMIT_MS } = order;
  const flags = ['--no-configuration', '--do-not-cache-result', '--fail-on-risky', '--fail-on-warning'];
  const args = [...flags, '--colors=never', '--bootstrap', bootstrap, folder];
  const ended = await run('phpunit', args, { env, limitMs });
  const [, tests, assertions] = /^OK \((\d+) tests?, (\d+) assertions?\)/m.exec(ended.stdout) ?? [];
  if (ended.exitCode !== 0 || tests === undefined) {
    const end = ended.exitCode === 124 ? 'its time was up' : `exit code ${ended.exitCode}`;
    throw new Error(`PHPUnit: ${end}\n${ended.stdout}\n${ended.stderr}`);
  }
  return { tests: Number(tests), assertions: Number(assertions) };
}

function run(
  name: string,
  args: readonly string[],
  { env = {}, ...rest }: { readonly env?: Env; readonly input?: string; readonly limitMs: number },
): Promise<Ended> {
  return runProgram({ file: `/usr/bin/${name}`, args, env: { ...neutralEnvironment(), ...env }, ...rest });
}
