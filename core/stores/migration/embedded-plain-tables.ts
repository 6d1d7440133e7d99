/** Tables of an embedded store whose rows are read and written as they stand. */
import type { SQLInputValue } from 'node:sqlite';
import type { VisitorId } from '../../entry.ts';
import { toStoredVisitor } from '../codec.ts';
import {
  hex,
  type Ports,
  type Site,
  type StoredTable,
  siteOf,
  storedVisitor,
  visitorOf,
} from './embedded-cells.ts';
import { type Cells, pageThrough } from './embedded-pages.ts';
import type { Rows } from './tables.ts';

/** A table whose rows are read as they stand, each made of its cells. */
function plain<Row>(
  { db }: Pick<Ports, 'db'>,
  table: string,
  columns: readonly string[],
  order: readonly string[],
  of: {
    readonly isOfSite: boolean;
    readonly decode: (cells: Cells, site: Site) => Row;
    /** Cells of the columns, the number of the site before them where it has one. */
    readonly encode: (row: Row) => readonly SQLInputValue[];
    /** Cells of the key, likewise. */
    readonly key: (row: Row) => readonly SQLInputValue[];
  },
): StoredTable<Row> {
  const read = pageThrough(db, { select: `SELECT ${columns.join(', ')} FROM ${table}`, order, ...of });
  const [all, key] = of.isOfSite
    ? [
        ['site', ...columns],
        ['site', ...order],
      ]
    : [columns, order];
  const places = all.map(() => '?').join(', ');
  const write = db.prepare(`INSERT OR REPLACE INTO ${table} (${all.join(', ')}) VALUES (${places})`);
  const remove = db.prepare(`DELETE FROM ${table} WHERE ${key.map((name) => `${name} = ?`).join(' AND ')}`);
  return {
    from: [table],
    isBySite: of.isOfSite,
    *read(site) {
      for (const cells of read(of.isOfSite ? [site.code] : [])) yield of.decode(cells, site);
    },
    write: (row) => void write.run(...of.encode(row)),
    remove: (row) => void remove.run(...of.key(row)),
  };
}

export function createBases(ports: Ports): StoredTable<Rows['bases']> {
  const { codeOf } = ports.sites;
  const order = ['visitor', 'since'];
  return plain(ports, 'bases', [...order, 'version', 'data'], order, {
    isOfSite: true,
    decode: ({ visitor, since, version, data }, site) => ({
      site: siteOf(site),
      visitor: hex(visitor) as VisitorId,
      since: Number(since),
      version: Number(version),
      data: String(data),
    }),
    encode: ({ site, visitor, since, version, data }) => [
      codeOf(site),
      toStoredVisitor(visitor),
      since,
      version,
      data,
    ],
    key: ({ site, visitor, since }) => [codeOf(site), toStoredVisitor(visitor), since],
  });
}

export function createAccountBases(ports: Ports): StoredTable<Rows['accountBases']> {
  const { codeOf } = ports.sites;
  const order = ['account', 'visitor', 'since'];
  return plain(ports, 'account_bases', [...order, 'version', 'data'], order, {
    isOfSite: true,
    decode: ({ account, visitor, since, version, data }, site) => ({
      site: siteOf(site),
      account: String(account),
      visitor: hex(visitor) as VisitorId,
      since: Number(since),
      version: Number(version),
      data: String(data),
    }),
    encode: ({ site, account, visitor, since, version, data }) => [
      codeOf(site),
      account,
      toStoredVisitor(visitor),
      since,
      version,
      data,
    ],
    key: ({ site, account, visitor, since }) => [codeOf(site), account, toStoredVisitor(visitor), since],
  });
}

export function createRetired(ports: Ports): StoredTable<Rows['retired']> {
  const { codeOf } = ports.sites;
  return plain(ports, 'retired', ['hash', 'visitor'], ['hash'], {
    isOfSite: true,
    decode: ({ hash, visitor }, site) => ({
      site: siteOf(site),
      hash: hex(hash),
      visitor: visitorOf(visitor),
    }),
    encode: ({ site, hash, visitor }) => [codeOf(site), Buffer.from(hash, 'hex'), storedVisitor(visitor)],
    key: ({ site, hash }) => [codeOf(site), Buffer.from(hash, 'hex')],
  });
}

export function createClaims(ports: Ports): StoredTable<Rows['claims']> {
  const { codeOf } = ports.sites;
  return plain(ports, 'claims', ['key', 'owner'], ['key'], {
    isOfSite: true,
    decode: ({ key, owner }, site) => ({ site: siteOf(site), key: String(key), owner: String(owner) }),
    encode: ({ site, key, owner }) => [codeOf(site), key, owner],
    key: ({ site, key }) => [codeOf(site), key],
  });
}

export function createRecords(ports: Ports): StoredTable<Rows['records']> {
  const order = ['collection', 'site', 'key'];
  return plain(ports, 'records', [...order, 'value'], order, {
    isOfSite: false,
    decode: ({ collection, site, key, value }) => ({
      collection: String(collection),
      site: String(site),
      key: String(key),
      value: String(value),
    }),
    encode: ({ collection, site, key, value }) => [collection, site, key, value],
    key: ({ collection, site, key }) => [collection, site, key],
  });
}
