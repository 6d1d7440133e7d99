/** A prepared read whose failures are the store's own words. */
import type { DatabaseSync, SQLInputValue } from 'node:sqlite';
import type { VisitorId } from '../entry.ts';
import { faultOf, shuttingDown, unavailable } from './faults.ts';

/** The visitors of `$visitors`, which {@link toList} writes: one statement for any number of them. */
export const LISTED = '(SELECT unhex(value) FROM json_each($visitors))';

export function toList(visitors: readonly VisitorId[]): string {
  return JSON.stringify(visitors);
}

export type Names = Record<string, SQLInputValue>;

/**
 * @typeParam Row What the select list gives: SQLite's values are taken at its word.
 * @throws InklingError on use: `shutting_down` after the store was closed, `store_unavailable` when the file fails.
 * @example const find = prepareRead<{ data: string }>(db, 'SELECT data FROM profiles WHERE seq = $seq');
 */
export function prepareRead<Row>(db: DatabaseSync, sql: string): (names: Names) => readonly Row[] {
  const statement = db.prepare(sql);
  return (names) => {
    try {
      return statement.all(names) as Row[];
    } catch (error) {
      if (!db.isOpen) throw shuttingDown();
      const fault = faultOf(error);
      throw fault ? unavailable(fault.words, fault.cure, error) : error;
    }
  };
}

/**
 * Several reads as of one moment: between two statements by themselves the writer may commit.
 *
 * @throws InklingError `shutting_down` after the store was closed.
 * @example const entries = atOnce(db, () => visitors.flatMap((visitor) => read({ $visitor: visitor })));
 */
export function atOnce<T>(db: DatabaseSync, read: () => T): T {
  if (!db.isOpen) throw shuttingDown();
  db.exec('BEGIN');
  try {
    return read();
  } finally {
    if (db.isTransaction) db.exec('COMMIT');
  }
}
