/**
 * Crash rounds on MongoDB: whoever waits for the database is killed at the door in front of it, while a command is on its way:
 * the database does it, or never hears of it, and nobody is there for the answer.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { type Door, openDoor } from '../support/mongodb/one-at-a-time.ts';
import type { Started } from './crash-processes.ts';
import { type CrashStage, dieBeforeServing } from './crash-stage.ts';
import { monotonicMs } from './messages.ts';

type How = { readonly spared: number; readonly intoItMs: number };
const AT_ONCE: How = { spared: 0, intoItMs: 0 };

type Moment = {
  readonly command: string;
  readonly collection: string;
  readonly isDone: boolean;
};

const NEWS: Moment = { command: 'insert', collection: 'entries', isDone: true };
const ROWS: Moment = { command: 'update', collection: 'profiles', isDone: true };

const MOMENTS: Readonly<Record<string, Moment>> = {
  'with entries on their way': { ...NEWS, isDone: false },
  // The places of entries that are in the log are to be given free, or rows that are written are to be vouched for.
  'between entries and rows': { command: 'update', collection: 'meta', isDone: false },
  'with rows written and nobody told': ROWS,
  'with entries in the log and nobody told': NEWS,
  'with rows on their way': { ...ROWS, isDone: false },
};

/** Profiles are read for what rows lack; what is in rows then is vouched for. */
const CATCHING_UP: readonly [Moment, ...Moment[]] = [
  { command: 'find', collection: 'profiles', isDone: false },
  { command: 'update', collection: 'meta', isDone: false },
  { command: 'update', collection: 'meta', isDone: true },
];

/** So many such commands go through first. */
const MOST_SPARED = 4;
/** So long a command that the database never hears of is on its way: whoever goes on without its answer has done so by then. */
const UNHEARD_MS = 500;
const LONGEST_INTO_IT_MS = 5;

/**
 * @param direct Address of a database that nobody has used.
 * @example await runCrashRounds({ stage: (folder) => openMongoStage(folder, nextUrl()), rounds: 3, seed: 1, warmPosts: 500, say })
 */
export async function openMongoStage(folder: string, direct: string): Promise<CrashStage> {
  const { port, pathname } = new URL(direct);
  const door = await openDoor(Number(port));
  const dataDir = join(folder, 'data');
  mkdirSync(dataDir);
  const url = `mongodb://127.0.0.1:${door.port}${pathname}?directConnection=true`;
  return {
    place: { dataDir, mongodbUrl: url },
    remains: { dataDir, mongodbUrl: direct },
    moments: Object.keys(MOMENTS),
    kill: async (server, name, random) => {
      const moment = MOMENTS[name] ?? NEWS;
      const intoItMs = random.below(LONGEST_INTO_IT_MS) + (moment.isDone ? 0 : UNHEARD_MS);
      const how = { spared: random.below(MOST_SPARED), intoItMs };
      const killing = killAt(door, moment, how, () => server);
      await server.killed;
      return killing();
    },
    killCatchingUp: async (start, random) => {
      const killing = killAt(door, random.pick(CATCHING_UP), AT_ONCE, () => server);
      const server = start(null);
      await dieBeforeServing(server);
      killing();
    },
    close: door.close,
  };
}

/** @returns Opens the door again, and tells when the server was killed. @throws Error where it was not, then. */
function killAt(door: Door, moment: Moment, how: How, victim: () => Started): () => number {
  let left = how.spared;
  let killedAt: number | null = null;
  door.meet(async (command, collection) => {
    if (command !== moment.command || collection !== moment.collection || killedAt !== null) return 'pass';
    left -= 1;
    if (left >= 0) return 'pass';
    killedAt = Number.NaN;
    await pause(how.intoItMs);
    killedAt = monotonicMs();
    const { child, killed } = victim();
    child.kill('SIGKILL');
    await killed;
    return moment.isDone ? 'cut after' : 'cut before';
  });
  return () => {
    door.meet(() => 'pass');
    if (killedAt === null)
      throw new Error(`the server died without a ${moment.command} of ${moment.collection}`);
    return killedAt;
  };
}
