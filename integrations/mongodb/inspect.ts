/** A look at the database from outside the store: it changes nothing. */
import { readAddress } from './address.ts';
import { openCollections } from './collections.ts';
import { connect } from './connection.ts';
import { toFault } from './faults.ts';
import { findMissingIndexes } from './indexes.ts';
import { createServers } from './servers.ts';

export type DatabaseInspection = {
  /** `MongoDB`, or what speaks its protocol. */
  readonly product: string;
  readonly version: string;
  readonly hosts: string;
  readonly database: string;
  readonly holdsData: boolean;
  /** By collection and keys. */
  readonly missingIndexes: readonly string[];
  /** Of the database's clock, against ours at half the way there and back. */
  readonly clockAheadMs: number;
};

/**
 * How many servers use a database: one that ended without a word until its lease is over.
 *
 * @param now UTC ms.
 * @throws InklingError `store_unavailable` where nobody answers.
 * @example if ((await countServers('mongodb://localhost/inkling', Date.now())) > 0) return
 */
export async function countServers(url: string, now: number): Promise<number> {
  const { client, db } = await connect(url);
  try {
    return (await createServers(db, '').list(now)).length;
  } catch (error) {
    throw toFault(error);
  } finally {
    await client.close();
  }
}

/**
 * @param now UTC ms.
 * @throws InklingError `store_unavailable` where nobody answers.
 * @example const { version } = await inspectDatabase('mongodb://localhost/inkling', Date.now)
 */
export async function inspectDatabase(url: string, now: () => number): Promise<DatabaseInspection> {
  const { client, db, isSharded } = await connect(url);
  try {
    const build = await db.admin().command({ buildInfo: 1 });
    const before = now();
    const { localTime } = await db.admin().command({ hello: 1 });
    const ours = (before + now()) / 2;
    const collections = openCollections(db);
    return {
      product: 'ferretdbVersion' in build ? 'FerretDB as MongoDB' : 'MongoDB',
      version: String(build.version),
      hosts: readAddress(url)?.hosts ?? '',
      database: db.databaseName,
      holdsData: (await collections.records.findOne({}, { projection: { _id: 1 } })) !== null,
      missingIndexes: await findMissingIndexes(collections, isSharded),
      clockAheadMs: localTime instanceof Date ? localTime.getTime() - ours : 0,
    };
  } catch (error) {
    throw toFault(error);
  } finally {
    await client.close();
  }
}
