/**
 * Writes notices into the log, however many there are: those about one visitor in the order in which they are handed
 * in, so that nobody hears that a notice is taken back before hearing of it.
 */
import type { Entry, LoggedEntry } from '../entry.ts';
import { InklingError } from '../errors.ts';
import type { Store } from '../ports.ts';

export type NoticeWriter = {
  /** What could not be written is for the caller to try again. */
  write(notices: readonly Entry[]): Promise<Written>;
  /** Notices written since the start. */
  count(): number;
};

export type Written = {
  /** By id, where in the log those are that were not in it. */
  readonly places: ReadonlyMap<string, number>;
  readonly unwritten: ReadonlySet<string>;
};

/** In one append: some hundred segments put together may owe more than the queue of a store ever takes. */
const MOST_TOGETHER = 500;

/** @example await createNoticeWriter({ store, publish }).write(notices) */
export function createNoticeWriter({
  store,
  publish,
}: {
  readonly store: Pick<Store, 'append'>;
  /** Notices that are durable now. */
  readonly publish: (notices: readonly LoggedEntry[]) => void;
}): NoticeWriter {
  let written = 0;

  /** Those that were not in the log yet; null: they could not be written. */
  async function writePiece(notices: readonly Entry[]): Promise<readonly LoggedEntry[] | null> {
    try {
      const outcomes = await store.append(notices);
      const stored = outcomes.flatMap((outcome, at) => {
        const notice = notices[at];
        return outcome.status === 'stored' && notice !== undefined ? [{ ...notice, seq: outcome.seq }] : [];
      });
      written += stored.length;
      if (stored.length > 0) publish(stored);
      return stored;
    } catch (error) {
      if (!(error instanceof InklingError)) throw error;
      return null;
    }
  }

  async function writeAll(notices: readonly Entry[]): Promise<Written> {
    const places = new Map<string, number>();
    for (let from = 0; from < notices.length; from += MOST_TOGETHER) {
      const stored = await writePiece(notices.slice(from, from + MOST_TOGETHER));
      if (stored === null) return { places, unwritten: new Set(notices.slice(from).map(({ id }) => id)) };
      for (const { id, seq } of stored) places.set(id, seq);
    }
    return { places, unwritten: new Set() };
  }

  /** By visitor, the latest writing that tells of it. */
  const underWay = new Map<string, Promise<Written>>();

  return {
    write: async (notices) => {
      const visitors = new Set(notices.map(({ site, visitor }) => `${site}/${visitor}`));
      const before = new Set([...visitors].flatMap((visitor) => underWay.get(visitor) ?? []));
      const writing = Promise.all(before).then(() => writeAll(notices));
      for (const visitor of visitors) underWay.set(visitor, writing);
      try {
        return await writing;
      } finally {
        for (const visitor of visitors) if (underWay.get(visitor) === writing) underWay.delete(visitor);
      }
    },
    count: () => written,
  };
}
