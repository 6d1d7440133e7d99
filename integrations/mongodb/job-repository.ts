/** How jobs are claimed and written: as Agenda does it, but by the clock of the server, and by nobody who lost the lock. */
import { randomBytes } from 'node:crypto';
import type { JobParameters, JobRepository } from 'agenda';
import type { Db } from 'mongodb';
import { InklingError } from '../../core/errors.ts';
import type { Clock, JobCause } from '../../core/ports.ts';
import { toFault, tryAgain } from './faults.ts';
import { JOBS_COLLECTION, type JobDocument, type JobDocuments, type JobProgress } from './job-documents.ts';

export type JobRepositoryOptions = {
  readonly db: Db;
  readonly clock: Clock;
  /** Name of this process, for whoever looks who holds a lock. */
  readonly node: string;
  /** How long a lock lasts that is not renewed: so long a job waits for another server when its own one died. */
  readonly lockMs: number;
};

/** What Agenda carries from the claim of a job to the end of its run. */
export type Work = { readonly runs: number; readonly cause?: JobCause };
export type Claimed = JobParameters<Work>;

/** What became of a run. */
export type Ending =
  | { readonly kind: 'noted'; readonly progress: JobProgress }
  /** The job was another server's before it began: nothing ran. */
  | { readonly kind: 'missed' }
  /** The job is another server's by now, and stands as that one left it. */
  | { readonly kind: 'lost' }
  /** It ran, and that is noted nowhere. */
  | { readonly kind: 'fault'; readonly fault: InklingError };

export type GuardedRepository = {
  readonly repository: JobRepository;
  /** Takes the lock of a job that is due by then, and that nobody holds. Null: there is none. */
  claim(name: string, dueBy: number): Promise<Claimed | null>;
  /** What became of a run, once: Agenda itself does not say whether it could be written. */
  endingOf(claimed: Claimed): Ending;
};

const TOKEN_BYTES = 9;
const TAKEN_OVER = 'job_taken_over';

function takenOver(name: string): InklingError {
  const cure = 'compare the clocks of the servers, and look at how long they stood still';
  return new InklingError(TAKEN_OVER, 'jobs', `another server took ${name} over`, cure);
}

/** @example if (isTakenOver(error)) return { kind: 'missed' } */
export function isTakenOver(error: unknown): boolean {
  return error instanceof InklingError && error.code === TAKEN_OVER;
}

/** A token names one run: the document that carries it is that run's, or was last. */
const tokenOf = ({ lastModifiedBy = '' }: JobParameters): string => lastModifiedBy;

function toClaimed(found: JobParameters): Claimed {
  const { data } = found;
  const isCounted = typeof data === 'object' && data !== null && 'runs' in data;
  return { ...found, data: { runs: isCounted ? Number(data.runs) : 0 } };
}

/** What stands in the document once a run is over. */
function standingOf(job: Claimed, now: number) {
  const lastRunAt = job.lastRunAt ?? new Date(now);
  return {
    lastRunAt,
    nextRunAt: job.nextRunAt ?? lastRunAt,
    lastFinishedAt: new Date(now),
    lockedAt: null,
    // Agenda leaves the reason of a failure where it is when the next run goes well.
    failReason: job.failCount ? (job.failReason ?? null) : null,
    failCount: job.failCount ?? 0,
    data: { runs: job.data.runs },
  } satisfies Partial<JobDocument>;
}

/** @example const { claim } = await openJobRepository({ db, clock, node: 'one', lockMs: 120_000 }, documents) */
export async function openJobRepository(
  { db, clock, node, lockMs }: JobRepositoryOptions,
  { collection, progressOf }: JobDocuments,
): Promise<GuardedRepository> {
  const { MongoJobRepository } = await import('@agendajs/mongo-backend');
  // Its index begins with the name too, and would be made again at every start: some servers stumble over that.
  const own = { mongo: db, db: { collection: JOBS_COLLECTION }, ensureIndex: false };
  const repository = new MongoJobRepository(own);
  await repository.connect();
  const endings = new Map<string, Ending>();

  async function renew(job: JobParameters): Promise<void> {
    // One that comes after the end of its run must not lock the job again.
    const held = { name: job.name, lastModifiedBy: tokenOf(job), lockedAt: { $ne: null } };
    const $set = { lockedAt: new Date(clock.now()) };
    const { matchedCount } = await tryAgain(() => collection.updateOne(held, { $set }));
    if (matchedCount === 0) throw takenOver(job.name);
  }

  async function end(job: Claimed): Promise<Ending> {
    const $set = standingOf(job, clock.now());
    const held = { name: job.name, lastModifiedBy: tokenOf(job) };
    const { matchedCount } = await tryAgain(() => collection.updateOne(held, { $set }));
    return matchedCount === 0 ? { kind: 'lost' } : { kind: 'noted', progress: progressOf($set) };
  }

  /** Agenda writes to a job by its id: who slept past the end of his lock writes over what its new owner wrote. */
  async function saveJobState(job: Claimed): Promise<void> {
    if (job.lockedAt !== undefined) return renew(job);
    const ending = await end(job).catch(
      (error: unknown): Ending => ({ kind: 'fault', fault: toFault(error) }),
    );
    endings.set(tokenOf(job), ending);
  }

  return {
    repository: Object.assign(repository, { saveJobState }),
    async claim(name, dueBy) {
      const token = `${node}/${randomBytes(TOKEN_BYTES).toString('base64url')}`;
      const now = clock.now();
      const dates = [new Date(dueBy), new Date(now - lockMs), new Date(now)] as const;
      try {
        const found = await repository.getNextJobToRun(name, ...dates, { lastModifiedBy: token });
        return found === undefined ? null : toClaimed(found);
      } catch (error) {
        // It may have been done, and only the answer was lost.
        const held = await tryAgain(() => collection.findOne({ name, lastModifiedBy: token }));
        const found = held === null ? null : await repository.getJobById(held._id.toHexString());
        if (found === null) throw error;
        return toClaimed(found);
      }
    },
    endingOf(claimed) {
      const ending = endings.get(tokenOf(claimed));
      endings.delete(tokenOf(claimed));
      return ending ?? { kind: 'missed' };
    },
  };
}
