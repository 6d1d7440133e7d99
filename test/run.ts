/**
 * `npm test`: types, lint, unused code and every test, in this order, whatever the one before said.
 * The last line of the output is `N passed, N failed, N skipped`; the exit code is 1 when anything failed.
 * With `--long` the full-size properties, crash rounds and soaks run too.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findMongoObstacle, mongoKind } from './support/mongodb/server.ts';
import { type Command, nodeCommand, runCommand } from './support/runner/command.ts';
import { explainOldNode } from './support/runner/node-version.ts';
import { installPackages } from './support/runner/packages.ts';
import { addTallies, formatSkips, formatTotals, passOrFail, type Tally } from './support/runner/tally.ts';
import { UNHANDLED_FILE } from './support/runner/unhandled-reporter.ts';
import { readVitestReport } from './support/runner/vitest-report.ts';
import { listFiles } from './support/source-tree.ts';
import { findObstacle } from './support/wordpress/obstacle.ts';

type Step = { readonly name: string; readonly run: () => Promise<Tally> };
type Timed = { readonly name: string; readonly seconds: number; readonly tally: Tally };

const MINUTE_MS = 60_000;

function listSteps(isLong: boolean): readonly Step[] {
  const types = listFiles().filter((path) => path === 'tsconfig.json' || path.endsWith('/tsconfig.json'));
  return [
    ...types.map((path) =>
      checkStep(`types ${path}`, nodeCommand('typescript/bin/tsc', ['--noEmit', '-p', path])),
    ),
    checkStep('lint', nodeCommand('@biomejs/biome/bin/biome', ['check', '.'])),
    checkStep('unused code', nodeCommand('knip/bin/knip.js', [])),
    { name: 'tests', run: () => runVitest(isLong) },
  ];
}

function checkStep(name: string, command: Command): Step {
  return { name, run: async () => passOrFail(name, await runCommand(command)) };
}

async function runVitest(isLong: boolean): Promise<Tally> {
  const folder = mkdtempSync(join(tmpdir(), 'inkling-test-'));
  const [report, unhandled] = [join(folder, 'report.json'), join(folder, 'unhandled.json')];
  const args = [
    'run',
    '--allowOnly=false',
    '--reporter=default',
    '--reporter=json',
    '--reporter=./test/support/runner/unhandled-reporter.ts',
    `--outputFile.json=${report}`,
  ];
  const command = nodeCommand('vitest/vitest.mjs', args, isLong ? 180 * MINUTE_MS : 20 * MINUTE_MS);
  try {
    const env = { [UNHANDLED_FILE]: unhandled, ...(isLong && { INKLING_LONG: '1' }) };
    const exitCode = await runCommand({ ...command, env });
    return readVitestReport(readIfThere(report), exitCode, readIfThere(unhandled));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function readIfThere(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    console.error(`vitest left no report: ${String(error)}`);
    return null;
  }
}

async function runSteps(steps: readonly Step[]): Promise<readonly Timed[]> {
  const done: Timed[] = [];
  for (const { name, run } of steps) {
    console.log(`\n== ${name}`);
    const startedAt = performance.now();
    const tally = await run();
    done.push({ name, seconds: (performance.now() - startedAt) / 1000, tally });
  }
  return done;
}

function printSummary(steps: readonly Timed[], total: Tally): void {
  console.log('\n== summary');
  for (const { name, seconds, tally } of steps) {
    const verdict = tally.failures.length === 0 ? 'ok    ' : 'FAILED';
    console.log(`${verdict} ${seconds.toFixed(1).padStart(7)} s  ${name}`);
  }
  if (total.skips.length > 0) console.log(`\nskipped:\n  ${formatSkips(total.skips).join('\n  ')}`);
  if (total.failures.length > 0) console.log(`\nfailed:\n  ${total.failures.join('\n  ')}`);
  console.log(`\n${formatTotals(total)}`);
}

async function main(args: readonly string[]): Promise<number> {
  const tooOld = explainOldNode(process.versions.node);
  if (tooOld !== null) {
    console.error(tooOld);
    return 1;
  }
  console.log('== packages');
  await installPackages();
  // Got once, before several suites would at the same time.
  const obstacle = await findObstacle();
  console.log(obstacle === null ? 'WordPress: there' : `WordPress: its suites are skipped: ${obstacle}`);
  const withoutMongo = await findMongoObstacle();
  // Its suites are red then, not left out: a green run says that the store was tried.
  console.log(withoutMongo === null ? `MongoDB: ${mongoKind()}` : `MongoDB: none. ${withoutMongo}`);
  const steps = await runSteps(listSteps(args.includes('--long')));
  const total = addTallies(steps.map((step) => step.tally));
  printSummary(steps, total);
  return total.failures.length === 0 ? 0 : 1;
}

process.exitCode = await main(process.argv.slice(2));
