/** Where Agenda keeps its jobs: one document a job, in the form that Agenda gives it. */
import { hash } from 'node:crypto';
import type { Collection, Db, ObjectId } from 'mongodb';
import type { JobState } from '../../core/ports.ts';
import { isTaken } from './faults.ts';
import { listKeys } from './indexes.ts';

/** Beside the collections of the store (collections.ts), none of which is called so. */
export const JOBS_COLLECTION = 'jobs';

export type JobDocument = {
  readonly _id: ObjectId;
  readonly name: string;
  readonly type: 'single';
  readonly priority: number;
  readonly repeatInterval: number;
  readonly nextRunAt: Date;
  readonly lastRunAt: Date | null;
  readonly lastFinishedAt: Date | null;
  /** When the server that runs it last said so; null: nobody does. */
  readonly lockedAt: Date | null;
  /** Names the run that had the lock last, and nothing else: whatever that run writes is written only while this stands here. */
  readonly lastModifiedBy: string | null;
  /** Described without personal data; null: the last run went well. */
  readonly failReason: string | null;
  readonly failCount: number | null;
  readonly data: { readonly runs: number };
};

/** How a job went and when it comes again, as every server has it from the database. */
export type JobProgress = Omit<JobState, 'name' | 'everyMs'>;

type Standing = Pick<JobDocument, 'lastRunAt' | 'failReason' | 'nextRunAt' | 'data'>;

export type JobDocuments = {
  readonly collection: Collection<JobDocument>;
  /** Makes the document where there is none, and gives it the period that this server knows. */
  register(name: string, everyMs: number, firstRunAt: number): Promise<JobProgress>;
  read(names: readonly string[]): Promise<ReadonlyMap<string, JobProgress>>;
  readonly progressOf: (standing: Standing) => JobProgress;
};

/** Letters of hash in an ObjectId. */
const ID_DIGITS = 24;

function progressOf({ lastRunAt, failReason, nextRunAt, data }: Standing): JobProgress {
  return {
    lastRunAt: lastRunAt?.getTime() ?? null,
    lastError: failReason,
    nextRunAt: nextRunAt.getTime(),
    runs: data.runs,
  };
}

/**
 * Makes the index that every question is answered by. It is unique, so that no server makes a second document of a name;
 * where it is missing, the `_id` that follows from the name keeps that too.
 *
 * @example const documents = await openJobDocuments(db)
 */
export async function openJobDocuments(db: Db): Promise<JobDocuments> {
  const { ObjectId: Id } = await import('mongodb');
  const collection = db.collection<JobDocument>(JOBS_COLLECTION);
  const index = { name: 1 } as const;
  if (!(await listKeys(collection)).includes(JSON.stringify(index)))
    await collection.createIndex(index, { unique: true });

  async function findOrMake(name: string, everyMs: number, firstRunAt: number): Promise<JobDocument> {
    const known = await collection.findOne({ name });
    if (known !== null) return known;
    const made: JobDocument = {
      _id: new Id(hash('sha256', name).slice(0, ID_DIGITS)),
      name,
      type: 'single',
      priority: 0,
      repeatInterval: everyMs,
      nextRunAt: new Date(firstRunAt),
      lastRunAt: null,
      lastFinishedAt: null,
      lockedAt: null,
      lastModifiedBy: null,
      failReason: null,
      failCount: null,
      data: { runs: 0 },
    };
    try {
      await collection.insertOne(made);
      return made;
    } catch (error) {
      if (!isTaken(error)) throw error;
    }
    // Another server was faster.
    return (await collection.findOne({ name })) ?? made;
  }

  return {
    collection,
    progressOf,
    async register(name, everyMs, firstRunAt) {
      const found = await findOrMake(name, everyMs, firstRunAt);
      if (found.repeatInterval === everyMs) return progressOf(found);
      const nextRunAt =
        found.lastRunAt === null ? found.nextRunAt : new Date(found.lastRunAt.getTime() + everyMs);
      const $set = { repeatInterval: everyMs, nextRunAt };
      await collection.updateOne({ name, repeatInterval: found.repeatInterval }, { $set });
      return progressOf({ ...found, ...$set });
    },
    async read(names) {
      const found = await collection.find({ name: { $in: [...names] } }).toArray();
      return new Map(found.map((document) => [document.name, progressOf(document)]));
    },
  };
}
