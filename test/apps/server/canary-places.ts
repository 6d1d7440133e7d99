/** Where a server keeps what it keeps, for whoever searches every byte of it. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BSON, MongoClient } from 'mongodb';
import { erasuresDatabase, saltsDatabase } from '../../../integrations/mongodb/names.ts';
import { type HeldId, readHeldIds } from '../../support/held-ids.ts';
import { SHARED_KEY } from '../../support/mongodb/doored.ts';

export type Kept = { readonly name: string; readonly bytes: Buffer };

export type CanaryPlace = {
  readonly dataDir: string;
  readonly env: Readonly<Record<string, string>>;
  /** Connections that the server has to open. */
  readonly connects: RegExp | null;
  /** What is there in the end, and among it what the names of these say. */
  readonly keeps: readonly string[];
  readAll(): Promise<readonly Kept[]>;
  readHeld(): Promise<readonly HeldId[]>;
  dispose(): Promise<void>;
};

function readFolder(folder: string): readonly Kept[] {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true });
  return files
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => ({ name, bytes: readFileSync(join(parentPath, name)) }));
}

function makeFolder() {
  const dataDir = mkdtempSync(join(tmpdir(), 'inkling-canary-'));
  return { dataDir, dispose: async () => rmSync(dataDir, { recursive: true, force: true }) };
}

/** @example canarySuite(openFolderPlace) */
export async function openFolderPlace(): Promise<CanaryPlace> {
  const { dataDir, dispose } = makeFolder();
  return {
    dataDir,
    env: {},
    connects: null,
    keeps: ['inkling.db', 'master.key', 'salts'],
    readAll: async () => readFolder(dataDir),
    readHeld: async () => readHeldIds(dataDir),
    dispose,
  };
}

/** All databases of ours, document by document as their bytes go over the network, and the data folder. */
export async function openDatabasePlace(url: string): Promise<CanaryPlace> {
  const { dataDir, dispose } = makeFolder();
  const client = await MongoClient.connect(url);
  const { databaseName: name } = client.db();
  const databases = [name, saltsDatabase(name), erasuresDatabase(name)].map((each) => client.db(each));

  async function readDatabases(): Promise<readonly Kept[]> {
    const kept: Kept[] = [];
    for (const db of databases) {
      for (const collection of await db.listCollections({}, { nameOnly: true }).toArray()) {
        const documents = await db.collection(collection.name).find().toArray();
        const bytes = Buffer.concat(documents.map((document) => BSON.serialize(document)));
        kept.push({ name: `${db.databaseName.slice(name.length)}.${collection.name}`, bytes });
      }
    }
    return kept;
  }

  async function readHeld(): Promise<readonly HeldId[]> {
    const [db = client.db()] = databases;
    const held: HeldId[] = [];
    for (const collection of await db.listCollections({}, { nameOnly: true }).toArray()) {
      const documents = await db.collection(collection.name).find().toArray();
      const named = documents.filter(({ v }) => typeof v === 'string');
      held.push(...named.map(({ s, v }) => ({ siteId: String(s), visitor: String(v) })));
    }
    return [...new Map(held.map((one) => [`${one.siteId} ${one.visitor}`, one])).values()];
  }

  return {
    dataDir,
    env: { MONGODB_URL: url, MASTER_KEY: SHARED_KEY },
    connects: new RegExp(`\\[outgoing\\] connect .*"port":"?${new URL(url).port}\\b.*\n`, 'g'),
    keeps: ['.entries', '.profiles', '.records', '_salts.salts', '_erasures.lines'],
    readAll: async () => [...(await readDatabases()), ...readFolder(dataDir)],
    readHeld,
    dispose: async () => {
      await client.close();
      await dispose();
    },
  };
}
