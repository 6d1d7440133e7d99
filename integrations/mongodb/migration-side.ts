/** A store on MongoDB as one side of a migration: no engine, no place in the log given out. */
import { InklingError } from '../../core/errors.ts';
import { assertWhole, NOTE } from '../../core/stores/migration/note.ts';
import type { SourceSide, TargetSide } from '../../core/stores/migration/sides.ts';
import type { WriteTables } from '../../core/stores/migration/tables.ts';
import { createCheckpoints } from './checkpoints.ts';
import { COLLECTIONS, type Collections, openAny, openCollections } from './collections.ts';
import { type Connection, connect } from './connection.ts';
import { createDamage } from './damage.ts';
import { again, inOurWords, toFault } from './faults.ts';
import { ensureIndexes } from './indexes.ts';
import { makeOrWrite } from './insert.ts';
import { LOG } from './log-places.ts';
import { openMigrationTables } from './migration-tables.ts';
import { createRecords } from './records.ts';
import { createServers } from './servers.ts';

/** Text of the note of a migration into this store; null where none ever was. */
export async function readMigration({ meta }: Pick<Collections, 'meta'>): Promise<string | null> {
  return (await meta.findOne({ _id: NOTE }))?.note ?? null;
}

/** In whose name the checkpoint stands until the first server has taken over. */
const SERVER = 'migration';

function createMarks(collections: Collections): Pick<WriteTables, 'readMarks' | 'writeMarks'> {
  const { meta } = collections;
  const checkpoints = createCheckpoints(collections, SERVER);
  return {
    async readMarks() {
      const log = await meta.findOne({ _id: LOG });
      return { checkpoint: await checkpoints.lowest(), last: log?.next ?? 0 };
    },
    async writeMarks({ checkpoint, last }) {
      await checkpoints.save(checkpoint);
      await makeOrWrite(() => meta.updateOne({ _id: LOG }, { $set: { next: last } }, { upsert: true }));
    },
  };
}

/** Each method says what went wrong in our words, and tries again what broke with its connection. */
function inWords<T extends Readonly<Record<string, (...given: never[]) => Promise<unknown>>>>(asks: T): T {
  const told = Object.entries(asks).map(([name, ask]) => [name, inOurWords(again(ask))]);
  return Object.fromEntries(told) as T;
}

type Open = Connection & { readonly collections: Collections };

async function open(url: string): Promise<Open> {
  const connection = await connect(url);
  return { ...connection, collections: openCollections(connection.db) };
}

/** Lets go of the connection when what comes before the work fails. */
async function whileOpening<T>({ client }: Open, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    await client.close();
    throw toFault(error);
  }
}

/**
 * Opens a store to be read. Nothing in it is changed.
 *
 * @throws InklingError `half_migrated` for the beginning of a migration, `store_unavailable` where no server answers.
 * @example const source = await openMongoSource('mongodb://localhost/inkling', Date.now)
 */
export async function openMongoSource(url: string, now: () => number): Promise<SourceSide> {
  const opened = await open(url);
  const { client, db, collections } = opened;
  const servers = createServers(db, SERVER);
  await whileOpening(opened, async () => assertWhole(await readMigration(collections), 'mongodb'));
  const { readMarks } = createMarks(collections);
  const asks = inWords({
    readMarks,
    async assertIdle() {
      const log = await collections.meta.findOne({ _id: LOG });
      const isWritten = Object.values(log?.open ?? {}).some(({ until }) => until > now());
      if (!isWritten && (await servers.list(now())).length === 0) return;
      throw new InklingError(
        'server_running',
        'migrate',
        'a server uses this database',
        'stop every server that uses it, and try again; one that ended without a word is counted for up to a minute more',
      );
    },
  });
  const damage = createDamage();
  const { getRecord, listRecords } = createRecords(collections, damage);
  return {
    ...asks,
    records: { getRecord, listRecords },
    tables: openMigrationTables(collections, damage),
    passedOver: damage.named,
    close: () => client.close(),
  };
}

/**
 * Opens a store to be filled, and makes its indexes.
 *
 * @throws InklingError `store_unavailable` where no server answers.
 * @example const target = await openMongoTarget('mongodb://localhost/inkling')
 */
export async function openMongoTarget(url: string): Promise<TargetSide> {
  const opened = await open(url);
  const { client, db, isSharded, collections } = opened;
  await whileOpening(opened, () => ensureIndexes(collections, isSharded));
  const damage = createDamage();
  const { getRecord, listRecords } = createRecords(collections, damage);
  return {
    ...inWords({
      ...createMarks(collections),
      async isEmpty() {
        for (const name of COLLECTIONS) if ((await openAny(db, name).findOne({})) !== null) return false;
        return true;
      },
      readNote: () => readMigration(collections),
      async writeNote(note: string) {
        await makeOrWrite(() =>
          collections.meta.updateOne({ _id: NOTE }, { $set: { note } }, { upsert: true }),
        );
      },
      tidy: async (_hasRemoved: boolean) => undefined,
    }),
    records: { getRecord, listRecords },
    tables: openMigrationTables(collections, damage),
    close: () => client.close(),
  };
}
