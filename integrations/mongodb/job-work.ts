/** What is done with one job of this server: it is made known to the database, looked at, and run. */
import { describeError } from '../../core/jobs.ts';
import type { Clock, JobCause } from '../../core/ports.ts';
import type { createTurns } from '../../core/turns.ts';
import { toFault } from './faults.ts';
import type { JobProgress } from './job-documents.ts';
import type { Claimed, Ending } from './job-repository.ts';
import type { JobRuns } from './job-runs.ts';

export type KnownJob = {
  readonly name: string;
  readonly everyMs: number;
  /** Nothing of one job overlaps on this server. */
  readonly inTurn: ReturnType<typeof createTurns>;
  /** As the database had it last. */
  progress: JobProgress;
  /** The database has it. */
  isRegistered: boolean;
  /** Another server has it, or the database did not answer: until then it is left alone. */
  notBefore: number;
  /** What is being done with it, and what waits for that. */
  waiting: number;
};

export type JobWork = {
  load(job: KnownJob): Promise<void>;
  runIfDue(job: KnownJob): Promise<void>;
  /**
   * Runs it whenever it is due.
   *
   * @param pause Until it is looked again whether another server is done with it.
   * @throws InklingError where it did not come to a run.
   */
  runAsked(job: KnownJob, pause: () => Promise<void>): Promise<void>;
  /** Reads what other servers did meanwhile. */
  refresh(jobs: readonly KnownJob[]): Promise<void>;
};

/** What it is done with. */
type Means = Pick<JobRuns, 'claim' | 'perform'> & {
  readonly documents: Pick<JobRuns['documents'], 'register' | 'read'>;
};

/** Later than any date a job is due at. */
const WHENEVER = 8.64e15;

/** @example const { runIfDue } = createJobWork(runs, clock, 5_000) */
export function createJobWork({ documents, claim, perform }: Means, clock: Clock, retryMs: number): JobWork {
  function noteFault(job: KnownJob, error: unknown): void {
    job.progress = { ...job.progress, lastError: describeError(toFault(error)) };
    job.notBefore = clock.now() + retryMs;
  }

  /** What was removed is made anew. */
  function take(job: KnownJob, found: ReadonlyMap<string, JobProgress>): void {
    const progress = found.get(job.name);
    job.isRegistered &&= progress !== undefined;
    job.progress = progress ?? job.progress;
  }

  async function load(job: KnownJob): Promise<void> {
    job.progress = await documents.register(job.name, job.everyMs, job.progress.nextRunAt);
    job.isRegistered = true;
  }

  async function look(job: KnownJob): Promise<void> {
    take(job, await documents.read([job.name]));
  }

  async function run(job: KnownJob, claimed: Claimed, cause: JobCause): Promise<Ending['kind']> {
    const startedAt = clock.now();
    const ending = await perform(claimed, cause);
    if (ending.kind === 'noted') job.progress = ending.progress;
    else if (ending.kind === 'fault') {
      const nextRunAt = Math.max(clock.now(), startedAt + job.everyMs);
      job.progress = { ...job.progress, lastRunAt: startedAt, nextRunAt, runs: job.progress.runs + 1 };
      noteFault(job, ending.fault);
    } else await look(job);
    return ending.kind;
  }

  async function runIfDue(job: KnownJob): Promise<void> {
    if (!job.isRegistered) await load(job);
    const claimed = await claim(job.name, clock.now());
    if (claimed === null) await look(job);
    else await run(job, claimed, 'due');
    if (job.progress.nextRunAt <= clock.now()) job.notBefore = clock.now() + retryMs;
  }

  async function runAsked(job: KnownJob, pause: () => Promise<void>): Promise<void> {
    for (;;) {
      if (!job.isRegistered) await load(job);
      const claimed = await claim(job.name, WHENEVER);
      if (claimed !== null && (await run(job, claimed, 'asked')) !== 'missed') return;
      await pause();
      await look(job);
    }
  }

  return {
    load: (job) => load(job).catch((error: unknown) => noteFault(job, error)),
    runIfDue: (job) => runIfDue(job).catch((error: unknown) => noteFault(job, error)),
    runAsked: (job, pause) =>
      runAsked(job, pause).catch((error: unknown) => {
        throw toFault(error);
      }),
    async refresh(jobs) {
      if (jobs.length === 0) return;
      const before = new Map(jobs.map((job) => [job, job.progress]));
      // What was read is older than what came of a run meanwhile.
      const isAsBefore = (job: KnownJob) => job.progress === before.get(job);
      try {
        const found = await documents.read(jobs.map(({ name }) => name));
        for (const job of jobs.filter(isAsBefore)) take(job, found);
      } catch (error) {
        for (const job of jobs.filter(isAsBefore)) noteFault(job, error);
      }
    },
  };
}
