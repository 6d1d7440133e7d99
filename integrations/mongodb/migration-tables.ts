/** The collections of the store as tables of a migration: each row as it is, at the place in the log that it has. */
import { randomBytes } from 'node:crypto';
import type { SiteId, VisitorId } from '../../core/entry.ts';
import type { ContributionUnit } from '../../core/ports.ts';
import { fromSortable } from '../../core/stores/codec.ts';
import { comparePlaces, type Rows, SHAPES, type WriteTables } from '../../core/stores/migration/tables.ts';
import { noteOf } from './append.ts';
import { SUMS as BASE_SUMS, BASES, baseKey } from './bases.ts';
import type { BaseDocument, Collections, EndedDocument, RecordDocument } from './collections.ts';
import type { Damage, Reading } from './damage.ts';
import { ENTRIES, encodeEntry } from './entry-documents.ts';
import { drawRev, keyOf } from './keys.ts';
import { createLedgerTable } from './migration-ledgers.ts';
import { openTable } from './migration-table.ts';
import { encodeProfile, NONCE_BYTES, PROFILES, profileKey } from './profiles.ts';
import { recordKey } from './records.ts';
import { retiredName } from './retiring.ts';
import { SUMS } from './totals.ts';

type Tables = WriteTables['tables'];

const draw = (bytes: number): string => randomBytes(bytes).toString('base64url');

/** One by one: the whole of a collection does not fit into memory. */
const readOne =
  <Document, Row>(damage: Damage, reading: Reading<Document, Row>) =>
  (document: Document): Row | null =>
    damage.readAll(reading, [document])[0] ?? null;

function createEntries({ entries }: Collections, damage: Damage): Tables['entries'] {
  return openTable(entries, {
    sort: { q: 1 },
    decode: readOne(damage, ENTRIES),
    encode: (entry) => encodeEntry(entry, entry.seq),
    // By its place: under its key another copy may stand by now.
    those: (rows) => ({ q: { $in: rows.map(({ seq }) => seq) } }),
  });
}

function createProfiles({ profiles }: Collections, damage: Damage): Tables['profiles'] {
  return openTable(profiles, {
    sort: { s: 1, v: 1 },
    decode: readOne(damage, PROFILES),
    encode: (row) => ({ ...encodeProfile(row), nonce: draw(NONCE_BYTES) }),
    those: (rows) => ({ _id: { $in: rows.map(({ site, visitor }) => profileKey(site, visitor)) } }),
  });
}

/** What is folded into a base is no part of its key. */
const keyOfBase = (base: Rows['bases'], account?: string): string =>
  baseKey({ ...base, data: null }, account);

function encodeBase({ account, ...base }: Rows['bases'] & { readonly account?: string }): BaseDocument {
  const { site, visitor, since, version, data } = base;
  const own = account === undefined ? {} : { a: account };
  return { _id: keyOfBase(base, account), s: site, v: visitor, since, version, data, rev: drawRev(), ...own };
}

function readBase(damage: Damage, kind: typeof BASES) {
  const read = readOne(damage, kind);
  return (document: BaseDocument): Rows['bases'] | null => {
    const { data } = document;
    const found = read(document);
    return found && { ...found.base, data };
  };
}

const basesAt = (rows: readonly (Rows['bases'] & { readonly account?: string })[]) => ({
  _id: { $in: rows.map((row) => keyOfBase(row, row.account)) },
});

function createBases({ bases }: Collections, damage: Damage): Tables['bases'] {
  const sort = { s: 1, v: 1, since: 1 } as const;
  return openTable(bases, { sort, decode: readBase(damage, BASES), encode: encodeBase, those: basesAt });
}

function createAccountBases({ accountBases }: Collections, damage: Damage): Tables['accountBases'] {
  const read = readBase(damage, BASE_SUMS);
  return openTable(accountBases, {
    sort: { s: 1, a: 1, v: 1, since: 1 },
    decode: (document) => {
      const base = read(document);
      return base && { ...base, account: document.a ?? '' };
    },
    encode: encodeBase,
    those: basesAt,
  });
}

function createClaims({ claims }: Collections): Tables['claims'] {
  return openTable(claims, {
    sort: { s: 1, key: 1 },
    decode: ({ s, key, owner }) => ({ site: s as SiteId, key, owner }),
    encode: ({ site, key, owner }) => ({ _id: keyOf(site, key), s: site, key, owner }),
    those: (rows) => ({ _id: { $in: rows.map(({ site, key }) => keyOf(site, key)) } }),
  });
}

/** Also one whose value is no JSON: it is copied as it is. */
const RECORDS: Reading<RecordDocument, Rows['records']> = {
  read: ({ c, s, key, value }) =>
    [c, s, key, value].every((one) => typeof one === 'string')
      ? { collection: c, site: s, key, value }
      : null,
  name: ({ _id, c }) => [`records ${_id}`, String(c)],
};

function createRecords({ records }: Collections, damage: Damage): Tables['records'] {
  const idOf = ({ collection, site, key }: Rows['records']) => recordKey(collection, site, fromSortable(key));
  return openTable(records, {
    sort: { c: 1, s: 1, key: 1 },
    decode: readOne(damage, RECORDS),
    encode: (row) => ({ _id: idOf(row), c: row.collection, s: row.site, key: row.key, value: row.value }),
    those: (rows) => ({ _id: { $in: rows.map(idOf) } }),
  });
}

function createRetired({ retired }: Collections): Tables['retired'] {
  return openTable(retired, {
    sort: { _id: 1 },
    decode: ({ _id, s, v }) => ({
      site: s as SiteId,
      hash: _id.slice(s.length + 1),
      visitor: v as VisitorId | null,
    }),
    encode: ({ site, hash, visitor }) => ({ _id: retiredName(site, hash), s: site, v: visitor }),
    those: (rows) => ({ _id: { $in: rows.map(({ site, hash }) => retiredName(site, hash)) } }),
  });
}

/** Few: what the checkpoint has passed is not among them. They are sorted here, since no index has them all. */
function createSuperseded({ superseded }: Collections): Tables['superseded'] {
  const encode = ({ seq, site, visitor, account }: Rows['superseded']) =>
    noteOf(site, seq, visitor ?? undefined, account ?? undefined)[0] ?? { _id: String(seq), q: seq, s: site };
  const table = openTable(superseded, {
    sort: { q: 1 },
    decode: ({ q, s, v, a }): Rows['superseded'] => ({
      seq: q,
      site: s as SiteId,
      visitor: (v ?? null) as VisitorId | null,
      account: a ?? null,
    }),
    encode,
    those: (rows) => ({ _id: { $in: rows.map((row) => encode(row)._id) } }),
  });
  return {
    ...table,
    async *read() {
      const rows: Rows['superseded'][] = [];
      for await (const row of table.read()) rows.push(row);
      const { place } = SHAPES.superseded;
      yield* rows.sort((a, b) => comparePlaces(place(a), place(b)));
    },
  };
}

const endedKey = ({ site, campaign, version, arm, unit, isMixed }: Rows['ended']): string =>
  keyOf('ended', site, campaign, String(version), arm, unit, String(isMixed));

function encodeEnded(line: Rows['ended']): EndedDocument {
  const { site, campaign, version, arm, unit, isMixed, n } = line;
  const sums = Object.fromEntries(SUMS.map((name) => [name, line[name]])) as Pick<
    Rows['ended'],
    (typeof SUMS)[number]
  >;
  return { _id: endedKey(line), s: site, c: [{ campaign, version, arm, unit, mixed: isMixed, n, ...sums }] };
}

/** Read as the sums that they are added up to: of single ones an embedded store knows nothing. */
function createEnded({ ended }: Collections): Tables['ended'] {
  const table = openTable<EndedDocument, EndedDocument>(ended, {
    sort: { _id: 1 },
    decode: (document) => document,
    encode: (document) => document,
    those: (documents) => ({ _id: { $in: documents.map(({ _id }) => _id) } }),
  });
  return {
    count: table.count,
    async *read() {
      const lines = new Map<string, Rows['ended']>();
      for await (const document of table.read()) addLines(lines, document);
      const { place } = SHAPES.ended;
      yield* [...lines.values()].sort((a, b) => comparePlaces(place(a), place(b)));
    },
    write: (rows) => table.write(rows.map(encodeEnded)),
    remove: (rows) => table.remove(rows.map(encodeEnded)),
  };
}

function addLines(lines: Map<string, Rows['ended']>, { s, c }: EndedDocument): void {
  for (const { campaign, version, arm, unit, mixed, n = 1, ...one } of c) {
    const named = {
      ...{ site: s as SiteId, campaign, version, arm },
      ...{ unit: unit as ContributionUnit, isMixed: mixed },
    };
    const key = JSON.stringify(Object.values(named));
    const before = lines.get(key);
    const sums = SUMS.map((name) => [name, (before?.[name] ?? 0) + one[name]] as const);
    const summed = Object.fromEntries(sums) as Pick<Rows['ended'], (typeof SUMS)[number]>;
    lines.set(key, { ...named, n: (before?.n ?? 0) + n, ...summed });
  }
}

/** @example const { entries } = openMigrationTables(openCollections(db), createDamage()) */
export function openMigrationTables(collections: Collections, damage: Damage): Tables {
  return {
    records: createRecords(collections, damage),
    claims: createClaims(collections),
    entries: createEntries(collections, damage),
    retired: createRetired(collections),
    superseded: createSuperseded(collections),
    bases: createBases(collections, damage),
    accountBases: createAccountBases(collections, damage),
    ledgers: createLedgerTable(collections),
    profiles: createProfiles(collections, damage),
    ended: createEnded(collections),
  };
}
