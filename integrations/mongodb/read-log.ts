/** Reading the log: each read is one range of one index. */
import type { Filter } from 'mongodb';
import { compareEntries, type LoggedEntry, type SiteId, type VisitorId } from '../../core/entry.ts';
import type { Store, VisitorRange } from '../../core/ports.ts';
import { toSortable, toTypeCode } from '../../core/stores/codec.ts';
import type { Collections, EntryDocument } from './collections.ts';
import type { Damage } from './damage.ts';
import { decodeDocument, ENTRIES, entryKey } from './entry-documents.ts';
import type { LogPlaces } from './log-places.ts';

type LogReads = Pick<
  Store,
  | 'readEntry'
  | 'readVisitor'
  | 'readAccount'
  | 'listActing'
  | 'readSite'
  | 'readSince'
  | 'readOutgoing'
  | 'readScores'
  | 'readLinks'
  | 'readBefore'
>;

const VISITOR = /^[0-9a-f]{32}$/;
const OUTGOING = (['decision', 'exposure', 'notice'] as const).map(toTypeCode);
const [SCORE, LINK] = [toTypeCode('score'), toTypeCode('link')];

/** Strictly after a place in time order. */
function afterPosition({ t, id }: { readonly t: number; readonly id: string }): Filter<EntryDocument> {
  return { $or: [{ t: { $gt: t } }, { t, i: { $gt: toSortable(id) } }] };
}

function rangeFilter({ types, after, from, to }: VisitorRange): Filter<EntryDocument> {
  return {
    ...((from !== undefined || to !== undefined) && {
      t: { ...(from !== undefined && { $gte: from }), ...(to !== undefined && { $lte: to }) },
    }),
    ...(types !== undefined && { k: { $in: types.map(toTypeCode) } }),
    ...(after !== undefined && afterPosition(after)),
  };
}

type Read = (
  filter: Filter<EntryDocument>,
  sort: Readonly<Record<string, 1 | -1>>,
  limit?: number,
) => Promise<LoggedEntry[]>;

function createRead({ entries }: Pick<Collections, 'entries'>, damage: Damage): Read {
  return async (filter, sort, limit) => {
    // To the database 0 is no limit.
    if (limit === 0) return [];
    const cursor = () => entries.find(filter).sort(sort);
    if (limit === undefined) return damage.readAll(ENTRIES, await cursor().toArray());
    return damage.readPage(ENTRIES, limit, (asked) => cursor().limit(asked).toArray());
  };
}

export type AddSuperseded = (found: readonly LoggedEntry[]) => Promise<readonly LoggedEntry[]>;

/** To entries in the order of the log: whom copies that they took the place of were recorded under. */
export function createAddSuperseded({ superseded }: Pick<Collections, 'superseded'>): AddSuperseded {
  return async (found) => {
    const [first, last] = [found[0], found.at(-1)];
    if (first === undefined || last === undefined) return found;
    const notes = await superseded.find({ q: { $gte: first.seq, $lte: last.seq } }).toArray();
    const at = Map.groupBy(notes, ({ q }) => q);
    return found.map((entry) => {
      const own = at.get(entry.seq) ?? [];
      const visitors = own.flatMap(({ v }) => v ?? []).sort();
      const accounts = own.flatMap(({ a }) => a ?? []).sort();
      if (visitors.length === 0) return entry;
      return {
        ...entry,
        supersedes: visitors as VisitorId[],
        ...(accounts.length > 0 && { supersedesFor: accounts }),
      };
    });
  };
}

type OrderedReads = Pick<LogReads, 'readSince' | 'readOutgoing' | 'readScores'>;

/** In commit order, however many servers write. */
function createOrderedReads(addSuperseded: AddSuperseded, read: Read, places: LogPlaces): OrderedReads {
  /** Not past the first place that somebody still writes at. */
  async function readPlaces(filter: Filter<EntryDocument>, seq: number, limit: number) {
    const reach = await places.reach();
    if (reach <= seq) return [];
    return read({ ...filter, q: { $gt: seq, $lte: reach } }, { q: 1 }, limit);
  }

  return {
    readSince: async (seq, limit) => addSuperseded(await readPlaces({}, seq, limit)),
    readOutgoing: (site, seq, limit) => readPlaces({ s: site, k: { $in: OUTGOING } }, seq, limit),
    readScores: (site, seq, limit) => readPlaces({ s: site, k: SCORE }, seq, limit),
  };
}

/** @example const { readSince } = createLogReads(collections, places, damage) */
export function createLogReads(collections: Collections, places: LogPlaces, damage: Damage): LogReads {
  const { entries, accountBases } = collections;
  const read = createRead(collections, damage);
  return {
    ...createOrderedReads(createAddSuperseded(collections), read, places),
    async readEntry(site, id) {
      const found = await entries.findOne({ _id: entryKey({ site, id }) });
      return found === null ? null : decodeDocument(found);
    },
    async readVisitor(site, visitors, range = {}) {
      const known = [...new Set(visitors)].filter((visitor) => VISITOR.test(visitor));
      if (known.length === 0) return [];
      const way = range.side === 'newest' && range.limit !== undefined ? -1 : 1;
      const of = { s: site, v: { $in: known }, ...rangeFilter(range) };
      return (await read(of, { t: way, i: way }, range.limit)).sort(compareEntries);
    },
    async readAccount(site, account) {
      return read({ s: site, a: account }, { t: 1, i: 1 });
    },
    async listActing(site, account) {
      const acting = [{ $match: { s: site, a: account } }, { $group: { _id: '$v' } }];
      const found = new Set<VisitorId>();
      // Row by row: what `distinct` answers has to fit into one document.
      for (const from of [entries, accountBases] as const)
        for await (const { _id } of from.aggregate<{ readonly _id: unknown }>(acting))
          if (typeof _id === 'string') found.add(_id as VisitorId);
      return [...found].sort();
    },
    async readSite(site, { type, after, limit }) {
      const filter = { s: site, v: null, k: toTypeCode(type), ...(after && afterPosition(after)) };
      return read(filter, { t: 1, i: 1 }, limit);
    },
    async readLinks(site: SiteId, visitors) {
      if (visitors.length === 0) return [];
      const ends = [...new Set<string>(visitors)];
      const [from, to] = await Promise.all([
        read({ s: site, k: LINK, v: { $in: ends } }, { t: 1 }),
        read({ s: site, to: { $in: ends } }, { t: 1 }),
      ]);
      return [...new Map([...from, ...to].map((entry) => [entry.seq, entry])).values()].sort(compareEntries);
    },
    async readBefore(site, { types, before, limit, after }) {
      const filter = {
        s: site,
        k: { $in: types.map(toTypeCode) },
        r: { $lt: before },
        ...(after && {
          $or: [{ r: { $gt: after.receivedAt } }, { r: after.receivedAt, q: { $gt: after.seq } }],
        }),
      };
      return read(filter, { r: 1, q: 1 }, limit);
    },
  };
}
