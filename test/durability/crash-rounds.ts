/**
 * The whole app, killed with SIGKILL again and again while it works: each round goes on with what the last one left, and
 * each time all that was acknowledged must be there, folded once.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readLines, startLoad, startServer } from './crash-processes.ts';
import type { CrashStage } from './crash-stage.ts';
import { createFastClock } from './fast-clock.ts';
import { type Difference, inspectPlace } from './inspect-place.ts';
import { outlast } from './places.ts';
import { createRandom, type Random } from './random.ts';

/** Every so many-th round the server is killed again while it catches up. */
const SECOND_KILL_EVERY = 4;

export type CrashOptions = {
  /** Opens the store in a folder that goes with the rounds. */
  readonly stage: (folder: string) => Promise<CrashStage>;
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
  /** By the kind of unfinished write. */
  readonly kills: Readonly<Record<string, number>>;
  readonly killsInCatchUp: number;
  readonly entries: number;
  /** Answers other than 200, each once. */
  readonly otherAnswers: readonly string[];
};

type Kill = { readonly moment: string; readonly inFlight: number };

/** What all rounds share. */
type Course = Omit<CrashOptions, 'stage'> & {
  readonly stage: CrashStage;
  /** Of the reports, which outlive the processes that write them. */
  readonly reports: string;
  readonly startedAt: number;
  readonly random: Random;
  readonly acknowledged: Set<string>;
  readonly otherAnswers: Set<string>;
};

/** @example const { lost } = await runCrashRounds({ stage: openEmbeddedStage, rounds: 3, seed: 1, warmPosts: 500, say: console.error }); */
export async function runCrashRounds(options: CrashOptions): Promise<CrashFigures> {
  const folder = mkdtempSync(join(tmpdir(), 'inkling-crash-'));
  const stage = await options.stage(folder);
  const course: Course = {
    ...options,
    stage,
    reports: folder,
    startedAt: Date.now(),
    random: createRandom(options.seed),
    acknowledged: new Set(),
    otherAnswers: new Set(),
  };
  try {
    return await runAll(course);
  } finally {
    await stage.close();
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
    if (isTwice) {
      await killInCatchUp(course, round);
      killsInCatchUp += 1;
    }
    const now = createFastClock(course.startedAt).now();
    const found = await inspectPlace(course.stage.remains, acknowledged, now);
    findings.push(found);
    // Beside whom a database takes to be alive rows wait for a minute.
    await outlast(course.stage.remains);
    say(
      `round ${round + 1}: killed ${kill.moment} with ${kill.inFlight} posts in flight${isTwice ? ', then catching up' : ''}; ` +
        `${acknowledged.size} acknowledged, ${found.lost.length} lost; ${found.visitors} visitors, ${found.differing.length} differ; ` +
        `${found.notices.notices} notices, ${found.notices.off.length} off${found.notices.off
          .slice(0, 3)
          .map((text) => `\n  ${text}`)
          .join('')}`,
    );
  }
  const differing = findings.flatMap((found) => found.differing);
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
    kills: countByMoment(kills),
    killsInCatchUp,
    entries: findings.at(-1)?.entries ?? 0,
    otherAnswers: [...course.otherAnswers],
  };
}

function holdsTooMany({ found, expected }: Difference): boolean {
  return (found?.events?.count ?? 0) > (expected?.events?.count ?? 0);
}

function countByMoment(kills: readonly Kill[]): Readonly<Record<string, number>> {
  const counted = [...Map.groupBy(kills, ({ moment }) => moment)];
  return Object.fromEntries(counted.map(([moment, all]) => [moment, all.length]));
}

async function killUnderLoad(course: Course, round: number): Promise<Kill> {
  const { random, startedAt, stage } = course;
  const server = startServer(stage.place, {
    startedAt,
    reportPath: join(course.reports, `server-${round}`),
    death: null,
    isFirst: round === 0,
  });
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
  const moment = stage.moments[round % stage.moments.length] ?? '';
  const killedAt = await stage.kill(server, moment, random);
  await load.ended;
  return { moment, inFlight: readLoad(course, reportPath, killedAt) };
}

async function killInCatchUp({ stage, random, startedAt, reports }: Course, round: number): Promise<void> {
  const reportPath = join(reports, `catch-up-${round}`);
  await stage.killCatchingUp(
    (death) => startServer(stage.place, { startedAt, reportPath, death, isFirst: false }),
    random,
  );
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
