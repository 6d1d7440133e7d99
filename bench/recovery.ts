/** How long a server takes to answer again after kill -9 amid writing, with a million entries in the log. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { startApp } from '../test/support/app-process.ts';
import { type BenchRun, median, type Report } from './report.ts';

const VISITORS = 50_000;
const ROUNDS = 3;
/** Steps of 2,000 events that a round writes behind its first before it is killed, in the next one's middle. */
const STEPS_BEFORE_KILL = 5;
/** Events that a later round adds before it can be killed. */
const ROUND_EVENTS = 20_000;
/** Of the stream, kept apart for one round, so that none writes what another one wrote. */
const NUMBERS_A_ROUND = 2_000_000;
const GAP_MS = 400;

/** The log and how far the written profiles follow it. */
type Left = { readonly entries: number; readonly unfolded: number };

export default async function measureRecovery(run: BenchRun): Promise<Report> {
  const dataDir = mkdtempSync(join(tmpdir(), 'inkling-recovery-'));
  try {
    const events = run.isQuick ? 5_000 : 1_000_000;
    const rounds = run.isQuick ? 1 : ROUNDS;
    const startedAt = Date.now() - rounds * NUMBERS_A_ROUND * GAP_MS;
    const empty: number[] = [];
    const seconds: number[] = [];
    const left: Left[] = [];
    for (let round = 0; round < rounds; round += 1) {
      const first = round * NUMBERS_A_ROUND;
      await fillAndKill({ dataDir, first, events: round === 0 ? events : ROUND_EVENTS, startedAt });
      left.push(look(dataDir));
      empty.push(await timeToAnswer());
      seconds.push(await timeToAnswer(dataDir));
      run.say(describe(left.at(-1), seconds.at(-1), empty.at(-1)));
    }
    return report({ dataDir, seconds, empty, left });
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
}

function describe(left: Left | undefined, seconds = 0, empty = 0): string {
  return (
    `${left?.entries} entries, ${left?.unfolded} of them to fold again: ` +
    `answers after ${seconds.toFixed(2)} s; an empty folder takes ${empty.toFixed(2)} s`
  );
}

function report(measured: {
  readonly dataDir: string;
  readonly seconds: readonly number[];
  readonly empty: readonly number[];
  readonly left: readonly Left[];
}): Report {
  const { dataDir, seconds, empty, left } = measured;
  const least = (pick: (one: Left) => number) => Math.min(...left.map(pick));
  return {
    name: 'recovery',
    figures: {
      startAfterKill: { value: round(median(seconds)), unit: 's' },
      slowestStartAfterKill: { value: round(Math.max(...seconds)), unit: 's' },
      startOfEmptyFolder: { value: round(median(empty)), unit: 's' },
      entries: { value: least(({ entries }) => entries), unit: 'entries' },
      entriesToFoldAgain: {
        value: median(left.map(({ unfolded }) => unfolded)),
        unit: 'entries',
        atLeast: 1,
      },
      databaseBytes: { value: statSync(join(dataDir, 'inkling.db')).size, unit: 'bytes' },
    },
    notes: [
      `${VISITORS} visitors; from the start of the process to its first answer over HTTP`,
      'each round kills the writer between two of its acknowledgements, with profiles waiting to be written',
    ],
  };
}

/** Takes a range in, goes on writing, and is killed while more is under way. */
async function fillAndKill(range: {
  readonly dataDir: string;
  readonly first: number;
  readonly events: number;
  readonly startedAt: number;
}): Promise<void> {
  const { dataDir, first, events, startedAt } = range;
  const words = [first, events, VISITORS, startedAt].map(String);
  const child = fork(join(import.meta.dirname, 'fill', 'fill-child.ts'), [dataDir, ...words], {
    execArgv: [],
  });
  let steps = 0;
  child.on('message', () => {
    steps += 1;
    if (steps > STEPS_BEFORE_KILL) child.kill('SIGKILL');
  });
  const [code, signal] = await once(child, 'exit');
  if (signal !== 'SIGKILL') throw new Error(`the writer ended by itself (${signal ?? code})`);
}

/** Reads the folder as the kill left it. */
function look(dataDir: string): Left {
  const db = new DatabaseSync(join(dataDir, 'inkling.db'), { readOnly: true });
  try {
    const row = db
      .prepare(
        `SELECT count(*) AS entries, coalesce(sum(seq > coalesce(
           (SELECT value FROM meta WHERE key = 'checkpoint'), 0)), 0) AS unfolded FROM entries`,
      )
      .get();
    return { entries: Number(row?.entries), unfolded: Number(row?.unfolded) };
  } finally {
    db.close();
  }
}

/** Seconds from the start of the process until it answers that it can take events. */
async function timeToAnswer(dataDir?: string): Promise<number> {
  const startedAt = performance.now();
  const app = await startApp(dataDir === undefined ? {} : { dataDir });
  const { status } = await fetch(`${app.url}/readyz`);
  const seconds = (performance.now() - startedAt) / 1000;
  await app.kill();
  await app.stop();
  if (status !== 200) throw new Error(`the server is not ready after its start: ${status}`);
  return seconds;
}

function round(value: number): number {
  return Number(value.toFixed(2));
}
