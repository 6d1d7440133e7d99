/** What servers are about to change, or have changed without having told of it yet: whoever ends in between leaves it here. */
import type { Collection, Db } from 'mongodb';
import type { Clock, PeerNotice, Peers } from '../../core/ports.ts';
import { inOurWords, WRITE_MS } from './faults.ts';
import { type PeerNotices, readNotice } from './peer-notices.ts';

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

type Take = (id: string, from: string, change: PeerNotice | null) => Promise<void>;

export type PeerChanges = Pick<Peers, 'tellOf'> & {
  /** Of all servers, those that were begun and not told of yet: none, nearly always. Null: it was damaged. */
  look(take: Take): Promise<void>;
  /** Tells of those whose server must have ended. */
  sweep(): Promise<void>;
};

export type PeerChangesPorts = {
  readonly db: Db;
  readonly node: string;
  readonly notices: Pick<PeerNotices, 'add'>;
  readonly clock: Clock;
  readonly onFault: (error: unknown) => void;
};

/** Whatever a server was writing when it began a change has ended by then. */
const CHANGE_MS = 120_000;

/**
 * A change that was begun is read again by everybody at each look, until it is told of: by whoever made it, or, once no
 * write of it can be under way any more, by whoever finds it.
 *
 * @example await createPeerChanges(ports).tellOf({ topic: 'record', site, body }, () => store.putRecord(record))
 */
export function createPeerChanges({ db, node, notices, clock, onFault }: PeerChangesPorts): PeerChanges {
  const collection: Collection<ChangeDocument> = db.collection('peer_changes');
  let begun = 0;

  const begin = inOurWords(async ({ topic, site, body }: PeerNotice): Promise<string> => {
    begun += 1;
    const _id = `${node}:${begun}`;
    const document = { _id, at: clock.now(), from: node, topic, s: site, body: JSON.stringify(body) };
    await collection.insertOne(document, { maxTimeMS: WRITE_MS });
    return _id;
  });

  async function finish(id: string, notice: PeerNotice | null): Promise<void> {
    if (notice !== null) await notices.add(notice, clock.now());
    await collection.deleteOne({ _id: id });
  }

  return {
    async tellOf(notice, work) {
      const id = await begin(notice);
      const done = await work();
      // It is done, and others see it by what is left: nobody is told that it failed.
      await finish(id, notice).catch(onFault);
      return done;
    },
    async look(take) {
      for (const document of await collection.find({}).toArray())
        await take(document._id, document.from, readNotice(document));
    },
    async sweep() {
      const before = clock.now() - CHANGE_MS;
      for (const document of await collection.find({}).toArray())
        if (document.at < before) await finish(document._id, readNotice(document));
    },
  };
}
