/**
 * Recurring work of servers that share a database: one of those that find a job due runs it, and how it went stands in the
 * database, where all of them find it. Times are those of the servers' clocks, which must differ by less than a lock lasts.
 */
import { randomBytes } from 'node:crypto';
import type { Db } from 'mongodb';
import { firstRunAt, jobTwice, jobUnknown } from '../../core/jobs.ts';
import type { Clock, JobState, Jobs } from '../../core/ports.ts';
import { createTurns } from '../../core/turns.ts';
import { shuttingDown, toFault } from './faults.ts';
import { type JobRuns, openJobRuns } from './job-runs.ts';
import { createJobSweep } from './job-sweep.ts';
import { createWaits } from './job-waits.ts';
import { createJobWork, type KnownJob } from './job-work.ts';

export type AgendaJobsOptions = {
  /** Whoever gives it closes it, after the jobs. */
  readonly db: Db;
  readonly clock: Clock;
  /** Name of this process among those that share the database. Drawn when it is left out. */
  readonly node?: string;
  /** From 0 to 1; spreads first runs over ten seconds, so that a start does not do everything at once. */
  readonly random?: () => number;
  /**
   * How long a job waits for another server when its own one died in the midst of it; two minutes when left out. A server
   * that lives renews its lock ten times as often, however long the job takes.
   */
  readonly lockMs?: number;
  /** How old what `list` says of other servers' runs may be; half a minute when left out. */
  readonly refreshMs?: number;
};

export type AgendaJobs = Jobs & {
  /** Stops, and runs nothing any more. */
  close(): Promise<void>;
};

const LOCK_MS = 120_000;
/** Jobs come once a minute at most, and a server that finds one due asks for it itself. */
const REFRESH_MS = 30_000;
/** How long a job is left alone that another server has, or that the database did not answer for. */
const RETRY_MS = 5_000;
const NODE_BYTES = 8;
/** How often it is looked whether another server is done with a job that somebody waits for here. */
const ASK_MS = 1_000;

function toState({ name, everyMs, progress }: KnownJob): JobState {
  return { name, everyMs, ...progress };
}

function newJob(name: string, everyMs: number, nextRunAt: number): KnownJob {
  const progress = { lastRunAt: null, lastError: null, nextRunAt, runs: 0 };
  const nothing = { isRegistered: false, notBefore: 0, waiting: 0 };
  return { name, everyMs, inTurn: createTurns(), progress, ...nothing };
}

/**
 * Jobs on Agenda. One that fails is tried again at its next time; one whose server died, by another server once its lock is
 * over. A server that stood still for longer than a lock lasts may have run beside another one: handlers are idempotent.
 *
 * @throws InklingError `store_unavailable` where the database does not answer.
 * @example
 * const jobs = await createAgendaJobs({ db, clock, node: 'one' });
 * jobs.every('retention', 86_400_000, applyRetention);
 * jobs.start();
 */
export async function createAgendaJobs(options: AgendaJobsOptions): Promise<AgendaJobs> {
  const { db, clock, node = randomBytes(NODE_BYTES).toString('hex'), lockMs = LOCK_MS } = options;
  const runs = await openJobRuns({ db, clock, node, lockMs }).catch((error: unknown) => {
    throw toFault(error);
  });
  return createJobs(runs, options);
}

function createJobs(
  runs: JobRuns,
  { clock, random = () => 0, refreshMs = REFRESH_MS }: AgendaJobsOptions,
): AgendaJobs {
  const jobs = new Map<string, KnownJob>();
  const work = createJobWork(runs, clock, Math.min(RETRY_MS, refreshMs));
  const { occupy, turn, settle } = createJobSweep(jobs, work, clock, refreshMs);
  const waits = createWaits(clock);
  let stopping = 0;
  let isClosed = false;

  /** Stopping waits for what runs here, and not for another server. */
  async function pause(): Promise<void> {
    if (stopping > 0) throw shuttingDown();
    await waits.pause(ASK_MS);
  }

  async function stop(): Promise<void> {
    stopping += 1;
    turn(false);
    waits.end(shuttingDown());
    await settle();
    stopping -= 1;
  }

  return {
    every(name, everyMs, handler) {
      if (jobs.has(name)) throw jobTwice(name);
      const job = newJob(name, everyMs, firstRunAt(clock.now(), everyMs, random));
      runs.define(name, everyMs, handler);
      jobs.set(name, job);
      void occupy(job, () => work.load(job));
    },
    async run(name) {
      const job = jobs.get(name);
      if (job === undefined) throw jobUnknown(name);
      if (isClosed) throw shuttingDown();
      await occupy(job, () => work.runAsked(job, pause));
    },
    list: () => [...jobs.values()].map(toState),
    start: () => turn(!isClosed),
    stop,
    async close() {
      isClosed = true;
      await stop();
    },
  };
}
