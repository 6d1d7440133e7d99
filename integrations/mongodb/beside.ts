/**
 * What servers share beside the store, each in a database of its own: the salts, which no backup may hold, and the log of
 * erasures, which a backup that is put back must not overwrite.
 */
import type { Db } from 'mongodb';
import { InklingError } from '../../core/errors.ts';
import type { ErasureLog, SaltShelf } from '../../core/ports.ts';
import { type ConnectOptions, connect } from './connection.ts';
import { createMongoErasures } from './erasures.ts';
import { inOurWords, toFault } from './faults.ts';
import { erasuresDatabase, saltsDatabase } from './names.ts';
import { openMongoSalts } from './salts.ts';

export type Beside = {
  /** The database of the store. */
  readonly db: Db;
  readonly salts: SaltShelf;
  readonly erasureLog: ErasureLog;
  close(): Promise<void>;
};

/** https://www.mongodb.com/docs/manual/reference/limits/#naming-restrictions */
const LONGEST_NAME = 63;

/**
 * @param url As the store's.
 * @throws InklingError `store_unavailable` where nobody answers, `malformed_setting` where the name of the database is too long.
 * @example const { salts, erasureLog } = await openBeside('mongodb://localhost/inkling')
 */
export async function openBeside(url: string, options: ConnectOptions = {}): Promise<Beside> {
  const { client, db } = await connect(url, options);
  const { databaseName: name } = db;
  try {
    requireShort(erasuresDatabase(name));
    const salts = await openMongoSalts(client.db(saltsDatabase(name)));
    return {
      db,
      salts: {
        list: inOurWords(salts.list),
        put: inOurWords(salts.put),
        destroy: inOurWords(salts.destroy),
      },
      erasureLog: createMongoErasures(client.db(erasuresDatabase(name))),
      close: () => client.close(),
    };
  } catch (error) {
    await client.close();
    throw toFault(error);
  }
}

function requireShort(name: string): void {
  if (Buffer.byteLength(name) <= LONGEST_NAME) return;
  throw new InklingError(
    'malformed_setting',
    'MONGODB_URL',
    'the name of the database is too long for those beside it',
    `choose one of ${LONGEST_NAME - erasuresDatabase('').length} bytes or fewer`,
  );
}
