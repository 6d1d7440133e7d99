/** What other servers write into the log, as soon as it is there, and what those that ended have left in no row. */
import type { Filter } from 'mongodb';
import type { VisitorId } from '../../core/entry.ts';
import type { News } from '../../core/ports.ts';
import type { Checkpoints } from './checkpoints.ts';
import type { Collections, EntryDocument } from './collections.ts';
import type { Damage } from './damage.ts';
import { createHeads, ENTRIES, HEAD_FIELDS } from './entry-documents.ts';
import { again } from './faults.ts';
import type { LogPlaces } from './log-places.ts';
import { createAddSuperseded } from './read-log.ts';

export type NewsPorts = {
  readonly collections: Collections;
  readonly places: LogPlaces;
  readonly checkpoints: Checkpoints;
  readonly damage: Damage;
  /** Name of this process among those that share the database. */
  readonly node: string;
  /** Names of those that are alive; this one may be among them. */
  readonly listAlive: () => Promise<readonly string[]>;
};

/** @example const news = createNews({ collections, places, checkpoints, damage, node, listAlive }); await news.readHeads(0, 100) */
export function createNews(ports: NewsPorts): News {
  const { collections, places, checkpoints, damage, node, listAlive } = ports;
  const { entries } = collections;
  const addSuperseded = createAddSuperseded(collections);
  const headsOf = createHeads(node);

  // Every answer waits for these: what broke with its connection is asked once more.
  return {
    readHeads: again(async (after, limit) => {
      // First: what may be read up to there is there when it is read.
      const { reach, last } = await places.bounds();
      if (last <= after) return { heads: [], settledTo: reach, hasMore: false };
      const heads = await damage.readPage(headsOf, limit, (asked) =>
        entries
          .find({ q: { $gt: after } }, { projection: HEAD_FIELDS })
          .sort({ q: 1 })
          .limit(asked)
          .toArray(),
      );
      const hasMore = heads.length === limit;
      return { heads, settledTo: hasMore ? Math.min(reach, heads.at(-1)?.seq ?? 0) : reach, hasMore };
    }),
    readPlaces: again(async (seqs) => {
      const found = await entries
        .find({ q: { $in: [...seqs] } })
        .sort({ q: 1 })
        .toArray();
      const read = damage.readAll(ENTRIES, found);
      return found.some(({ x }) => x === true) ? addSuperseded(read) : read;
    }),
    readNewer: again(async (site, since) => {
      const ids = [...since.keys()];
      if (ids.length === 0) return new Map();
      const q = { $gt: Math.min(...since.values()) };
      const of = (filter: Filter<EntryDocument>) =>
        entries.find(filter, { projection: { _id: 0, v: 1, to: 1, q: 1 } }).toArray();
      const [own, ending] = await Promise.all([
        of({ s: site, v: { $in: ids }, q }),
        of({ s: site, to: { $in: ids }, q }),
      ]);
      const newer = new Map<VisitorId, number[]>();
      for (const { v, to, q: seq } of [...own, ...ending]) {
        for (const id of [v, to] as (VisitorId | null | undefined)[]) {
          if (id == null || seq <= (since.get(id) ?? Number.POSITIVE_INFINITY)) continue;
          newer.set(id, [...(newer.get(id) ?? []), seq]);
        }
      }
      return newer;
    }),
    readEnd: again(async () => (await places.bounds()).last),
    readCheckpoints: again(async () => {
      const all = await checkpoints.list();
      return new Map([...all].filter(([server]) => server !== node));
    }),
    readCheckpoint: checkpoints.lowest,
    async readAbandoned() {
      const all = await checkpoints.list();
      const alive = new Set([node, ...(await listAlive())]);
      const left = [...all].filter(([server]) => !alive.has(server));
      if (left.length === 0) return null;
      return {
        servers: left.map(([server]) => server),
        checkpoint: Math.min(...left.map(([, place]) => place)),
      };
    },
    adopt: checkpoints.remove,
  };
}
