/** Ids that were taken out of the log and stay taken. */
import { hash } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';

export type Retired = ReturnType<typeof createRetired>;

/**
 * Half of a SHA-256: enough that two ids of one site never meet. No id has a space: a claim on one has another hash.
 *
 * @example retiredHash('order:1', false) // 16 bytes
 */
export function retiredHash(id: string, isClaim: boolean): Buffer {
  return hash('sha256', isClaim ? `claim ${id}` : id, 'buffer').subarray(0, 16);
}

/**
 * Knows the ids that retention took out of the log. Most stores have none yet: then looking costs nothing. What was no more
 * than a page's word (the flag `unconfirmed`) keeps other pages from its id, never the server whose order it is.
 */
export function createRetired(db: DatabaseSync) {
  const find = db.prepare('SELECT 1 FROM retired WHERE site = ? AND hash = ?');
  const add = db.prepare('INSERT OR IGNORE INTO retired (site, hash, visitor) VALUES (?, ?, ?)');
  let mayHoldSome = db.prepare('SELECT 1 FROM retired LIMIT 1').get() !== undefined;
  return {
    has(site: number, id: string, isOfServer: boolean): boolean {
      if (!mayHoldSome) return false;
      const isTaken = (isClaim: boolean) => find.get(site, retiredHash(id, isClaim)) !== undefined;
      return isTaken(false) || (!isOfServer && isTaken(true));
    },
    add(site: number, id: string, visitor: Uint8Array | null, isClaim: boolean): void {
      mayHoldSome = true;
      add.run(site, retiredHash(id, isClaim), visitor);
    },
  };
}
