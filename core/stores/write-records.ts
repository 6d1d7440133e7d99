/** Writing small documents and shared claims. */
import type { DatabaseSync } from 'node:sqlite';
import { toSortable } from './codec.ts';
import type { Handlers } from './operations.ts';
import type { SiteCodes } from './site-codes.ts';

/** Enough that a full disk cannot hide in space the file already has. */
const PROBE_BYTES = 65_536;

export function createRecordHandlers(
  db: DatabaseSync,
  sites: SiteCodes,
): Pick<Handlers, 'putRecord' | 'deleteRecord' | 'claim' | 'probe'> {
  const put = db.prepare(`
    INSERT INTO records (collection, site, key, value) VALUES (?, ?, ?, ?)
    ON CONFLICT (collection, site, key) DO UPDATE SET value = excluded.value`);
  const make = db.prepare('INSERT OR IGNORE INTO records (collection, site, key, value) VALUES (?, ?, ?, ?)');
  const change = db.prepare(
    'UPDATE records SET value = ? WHERE collection = ? AND site = ? AND key = ? AND value = ?',
  );
  const remove = db.prepare(
    'DELETE FROM records WHERE collection = ? AND site = ? AND key = ? AND value = coalesce(?, value)',
  );
  const claim = db.prepare('INSERT OR IGNORE INTO claims (site, key, owner) VALUES (?, ?, ?)');
  const holder = db.prepare('SELECT owner FROM claims WHERE site = ? AND key = ?');
  const probe = db.prepare("INSERT OR REPLACE INTO meta (key, value) VALUES ('probe', zeroblob(?))");
  const unprobe = db.prepare("DELETE FROM meta WHERE key = 'probe'");

  return {
    putRecord: ({ collection, site, key, value, standing }) => {
      const row = [collection, site, toSortable(key)] as const;
      if (standing === null) return put.run(...row, value).changes > 0;
      if (standing.was === null) return make.run(...row, value).changes > 0;
      return change.run(value, ...row, standing.was).changes > 0;
    },
    deleteRecord: ({ collection, site, key, was }) =>
      remove.run(collection, site, toSortable(key), was).changes > 0,
    claim({ site, key, owner }) {
      const code = sites.codeOf(site);
      claim.run(code, key, owner);
      return String(holder.get(code, key)?.owner);
    },
    probe() {
      probe.run(PROBE_BYTES);
      unprobe.run();
      return null;
    },
  };
}
