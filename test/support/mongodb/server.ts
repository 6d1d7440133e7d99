/** The server that the suites of the MongoDB store run against: a real one, of one of three kinds. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MongoClient } from 'mongodb';
import { buildFerretDb } from './ferretdb.ts';
import type { Shards } from './memory/shards.ts';
import { openMemoryMongo } from './memory/wire.ts';
import { type Door, openDoor } from './one-at-a-time.ts';

export type MongoServer = {
  /** Of a database of this name. */
  url(database: string): string;
  stop(): Promise<void>;
};

/** What a run has: a server that somebody else runs, a `mongod` on the path, or FerretDB. */
export type MongoKind = 'MONGODB_URL' | 'mongod' | 'FerretDB';

const START_MS = 30_000;
const MEMORY_PROGRAM = join(import.meta.dirname, 'memory-child.ts');
/** A limit, not what it takes: a million events of a shop with their profiles take half of it. */
const MEMORY_MIB = 8_192;
const GIVEN = process.env.MONGODB_URL;

/** @example console.log(`MongoDB: ${mongoKind()}`) */
export function mongoKind(): MongoKind {
  if (GIVEN !== undefined) return 'MONGODB_URL';
  return spawnSync('mongod', ['--version'], { timeout: START_MS }).status === 0 ? 'mongod' : 'FerretDB';
}

/**
 * Gets what is needed, once, before several suites would at the same time. Answers what keeps it from being there, or null.
 *
 * @example const obstacle = await findMongoObstacle()
 */
export async function findMongoObstacle(): Promise<string | null> {
  if (mongoKind() !== 'FerretDB') return null;
  try {
    await buildFerretDb();
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/**
 * Starts one on a free port of this machine; of a server that is given only the address is known.
 *
 * @param folder Where its files lie and are left; without one, in a folder that goes with it.
 * @throws Error where none can be had: then nothing is known of the store.
 * @example const server = await openMongo(); const store = await createMongoStore({ url: server.url('a') });
 */
export async function openMongo(folder?: string): Promise<MongoServer> {
  if (GIVEN !== undefined)
    return { url: (database) => withDatabase(GIVEN, database), stop: async () => undefined };
  const place = folder ?? mkdtempSync(join(tmpdir(), 'inkling-mongodb-'));
  mkdirSync(place, { recursive: true });
  const server = await (mongoKind() === 'mongod' ? openMongod(place) : openFerretDb(place));
  return {
    ...server,
    async stop() {
      await server.stop();
      if (folder === undefined) rmSync(place, { recursive: true, force: true });
    },
  };
}

/** A server of this run's own that dies and comes back at one address, on the same files. */
export type MortalMongo = MongoServer & {
  /** In front of it. */
  readonly door: Door;
  /** SIGKILL; resolves once it is gone. */
  kill(): Promise<void>;
  restart(): Promise<void>;
};

/**
 * Nobody may kill a server that somebody else runs: there is none of these where MONGODB_URL is set.
 *
 * @example const server = await openMortalMongo(); await server.kill(); await server.restart();
 */
export async function openMortalMongo(): Promise<MortalMongo> {
  const folder = mkdtempSync(join(tmpdir(), 'inkling-mortal-'));
  const port = await findPort();
  const start = mongoKind() === 'mongod' ? startMongod : startFerretDb;
  let server = await start(folder, port);
  const door = await openDoor(port);
  return {
    door,
    url: (database) => `mongodb://127.0.0.1:${door.port}/${database}?directConnection=true`,
    async kill() {
      const ended = once(server.child, 'exit');
      server.child.kill('SIGKILL');
      await ended;
    },
    async restart() {
      server = await start(folder, port);
    },
    async stop() {
      await door.close();
      await end(server.child, server.ask);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/**
 * The same for volumes that FerretDB is too slow for: it looks through a whole collection for nearly everything. In its place
 * comes a server that holds all in memory (memory/wire.ts), speaks the protocol and finds by indexes: in a process of its
 * own, since what a million events take would leave no room beside it.
 *
 * @example const server = await openQuickMongo()
 */
export async function openQuickMongo(): Promise<MongoServer> {
  return mongoKind() === 'FerretDB' ? openMemoryProcess() : openMongo();
}

/** @example const server = await openMemoryProcess(); await MongoClient.connect(server.url('a')) */
export async function openMemoryProcess(): Promise<MongoServer> {
  const args = [`--max-old-space-size=${MEMORY_MIB}`, MEMORY_PROGRAM];
  const child = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'inherit'] });
  const port = await readLine(child);
  return {
    url: (database) => `mongodb://127.0.0.1:${port}/${database}`,
    stop: () => end(child, () => child.stdin.end()),
  };
}

/** What docs/scale.md shards, and how. */
const SHARDS: Shards = {
  count: 3,
  keys: { entries: ['s', 'v'], profiles: ['s', 'v'], entry_claims: ['s', '_id'] },
};

/**
 * Shards behind a mongos, in this process's memory, whatever else the run has: with an `_id` that is unique on its shard only,
 * and with the writes refused that a mongos refuses.
 *
 * @example const server = await openShardedMongo()
 */
export async function openShardedMongo(): Promise<MongoServer> {
  const server = await openMemoryMongo(0, SHARDS);
  return { url: (database) => `mongodb://127.0.0.1:${server.port}/${database}`, stop: server.close };
}

function withDatabase(url: string, database: string): string {
  const [, start = '', query = ''] = /^(mongodb(?:\+srv)?:\/\/[^/?]*)\/?[^?]*(\?.*)?$/.exec(url) ?? [];
  return `${start}/${database}${query}`;
}

type Started = { readonly child: ChildProcess; readonly port: number; readonly ask: () => void };

async function openFerretDb(folder: string): Promise<MongoServer> {
  const { child, port, ask } = await startFerretDb(folder, 0);
  const door = await openDoor(port);
  return {
    url: (database) => `mongodb://127.0.0.1:${door.port}/${database}`,
    async stop() {
      await door.close();
      await end(child, ask);
    },
  };
}

async function startFerretDb(folder: string, port: number): Promise<Started> {
  const program = await buildFerretDb();
  const child = spawn(program, [folder, `127.0.0.1:${port}`], { stdio: ['pipe', 'pipe', 'inherit'] });
  const address = new URL(await readLine(child));
  return { child, port: Number(address.port), ask: () => child.stdin?.end() };
}

async function readLine(child: ChildProcess): Promise<string> {
  const [line] = await once(child.stdout ?? child, 'data', { signal: AbortSignal.timeout(START_MS) });
  return String(line).trim();
}

/** A set of one: majorities, sessions and change streams are there. */
async function openMongod(folder: string): Promise<MongoServer> {
  const { child, port, ask } = await startMongod(folder, await findPort());
  return {
    url: (database) => `mongodb://127.0.0.1:${port}/${database}?replicaSet=tests`,
    stop: () => end(child, ask),
  };
}

async function startMongod(folder: string, port: number): Promise<Started> {
  const isNew = readdirSync(folder).length === 0;
  const args = ['--dbpath', folder, '--port', String(port), '--bind_ip', '127.0.0.1', '--replSet', 'tests'];
  const child = spawn('mongod', args, { stdio: ['ignore', 'ignore', 'inherit'] });
  const address = `mongodb://127.0.0.1:${port}`;
  const client = await MongoClient.connect(`${address}/?directConnection=true`, {
    serverSelectionTimeoutMS: START_MS,
  });
  const member = { _id: 0, host: `127.0.0.1:${port}` };
  if (isNew) await client.db('admin').command({ replSetInitiate: { _id: 'tests', members: [member] } });
  await client.close();
  return { child, port, ask: () => child.kill('SIGTERM') };
}

async function findPort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

async function end(child: ChildProcess, ask: () => void): Promise<void> {
  const isOver = child.exitCode !== null || child.signalCode !== null;
  const ended = isOver ? Promise.resolve() : once(child, 'exit');
  ask();
  await ended;
}
