/** A server for the suites of one file, and a database for each of its tests. */
import { afterAll, beforeAll } from 'vitest';
import { type MongoServer, openMongo, openQuickMongo, openShardedMongo } from './server.ts';

/** Go builds FerretDB the first time. */
const BUILD_MS = 600_000;

/**
 * Starts the server before the suites of the file that calls it, and ends it after them.
 *
 * @param how `isLarge`: more goes into them than FerretDB can hold. `isSharded`: they lie on several shards.
 * @returns Gives the address of a database that nobody has used.
 * @example const nextUrl = mongoDatabases('faults'); const store = await createMongoStore({ url: nextUrl() });
 */
export function mongoDatabases(name: string, { isLarge = false, isSharded = false } = {}): () => string {
  let server: MongoServer | null = null;
  let databases = 0;
  beforeAll(async () => {
    server = await (isSharded ? openShardedMongo() : isLarge ? openQuickMongo() : openMongo());
  }, BUILD_MS);
  afterAll(() => server?.stop());
  return () => {
    if (server === null) throw new Error('the server is started before the first test, and not before');
    databases += 1;
    return server.url(`inkling-${name}-${process.pid}-${databases}`);
  };
}
