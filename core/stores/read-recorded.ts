/** Under whom anything is held: every table that names visitors, merged page by page. */
import type { DatabaseSync } from 'node:sqlite';
import type { SiteId, VisitorId } from '../entry.ts';
import type { Store } from '../ports.ts';
import { toTypeCode } from './codec.ts';
import { prepareRead } from './read-statement.ts';

const OF_SITE = 'site = (SELECT code FROM sites WHERE site = $site)';

/** Tables whose rows carry the id as bytes. */
const BY_BYTES = ['entries', 'profiles', 'bases', 'account_bases', 'retired'] as const;

/** An id as text, at the beginning of a column, and no longer than an id. */
const textual = (column: string, from: string, where: string): string =>
  `SELECT DISTINCT substr(${column}, 1, 32) AS visitor FROM ${from}
   WHERE ${where} AND ${column} > $after || iif($after = '', '', '~') AND substr(${column}, 33, 1) IN ('', ':')
   AND ${column} GLOB '[0-9a-f][0-9a-f][0-9a-f][0-9a-f]*' AND substr(${column}, 1, 32) NOT GLOB '*[^0-9a-f]*'
   AND length(${column}) >= 32 ORDER BY 1 LIMIT $limit`;

const STATEMENTS = [
  ...BY_BYTES.map(
    (table) => `SELECT DISTINCT lower(hex(${table}.visitor)) AS visitor FROM ${table}
      WHERE ${OF_SITE} AND ${table}.visitor > unhex($after) ORDER BY ${table}.visitor LIMIT $limit`,
  ),
  `SELECT DISTINCT json_extract(data, '$.p.to') AS visitor FROM entries
   WHERE ${OF_SITE} AND type = ${toTypeCode('link')} AND json_extract(data, '$.p.to') > $after
   ORDER BY json_extract(data, '$.p.to') LIMIT $limit`,
  textual('unit', 'places', OF_SITE),
  textual('key', 'records', 'site = $site'),
];

/** @example const { listRecorded } = createRecordedReads(db) */
export function createRecordedReads(db: DatabaseSync): Pick<Store, 'listRecorded'> {
  const reads = STATEMENTS.map((sql) => prepareRead<{ visitor: string }>(db, sql));
  return {
    listRecorded: async (site: SiteId, after: VisitorId | null, limit: number) => {
      const names = { $site: site, $after: after ?? '', $limit: limit };
      const found = new Set(reads.flatMap((read) => read(names).map(({ visitor }) => visitor as VisitorId)));
      // The first of all are among the first of each.
      return [...found].sort().slice(0, limit);
    },
  };
}
