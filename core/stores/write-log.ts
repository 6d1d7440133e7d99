/** Writing the log: appends with their duplicates, and what retention and erasures of a part take out again. */
import { hash } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import type { LoggedEntry } from '../entry.ts';
import type { AccountBase, AppendOutcome, Base } from '../ports.ts';
import {
  decodeEntry,
  ENTRY_COLUMNS,
  type EntryColumns,
  type EntryRow,
  encodeJson,
  isClaimed,
  isOfServer,
  rowAt,
  toSortable,
  toStoredId,
  toStoredVisitor,
} from './codec.ts';
import type { Handlers } from './operations.ts';
import { isStanding } from './precedence.ts';
import type { SiteCodes } from './site-codes.ts';

/** Half of a SHA-256: enough that two ids of one site never meet. No id has a space: a claim on one has another hash. */
function retiredHash(id: string, isClaim: boolean): Uint8Array {
  return hash('sha256', isClaim ? `claim ${id}` : id, 'buffer').subarray(0, 16);
}

/** One entry of a group: its columns, where it stands in them, and its keys as the file holds them. */
type Candidate = {
  readonly entries: EntryColumns;
  readonly index: number;
  readonly site: number;
  readonly id: string | Uint8Array;
};

/** Writes a candidate unless its id is taken; answers its place in the log. */
function createInsert(db: DatabaseSync): (candidate: Candidate) => number | null {
  const statement = db.prepare(`
    INSERT INTO entries (site, id, type, source, name, t, received, visitor, value, data)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (site, id) DO NOTHING`);
  return ({ entries, index, site, id }) => {
    const visitor = entries.visitor[index];
    const { changes, lastInsertRowid } = statement.run(
      site,
      id,
      entries.type[index] ?? null,
      entries.source[index] ?? null,
      entries.name[index] ?? null,
      entries.t[index] ?? null,
      entries.received[index] ?? null,
      visitor ? toStoredVisitor(visitor) : null,
      entries.value[index] ?? null,
      entries.data[index] ?? null,
    );
    return changes === 0 ? null : Number(lastInsertRowid);
  };
}

/**
 * Knows the ids that retention took out of the log. Most stores have none yet: then looking costs nothing. What was no more
 * than a page's word (the flag `unconfirmed`) keeps other pages from its id, never the server whose order it is.
 */
function createRetired(db: DatabaseSync) {
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

/**
 * Remembers whom a superseded copy was recorded under and which account it named, and hands on what the copy itself had
 * superseded.
 */
function createSuperseded(db: DatabaseSync): (site: number, copy: LoggedEntry, seq: number) => void {
  const handOn = db.prepare('UPDATE superseded SET seq = ? WHERE seq = ?');
  const add = db.prepare('INSERT OR IGNORE INTO superseded (seq, site, visitor) VALUES (?, ?, ?)');
  const handOnAccounts = db.prepare('UPDATE superseded_accounts SET seq = ? WHERE seq = ?');
  const addAccount = db.prepare(
    'INSERT OR IGNORE INTO superseded_accounts (seq, site, account) VALUES (?, ?, ?)',
  );
  return (site, copy, seq) => {
    handOn.run(seq, copy.seq);
    handOnAccounts.run(seq, copy.seq);
    if (copy.visitor !== null) add.run(seq, site, toStoredVisitor(copy.visitor));
    const account = copy.context?.account;
    if (account !== undefined) addAccount.run(seq, site, account);
  };
}

/** Places of entries that were all stored, one right after the other, as the first of them; else all outcomes. */
function summarize(outcomes: readonly AppendOutcome[]): number | readonly AppendOutcome[] {
  const first = outcomes[0]?.seq ?? 0;
  const inRow = outcomes.every(({ status, seq }, index) => status === 'stored' && seq === first + index);
  return inRow ? first : outcomes;
}

/**
 * @param nextEntries Gives the columns of the running group and moves on by so many entries.
 */
export function createLogHandlers(
  db: DatabaseSync,
  sites: SiteCodes,
  nextEntries: (count: number) => { readonly entries: EntryColumns; readonly from: number },
): Pick<Handlers, 'append' | 'retire' | 'removePart'> {
  const insert = createInsert(db);
  const retired = createRetired(db);
  const noteSuperseded = createSuperseded(db);
  const find = db.prepare(`SELECT ${ENTRY_COLUMNS} FROM entries WHERE site = ? AND id = ?`);
  const removeAt = db.prepare('DELETE FROM entries WHERE seq = ?');
  const removeOf = db.prepare(`DELETE FROM entries
    WHERE site = ? AND id = ? AND visitor IS ? RETURNING ${ENTRY_COLUMNS}`);
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

  function settle(candidate: Candidate): AppendOutcome {
    const standing = decodeEntry(find.get(candidate.site, candidate.id) as EntryRow);
    const copy = decodeEntry(rowAt(candidate.entries, candidate.index));
    if (isStanding(standing, copy)) return { status: 'duplicate', seq: standing.seq };
    removeAt.run(standing.seq);
    const seq = insert(candidate) ?? 0;
    noteSuperseded(candidate.site, standing, seq);
    return { status: 'replaced', seq, previous: standing };
  }

  function appendOne(entries: EntryColumns, index: number): AppendOutcome {
    const id = entries.id[index] ?? '';
    const site = sites.codeOf(entries.site[index] ?? '');
    if (retired.has(site, id, isOfServer(entries, index))) return { status: 'duplicate', seq: 0 };
    const candidate = { entries, index, site, id: toStoredId(id) };
    const seq = insert(candidate);
    return seq === null ? settle(candidate) : { status: 'stored', seq };
  }

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
    append(count) {
      const { entries, from } = nextEntries(count);
      return summarize(Array.from({ length: count }, (_, offset) => appendOne(entries, from + offset)));
    },
    retire({ site, visitor, entryIds, base, accountBases }) {
      const owner = visitor === null ? null : toStoredVisitor(visitor);
      if (base) writeBase(base);
      for (const own of accountBases) writeAccountBase(own);
      return takeOut(sites.codeOf(site), owner, entryIds);
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
