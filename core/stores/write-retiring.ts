/** What retention and erasures of a part take out of the log again. */
import type { DatabaseSync } from 'node:sqlite';
import type { AccountBase, Base } from '../ports.ts';
import {
  ENTRY_COLUMNS,
  type EntryRow,
  encodeJson,
  isClaimed,
  toSortable,
  toStoredId,
  toStoredVisitor,
} from './codec.ts';
import type { Handlers } from './operations.ts';
import type { Retired } from './retired.ts';
import type { SiteCodes } from './site-codes.ts';

export function createRetiringHandlers(
  db: DatabaseSync,
  sites: SiteCodes,
  retired: Retired,
): Pick<Handlers, 'retire' | 'removePart'> {
  const removeOf = db.prepare(`DELETE FROM entries
    WHERE site = ? AND id = ? AND visitor IS ? RETURNING ${ENTRY_COLUMNS}`);
  const holds = db.prepare('SELECT 1 FROM entries WHERE site = ? AND id = ? AND visitor IS ?');
  const dropProfile = db.prepare('DELETE FROM profiles WHERE site = ? AND visitor = ?');
  const dropBase = db.prepare('DELETE FROM bases WHERE site = ? AND visitor = ? AND since = ?');
  const saveBase = db.prepare(
    'INSERT OR REPLACE INTO bases (site, visitor, since, version, data) VALUES (?, ?, ?, ?, ?)',
  );
  const dropDelivery = db.prepare('DELETE FROM records WHERE site = ? AND key = ?');
  const dropAccountBases = db.prepare(
    'DELETE FROM account_bases WHERE site = ? AND visitor = ? AND since = ?',
  );
  const saveAccountBase = db.prepare(
    `INSERT OR REPLACE INTO account_bases (site, account, visitor, since, version, data)
     VALUES (?, ?, ?, ?, ?, ?)`,
  );

  function writeBase({ site, visitor, since, version, data }: Base): void {
    saveBase.run(sites.codeOf(site), toStoredVisitor(visitor), since, version, encodeJson(data));
  }

  function writeAccountBase({ site, account, visitor, since, version, data }: AccountBase): void {
    const owner = toStoredVisitor(visitor);
    saveAccountBase.run(sites.codeOf(site), account, owner, since, version, encodeJson(data));
  }

  /** Their ids stay taken. Answers how many there were. */
  function takeOut(site: number, visitor: Uint8Array | null, ids: readonly string[]): number {
    let count = 0;
    for (const id of ids) {
      const removed = removeOf.get(site, toStoredId(id), visitor) as EntryRow | undefined;
      if (removed === undefined) continue;
      retired.add(site, id, visitor, isClaimed(removed));
      count += 1;
    }
    return count;
  }

  return {
    retire({ site, visitor, entryIds, base, accountBases }) {
      const owner = visitor === null ? null : toStoredVisitor(visitor);
      const code = sites.codeOf(site);
      // Sums of what an erasure took meanwhile would bring it back.
      const hasSums = base !== null || accountBases.length > 0;
      if (hasSums && entryIds.some((id) => holds.get(code, toStoredId(id), owner) === undefined)) return 0;
      if (base) writeBase(base);
      for (const own of accountBases) writeAccountBase(own);
      return takeOut(code, owner, entryIds);
    },
    removePart({ site, visitor, part }) {
      const [code, recorded] = [sites.codeOf(site), toStoredVisitor(visitor)];
      dropProfile.run(code, recorded);
      for (const id of part.entryIds) dropDelivery.run(site, toSortable(id));
      for (const since of part.sinces) dropAccountBases.run(code, recorded, since);
      const bases = part.sinces.filter((since) => dropBase.run(code, recorded, since).changes === 1);
      return { entries: takeOut(code, recorded, part.entryIds), bases: bases.length };
    },
  };
}
