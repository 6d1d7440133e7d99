/** Every id of a visitor that a store holds, read from beside the server that has it open. */
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

export type HeldId = { readonly siteId: string; readonly visitor: string };

/**
 * From every table that names visitors, so that one which comes later is read as well. The file is let go at once: a
 * reader would keep the log of the database from being emptied.
 *
 * @example readHeldIds(dataDir).map(({ visitor }) => visitor)
 */
export function readHeldIds(dataDir: string): readonly HeldId[] {
  const db = new DatabaseSync(join(dataDir, 'inkling.db'), { readOnly: true });
  try {
    const tables = db
      .prepare(
        `SELECT schema.name AS name FROM sqlite_schema AS schema JOIN pragma_table_info(schema.name) AS field
         WHERE schema.type = 'table' AND field.name = 'visitor'`,
      )
      .all();
    const lists = tables.map(
      ({ name }) => `SELECT site, lower(hex(visitor)) AS visitor FROM "${name}" WHERE visitor IS NOT NULL`,
    );
    const rows = db.prepare(
      `SELECT sites.site AS siteId, visitor FROM (${lists.join(' UNION ')}) AS held JOIN sites ON sites.code = held.site`,
    );
    return rows.all().map(({ siteId, visitor }) => ({ siteId: String(siteId), visitor: String(visitor) }));
  } finally {
    db.close();
  }
}
