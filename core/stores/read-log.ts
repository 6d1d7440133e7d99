/** Reading the log. Statements are prepared once; each read is one index range. */
import type { DatabaseSync } from 'node:sqlite';
import { compareEntries, type LoggedEntry, type VisitorId } from '../entry.ts';
import type { ArrivalPlace, Store, VisitorRange } from '../ports.ts';
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
import { atOnce, LISTED, type Names, prepareRead, toList } from './read-statement.ts';

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

const OF_SITE = 'site = (SELECT code FROM sites WHERE site = $site)';
/** Word for word as in the index of the schema, which answers it. */
const OUTGOING = `type IN (${toTypeCode('decision')}, ${toTypeCode('exposure')}, ${toTypeCode('notice')})`;
const SCORE = `type = ${toTypeCode('score')}`;
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

function bindArrival(after: ArrivalPlace | undefined): Names {
  return { $received: after?.receivedAt ?? Number.NEGATIVE_INFINITY, $seq: after?.seq ?? 0 };
}

function takeSide(entries: readonly LoggedEntry[], { limit, side }: VisitorRange): readonly LoggedEntry[] {
  const sorted = entries.toSorted(compareEntries);
  if (limit === undefined) return sorted;
  return side === 'newest' ? sorted.slice(Math.max(0, sorted.length - limit)) : sorted.slice(0, limit);
}

/** From one id to the next, so that an account with a long history costs no more than a short one. */
const ACTING = `
  WITH RECURSIVE
    here (site) AS (SELECT code FROM sites WHERE site = $site),
    acting (visitor) AS (
      SELECT min(visitor) FROM entries WHERE site = (SELECT site FROM here) AND account = $account
      UNION ALL
      SELECT (SELECT min(visitor) FROM entries
        WHERE site = (SELECT site FROM here) AND account = $account AND visitor > acting.visitor)
      FROM acting WHERE acting.visitor IS NOT NULL
    )
  SELECT lower(hex(visitor)) AS visitor FROM (
    SELECT visitor FROM acting WHERE visitor IS NOT NULL
    UNION SELECT visitor FROM account_bases WHERE site = (SELECT site FROM here) AND account = $account)
  ORDER BY visitor`;

/** Says of entries what copies they superseded. */
function createSupersededReads(
  db: DatabaseSync,
): (entries: readonly LoggedEntry[]) => readonly LoggedEntry[] {
  const between = 'WHERE seq > $seq AND seq <= $last';
  const ofVisitors = prepareRead<{ seq: number; visitor: string }>(
    db,
    `SELECT seq, lower(hex(visitor)) AS visitor FROM superseded ${between}`,
  );
  const ofAccounts = prepareRead<{ seq: number; account: string }>(
    db,
    `SELECT seq, account FROM superseded_accounts ${between}`,
  );
  return (entries) => {
    const [first, last] = [entries[0], entries.at(-1)];
    if (first === undefined || last === undefined) return entries;
    const range = { $seq: first.seq - 1, $last: last.seq };
    const visitorsAt = Map.groupBy(ofVisitors(range), ({ seq }) => seq);
    if (visitorsAt.size === 0) return entries;
    const accountsAt = Map.groupBy(ofAccounts(range), ({ seq }) => seq);
    return entries.map((entry) => {
      const visitors = visitorsAt.get(entry.seq)?.map(({ visitor }) => visitor as VisitorId);
      if (visitors === undefined) return entry;
      const accounts = accountsAt.get(entry.seq)?.map(({ account }) => account);
      return { ...entry, supersedes: visitors, ...(accounts && { supersedesFor: accounts }) };
    });
  };
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
  const byAccount = createQuery(db, `WHERE ${OF_SITE} AND account = $account ORDER BY t, id_text`);
  const acting = prepareRead<{ visitor: string }>(db, ACTING);
  const addSuperseded = createSupersededReads(db);
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
  const scores = createQuery(db, `WHERE ${OF_SITE} AND ${SCORE} AND seq > $seq ORDER BY seq LIMIT $limit`);
  const byArrival = createQuery(
    db,
    `WHERE ${OF_SITE} AND received < $before AND (received, seq) > ($received, $seq) AND (1 << type) & $types
     ORDER BY received, seq LIMIT $limit`,
  );
  const linksFrom = createQuery(db, `WHERE ${OF_SITE} AND ${LINK} AND entries.visitor IN ${LISTED}`);
  const linksTo = createQuery(
    db,
    `WHERE ${OF_SITE} AND ${LINK} AND json_extract(data, '$.p.to') IN (SELECT value FROM json_each($visitors))`,
  );

  return {
    async readEntry(site, id) {
      return byId({ $site: site, $id: toStoredId(id) })[0] ?? null;
    },
    async readVisitor(site, visitors, range = {}) {
      const read = range.limit === undefined ? whole : range.side === 'newest' ? newest : oldest;
      const names = { $site: site, ...bindRange(range) };
      // A fold takes all up to the latest place among them for known: no id may be read from a later moment than another.
      const found = atOnce(db, () =>
        [...new Set(visitors)].flatMap((visitor) => read({ ...names, $visitor: toStoredVisitor(visitor) })),
      );
      return takeSide(found, range);
    },
    async readAccount(site, account) {
      return byAccount({ $site: site, $account: account });
    },
    async listActing(site, account) {
      return acting({ $site: site, $account: account }).map(({ visitor }) => visitor as VisitorId);
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
    async readScores(site, seq, limit) {
      return scores({ $site: site, $seq: seq, $limit: limit });
    },
    async readLinks(site, visitors) {
      const names = { $site: site, $visitors: toList(visitors) };
      const distinct = new Map([...linksFrom(names), ...linksTo(names)].map((entry) => [entry.seq, entry]));
      return [...distinct.values()].sort(compareEntries);
    },
    async readBefore(site, { types, before, limit, after }) {
      const names = { $site: site, $types: toTypeMask(types), $before: before, $limit: limit };
      return byArrival({ ...names, ...bindArrival(after) });
    },
  };
}
