/** Reading the log. Statements are prepared once; each read is one index range. */
import type { DatabaseSync } from 'node:sqlite';
import { compareEntries, type LoggedEntry, type VisitorId } from '../entry.ts';
import type { Store, VisitorRange } from '../ports.ts';
import {
  decodeEntry,
  ENTRY_COLUMNS,
  type EntryRow,
  toSortable,
  toStoredId,
  toStoredVisitor,
  toTypeCode,
  toTypeMask,
} from './codec.ts';
import { LISTED, type Names, prepareRead, toList } from './read-statement.ts';

type LogReads = Pick<
  Store,
  'readEntry' | 'readVisitor' | 'readSite' | 'readSince' | 'readOutgoing' | 'readLinks' | 'readBefore'
>;

const OF_SITE = 'site = (SELECT code FROM sites WHERE site = $site)';
/** What stays as long as the profile. */
const KEPT = `type IN (${toTypeCode('consent')}, ${toTypeCode('link')}, ${toTypeCode('notice')})`;
/** Word for word as in the index of the schema, which answers it. */
const OUTGOING = `type IN (${toTypeCode('decision')}, ${toTypeCode('notice')})`;
const LINK = `type = ${toTypeCode('link')}`;

function createQuery(db: DatabaseSync, rest: string): (names: Names) => LoggedEntry[] {
  const read = prepareRead<EntryRow>(db, `SELECT ${ENTRY_COLUMNS} FROM entries ${rest}`);
  return (names) => read(names).map(decodeEntry);
}

/** What a range asks for, in the names of the statement. */
function bindRange(range: VisitorRange): Names {
  const { after, from = Number.NEGATIVE_INFINITY, to = Number.POSITIVE_INFINITY } = range;
  const afterT = after?.t ?? Number.NEGATIVE_INFINITY;
  return {
    $types: toTypeMask(range.types),
    $from: Math.max(from, afterT),
    $to: to,
    $afterT: afterT,
    $afterId: toSortable(after?.id ?? ''),
    ...(range.limit !== undefined && { $limit: range.limit }),
  };
}

function takeSide(entries: readonly LoggedEntry[], { limit, side }: VisitorRange): readonly LoggedEntry[] {
  const sorted = entries.toSorted(compareEntries);
  if (limit === undefined) return sorted;
  return side === 'newest' ? sorted.slice(Math.max(0, sorted.length - limit)) : sorted.slice(0, limit);
}

/** @example const { readSince } = createLogReads(openReader(path)); */
export function createLogReads(db: DatabaseSync): LogReads {
  const ofVisitor = `WHERE ${OF_SITE} AND visitor = $visitor AND t >= $from AND t <= $to
    AND (t, id_text) > ($afterT, $afterId) AND (1 << type) & $types`;
  const byId = createQuery(db, `WHERE ${OF_SITE} AND id = $id`);
  /** Without a limit SQLite sorts in half the time. */
  const whole = createQuery(db, `${ofVisitor} ORDER BY t, id_text`);
  const oldest = createQuery(db, `${ofVisitor} ORDER BY t, id_text LIMIT $limit`);
  const newest = createQuery(db, `${ofVisitor} ORDER BY t DESC, id_text DESC LIMIT $limit`);
  const bySite = createQuery(
    db,
    `WHERE ${OF_SITE} AND visitor IS NULL AND type = $type AND (t, id_text) > ($afterT, $afterId)
     ORDER BY t, id_text LIMIT $limit`,
  );
  const bySeq = createQuery(db, 'WHERE seq > $seq ORDER BY seq LIMIT $limit');
  const outgoing = createQuery(
    db,
    `WHERE ${OF_SITE} AND ${OUTGOING} AND seq > $seq ORDER BY seq LIMIT $limit`,
  );
  const byArrival = createQuery(
    db,
    `WHERE ${OF_SITE} AND received < $before AND NOT ${KEPT} ORDER BY received, seq LIMIT $limit`,
  );
  const linksFrom = createQuery(db, `WHERE ${OF_SITE} AND ${LINK} AND entries.visitor IN ${LISTED}`);
  const linksTo = createQuery(
    db,
    `WHERE ${OF_SITE} AND ${LINK} AND json_extract(data, '$.p.to') IN (SELECT value FROM json_each($visitors))`,
  );

  const superseded = prepareRead<{ seq: number; visitor: string }>(
    db,
    `SELECT seq, lower(hex(visitor)) AS visitor FROM superseded WHERE seq > $seq AND seq <= $last`,
  );

  function addSuperseded(entries: readonly LoggedEntry[]): readonly LoggedEntry[] {
    const [first, last] = [entries[0], entries.at(-1)];
    if (first === undefined || last === undefined) return entries;
    const visitorsAt = Map.groupBy(superseded({ $seq: first.seq - 1, $last: last.seq }), ({ seq }) => seq);
    if (visitorsAt.size === 0) return entries;
    return entries.map((entry) => {
      const visitors = visitorsAt.get(entry.seq)?.map(({ visitor }) => visitor as VisitorId);
      return visitors === undefined ? entry : { ...entry, supersedes: visitors };
    });
  }

  return {
    async readEntry(site, id) {
      return byId({ $site: site, $id: toStoredId(id) })[0] ?? null;
    },
    async readVisitor(site, visitors, range = {}) {
      const read = range.limit === undefined ? whole : range.side === 'newest' ? newest : oldest;
      const names = { $site: site, ...bindRange(range) };
      const found = [...new Set(visitors)].flatMap((visitor) =>
        read({ ...names, $visitor: toStoredVisitor(visitor) }),
      );
      return takeSide(found, range);
    },
    async readSite(site, { type, after, limit }) {
      const { t, id } = after ?? { t: Number.NEGATIVE_INFINITY, id: '' };
      const names = { $site: site, $type: toTypeCode(type), $limit: limit };
      return bySite({ ...names, $afterT: t, $afterId: toSortable(id) });
    },
    async readSince(seq, limit) {
      return addSuperseded(bySeq({ $seq: seq, $limit: limit }));
    },
    async readOutgoing(site, seq, limit) {
      return outgoing({ $site: site, $seq: seq, $limit: limit });
    },
    async readLinks(site, visitors) {
      const names = { $site: site, $visitors: toList(visitors) };
      const distinct = new Map([...linksFrom(names), ...linksTo(names)].map((entry) => [entry.seq, entry]));
      return [...distinct.values()].sort(compareEntries);
    },
    async readBefore(site, receivedBefore, limit) {
      return byArrival({ $site: site, $before: receivedBefore, $limit: limit });
    },
  };
}
