/** How long a server takes to answer again after kill -9 amid writing, with a million entries in the log. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startApp } from '../test/support/app-process.ts';
import { type BenchRun, median, type Report } from './report.ts';

const VISITORS = 50_000;
const ROUNDS = 3;

export default async function measureRecovery(run: BenchRun): Promise<Report> {
  const dataDir = mkdtempSync(join(tmpdir(), 'inkling-recovery-'));
  try {
    const entries = run.isQuick ? 5_000 : 1_000_000;
    const empty = await timeStart();
    await fillAndKill(dataDir, entries, run);
    const seconds: number[] = [];
    for (let round = 0; round < (run.isQuick ? 1 : ROUNDS); round += 1) {
      seconds.push(await timeStart(dataDir));
      run.say(`up after ${seconds.at(-1)?.toFixed(2)} s; an empty folder takes ${empty.toFixed(2)} s`);
      if (round < ROUNDS - 1) await fillAndKill(dataDir, entries, run, round + 1);
    }
    return {
      name: 'recovery',
      figures: {
        startAfterKill: { value: Number(median(seconds).toFixed(2)), unit: 's' },
        startOfEmptyFolder: { value: Number(empty.toFixed(2)), unit: 's' },
        entries: { value: entries, unit: 'entries' },
        databaseBytes: { value: statSync(join(dataDir, 'inkling.db')).size, unit: 'bytes' },
      },
      notes: [
        `${VISITORS} visitors; from the start of the process to its first answer; killed while it wrote`,
      ],
    };
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
}

/** Fills the folder (what is there already counts as duplicates) and kills the writer in the middle of more. */
async function fillAndKill(dataDir: string, entries: number, run: BenchRun, round = 0): Promise<void> {
  const from = round === 0 ? entries : 10_000 * round;
  const child = fork(
    join(import.meta.dirname, 'fill', 'fill-child.ts'),
    [dataDir, String(from), String(VISITORS)],
    {
      execArgv: [],
    },
  );
  const exited = once(child, 'exit');
  await Promise.race([once(child, 'message'), exited]);
  run.say(`${from} entries are in; writing goes on`);
  await new Promise((resolve) => setTimeout(resolve, 700));
  child.kill('SIGKILL');
  await exited;
}

async function timeStart(dataDir?: string): Promise<number> {
  const startedAt = performance.now();
  const app = await startApp(dataDir === undefined ? {} : { dataDir });
  const seconds = (performance.now() - startedAt) / 1000;
  await app.kill();
  await app.stop();
  return seconds;
}
