/**
 * Who was erased: a keyed hash for every id that went with somebody. They are kept for good, since an export may be
 * replayed years later and nothing else would know; a million of them weigh some 36 MB in memory.
 */
import type { KeyObject } from 'node:crypto';
import type { Entry, Json, SiteId, VisitorId } from '../entry.ts';
import { keyedReference } from '../identity/hash.ts';
import type { Store } from '../ports.ts';
import { OWN_RECORDS, type Records } from '../records.ts';
import { createReturning } from './returning.ts';
import { idsOf, turnsAway } from './tombstone.ts';
import {
  createTombstoneTable,
  packFlags,
  type Tombstone,
  type TombstoneTable,
  unpackFlags,
} from './tombstone-table.ts';

const COLLECTION = 'tombstones';
const PAGE = 10_000;
const MOST_HASHED = 10_000;
/** Before a hash, so that no key looks like a visitor's id. */
const PREFIX = 'h:';

export type Tombstones = {
  /** Without waiting; null: never erased. */
  find(site: SiteId, visitor: VisitorId): Tombstone | null;
  /** Whether the id was erased and has not begun again. */
  isGone(site: SiteId, visitor: VisitorId): boolean;
  /** Whether an entry must not be written. */
  refuses(entry: Entry): boolean;
  /** By hash, as the log of erasures names them. */
  findHash(site: SiteId, hash: string): Tombstone | null;
  hashOf(site: SiteId, visitor: VisitorId): string;
  /** In force at once, in memory; `keep` makes it last. */
  raise(site: SiteId, hashes: readonly string[], erased: Omit<Tombstone, 'hasReturned'>): void;
  keep(site: SiteId, hashes: readonly string[]): Promise<void>;
  /** Takes in what other servers have kept without its having been heard here. */
  readAll(): Promise<void>;
  /**
   * Takes note of what begins a profile again and of what is denied meanwhile.
   *
   * @returns What goes into the log before these entries: denials carried over, and ends of what a device did before.
   */
  admit(entries: readonly Entry[]): Promise<readonly Entry[]>;
  /** The site is gone. */
  forget(site: SiteId): void;
  /** How many there are. */
  count(): number;
};

export type TombstonePorts = {
  /** Who puts a record through it tells other servers. */
  readonly store: Pick<Store, 'getRecord' | 'listRecords' | 'putRecord'>;
  /** Of whom an erasure buries it tells by itself, before it keeps them: nobody is told again. */
  readonly quiet?: Pick<Store, 'putRecord'>;
  readonly records?: Pick<Records, 'on'>;
  readonly sites: {
    list(): readonly { readonly siteId: SiteId }[];
    byId(site: SiteId): { readonly idKey: KeyObject } | undefined;
  };
};

/** @example const tombstones = await createTombstones({ store, sites }); tombstones.isGone(site, visitor) */
export async function createTombstones(ports: TombstonePorts): Promise<Tombstones> {
  const { store, sites, quiet = store, records = OWN_RECORDS } = ports;
  const tables = new Map<SiteId, TombstoneTable>();
  const tableOf = (site: SiteId): TombstoneTable => {
    const known = tables.get(site) ?? createTombstoneTable();
    tables.set(site, known);
    return known;
  };
  async function readAll(): Promise<void> {
    for (const { siteId } of sites.list()) await load(store, siteId, note);
  }

  await readAll();

  const hashOf = createHashing(sites);

  function note(site: SiteId, key: string, value: Json): void {
    const tombstone = readValue(value);
    const hash = key.slice(PREFIX.length);
    const known = tableOf(site).get(hash);
    if (known === null || known.erasedAt <= tombstone.erasedAt) tableOf(site).set(hash, tombstone);
  }

  function find(site: SiteId, visitor: VisitorId): Tombstone | null {
    const table = tables.get(site);
    return table === undefined || table.size() === 0 ? null : table.get(hashOf(site, visitor));
  }

  async function write(
    shelf: Pick<Store, 'putRecord'>,
    site: SiteId,
    hashes: readonly string[],
  ): Promise<void> {
    const rows = hashes.flatMap((hash) => {
      const tombstone = tableOf(site).get(hash);
      return tombstone === null ? [] : [{ hash, value: [tombstone.erasedAt, packFlags(tombstone)] }];
    });
    await Promise.all(rows.map(({ hash, value }) => shelf.putRecord(COLLECTION, site, PREFIX + hash, value)));
  }

  async function change(site: SiteId, visitor: VisitorId, changed: Tombstone): Promise<void> {
    const hash = hashOf(site, visitor);
    tableOf(site).set(hash, changed);
    await write(store, site, [hash]);
  }

  /** An erasure that has begun since is in force here before it is kept. */
  async function readAgain(site: SiteId, key: string): Promise<void> {
    const value = await store.getRecord(COLLECTION, site, key);
    if (value === undefined) return;
    note(site, key, value);
  }

  records.on(COLLECTION, readAgain);

  return {
    find,
    findHash: (site, hash) => tables.get(site)?.get(hash) ?? null,
    hashOf,
    isGone: (site, visitor) => find(site, visitor)?.hasReturned === false,
    refuses: (entry) =>
      idsOf(entry).some((id) => {
        const tombstone = find(entry.site, id);
        return tombstone !== null && turnsAway(tombstone, entry);
      }),
    raise: (site, hashes, { erasedAt, denied, hasObjected }) => {
      const table = tableOf(site);
      for (const hash of hashes) {
        const before = table.get(hash);
        const kept = before?.hasReturned === false ? before : null;
        table.set(hash, {
          erasedAt: Math.max(erasedAt, before?.erasedAt ?? 0),
          denied: [...denied, ...(kept?.denied ?? [])],
          hasObjected: hasObjected || kept?.hasObjected === true,
          hasReturned: false,
        });
      }
    },
    keep: (site, hashes) => write(quiet, site, hashes),
    readAll,
    admit: createReturning(find, change),
    forget: (site) => void tables.delete(site),
    count: () => [...tables.values()].reduce((sum, table) => sum + table.size(), 0),
  };
}

/** An event is looked at several times on its way: hashing it once is most of what a look costs. */
function createHashing({ byId }: TombstonePorts['sites']): Tombstones['hashOf'] {
  const latest = new Map<string, string>();
  return (site, visitor) => {
    const name = `${site} ${visitor}`;
    const known = latest.get(name);
    if (known !== undefined) return known;
    const idKey = byId(site)?.idKey;
    const hash = idKey === undefined ? '' : keyedReference(idKey, 'tombstone', visitor);
    if (latest.size >= MOST_HASHED) latest.clear();
    latest.set(name, hash);
    return hash;
  };
}

async function load(
  store: TombstonePorts['store'],
  site: SiteId,
  note: (site: SiteId, key: string, value: Json) => void,
): Promise<void> {
  for (let after: string | null = null; ; ) {
    const rows = await store.listRecords(COLLECTION, site, after, PAGE);
    for (const { key, value } of rows) note(site, key, value);
    if (rows.length < PAGE) return;
    after = rows.at(-1)?.key ?? null;
  }
}

function readValue(value: Json): Tombstone {
  const [erasedAt, flags] = value as readonly [number, number];
  return { erasedAt, ...unpackFlags(flags) };
}
