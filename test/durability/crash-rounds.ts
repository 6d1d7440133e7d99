/**
 * The whole app, killed with SIGKILL again and again while it works: each round goes on with the folder that the last
 * one left, and each time all that was acknowledged must be there, folded once.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CHECKPOINTING, COMMITTING, WRITING } from '../../core/stores/phase.ts';
import { neutralEnvironment } from '../support/neutral-environment.ts';
import { createFastClock } from './fast-clock.ts';
import { type Difference, inspectFolder } from './inspect-folder.ts';
import type { Death, LoadPlan, ServerNews, ServerPlan } from './messages.ts';
import { createRandom, type Random } from './random.ts';

/** In turn, so that three rounds see them all. */
const PHASES = [COMMITTING, CHECKPOINTING, WRITING] as const;
/** Every so many-th round the server is killed again while it catches up. */
const SECOND_KILL_EVERY = 4;
const LONGEST_INTO_IT_MICROS = 150;
const MOST_PROFILES_CAUGHT_UP = 200;

export type CrashOptions = {
  readonly rounds: number;
  readonly seed: number;
  /** Acknowledged posts before a kill, and up to as many more: by then some rows are written, and some wait. */
  readonly warmPosts: number;
  readonly say: (text: string) => void;
};

export type CrashFigures = {
  readonly rounds: number;
  readonly acknowledged: number;
  /** Acknowledged ids that some round did not find in the log. */
  readonly lost: readonly string[];
  /** Ids that some round found in the log more than once. */
  readonly doubled: readonly string[];
  /** Visitors whose profile held more events than the log has of them. */
  readonly foldedTwice: readonly Difference[];
  /** All visitors whose profile was not the fold of the log. */
  readonly differing: readonly Difference[];
  /** Notices in the log after the last round. */
  readonly notices: number;
  /** Notices that some round found missing, or wrong. */
  readonly noticesOff: readonly string[];
  readonly noticesDoubled: readonly string[];
  /** Posts sent and unanswered at the kill, in the round where they were fewest. */
  readonly inFlightLeast: number;
  readonly killsInTransaction: number;
  readonly killsInCommit: number;
  readonly killsInCheckpoint: number;
  readonly killsInCatchUp: number;
  readonly entries: number;
  /** Answers other than 200, each once. */
  readonly otherAnswers: readonly string[];
};

type Kill = { readonly phase: number; readonly inFlight: number };

/** What all rounds share. */
type Course = CrashOptions & {
  readonly dataDir: string;
  /** Of the reports, which outlive the processes that write them. */
  readonly reports: string;
  readonly startedAt: number;
  readonly random: Random;
  readonly acknowledged: Set<string>;
  readonly otherAnswers: Set<string>;
};

/** @example const { lost } = await runCrashRounds({ rounds: 3, seed: 1, warmPosts: 500, say: console.error }); */
export async function runCrashRounds(options: CrashOptions): Promise<CrashFigures> {
  const folder = mkdtempSync(join(tmpdir(), 'inkling-crash-'));
  const course: Course = {
    ...options,
    dataDir: join(folder, 'data'),
    reports: folder,
    startedAt: Date.now(),
    random: createRandom(options.seed),
    acknowledged: new Set(),
    otherAnswers: new Set(),
  };
  try {
    return await runAll(course);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function runAll(course: Course): Promise<CrashFigures> {
  const { rounds, say, acknowledged } = course;
  const kills: Kill[] = [];
  const findings = [];
  let killsInCatchUp = 0;
  for (let round = 0; round < rounds; round += 1) {
    const kill = await killUnderLoad(course, round);
    kills.push(kill);
    const isTwice = round % SECOND_KILL_EVERY === 1;
    if (isTwice) killsInCatchUp += await killInCatchUp(course, round);
    const now = createFastClock(course.startedAt).now();
    const found = await inspectFolder(course.dataDir, acknowledged, now);
    findings.push(found);
    say(
      `round ${round + 1}: killed in phase ${kill.phase} with ${kill.inFlight} posts in flight${isTwice ? ', then catching up' : ''}; ` +
        `${acknowledged.size} acknowledged, ${found.lost.length} lost; ${found.visitors} visitors, ${found.differing.length} differ; ` +
        `${found.notices.notices} notices, ${found.notices.off.length} off${found.notices.off
          .slice(0, 3)
          .map((text) => `\n  ${text}`)
          .join('')}`,
    );
  }
  const differing = findings.flatMap((found) => found.differing);
  const countKills = (phase: number) => kills.filter((kill) => kill.phase === phase).length;
  return {
    rounds,
    acknowledged: acknowledged.size,
    lost: findings.flatMap(({ lost }) => lost),
    doubled: findings.flatMap(({ doubled }) => doubled),
    foldedTwice: differing.filter(holdsTooMany),
    differing,
    notices: findings.at(-1)?.notices.notices ?? 0,
    noticesOff: findings.flatMap(({ notices }) => notices.off),
    noticesDoubled: findings.flatMap(({ notices }) => notices.told),
    inFlightLeast: Math.min(...kills.map(({ inFlight }) => inFlight)),
    killsInTransaction: countKills(WRITING),
    killsInCommit: countKills(COMMITTING),
    killsInCheckpoint: countKills(CHECKPOINTING),
    killsInCatchUp,
    entries: findings.at(-1)?.entries ?? 0,
    otherAnswers: [...course.otherAnswers],
  };
}

function holdsTooMany({ found, expected }: Difference): boolean {
  return (found?.events?.count ?? 0) > (expected?.events?.count ?? 0);
}

async function killUnderLoad(course: Course, round: number): Promise<Kill> {
  const { random, startedAt } = course;
  const watched = join(course.reports, `server-${round}`);
  const server = startServer(course.dataDir, { startedAt, reportPath: watched, death: null });
  const { url, demo } = await server.ready;
  const reportPath = join(course.reports, `load-${round}`);
  const load = startLoad({
    port: Number(new URL(url).port),
    keys: demo,
    seed: course.seed,
    round,
    startedAt,
    reportPath,
    warmAfter: course.warmPosts + random.below(course.warmPosts),
  });
  await Promise.race([load.warm, server.killed]);
  const phase = PHASES[round % PHASES.length] ?? COMMITTING;
  const death: Death = { during: 'phase', phase, intoItMicros: random.below(LONGEST_INTO_IT_MICROS) };
  server.child.send(death);
  await server.killed;
  await load.ended;
  const [died = Number.NaN, , killedAt = Number.NaN] = readDeath(watched, 'phase');
  return { phase: died, inFlight: readLoad(course, reportPath, killedAt) };
}

/** @returns how many kills that were: 1. @throws Error when there was too little to catch up with. */
async function killInCatchUp(course: Course, round: number): Promise<number> {
  const { dataDir, startedAt, random } = course;
  const reportPath = join(course.reports, `catch-up-${round}`);
  const afterProfiles = 1 + random.below(MOST_PROFILES_CAUGHT_UP);
  const server = startServer(dataDir, {
    startedAt,
    reportPath,
    death: { during: 'catch-up', afterProfiles },
  });
  const isUp = await Promise.race([server.ready.then(() => true), server.killed.then(() => false)]);
  if (isUp) server.child.kill('SIGKILL');
  await server.killed;
  if (isUp) throw new Error(`the server looked at fewer than ${afterProfiles} profiles to catch up`);
  return readDeath(reportPath, 'catch-up').length > 0 ? 1 : 0;
}

type Started = {
  readonly child: ChildProcess;
  readonly ready: Promise<ServerNews>;
  /** Rejects when it ended in any other way than by SIGKILL. */
  readonly killed: Promise<void>;
};

function startServer(dataDir: string, plan: ServerPlan): Started {
  const child = fork(pathOf('./server-child.ts'), [JSON.stringify(plan)], {
    env: {
      ...neutralEnvironment(),
      HOST: '127.0.0.1',
      PORT: '0',
      DATA_DIR: dataDir,
      TRUSTED_PROXIES: '127.0.0.1',
      LOG_LEVEL: 'error',
    },
    execArgv: [],
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const killed = once(child, 'exit').then(([code, signal]) => {
    if (signal !== 'SIGKILL') throw new Error(`the server ended by itself (${signal ?? code})`);
  });
  const ready = once(child, 'message').then(([news]) => news as ServerNews);
  return { child, ready, killed };
}

function startLoad(plan: LoadPlan): { readonly warm: Promise<unknown>; readonly ended: Promise<unknown> } {
  const child = fork(pathOf('./load-child.ts'), [JSON.stringify(plan)], { execArgv: [] });
  const ended = once(child, 'exit');
  return { warm: Promise.race([once(child, 'message'), ended]), ended };
}

function pathOf(module: string): string {
  return fileURLToPath(new URL(module, import.meta.url));
}

/** The numbers of the report's last line, if that is the death it should be. */
function readDeath(reportPath: string, kind: Death['during']): readonly number[] {
  const [word, ...numbers] = readLines(reportPath).at(-1)?.split(' ') ?? [];
  if (word !== kind) throw new Error(`the server did not die as planned: ${word ?? 'nothing was seen'}`);
  return numbers.map(Number);
}

/** Takes in what the load was answered; answers how many posts were sent before the kill and never answered. */
function readLoad(course: Course, reportPath: string, killedAt: number): number {
  let inFlight = 0;
  for (const line of readLines(reportPath)) {
    const [word, ...rest] = line.split(' ');
    if (word === 'ack') for (const id of rest) course.acknowledged.add(id);
    else if (word === 'open') inFlight += Number(rest[0]) < killedAt ? 1 : 0;
    else course.otherAnswers.add(line);
  }
  return inFlight;
}

function readLines(path: string): readonly string[] {
  return readFileSync(path, 'utf8').split('\n').filter(Boolean);
}
