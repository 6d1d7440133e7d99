/** Everything that the embedded store holds, row by row, whatever columns it has. */
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** @example expect(readRows(dataDir)).toEqual(before) */
export function readRows(dataDir: string): Readonly<Record<string, readonly string[]>> {
  const db = new DatabaseSync(join(dataDir, 'inkling.db'), { readOnly: true });
  try {
    const tables = db.prepare("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name").all();
    return Object.fromEntries(
      tables.map(({ name }) => [
        String(name),
        db
          .prepare(`SELECT * FROM "${name}"`)
          .all()
          .map((row) => JSON.stringify(row))
          .toSorted(),
      ]),
    );
  } finally {
    db.close();
  }
}
