/** The tables of an embedded store, each as it is: nothing is looked up, no place in the log is given out. */
import type { SiteId, VisitorId } from '../../entry.ts';
import type { ContributionUnit, HeldPlace } from '../../ports.ts';
import {
  amountOf,
  decodeEntry,
  decodeMembers,
  ENTRY_COLUMNS,
  type EntryRow,
  encodeMembers,
  encodeRest,
  toSourceCode,
  toStoredId,
  toStoredVisitor,
  toTypeCode,
} from '../codec.ts';
import { decodeContributions, encodeContributions, UNITS } from '../contributions.ts';
import { STATES } from '../read-ledger.ts';
import { SUMS } from '../schema-campaigns.ts';
import { hex, type Ports, type StoredTable, siteOf, storedVisitor, visitorOf } from './embedded-cells.ts';
import { type Cells, pageThrough } from './embedded-pages.ts';
import {
  createAccountBases,
  createBases,
  createClaims,
  createRecords,
  createRetired,
} from './embedded-plain-tables.ts';
import { comparePlaces, type Rows, SHAPES, type TableName } from './tables.ts';

export type StoredTables = { readonly [T in TableName]: StoredTable<Rows[T]> };

function createEntries({ db, sites }: Ports): StoredTable<Rows['entries']> {
  const read = pageThrough(db, {
    select: `SELECT ${ENTRY_COLUMNS} FROM entries`,
    isOfSite: false,
    order: ['seq'],
  });
  const write = db.prepare(
    `INSERT OR REPLACE INTO entries (seq, site, id, type, source, name, t, received, visitor, value, data)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const remove = db.prepare('DELETE FROM entries WHERE seq = ?');
  return {
    from: ['entries'],
    isBySite: false,
    *read() {
      for (const cells of read([])) yield decodeEntry(cells as unknown as EntryRow);
    },
    write: (entry) => {
      const codes = [toTypeCode(entry.type), toSourceCode(entry.source)];
      const { seq, site, id, name, t, receivedAt, visitor, properties } = entry;
      const keys = [seq, sites.codeOf(site), toStoredId(id), ...codes, name, t, receivedAt];
      write.run(...keys, storedVisitor(visitor), amountOf(properties), encodeRest(entry));
    },
    remove: ({ seq }) => void remove.run(seq),
  };
}

function createProfiles({ db, sites }: Ports): StoredTable<Rows['profiles']> {
  const columns = ['visitor', 'seq', 'due', 'last', 'data', 'members', 'contributions'];
  const read = pageThrough(db, {
    select: `SELECT ${columns.join(', ')} FROM profiles`,
    isOfSite: true,
    order: ['visitor'],
  });
  const remove = db.prepare('DELETE FROM profiles WHERE site = ? AND visitor = ?');
  const write = db.prepare(
    `INSERT INTO profiles (site, ${columns.join(', ')}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const keyOf = ({ site, visitor }: Rows['profiles']) =>
    [sites.codeOf(site), toStoredVisitor(visitor)] as const;
  return {
    from: ['profiles'],
    isBySite: true,
    *read(site) {
      for (const { visitor, seq, due, last, data, members, contributions } of read([site.code])) {
        yield {
          site: siteOf(site),
          visitor: hex(visitor) as VisitorId,
          seq: Number(seq),
          due: due === null ? null : Number(due),
          last: Number(last),
          data: String(data),
          members: decodeMembers(members as string | null),
          contributions: decodeContributions(contributions as string | null),
        };
      }
    },
    write(row) {
      // Removed first: memberships and totals are kept by what leaves and what enters.
      remove.run(...keyOf(row));
      const lists = [encodeMembers(row.members), encodeContributions(row.contributions)];
      write.run(...keyOf(row), row.seq, row.due, row.last, row.data, ...lists);
    },
    remove: (row) => void remove.run(...keyOf(row)),
  };
}

function decodePlace({ id, key, at, expires, state }: Cells): HeldPlace {
  return {
    id: String(id),
    key: String(key),
    at: Number(at),
    expiresAt: Number(expires),
    state: STATES[Number(state)] ?? 'released',
  };
}

function createLedgers({ db, sites }: Ports): StoredTable<Rows['ledgers']> {
  const read = pageThrough(db, {
    select: 'SELECT unit, id, key, at, expires, state FROM places',
    isOfSite: true,
    order: ['unit', 'id', 'key'],
  });
  const forget = db.prepare('DELETE FROM places WHERE site = ? AND unit = ?');
  const write = db.prepare(
    'INSERT INTO places (site, unit, id, key, at, expires, state) VALUES (?, ?, ?, ?, ?, ?, ?)',
  );
  const codeOf = (state: HeldPlace['state']) =>
    Number(Object.entries(STATES).find(([, name]) => name === state)?.[0]);
  return {
    from: ['places'],
    counted: '(SELECT 1 FROM places GROUP BY site, unit)',
    isBySite: true,
    *read(site) {
      const places: HeldPlace[] = [];
      let open: string | null = null;
      const take = (unit: string) => ({ site: siteOf(site), unit, places: places.splice(0) });
      for (const cells of read([site.code])) {
        const unit = String(cells.unit);
        if (open !== null && open !== unit) yield take(open);
        open = unit;
        places.push(decodePlace(cells));
      }
      if (open !== null) yield take(open);
    },
    write({ site, unit, places }) {
      const code = sites.codeOf(site);
      forget.run(code, unit);
      for (const { id, key, at, expiresAt, state } of places)
        write.run(code, unit, id, key, at, expiresAt, codeOf(state));
    },
    remove: ({ site, unit }) => void forget.run(sites.codeOf(site), unit),
  };
}

/** Two tables of few rows: what the checkpoint has passed is not in them. */
function createSuperseded({ db, sites }: Ports): StoredTable<Rows['superseded']> {
  const name = '(SELECT site FROM sites WHERE code = given.site) AS site';
  const read = db.prepare(
    `SELECT seq, ${name}, visitor, NULL AS account FROM superseded AS given
     UNION ALL SELECT seq, ${name}, NULL, account FROM superseded_accounts AS given`,
  );
  const statements = (['superseded', 'superseded_accounts'] as const).map((table) => {
    const column = table === 'superseded' ? 'visitor' : 'account';
    return {
      write: db.prepare(`INSERT OR REPLACE INTO ${table} (seq, site, ${column}) VALUES (?, ?, ?)`),
      remove: db.prepare(`DELETE FROM ${table} WHERE seq = ? AND ${column} = ?`),
    };
  });
  const of = ({ visitor }: Rows['superseded']) => statements[visitor === null ? 1 : 0];
  const cellOf = ({ visitor, account }: Rows['superseded']) => storedVisitor(visitor) ?? account;
  return {
    from: ['superseded', 'superseded_accounts'],
    isBySite: false,
    read() {
      const rows = read.all().map(({ seq, site, visitor, account }): Rows['superseded'] => ({
        seq: Number(seq),
        site: String(site) as SiteId,
        visitor: visitorOf(visitor),
        account: account as string | null,
      }));
      const { place } = SHAPES.superseded;
      return rows.sort((a, b) => comparePlaces(place(a), place(b)));
    },
    write: (row) => void of(row)?.write.run(row.seq, sites.codeOf(row.site), cellOf(row)),
    remove: (row) => void of(row)?.remove.run(row.seq, cellOf(row)),
  };
}

/** Sums that no profile stands behind any more; all others are made of the profiles as these are written. */
function createEnded({ db, sites }: Ports): StoredTable<Rows['ended']> {
  const keys = ['campaign', 'version', 'arm', 'unit', 'mixed'];
  const read = db.prepare(`SELECT ${[...keys, ...SUMS].join(', ')} FROM totals WHERE site = ? AND gone = 1`);
  const all = ['site', 'gone', ...keys, ...SUMS];
  const write = db.prepare(
    `INSERT OR REPLACE INTO totals (${all.join(', ')}) VALUES (?, 1, ${all
      .slice(2)
      .map(() => '?')
      .join(', ')})`,
  );
  const remove = db.prepare(
    `DELETE FROM totals WHERE site = ? AND gone = 1 AND ${keys.map((name) => `${name} = ?`).join(' AND ')}`,
  );
  const keyOf = ({ site, campaign, version, arm, unit, isMixed }: Rows['ended']) =>
    [sites.codeOf(site), campaign, version, arm, UNITS.indexOf(unit), Number(isMixed)] as const;
  return {
    from: ['totals'],
    counted: '(SELECT 1 FROM totals WHERE gone = 1)',
    isBySite: true,
    read(site) {
      const { place } = SHAPES.ended;
      const rows = read.all(site.code).map(({ unit, mixed, ...line }) => ({
        ...(line as Omit<Rows['ended'], 'site' | 'unit' | 'isMixed'>),
        site: siteOf(site),
        unit: (UNITS[Number(unit)] ?? 'person') satisfies ContributionUnit,
        isMixed: mixed === 1,
      }));
      return rows.sort((a, b) => comparePlaces(place(a), place(b)));
    },
    write: (line) => void write.run(...keyOf(line), ...SUMS.map((name) => line[name])),
    remove: (line) => void remove.run(...keyOf(line)),
  };
}

/** @example const { entries } = openStoredTables({ db, sites: createSiteCodes(db) }) */
export function openStoredTables(ports: Ports): StoredTables {
  return {
    records: createRecords(ports),
    claims: createClaims(ports),
    entries: createEntries(ports),
    retired: createRetired(ports),
    superseded: createSuperseded(ports),
    bases: createBases(ports),
    accountBases: createAccountBases(ports),
    ledgers: createLedgers(ports),
    profiles: createProfiles(ports),
    ended: createEnded(ports),
  };
}
