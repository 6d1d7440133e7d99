/** Sites as small numbers: their ids stand in every row and every index. */
import type { DatabaseSync } from 'node:sqlite';

export type SiteCodes = {
  /** The number of a site, given at its first use. */
  codeOf(site: string): number;
  /** After a rollback: a number given inside it was never written. */
  forget(): void;
};

export function createSiteCodes(db: DatabaseSync): SiteCodes {
  const find = db.prepare('SELECT code FROM sites WHERE site = ?');
  const add = db.prepare('INSERT INTO sites (site) VALUES (?)');
  const known = new Map<string, number>();

  function learn(site: string): number {
    const code = Number(find.get(site)?.code ?? add.run(site).lastInsertRowid);
    known.set(site, code);
    return code;
  }

  return {
    codeOf: (site) => known.get(site) ?? learn(site),
    forget: () => known.clear(),
  };
}
