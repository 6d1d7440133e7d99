/** Rows of a table of the embedded store in order of its key, page by page: between two pages it may be written. */
import type { DatabaseSync, SQLInputValue } from 'node:sqlite';

const PAGE = 500;

/** What a row of SQLite holds. */
export type Cells = Readonly<Record<string, SQLInputValue>>;

export type Asked = {
  /** `SELECT … FROM …`, the columns of the order among them. */
  readonly select: string;
  /** Where a site is meant, its column is the first of the key: `site = ?` stands before the rest of it. */
  readonly isOfSite: boolean;
  /** Columns of the key, but for the site. */
  readonly order: readonly string[];
};

type Read = (first: readonly SQLInputValue[]) => Generator<Cells>;

/** @example const read = pageThrough(db, { select: 'SELECT key FROM claims', isOfSite: true, order: ['key'] }); read([1]) */
export function pageThrough(db: DatabaseSync, { select, isOfSite, order }: Asked): Read {
  const columns = order.join(', ');
  const behind = `(${columns}) > (${order.map(() => '?').join(', ')})`;
  const own = isOfSite ? ['site = ?'] : [];
  const where = (parts: readonly string[]) => (parts.length === 0 ? '' : `WHERE ${parts.join(' AND ')}`);
  const tail = `ORDER BY ${columns} LIMIT ${PAGE}`;
  const first = db.prepare(`${select} ${where(own)} ${tail}`);
  const next = db.prepare(`${select} ${where([...own, behind])} ${tail}`);
  return function* (site) {
    for (let page: readonly Cells[] = first.all(...site) as Cells[]; page.length > 0; ) {
      yield* page;
      const last = page.at(-1);
      if (last === undefined || page.length < PAGE) return;
      page = next.all(...site, ...order.map((name) => last[name] ?? null)) as Cells[];
    }
  };
}

export type StoredSite = { readonly code: number; readonly site: string };

/** By their names as `compare` orders them. */
export function listSites(
  db: DatabaseSync,
  compare: (a: string, b: string) => number,
): readonly StoredSite[] {
  const sites = db.prepare('SELECT code, site FROM sites').all() as StoredSite[];
  return sites.toSorted((a, b) => compare(a.site, b.site));
}
