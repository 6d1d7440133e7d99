/** What servers tell each other, numbered without gaps: whoever has read up to a number has missed none before it. */
import type { Collection, Db } from 'mongodb';
import type { Json } from '../../core/entry.ts';
import { InklingError } from '../../core/errors.ts';
import type { PeerNotice } from '../../core/ports.ts';
import { isTaken, WRITE_MS } from './faults.ts';

export type NoticeDocument = {
  readonly _id: number;
  /** When it was told, UTC ms. */
  readonly at: number;
  readonly from: string;
  readonly topic: string;
  readonly s: string;
  readonly body: string;
};

export type TaggedNotice = {
  readonly number: number;
  readonly from: string;
  /** Null where it was damaged. */
  readonly notice: PeerNotice | null;
};

export type PeerNotices = {
  /** Answers its number; durable then. */
  add(notice: PeerNotice, at: number): Promise<number>;
  /** The highest number; 0 where nothing was ever told. */
  last(): Promise<number>;
  /**
   * In the order of telling.
   *
   * @throws InklingError `out_of_touch` where some of them are swept already.
   */
  readAfter(number: number): Promise<readonly TaggedNotice[]>;
  /** Takes out what it says, which everybody has heard: of whom somebody erased, no id is left. */
  blank(number: number): Promise<void>;
  /** The same of everything that is of a site. */
  blankSite(site: string): Promise<void>;
  /** Those up to a number that were told before an instant, but for the number of the last one of all, by which the next is numbered. */
  sweep(upTo: number, before: number): Promise<void>;
};

const PAGE = 200;
/** A notice of no topic is heard by nobody. */
const BLANK = { $set: { topic: '', s: '', body: 'null' } };

export function noticesIn(db: Db): Collection<NoticeDocument> {
  return db.collection('peer_notices');
}

/** @example const notices = createPeerNotices(db, 'node-1'); await notices.add({ topic: 'rows', site: '', body: null }, Date.now()) */
export function createPeerNotices(db: Db, node: string): PeerNotices {
  const collection = noticesIn(db);

  async function last(): Promise<number> {
    const [newest] = await collection
      .find({ _id: { $gt: 0 } }, { projection: { _id: 1 } })
      .sort({ _id: -1 })
      .limit(1)
      .toArray();
    return newest?._id ?? 0;
  }

  return {
    last,
    async add({ topic, site, body }, at) {
      // Servers rarely tell anything at the same time: the number is nearly always free.
      for (let number = (await last()) + 1; ; number += 1) {
        const document = { _id: number, at, from: node, topic, s: site, body: JSON.stringify(body) };
        try {
          await collection.insertOne(document, { maxTimeMS: WRITE_MS });
          return number;
        } catch (error) {
          if (!isTaken(error)) throw error;
        }
      }
    },
    async readAfter(number) {
      const found = await collection
        .find({ _id: { $gt: number } })
        .sort({ _id: 1 })
        .limit(PAGE)
        .toArray();
      if ((found[0]?._id ?? 0) > number + 1) throw outOfTouch();
      return found.map((document) => ({
        number: document._id,
        from: document.from,
        notice: readNotice(document),
      }));
    },
    async blank(number) {
      await collection.updateOne({ _id: number }, BLANK);
    },
    async blankSite(site) {
      await collection.updateMany({ s: site }, BLANK);
    },
    async sweep(upTo, before) {
      const newest = await last();
      await collection.deleteMany({ _id: { $lte: Math.min(upTo, newest - 1) }, at: { $lt: before } });
      if (newest <= upTo) await collection.updateOne({ _id: newest, at: { $lt: before } }, BLANK);
    },
  };
}

/** Null for one that was damaged. */
export function readNotice({
  topic,
  s,
  body,
}: Pick<NoticeDocument, 'topic' | 's' | 'body'>): PeerNotice | null {
  if (![topic, s, body].every((one) => typeof one === 'string')) return null;
  try {
    const told: Json = JSON.parse(body);
    return { topic, site: s, body: told };
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

/** What it missed has been swept: of what it has in memory nobody can say any more what others removed. */
function outOfTouch(): InklingError {
  const fault = 'this server has not heard the others for so long that what they told is gone';
  return new InklingError('out_of_touch', 'mongodb', fault, 'start it again');
}
