/** The log of erasures that several servers share: a collection in a database of its own. */
import type { Collection, Db } from 'mongodb';
import type { ErasureLog } from '../../core/ports.ts';
import { again, inOurWords, isTaken, tryAgain } from './faults.ts';
import { makeOrWrite } from './insert.ts';

type LineDocument = { readonly _id: string; readonly line: string };
type CountDocument = { readonly _id: string; readonly count: number };

const PAGE = 1_000;
/** Digits of the largest whole number that counts exactly. */
const DIGITS = 16;

/**
 * Lines are kept for good, in the order in which servers asked for their places.
 *
 * @param db Never the one of the store: a backup of that which is put back knows nothing of later erasures, this one does.
 * @example const log = createMongoErasures(client.db('inkling_erasures')); await log.append(line);
 */
export function createMongoErasures(db: Db, page = PAGE): ErasureLog {
  const lines: Collection<LineDocument> = db.collection('lines');
  const counts: Collection<CountDocument> = db.collection('counts');

  async function takePlace(): Promise<string> {
    const counted = await makeOrWrite(() =>
      counts.findOneAndUpdate(
        { _id: 'lines' },
        { $inc: { count: 1 } },
        { upsert: true, returnDocument: 'after' },
      ),
    );
    return String(counted?.count ?? 1).padStart(DIGITS, '0');
  }

  /** The place is ours alone: where it is taken, the connection broke after the line was written. */
  async function write(_id: string, line: string): Promise<void> {
    try {
      await lines.insertOne({ _id, line });
    } catch (error) {
      if (!isTaken(error)) throw error;
    }
  }

  const readPage = inOurWords(
    again((after: string) =>
      lines
        .find({ _id: { $gt: after } })
        .sort({ _id: 1 })
        .limit(page)
        .toArray(),
    ),
  );

  async function* readLines(): AsyncGenerator<string> {
    for (let after = ''; ; ) {
      const found = await readPage(after);
      for (const { line } of found) yield line;
      const last = found.at(-1);
      if (last === undefined || found.length < page) return;
      after = last._id;
    }
  }

  return {
    append: inOurWords(async (line) => {
      const place = await tryAgain(takePlace);
      await tryAgain(() => write(place, line));
    }),
    readLines,
  };
}
