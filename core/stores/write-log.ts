/** Writing the log: appends with their duplicates. */
import type { DatabaseSync } from 'node:sqlite';
import type { LoggedEntry } from '../entry.ts';
import type { AppendOutcome } from '../ports.ts';
import {
  decodeEntry,
  ENTRY_COLUMNS,
  type EntryColumns,
  type EntryRow,
  isOfServer,
  rowAt,
  toStoredId,
  toStoredVisitor,
} from './codec.ts';
import type { Handlers } from './operations.ts';
import { isStanding } from './precedence.ts';
import { createRetired } from './retired.ts';
import type { SiteCodes } from './site-codes.ts';
import { createRetiringHandlers } from './write-retiring.ts';

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

  return {
    append(count) {
      const { entries, from } = nextEntries(count);
      return summarize(Array.from({ length: count }, (_, offset) => appendOne(entries, from + offset)));
    },
    ...createRetiringHandlers(db, sites, retired),
  };
}
