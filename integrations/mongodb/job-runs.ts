/**
 * Runs of jobs with Agenda: its claim gives a job to one server, its `Job` runs it.
 *
 * Agenda's own processor is never started. It goes by the timers and the clock of the machine, which no test can move; it
 * keeps a list of what it locked that leaks (https://github.com/agenda/agenda/issues/589), and timers that outlive it by
 * half the life of a lock. So jobs.ts asks for a job when the clock says that it is due, and a job is locked only to be
 * run at once: there is no queue in which a lock could run out, and nothing to be found stuck in it.
 */
import { randomBytes } from 'node:crypto';
import type { Agenda, Job, JobParameters } from 'agenda';
import type { Db } from 'mongodb';
import { InklingError } from '../../core/errors.ts';
import { describeError } from '../../core/jobs.ts';
import type { Clock, JobCause, JobHandler } from '../../core/ports.ts';
import { toFault, tryAgain } from './faults.ts';
import { JOBS_COLLECTION, type JobDocuments, type JobProgress, openJobDocuments } from './job-documents.ts';

export type JobRunOptions = {
  readonly db: Db;
  readonly clock: Clock;
  /** Name of this process, for whoever looks who holds a lock. */
  readonly node: string;
  /** How long a lock lasts that is not renewed: so long a job waits for another server when its own one died. */
  readonly lockMs: number;
};

export type Ending =
  | { readonly kind: 'noted'; readonly progress: JobProgress }
  /** It was another server's before it began: nothing ran. */
  | { readonly kind: 'missed' }
  /** It is another server's by now, and stands as that one left it. */
  | { readonly kind: 'lost' }
  /** It ran, and that is noted nowhere. */
  | { readonly kind: 'fault'; readonly fault: InklingError };

type Work = { readonly runs: number; readonly cause?: JobCause };
export type Claimed = JobParameters<Work>;

export type JobRuns = {
  readonly documents: JobDocuments;
  define(name: string, everyMs: number, handler: JobHandler): void;
  /** Takes the lock of a job that is due by then, and that nobody holds. Null: there is nothing to do. */
  claim(name: string, dueBy: number): Promise<Claimed | null>;
  /** Runs what was claimed, and gives the lock back. @throws whatever kept it from beginning. */
  perform(claimed: Claimed, cause: JobCause): Promise<Ending>;
};

/** A lock that is renewed so often may miss all but one of its renewals. */
const RENEWALS = 10;
const TOKEN_BYTES = 9;

const TAKEN_OVER = 'job_taken_over';

function takenOver(name: string): InklingError {
  const cure = 'compare the clocks of the servers, and look at how long they stood still';
  return new InklingError(TAKEN_OVER, 'jobs', `another server took ${name} over`, cure);
}

function isTakenOver(error: unknown): boolean {
  return error instanceof InklingError && error.code === TAKEN_OVER;
}

function toClaimed(found: JobParameters | null | undefined): Claimed | null {
  if (found === null || found === undefined) return null;
  const { data } = found;
  const isCounted = typeof data === 'object' && data !== null && 'runs' in data;
  return { ...found, data: { runs: isCounted ? Number(data.runs) : 0 } };
}

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

/** Agenda's repository, but what a run writes is written only while the run has the lock, and by our clock. */
async function openRepository(
  { db, clock, lockMs }: JobRunOptions,
  { collection }: JobDocuments,
  endings: Map<string, Ending>,
) {
  const { MongoJobRepository } = await import('@agendajs/mongo-backend');
  const repository = new MongoJobRepository({
    mongo: db,
    db: { collection: JOBS_COLLECTION },
    ensureIndex: false,
  });
  await repository.connect();
  const { getNextJobToRun } = repository;

  async function renew({ name, lastModifiedBy = '' }: JobParameters): Promise<void> {
    // One that comes after the end of its run must not lock the job again.
    const held = { name, lastModifiedBy, lockedAt: { $ne: null } };
    const $set = { lockedAt: new Date(clock.now()) };
    const { matchedCount } = await tryAgain(() => collection.updateOne(held, { $set }));
    if (matchedCount === 0) throw takenOver(name);
  }

  async function end(job: JobParameters<Work>): Promise<Ending> {
    const { name, lastModifiedBy = '', lastRunAt = new Date(clock.now()) } = job;
    const { runs } = job.data;
    const nextRunAt = job.nextRunAt ?? lastRunAt;
    const lastError = job.failCount ? (job.failReason ?? null) : null;
    const $set = {
      ...{ lastRunAt, nextRunAt, lockedAt: null, lastFinishedAt: new Date(clock.now()) },
      ...{ failReason: lastError, failCount: job.failCount ?? 0, data: { runs } },
    };
    const { matchedCount } = await tryAgain(() => collection.updateOne({ name, lastModifiedBy }, { $set }));
    if (matchedCount === 0) return { kind: 'lost' };
    const [ranAt, dueAt] = [lastRunAt.getTime(), nextRunAt.getTime()];
    return { kind: 'noted', progress: { lastRunAt: ranAt, lastError, nextRunAt: dueAt, runs } };
  }

  return Object.assign(repository, {
    /** Agenda knows a job by its id alone: whoever slept past its lock would write over what the new owner wrote. */
    async saveJobState(job: JobParameters<Work>) {
      if (job.lockedAt !== undefined) return renew(job);
      const ending = await end(job).catch((error): Ending => ({ kind: 'fault', fault: toFault(error) }));
      endings.set(job.lastModifiedBy ?? '', ending);
    },
    take(name: string, dueBy: number, token: string) {
      const now = clock.now();
      const dates = [new Date(dueBy), new Date(now - lockMs), new Date(now)] as const;
      return getNextJobToRun.call(repository, name, ...dates, { lastModifiedBy: token });
    },
  });
}

/** Connected before Agenda is made: it takes an error of its backend for nobody's. */
async function openAgenda(
  repository: Awaited<ReturnType<typeof openRepository>>,
  { node, lockMs }: JobRunOptions,
): Promise<Agenda> {
  const { Agenda: Made } = await import('agenda');
  const nothing = async () => undefined;
  return new Made({
    name: node,
    backend: { name: 'MongoDB', repository, ownsConnection: false, connect: nothing, disconnect: nothing },
    defaultConcurrency: 1,
    defaultLockLimit: 1,
    defaultLockLifetime: lockMs,
    // There is none that is ever complete: the document of a job is how it stands.
    removeOnComplete: false,
  });
}

/** @example const runs = await openJobRuns({ db, clock, node: 'one', lockMs: 120_000 }) */
export async function openJobRuns(options: JobRunOptions): Promise<JobRuns> {
  const { db, clock, node, lockMs } = options;
  const { Job: Run } = await import('agenda');
  const endings = new Map<string, Ending>();
  const documents = await openJobDocuments(db);
  const repository = await openRepository(options, documents, endings);
  const agenda = await openAgenda(repository, options);

  /** While the run lasts; a server that died renews nothing. */
  function keepRenewing(job: Job<Work>): () => void {
    const everyMs = lockMs / RENEWALS;
    let isOver = false;
    let cancel = clock.after(everyMs, renew);
    async function renew(): Promise<void> {
      try {
        await job.touch();
      } catch (error) {
        // What cannot be noted at the end of the run is told then. Until then the next renewal may still be in time.
        isOver ||= isTakenOver(error);
      }
      if (!isOver) cancel = clock.after(everyMs, renew);
    }
    return () => {
      isOver = true;
      cancel();
    };
  }

  return {
    documents,
    define(name, everyMs, handler) {
      agenda.define<Work>(name, (job) => work(clock, everyMs, handler, job));
    },
    async claim(name, dueBy) {
      const token = `${node}/${randomBytes(TOKEN_BYTES).toString('base64url')}`;
      try {
        return toClaimed(await repository.take(name, dueBy, token));
      } catch (error) {
        // It may have been done, and only the answer was lost.
        const held = await tryAgain(() => documents.collection.findOne({ name, lastModifiedBy: token }));
        if (held === null) throw error;
        return toClaimed(await repository.getJobById(held._id.toHexString()));
      }
    },
    async perform(claimed, cause) {
      const token = claimed.lastModifiedBy ?? '';
      const job = new Run<Work>(agenda, { ...claimed, data: { ...claimed.data, cause } }, true);
      const endRenewals = keepRenewing(job);
      try {
        await job.run();
        return endings.get(token) ?? { kind: 'lost' };
      } catch (error) {
        if (isTakenOver(error)) return { kind: 'missed' };
        throw error;
      } finally {
        endRenewals();
        endings.delete(token);
      }
    },
  };
}
