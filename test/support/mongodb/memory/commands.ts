/** Commands of the database, as far as the store and the jobs send them. */
import { createChangeStreams } from './change-streams.ts';
import type { Change, Index } from './collection.ts';
import {
  assertPlaced,
  assertTargeted,
  createPlacedCollection,
  type PlacedCollection,
  Refusal,
  type Shards,
} from './shards.ts';
import type { Sort } from './shelves.ts';
import { project, runStage } from './stages.ts';
import { applyUpdate, seedOf } from './updates.ts';
import type { Document, Filter } from './values.ts';

export type Reply = Document;
export type Command = Document & { readonly $db?: string };

export type MemoryDatabases = {
  /** Never throws: a command that is not known, or fails, is answered so. A promise where the answer is waited for. */
  run(command: Command): Reply | Promise<Reply>;
  /** Questions that looked at every document, by collection. */
  scans(): Readonly<Record<string, number>>;
  /** Commands so far, but for those by which a driver looks whether somebody is there. */
  commands(): number;
};

type WriteError = { readonly index: number; readonly code: number; readonly errmsg: string };
type Batch = { readonly batch: number; readonly isRetryable: boolean };
type Handler = (command: Document, db: string) => Reply | Promise<Reply>;

const DUPLICATE = 11_000;
const UNSHARDED: Shards = { count: 1, keys: {} };
const PAGE = 100_000;
/** For how long a question is kept waiting that does not say so. */
const AWAIT_MS = 1_000;
const WATCHING: ReadonlySet<string> = new Set(['hello', 'isMaster', 'ismaster', 'ping', 'endSessions']);
const HELLO = {
  isWritablePrimary: true,
  ismaster: true,
  maxBsonObjectSize: 16_777_216,
  maxMessageSizeBytes: 48_000_000,
  maxWriteBatchSize: 100_000,
  minWireVersion: 0,
  maxWireVersion: 21,
  readOnly: false,
  logicalSessionTimeoutMinutes: 30,
};

const list = <T = Document>(value: unknown): readonly T[] => (Array.isArray(value) ? (value as T[]) : []);
const sortOf = (value: unknown): Sort => Object.entries((value ?? {}) as Record<string, 1 | -1>);

function cursor(namespace: string, documents: readonly Document[]): Reply {
  return { cursor: { id: 0n, ns: namespace, firstBatch: documents.slice(0, PAGE) }, ok: 1 };
}

/**
 * @param shards Collections on several of them, behind a mongos; none where this is left out.
 * @example const databases = createMemoryDatabases(); databases.run({ ping: 1, $db: 'a' }) // { ok: 1 }
 */
export function createMemoryDatabases(shards?: Shards): MemoryDatabases {
  const collections = new Map<string, PlacedCollection>();
  const streams = createChangeStreams();
  let commands = 0;

  const nameIn = (db: string, name: unknown): string => `${db}.${String(name)}`;
  function collectionOf(db: string, name: unknown): PlacedCollection {
    const full = nameIn(db, name);
    const note = (change: Change): void => streams.note(full, change);
    const known = collections.get(full) ?? createPlacedCollection(shards ?? UNSHARDED, String(name), note);
    collections.set(full, known);
    return known;
  }

  function insert({ insert: name, documents, ordered = true }: Document, db: string): Reply {
    const collection = collectionOf(db, name);
    const writeErrors: WriteError[] = [];
    for (const [index, document] of list(documents).entries()) {
      if (collection.insert(document)) continue;
      writeErrors.push({ index, code: DUPLICATE, errmsg: 'E11000 duplicate key' });
      if (ordered === true) break;
    }
    const n = list(documents).length - writeErrors.length;
    return { n, ...(writeErrors.length > 0 && { writeErrors }), ok: 1 };
  }

  type Written = { readonly matched: number; readonly upserted: unknown };

  function updateOne(
    collection: PlacedCollection,
    { q, u, multi = false, upsert = false }: Document,
    batch: Batch,
  ): Written {
    const filter = q as Filter;
    if (multi !== true) assertTargeted(collection, filter, { isWhole: upsert === true });
    const found = collection.find({ filter, limit: multi === true ? 0 : 1 });
    for (const before of found) {
      const after = applyUpdate(before, u as Document, false);
      assertPlaced(collection, { before, after, filter, ...batch });
      if (!collection.replace(before, after)) throw new RangeError('E11000 duplicate key');
    }
    if (found.length > 0 || upsert !== true) return { matched: found.length, upserted: null };
    const made = applyUpdate(seedOf(q as Filter), u as Document, true);
    if (!collection.insert(made)) throw new RangeError('E11000 duplicate key');
    return { matched: 0, upserted: made._id };
  }

  function update({ update: name, updates, ordered = true, txnNumber }: Document, db: string): Reply {
    const collection = collectionOf(db, name);
    const batch = { batch: list(updates).length, isRetryable: txnNumber !== undefined };
    const writeErrors: WriteError[] = [];
    const upserted: Document[] = [];
    let n = 0;
    for (const [index, one] of list(updates).entries()) {
      try {
        const written = updateOne(collection, one, batch);
        n += written.matched;
        if (written.upserted === null) continue;
        n += 1;
        upserted.push({ index, _id: written.upserted });
      } catch (error) {
        writeErrors.push(toWriteError(index, error));
        if (ordered === true) break;
      }
    }
    const more = { ...(upserted.length > 0 && { upserted }), ...(writeErrors.length > 0 && { writeErrors }) };
    return { n, nModified: n - upserted.length, ...more, ok: 1 };
  }

  function remove({ delete: name, deletes }: Document, db: string): Reply {
    const collection = collectionOf(db, name);
    let n = 0;
    for (const { q, limit } of list(deletes)) {
      if (Number(limit ?? 0) === 1) assertTargeted(collection, q as Filter, { isWhole: false });
      const found = collection.find({ filter: q as Filter, limit: Number(limit ?? 0) });
      for (const document of found) collection.remove(document);
      n += found.length;
    }
    return { n, ok: 1 };
  }

  function findAndModify(command: Document, db: string): Reply {
    const { findAndModify: name, query, sort, fields, upsert = false, new: isNew = false } = command;
    const collection = collectionOf(db, name);
    const filter = (query ?? {}) as Filter;
    assertTargeted(collection, filter, { isWhole: true });
    const [before] = collection.find({ filter, sort: sortOf(sort), limit: 1 });
    const lastErrorObject = { n: before === undefined ? 0 : 1, updatedExisting: before !== undefined };
    if (command.remove === true || (before === undefined && upsert !== true)) {
      if (before !== undefined) collection.remove(before);
      return { value: before ?? null, lastErrorObject, ok: 1 };
    }
    const after = applyUpdate(before ?? seedOf(filter), command.update as Document, before === undefined);
    if (before !== undefined) collection.replace(before, after);
    else if (!collection.insert(after)) return { ok: 0, code: DUPLICATE, errmsg: 'E11000 duplicate key' };
    const shown = isNew === true ? after : before;
    return { value: shown === undefined ? null : project(shown, fields), lastErrorObject, ok: 1 };
  }

  function aggregate({ aggregate: name, pipeline }: Document, db: string): Reply {
    const [first, ...stages] = list(pipeline);
    if (first !== undefined && '$changeStream' in first)
      return streams.open(nameIn(db, name), first.$changeStream as Document, stages);
    const filter = (first?.$match ?? {}) as Filter;
    const start = collectionOf(db, name).find({ filter });
    const rest = first !== undefined && '$match' in first ? stages : list(pipeline);
    return cursor(nameIn(db, name), rest.reduce<readonly Document[]>(runStage, start));
  }

  const handlers: Readonly<Record<string, Handler>> = {
    hello: () => ({ ...HELLO, ...(shards && { msg: 'isdbgrid' }), localTime: new Date(), ok: 1 }),
    ping: () => ({ ok: 1 }),
    endSessions: () => ({ ok: 1 }),
    buildInfo: () => ({ version: '7.0.0', versionArray: [7, 0, 0, 0], ok: 1 }),
    insert,
    update,
    delete: remove,
    findAndModify,
    aggregate,
    getMore: ({ getMore: id, maxTimeMS }) => streams.readMore(id, Number(maxTimeMS ?? AWAIT_MS)),
    killCursors: ({ cursors }) => streams.kill(list<unknown>(cursors)),
    serverStatus: () => ({ metrics: { cursor: { open: { total: streams.count() } } }, ok: 1 }),
    find: ({ find: name, filter, sort, limit, skip, projection }, db) => {
      const most = Number(limit ?? 0);
      const question = { filter: (filter ?? {}) as Filter, sort: sortOf(sort), limit: most };
      const found = collectionOf(db, name).find({
        ...question,
        limit: most + (most > 0 ? Number(skip ?? 0) : 0),
      });
      const page = found.slice(Number(skip ?? 0)).map((document) => project(document, projection));
      return cursor(nameIn(db, name), page);
    },
    count: ({ count: name }, db) => ({ n: collectionOf(db, name).size(), ok: 1 }),
    createIndexes: ({ createIndexes: name, indexes }, db) => {
      for (const index of list<Index>(indexes)) collectionOf(db, name).addIndex(index);
      return { ok: 1 };
    },
    listIndexes: ({ listIndexes: name }, db) => {
      const known = collections.get(nameIn(db, name));
      if (known === undefined)
        return { ok: 0, code: 26, codeName: 'NamespaceNotFound', errmsg: 'no such collection' };
      return cursor(
        nameIn(db, name),
        known.indexes().map((index) => ({ ...index, v: 2, name: Object.keys(index.key).join('_') })),
      );
    },
    listCollections: (_, db) => {
      const names = [...collections.keys()].filter((name) => name.startsWith(`${db}.`));
      return cursor(
        `${db}.$cmd`,
        names.map((name) => ({ name: name.slice(db.length + 1), type: 'collection' })),
      );
    },
    drop: ({ drop: name }, db) => ({ ok: collections.delete(nameIn(db, name)) ? 1 : 0 }),
    dropDatabase: (_, db) => {
      for (const name of [...collections.keys()]) if (name.startsWith(`${db}.`)) collections.delete(name);
      return { ok: 1 };
    },
  };

  return {
    run: (command) => {
      const [name = ''] = Object.keys(command);
      if (!WATCHING.has(name)) commands += 1;
      const handle = handlers[name] ?? handlers[name === 'isMaster' || name === 'ismaster' ? 'hello' : ''];
      if (handle === undefined)
        return { ok: 0, code: 59, codeName: 'CommandNotFound', errmsg: `no such command: ${name}` };
      try {
        return handle(command, command.$db ?? 'admin');
      } catch (error) {
        if (!(error instanceof Error)) throw error;
        if (error instanceof Refusal) return { ok: 0, code: error.code, errmsg: error.message };
        return { ok: 0, code: 2, codeName: 'BadValue', errmsg: error.message };
      }
    },
    commands: () => commands,
    scans: () =>
      Object.fromEntries(
        [...collections].flatMap(([name, one]) => (one.scans() > 0 ? [[name, one.scans()]] : [])),
      ),
  };
}

/** @throws what is no answer of a database. */
function toWriteError(index: number, error: unknown): WriteError {
  if (error instanceof Refusal) return { index, code: error.code, errmsg: error.message };
  if (error instanceof RangeError) return { index, code: DUPLICATE, errmsg: error.message };
  throw error;
}
