/** Which servers share the database, until when each is taken to be alive, and how much of what they tell each other it has heard. */
import type { Collection, Db } from 'mongodb';
import { WRITE_MS } from './faults.ts';
import { makeOrWrite } from './insert.ts';

type ServerDocument = {
  readonly _id: string;
  /** UTC ms. */
  readonly until: number;
  /** Number of the last notice. */
  readonly heard: number;
};

export type LivingServer = { readonly name: string; readonly heard: number };

export type Servers = {
  /** Says that this server is there, for the first time. */
  join(until: number, heard: number): Promise<void>;
  /** Says that it is there still. */
  renew(until: number, heard: number): Promise<void>;
  /** Whoever is there at an instant, UTC ms. */
  list(now: number): Promise<readonly LivingServer[]>;
  leave(): Promise<void>;
  /** Forgets those that have said nothing since before an instant, UTC ms. */
  sweep(before: number): Promise<void>;
};

/** @example const servers = createServers(db, 'node-1'); await servers.join(Date.now() + LEASE_MS, 0) */
export function createServers(db: Db, node: string): Servers {
  const collection: Collection<ServerDocument> = db.collection('servers');

  async function write(until: number, heard: number): Promise<void> {
    await makeOrWrite(() =>
      collection.updateOne(
        { _id: node },
        // Of two that are on their way at once the older may come last.
        { $set: { until }, $max: { heard } },
        { upsert: true, maxTimeMS: WRITE_MS },
      ),
    );
  }

  return {
    join: write,
    renew: write,
    list: async (now) => {
      // A handful, whatever becomes of the cluster: no index is worth its upkeep.
      const all = await collection.find({}).toArray();
      return all.filter(({ until }) => until > now).map(({ _id, heard }) => ({ name: _id, heard }));
    },
    async leave() {
      await collection.deleteOne({ _id: node });
    },
    async sweep(before) {
      await collection.deleteMany({ until: { $lt: before } });
    },
  };
}
