/** Writing cached folds. A profile on disk may lag behind the log, never go back in it. */
import type { DatabaseSync } from 'node:sqlite';
import type { ProfileRow } from '../ports.ts';
import { encodeMembers, toStoredVisitor } from './codec.ts';
import { encodeContributions, sumEncoded } from './contributions.ts';
import type { Handlers } from './operations.ts';
import { PUT_TOTALS } from './schema-campaigns.ts';
import type { SiteCodes } from './site-codes.ts';

export function createProfileHandlers(
  db: DatabaseSync,
  sites: SiteCodes,
): Pick<Handlers, 'saveProfiles' | 'dropProfiles' | 'resumContributions'> {
  const save = db.prepare(`
    INSERT INTO profiles (site, visitor, seq, due, last, data, members, contributions)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT (site, visitor) DO UPDATE
    SET seq = excluded.seq, due = excluded.due, last = excluded.last, data = excluded.data,
      members = excluded.members, contributions = excluded.contributions
    WHERE excluded.seq >= profiles.seq`);
  const drop = db.prepare('DELETE FROM profiles WHERE site = ? AND visitor = ?');
  const advance = db.prepare(`
    INSERT INTO meta (key, value) VALUES ('checkpoint', ?)
    ON CONFLICT (key) DO UPDATE SET value = max(value, excluded.value)`);

  const forgetSuperseded = db.prepare('DELETE FROM superseded WHERE seq <= ?');
  const forgetSupersededAccounts = db.prepare('DELETE FROM superseded_accounts WHERE seq <= ?');

  const forgetTotals = db.prepare('DELETE FROM totals WHERE site = ? AND gone = 0');
  const sumAgain = db.prepare(
    'SELECT contributions FROM profiles WHERE site = ? AND contributions IS NOT NULL',
  );
  const putTotals = db.prepare(PUT_TOTALS);

  function saveOne(row: ProfileRow): void {
    const { site, visitor, seq, due, last, data, members, contributions } = row;
    const lists = [encodeMembers(members), encodeContributions(contributions)];
    save.run(sites.codeOf(site), toStoredVisitor(visitor), seq, due, last, data, ...lists);
  }

  function* listContributions(code: number): Iterable<string> {
    for (const { contributions } of sumAgain.iterate(code)) yield contributions as string;
  }

  return {
    saveProfiles({ rows, checkpoint }) {
      for (const row of rows) saveOne(row);
      if (checkpoint === null) return null;
      advance.run(checkpoint);
      forgetSuperseded.run(checkpoint);
      forgetSupersededAccounts.run(checkpoint);
      return null;
    },
    resumContributions({ site }) {
      const code = sites.codeOf(site);
      forgetTotals.run(code);
      for (const line of sumEncoded(listContributions(code))) putTotals.run(code, ...line);
      return null;
    },
    dropProfiles({ site, visitors }) {
      const code = sites.codeOf(site);
      for (const visitor of visitors) drop.run(code, toStoredVisitor(visitor));
      return null;
    },
  };
}
