/**
 * `npm run bench [-- name …] [--quick]`: every benchmark, or the named ones, each in a process of its own,
 * so that none runs in the heap another one left behind. Standard output holds one JSON line each.
 * `npm run bench -- scoring --csv FILE --label COLUMN`: that benchmark on a table of yours.
 * `npm run bench -- soak --minutes 3`: shorter or longer than usual; the gates hold, nothing is kept. So does a
 * `--seed` that was printed before.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type Benchmark, type BenchRun, findMisses, keepReport } from './report.ts';

/** Files of this folder that measure nothing by themselves. */
const HARNESS = new Set(['run', 'report', 'load-client', 'load-child', 'bare-server', 'bare-child']);
/** Take as long as somebody lets them: run only by their name. */
const BY_NAME = new Set(['soak', 'fuzz']);
const FOLDER = import.meta.dirname;

function listBenchmarks(): readonly string[] {
  return readdirSync(FOLDER)
    .filter((file) => file.endsWith('.ts'))
    .map((file) => file.slice(0, -'.ts'.length))
    .filter((name) => !HARNESS.has(name))
    .sort();
}

async function loadBenchmark(name: string): Promise<Benchmark> {
  const module: { default?: unknown } = await import(`./${name}.ts`);
  if (typeof module.default === 'function') return module.default as Benchmark;
  throw new TypeError(`bench/${name}.ts has no default export: export the function that measures`);
}

type Asked = Omit<BenchRun, 'say'>;

async function runHere(name: string, asked: Asked): Promise<number> {
  const measure = await loadBenchmark(name);
  const say = (text: string) => console.error(`${name}: ${text}`);
  const kept = keepReport(await measure({ ...asked, say }), Date.now());
  console.log(JSON.stringify(kept));
  if (asked.isQuick || asked.own !== undefined) return 0;
  const misses = findMisses(kept.figures);
  if (asked.minutes === undefined && asked.seed === undefined) {
    mkdirSync(join(FOLDER, 'results'), { recursive: true });
    writeFileSync(join(FOLDER, 'results', `${name}.json`), `${JSON.stringify(kept, null, 2)}\n`);
  }
  for (const miss of misses) console.error(`${name}: MISSED ${miss}`);
  return misses.length === 0 ? 0 : 1;
}

/** @returns The number of those that failed. */
function runApart(names: readonly string[], isQuick: boolean): number {
  const failed = names.filter((name) => {
    const args = [join(FOLDER, 'run.ts'), name, ...(isQuick ? ['--quick'] : [])];
    return spawnSync(process.execPath, args, { stdio: ['ignore', 'inherit', 'inherit'] }).status !== 0;
  });
  for (const name of failed) console.error(`${name}: FAILED`);
  return failed.length;
}

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      quick: { type: 'boolean' },
      csv: { type: 'string' },
      label: { type: 'string' },
      minutes: { type: 'string' },
      seed: { type: 'string' },
    },
  });
  const known = listBenchmarks();
  const unknown = positionals.filter((name) => !known.includes(name));
  if (unknown.length > 0) {
    console.error(`no benchmark ${unknown.join(', ')}: there are ${known.join(', ')}`);
    return 2;
  }
  const { quick: isQuick = false, csv, label } = values;
  const [only, ...more] = positionals;
  const isOwn = csv !== undefined || label !== undefined;
  const own = csv !== undefined && label !== undefined ? { csv, label } : undefined;
  if (isOwn && (own === undefined || only !== 'scoring' || more.length > 0)) {
    console.error('a table of yours: npm run bench -- scoring --csv FILE --label COLUMN');
    return 2;
  }
  const chosen = {
    minutes: readChoice(values.minutes ?? process.env.BENCH_MINUTES),
    seed: readChoice(values.seed),
  };
  if (Object.values(chosen).some(Number.isNaN)) {
    console.error('minutes and seed are numbers above 0: npm run bench -- soak --minutes 3');
    return 2;
  }
  if (only !== undefined && more.length === 0) return runHere(only, { isQuick, own, ...chosen });
  const all = known.filter((name) => !BY_NAME.has(name));
  return runApart(positionals.length > 0 ? positionals : all, isQuick) === 0 ? 0 : 1;
}

function readChoice(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const number = Number(text);
  return number > 0 && Number.isFinite(number) ? number : Number.NaN;
}

process.exitCode = await main().catch((error: unknown) => {
  // A table of somebody's is wrong more often than the program.
  if (!process.argv.includes('--csv') || !(error instanceof Error)) throw error;
  console.error(error.message);
  return 2;
});
