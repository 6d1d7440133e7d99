/** What servers are about to change, or have changed without having told of it yet: whoever ends in between leaves it here. */
import type { Collection, Db } from 'mongodb';
import type { Json } from '../../core/entry.ts';
import type { PeerNotice } from '../../core/ports.ts';
import { WRITE_MS } from './faults.ts';

type ChangeDocument = {
  /** Server, and its own number. */
  readonly _id: string;
  /** When it began, UTC ms. */
  readonly at: number;
  readonly from: string;
  readonly topic: string;
  readonly s: string;
  readonly body: string;
};

export type BegunChange = PeerNotice & {
  readonly id: string;
  readonly from: string;
  /** UTC ms. */
  readonly at: number;
};

export type PeerChanges = {
  /** Durable when it has resolved; answers its id. */
  begin(notice: PeerNotice, at: number): Promise<string>;
  end(id: string): Promise<void>;
  /** Of all servers: none, nearly always. */
  list(): Promise<readonly BegunChange[]>;
};

/** @example const id = await createPeerChanges(db, 'node-1').begin({ topic: 'record', site, body }, Date.now()) */
export function createPeerChanges(db: Db, node: string): PeerChanges {
  const collection: Collection<ChangeDocument> = db.collection('peer_changes');
  let begun = 0;
  return {
    async begin({ topic, site, body }, at) {
      const _id = `${node}:${begun++}`;
      const document = { _id, at, from: node, topic, s: site, body: JSON.stringify(body) };
      await collection.insertOne(document, { maxTimeMS: WRITE_MS });
      return _id;
    },
    async end(id) {
      await collection.deleteOne({ _id: id });
    },
    async list() {
      const found = await collection.find({}).toArray();
      return found.map(({ _id, at, from, topic, s, body }) => {
        const told: Json = JSON.parse(body);
        return { id: _id, at, from, topic, site: s, body: told };
      });
    },
  };
}
