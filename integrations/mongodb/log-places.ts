/**
 * Places in the log, given out to every server from one document, and how far the log may be read. A place is taken before
 * what stands there is written, so a server that is slow leaves a hole behind which others have written already. Whoever
 * reads stops before the first place that somebody still writes at: the log is read in one order by everybody.
 */
import type { Collections, MetaDocument } from './collections.ts';
import { makeOrWrite } from './insert.ts';

export type LogPlaces = {
  /** The first of so many places, which nobody reads past until {@link LogPlaces.release}. */
  take(count: number): Promise<number>;
  /** Everything at the places that were taken is written. */
  release(): Promise<void>;
  /** The highest place that may be read. */
  reach(): Promise<number>;
};

/**
 * How long others wait for a server that took places and said nothing more. Nothing of it is written after that: its
 * commands end by {@link WRITE_MS} on the database, however the connection fares.
 */
const LEASE_MS = 60_000;
/** Most that one command of a group may take. */
export const WRITE_MS = 10_000;

const LOG = 'log';

/**
 * @param node Name of this process among those that share the database: no dots.
 * @param now UTC ms; the clocks of servers may differ by less than {@link LEASE_MS} less twice {@link WRITE_MS}.
 * @example const places = createLogPlaces(meta, 'node-1', Date.now); const first = await places.take(10)
 */
export function createLogPlaces(meta: Collections['meta'], node: string, now: () => number): LogPlaces {
  /** What was given out when this process last looked: a bound from below for what it is given next. */
  let known = 0;

  const readLog = (): Promise<MetaDocument | null> => meta.findOne({ _id: LOG });

  return {
    async take(count) {
      const open = { from: known + 1, until: now() + LEASE_MS };
      const log = await makeOrWrite(() =>
        meta.findOneAndUpdate(
          { _id: LOG },
          { $inc: { next: count }, $set: { [`open.${node}`]: open } },
          { upsert: true, returnDocument: 'after' },
        ),
      );
      known = log?.next ?? 0;
      return known - count + 1;
    },
    async release() {
      await meta.updateOne({ _id: LOG }, { $unset: { [`open.${node}`]: '' } });
    },
    async reach() {
      const log = await readLog();
      const held = Object.values(log?.open ?? {}).filter(({ until }) => until > now());
      known = Math.max(known, log?.next ?? 0);
      return Math.min(log?.next ?? 0, ...held.map(({ from }) => from - 1));
    },
  };
}
