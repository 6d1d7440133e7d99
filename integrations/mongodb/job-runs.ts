/**
 * Runs of jobs with Agenda: its claim gives a job to one server, its `Job` runs it.
 *
 * Agenda's own processor is never started. It goes by the timers and the clock of the machine, which no test can move; it
 * keeps a list of what it has locked that leaks (https://github.com/agenda/agenda/issues/589), and timers that outlive it by
 * half the life of a lock. Here the clock says when a job is due, and a job is locked only to be run at once: there is no
 * queue in which a lock could run out, and nothing to be found stuck in it.
 */
import type { Agenda, Job } from 'agenda';
import { describeError } from '../../core/jobs.ts';
import type { Clock, JobCause, JobHandler } from '../../core/ports.ts';
import { type JobDocuments, openJobDocuments } from './job-documents.ts';
import {
  type Claimed,
  type Ending,
  type GuardedRepository,
  isTakenOver,
  type JobRepositoryOptions,
  openJobRepository,
  type Work,
} from './job-repository.ts';

export type JobRuns = {
  readonly documents: JobDocuments;
  readonly claim: GuardedRepository['claim'];
  define(name: string, everyMs: number, handler: JobHandler): void;
  /** Runs what was claimed, and gives the lock back. @throws whatever kept it from beginning. */
  perform(claimed: Claimed, cause: JobCause): Promise<Ending>;
};

/** A lock lasts ten times as long as it goes without being renewed: nine renewals in a row may fail. */
const RENEWALS = 10;

/** What Agenda calls: the handler, after which the job says by our clock how it went. */
async function work(clock: Clock, everyMs: number, handler: JobHandler, { attrs }: Job<Work>): Promise<void> {
  const startedAt = clock.now();
  const { runs, cause = 'due' } = attrs.data;
  attrs.lastRunAt = new Date(startedAt);
  try {
    await handler(cause);
  } catch (error) {
    // Agenda keeps the words of an error as they are.
    throw new Error(describeError(error));
  } finally {
    attrs.data = { runs: runs + 1 };
    attrs.nextRunAt = new Date(Math.max(clock.now(), startedAt + everyMs));
  }
}

/** The repository is connected before: an error of its backend Agenda leaves to nobody. */
async function openAgenda(
  { repository }: GuardedRepository,
  { node, lockMs }: JobRepositoryOptions,
): Promise<Agenda> {
  const { Agenda: Made } = await import('agenda');
  const nothing = async () => undefined;
  return new Made({
    name: node,
    backend: { name: 'MongoDB', repository, ownsConnection: false, connect: nothing, disconnect: nothing },
    // Read by the processor alone, should anybody start it: no more is locked than is run.
    defaultConcurrency: 1,
    defaultLockLimit: 1,
    defaultLockLifetime: lockMs,
    // No job is ever complete: its document is how it stands.
    removeOnComplete: false,
  });
}

/** While a run lasts, its lock is renewed; a server that died renews nothing. Answers what ends that. */
function keepRenewing(job: Job<Work>, clock: Clock, everyMs: number): () => void {
  let isOver = false;
  let cancel = clock.after(everyMs, renew);
  async function renew(): Promise<void> {
    try {
      await job.touch();
    } catch (error) {
      // Where nobody answers, the next one may still be in time; the end of the run says whether it was.
      isOver ||= isTakenOver(error);
    }
    if (!isOver) cancel = clock.after(everyMs, renew);
  }
  return () => {
    isOver = true;
    cancel();
  };
}

/** @example const runs = await openJobRuns({ db, clock, node: 'one', lockMs: 120_000 }) */
export async function openJobRuns(options: JobRepositoryOptions): Promise<JobRuns> {
  const { db, clock, lockMs } = options;
  const documents = await openJobDocuments(db);
  const guarded = await openJobRepository(options, documents);
  const agenda = await openAgenda(guarded, options);
  const { Job: Run } = await import('agenda');
  return {
    documents,
    claim: guarded.claim,
    define(name, everyMs, handler) {
      agenda.define<Work>(name, (job) => work(clock, everyMs, handler, job));
    },
    async perform(claimed, cause) {
      const job = new Run<Work>(agenda, { ...claimed, data: { ...claimed.data, cause } }, true);
      const endRenewals = keepRenewing(job, clock, lockMs / RENEWALS);
      try {
        await job.run();
      } catch (error) {
        if (!isTakenOver(error)) throw error;
      } finally {
        endRenewals();
      }
      return guarded.endingOf(claimed);
    },
  };
}
