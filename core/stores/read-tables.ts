/** Reading what stands beside the log: profiles, bases, records, and how far the log goes. */
import type { DatabaseSync } from 'node:sqlite';
import type { SiteId, VisitorId } from '../entry.ts';
import type { AccountBase, Base, DueRow, ProfileRow, Store } from '../ports.ts';
import { decodeJson, decodeMembers, toSortable, toStoredVisitor } from './codec.ts';
import { createTotalReads, decodeContributions } from './contributions.ts';
import { createLedgerReads } from './read-ledger.ts';
import { createRecordedReads } from './read-recorded.ts';
import { LISTED, prepareRead, toList } from './read-statement.ts';
import { createReadable, type StoredRecord } from './readable.ts';

type TableReads = Pick<
  Store,
  | 'loadProfiles'
  | 'listProfiles'
  | 'countProfiles'
  | 'listMembers'
  | 'countMembers'
  | 'sumContributions'
  | 'readDue'
  | 'readCheckpoint'
  | 'readBases'
  | 'readAccountBases'
  | 'listRecorded'
  | 'getRecord'
  | 'listRecords'
  | 'readPlaces'
  | 'readClaim'
> & {
  readonly highestSeq: () => number;
  /** Collections of records that were passed over, once for each. */
  readonly unreadable: () => readonly string[];
};

const OF_SITE = 'site = (SELECT code FROM sites WHERE site = $site)';
const VISITOR = 'lower(hex(visitor)) AS visitor';

type StoredProfile = {
  readonly visitor: string;
  readonly seq: number;
  readonly due: number | null;
  readonly last: number;
  readonly data: string;
  readonly members: string | null;
  readonly contributions: string | null;
};
type StoredBase = {
  readonly visitor: string;
  readonly since: number;
  readonly version: number;
  readonly data: string;
};
type StoredDue = { readonly site: string; readonly visitor: string; readonly due: number };

function toProfile(site: SiteId, { visitor, members, contributions, ...rest }: StoredProfile): ProfileRow {
  return {
    ...rest,
    site,
    visitor: visitor as VisitorId,
    members: decodeMembers(members),
    contributions: decodeContributions(contributions),
  };
}

function toBase(site: SiteId, { visitor, since, version, data }: StoredBase): Base {
  return { site, visitor: visitor as VisitorId, since, version, data: decodeJson(data) };
}

function toDue({ site, visitor, due }: StoredDue): DueRow {
  return { site: site as SiteId, visitor: visitor as VisitorId, due };
}

function createProfileReads(db: DatabaseSync): Pick<TableReads, 'loadProfiles' | 'listProfiles' | 'readDue'> {
  const columns = `${VISITOR}, seq, due, last, data, members, contributions`;
  const some = prepareRead<StoredProfile>(
    db,
    `SELECT ${columns} FROM profiles WHERE ${OF_SITE} AND profiles.visitor IN ${LISTED}`,
  );
  const page = prepareRead<StoredProfile>(
    db,
    `SELECT ${columns} FROM profiles WHERE ${OF_SITE} AND visitor > $after ORDER BY profiles.visitor LIMIT $limit`,
  );
  const due = prepareRead<StoredDue>(
    db,
    `SELECT sites.site AS site, ${VISITOR}, due FROM profiles JOIN sites ON sites.code = profiles.site
     WHERE due > $from AND due <= $to ORDER BY due, sites.site, profiles.visitor LIMIT $limit`,
  );
  return {
    async loadProfiles(site, visitors) {
      return some({ $site: site, $visitors: toList(visitors) }).map((row) => toProfile(site, row));
    },
    async listProfiles(site, after, limit) {
      const rows = page({ $site: site, $after: toStoredVisitor(after ?? ''), $limit: limit });
      return rows.map((row) => toProfile(site, row));
    },
    async readDue(from, to, limit) {
      return due({ $from: from, $to: to, $limit: limit }).map(toDue);
    },
  };
}

function createMemberReads(
  db: DatabaseSync,
): Pick<TableReads, 'countProfiles' | 'listMembers' | 'countMembers'> {
  const profiles = prepareRead<{ found: number }>(
    db,
    `SELECT count(*) AS found FROM profiles WHERE ${OF_SITE}`,
  );
  const page = prepareRead<{ visitor: string }>(
    db,
    `SELECT ${VISITOR} FROM members WHERE ${OF_SITE} AND segment = $segment AND visitor > $after
     ORDER BY members.visitor LIMIT $limit`,
  );
  const counts = prepareRead<{ segment: string; found: number }>(
    db,
    `SELECT segment, count(*) AS found FROM members WHERE ${OF_SITE} GROUP BY segment`,
  );
  return {
    async countProfiles(site) {
      return profiles({ $site: site })[0]?.found ?? 0;
    },
    async listMembers(site, segment, after, limit) {
      const names = { $site: site, $segment: segment, $after: toStoredVisitor(after ?? ''), $limit: limit };
      return page(names).map(({ visitor }) => visitor as VisitorId);
    },
    async countMembers(site) {
      return Object.fromEntries(counts({ $site: site }).map(({ segment, found }) => [segment, found]));
    },
  };
}

function createRecordReads(db: DatabaseSync): Pick<TableReads, 'getRecord' | 'listRecords' | 'unreadable'> {
  const named = 'FROM records WHERE collection = $collection AND site = $site';
  const one = prepareRead<StoredRecord>(db, `SELECT key, value ${named} AND key = $key`);
  const first = prepareRead<StoredRecord>(db, `SELECT key, value ${named} ORDER BY key LIMIT $limit`);
  const next = prepareRead<StoredRecord>(
    db,
    `SELECT key, value ${named} AND key > $after ORDER BY key LIMIT $limit`,
  );
  const last = prepareRead<StoredRecord>(db, `SELECT key, value ${named} ORDER BY key DESC LIMIT $limit`);
  const before = prepareRead<StoredRecord>(
    db,
    `SELECT key, value ${named} AND key < $after ORDER BY key DESC LIMIT $limit`,
  );
  const readable = createReadable(
    'embedded store',
    'put the data folder back from a backup, or remove that row',
  );
  return {
    unreadable: readable.unreadable,
    async getRecord(collection, site, key) {
      const [row] = one({ $collection: collection, $site: site, $key: toSortable(key) });
      return row === undefined ? undefined : readable.read([collection, site], key, row.value);
    },
    listRecords: (collection, site, after, limit, order = 'up') =>
      readable.readPage([collection, site], after, limit, async (from, wanted) => {
        const names = { $collection: collection, $site: site, $limit: wanted };
        const [begin, goOn] = order === 'up' ? [first, next] : [last, before];
        return from === null ? begin(names) : goOn({ ...names, $after: toSortable(from) });
      }),
  };
}

function createBaseReads(db: DatabaseSync): Pick<TableReads, 'readBases' | 'readAccountBases'> {
  const read = prepareRead<StoredBase>(
    db,
    `SELECT ${VISITOR}, since, version, data FROM bases WHERE ${OF_SITE} AND visitor = $visitor ORDER BY since`,
  );
  const ofAccount = prepareRead<StoredBase>(
    db,
    `SELECT ${VISITOR}, since, version, data FROM account_bases WHERE ${OF_SITE} AND account = $account
     ORDER BY account_bases.visitor, since`,
  );
  return {
    async readAccountBases(site, account) {
      const rows = ofAccount({ $site: site, $account: account });
      return rows.map((row): AccountBase => ({ ...toBase(site, row), account }));
    },
    async readBases(site, visitors) {
      return [...new Set(visitors)].flatMap((visitor) =>
        read({ $site: site, $visitor: toStoredVisitor(visitor) }).map((row) => toBase(site, row)),
      );
    },
  };
}

/** @example const { loadProfiles } = createTableReads(openReader(path)); */
export function createTableReads(db: DatabaseSync): TableReads {
  const checkpoint = prepareRead<{ value: number }>(db, "SELECT value FROM meta WHERE key = 'checkpoint'");
  const highest = prepareRead<{ seq: number }>(db, "SELECT seq FROM sqlite_sequence WHERE name = 'entries'");
  return {
    ...createProfileReads(db),
    ...createMemberReads(db),
    ...createTotalReads(db),
    ...createRecordReads(db),
    ...createBaseReads(db),
    ...createRecordedReads(db),
    ...createLedgerReads(db),
    readCheckpoint: async () => checkpoint({})[0]?.value ?? 0,
    highestSeq: () => highest({})[0]?.seq ?? 0,
  };
}
