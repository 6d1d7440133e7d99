/** Removing a site: every row that belongs to it, in whatever table it stands, some at a time. */
import type { DatabaseSync } from 'node:sqlite';
import type { Handlers } from './operations.ts';
import type { SiteCodes } from './site-codes.ts';

type Column = { readonly name: string; readonly type: string; readonly pk: number };

/** Numbers for the names of sites: the last to go. */
const CODES = 'sites';

/** Asked of the schema itself, so that a new table is among them from its first day. */
export function createSiteRemoval(db: DatabaseSync, sites: SiteCodes): Handlers['removeSite'] {
  const dropCode = db.prepare(`DELETE FROM ${CODES} WHERE site = ?`);
  const sweeps = listTables(db).flatMap((table) => createSweep(db, table) ?? []);
  return ({ site, limit }) => {
    let left = limit;
    for (const { isByCode, remove } of sweeps) {
      if (left > 0) left -= Number(remove.run(isByCode ? sites.codeOf(site) : site, left).changes);
    }
    if (left === limit) {
      dropCode.run(site);
      sites.forget();
    }
    return limit - left;
  };
}

function listTables(db: DatabaseSync): readonly string[] {
  const rows = db.prepare("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name").all();
  return rows.map(({ name }) => String(name)).filter((name) => name !== CODES);
}

/** Null for a table that has no column for the site. */
function createSweep(db: DatabaseSync, table: string) {
  const columns = db.prepare(`SELECT name, type, pk FROM pragma_table_info(?)`).all(table) as Column[];
  const site = columns.find(({ name }) => name === 'site');
  if (site === undefined) return null;
  const key = columns.filter(({ pk }) => pk > 0).map(({ name }) => name);
  const names = key.join(', ');
  return {
    isByCode: site.type === 'INTEGER',
    remove: db.prepare(
      `DELETE FROM ${table} WHERE (${names}) IN (SELECT ${names} FROM ${table} WHERE site = ? LIMIT ?)`,
    ),
  };
}
