/** Where a site lies that outlives the processes that serve it: a folder, or a database beside one. */
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Db, MongoClient } from 'mongodb';
import { openCollections } from '../../integrations/mongodb/collections.ts';
import { LOG } from '../../integrations/mongodb/log-places.ts';
import { erasuresDatabase, saltsDatabase } from '../../integrations/mongodb/names.ts';
import { searchFolder } from '../e2e/bytes.ts';
import { findCanaries, type Needle } from '../support/canary.ts';
import { SHARED_KEY } from '../support/mongodb/doored.ts';

/** As JSON, so that a process of its own can be told. */
export type Place = {
  readonly dataDir: string;
  /** Null: everything is in the folder. */
  readonly mongodbUrl: string | null;
  /** In base64: of servers that share a database. That of all tests when left out. */
  readonly masterKey?: string;
};

/** How a process is told: by the settings that a server reads. */
export function settingsOf({
  dataDir,
  mongodbUrl,
  masterKey = SHARED_KEY,
}: Place): Readonly<Record<string, string>> {
  if (mongodbUrl === null) return { DATA_DIR: dataDir };
  return { DATA_DIR: dataDir, MONGODB_URL: mongodbUrl, MASTER_KEY: masterKey };
}

/** @example const open = await openEngine(inFolder(dataDir), clock); */
export function inFolder(dataDir: string): Place {
  return { dataDir, mongodbUrl: null };
}

export type Copy = { readonly place: Place; remove(): Promise<void> };

/** Everything as it is now; what becomes of the copy is no matter to the place. Nobody may be writing there. */
export async function copyPlace({ dataDir, mongodbUrl }: Place): Promise<Copy> {
  const folder = mkdtempSync(join(tmpdir(), 'inkling-copy-'));
  cpSync(dataDir, folder, { recursive: true });
  const removeFolder = (): void => rmSync(folder, { recursive: true, force: true });
  if (mongodbUrl === null) return { place: inFolder(folder), remove: async () => removeFolder() };
  const url = new URL(mongodbUrl);
  copies += 1;
  url.pathname += `-copy-${copies}`;
  await withDatabases(mongodbUrl, async (own, client) => {
    const targets = databasesAt(client, url.href);
    for (const [at, from] of own.entries()) await copyDatabase(from, targets[at] ?? from);
  });
  const remove = async (): Promise<void> => {
    removeFolder();
    await withDatabases(url.href, async (databases) => {
      for (const database of databases) await database.dropDatabase();
    });
  };
  return { place: { dataDir: folder, mongodbUrl: url.href }, remove };
}

let copies = 0;

/**
 * As if a minute had gone by since whoever wrote there ended: nobody waits for them any more. In a folder nobody ever does.
 *
 * @example await killed; await outlast(place);
 */
export async function outlast({ mongodbUrl }: Place): Promise<void> {
  if (mongodbUrl === null) return;
  await withDatabases(mongodbUrl, async ([database]) => {
    if (database === undefined) return;
    for (const name of ['servers', 'leases'])
      await database.collection(name).updateMany({}, { $set: { until: 0 } });
    const { meta } = openCollections(database);
    await meta.updateOne({ _id: LOG }, { $set: { open: {} } });
  });
}

/** Where the needles are, in any byte of what is kept for good. */
export async function searchPlace({ dataDir, mongodbUrl }: Place, needles: readonly Needle[]) {
  const found = [...searchFolder(dataDir, needles)];
  if (mongodbUrl === null) return found;
  await withDatabases(mongodbUrl, async (databases) => {
    for (const database of databases) {
      for (const { name, documents } of await readAll(database)) {
        // What servers told each other is kept for those that were away: some minutes, and it names whom to forget.
        if (name === 'peer_notices') continue;
        const seen = findCanaries(Buffer.from(JSON.stringify(documents)), needles);
        found.push(...seen.map(({ canary, form }) => `${name}: ${form} of ${canary}`));
      }
    }
  });
  return found;
}

type Collected = { readonly name: string; readonly documents: readonly Record<string, unknown>[] };

async function readAll(database: Db): Promise<readonly Collected[]> {
  const names = await database.listCollections({}, { nameOnly: true }).toArray();
  const read: Collected[] = [];
  for (const { name } of names)
    read.push({ name, documents: await database.collection(name).find().toArray() });
  return read;
}

async function copyDatabase(from: Db, to: Db): Promise<void> {
  for (const { name, documents } of await readAll(from)) {
    if (documents.length > 0) await to.collection(name).insertMany([...documents]);
  }
}

/** The store's, and those beside it. */
function databasesAt(client: MongoClient, url: string): readonly Db[] {
  const name = decodeURIComponent(new URL(url).pathname.slice(1));
  return [name, saltsDatabase(name), erasuresDatabase(name)].map((one) => client.db(one));
}

async function withDatabases(
  url: string,
  work: (databases: readonly Db[], client: MongoClient) => Promise<void>,
): Promise<void> {
  const client = await MongoClient.connect(url);
  try {
    await work(databasesAt(client, url), client);
  } finally {
    await client.close();
  }
}
