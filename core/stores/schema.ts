/**
 * Tables and indexes of the embedded store, and the way from an older schema to today's.
 * A migration, once released, is never edited: data folders that ran it are out there.
 */
import type { DatabaseSync } from 'node:sqlite';
import { InklingError } from '../errors.ts';
import { CAMPAIGNS } from './schema-campaigns.ts';

/** Marks the file as ours ("INKL"), so that somebody else's SQLite file is not taken over. */
const APPLICATION_ID = 0x494e4b4c;

/**
 * `id` is a BLOB of 16 bytes where the id is a UUID, else TEXT; `id_text` gives it back, and orders equal
 * instants. `seq` is AUTOINCREMENT because a place in the log must never be given twice, even after removals.
 */
const FIRST_SCHEMA = `
  CREATE TABLE meta (key TEXT PRIMARY KEY, value NOT NULL) WITHOUT ROWID;
  CREATE TABLE sites (code INTEGER PRIMARY KEY, site TEXT NOT NULL UNIQUE);

  CREATE TABLE entries (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    site INTEGER NOT NULL,
    id NOT NULL,
    type INTEGER NOT NULL,
    source INTEGER NOT NULL,
    name TEXT NOT NULL,
    t INTEGER NOT NULL,
    received INTEGER NOT NULL,
    visitor BLOB,
    value INTEGER,
    data TEXT NOT NULL,
    id_text TEXT GENERATED ALWAYS AS (iif(typeof(id) = 'text', id, lower(
      substr(hex(id), 1, 8) || '-' || substr(hex(id), 9, 4) || '-' || substr(hex(id), 13, 4) || '-' ||
      substr(hex(id), 17, 4) || '-' || substr(hex(id), 21)))) VIRTUAL
  );
  CREATE UNIQUE INDEX entries_by_id ON entries (site, id);
  CREATE INDEX entries_by_visitor ON entries (site, visitor, t) WHERE visitor IS NOT NULL;
  CREATE INDEX entries_of_site ON entries (site, type, t, id_text) WHERE visitor IS NULL;
  CREATE INDEX entries_by_arrival ON entries (site, received);
  CREATE INDEX links_from ON entries (site, visitor) WHERE type = 2;
  CREATE INDEX links_to ON entries (site, json_extract(data, '$.p.to')) WHERE type = 2;

  CREATE TABLE retired (site INTEGER NOT NULL, hash BLOB NOT NULL, visitor BLOB, PRIMARY KEY (site, hash))
    WITHOUT ROWID;
  CREATE INDEX retired_by_visitor ON retired (site, visitor) WHERE visitor IS NOT NULL;
  CREATE TABLE bases (
    site INTEGER NOT NULL, visitor BLOB NOT NULL, since INTEGER NOT NULL,
    version INTEGER NOT NULL, data TEXT NOT NULL, PRIMARY KEY (site, visitor, since)
  );

  CREATE TABLE profiles (
    site INTEGER NOT NULL, visitor BLOB NOT NULL, seq INTEGER NOT NULL,
    due INTEGER, last INTEGER NOT NULL, data TEXT NOT NULL, PRIMARY KEY (site, visitor)
  );
  CREATE INDEX profiles_by_due ON profiles (due) WHERE due IS NOT NULL;

  CREATE TABLE places (
    site INTEGER NOT NULL, unit TEXT NOT NULL, id TEXT NOT NULL, key TEXT NOT NULL,
    at INTEGER NOT NULL, expires INTEGER NOT NULL, state INTEGER NOT NULL, PRIMARY KEY (site, unit, id, key)
  ) WITHOUT ROWID;
  CREATE INDEX places_by_key ON places (site, unit, key, at);
  CREATE INDEX places_waiting ON places (expires) WHERE state <> 1;
  CREATE INDEX places_confirmed ON places (at) WHERE state = 1;

  CREATE TABLE claims (site INTEGER NOT NULL, key TEXT NOT NULL, owner TEXT NOT NULL, PRIMARY KEY (site, key))
    WITHOUT ROWID;
  CREATE INDEX claims_by_owner ON claims (site, owner);

  CREATE TABLE records (
    collection TEXT NOT NULL, site TEXT NOT NULL, key TEXT NOT NULL, value TEXT NOT NULL,
    PRIMARY KEY (collection, site, key)
  );
  CREATE INDEX records_by_key ON records (site, key);
`;

/**
 * Under whom the copies were recorded that an entry superseded, until the checkpoint passes it: a restart before that
 * has to fold those visitors anew, and the log no longer names them.
 */
const SUPERSEDED = `
  CREATE TABLE superseded (
    seq INTEGER NOT NULL, site INTEGER NOT NULL, visitor BLOB NOT NULL, PRIMARY KEY (seq, visitor)
  ) WITHOUT ROWID;
`;

/**
 * `profiles.members` is the row's segments as a JSON list in ascending order, null for none; `members` is the index of
 * it. Triggers keep the two equal in one place, whatever writes or removes a profile, and fire only for a changed list.
 */
const MEMBERS = `
  ALTER TABLE profiles ADD COLUMN members TEXT;
  CREATE TABLE members (
    site INTEGER NOT NULL, segment TEXT NOT NULL, visitor BLOB NOT NULL, PRIMARY KEY (site, segment, visitor)
  ) WITHOUT ROWID;

  CREATE TRIGGER members_enter AFTER INSERT ON profiles WHEN new.members IS NOT NULL BEGIN
    INSERT INTO members (site, segment, visitor) SELECT new.site, value, new.visitor FROM json_each(new.members);
  END;
  CREATE TRIGGER members_change AFTER UPDATE OF members ON profiles WHEN old.members IS NOT new.members BEGIN
    DELETE FROM members WHERE site = old.site AND visitor = old.visitor AND segment IN (
      SELECT value FROM json_each(old.members) EXCEPT SELECT value FROM json_each(new.members));
    INSERT INTO members (site, segment, visitor) SELECT new.site, value, new.visitor FROM (
      SELECT value FROM json_each(new.members) EXCEPT SELECT value FROM json_each(old.members));
  END;
  CREATE TRIGGER members_leave AFTER DELETE ON profiles WHEN old.members IS NOT NULL BEGIN
    DELETE FROM members WHERE site = old.site AND visitor = old.visitor
      AND segment IN (SELECT value FROM json_each(old.members));
  END;
`;

/** Decisions (3) and notices (5): whoever carries them out reads on from a place without the events between. */
const OUTGOING = `
  CREATE INDEX entries_outgoing ON entries (site, seq) WHERE type IN (3, 5);
`;

/**
 * Events by the account that they name, whoever they were recorded under: `visitor` before the rest, so that who acted
 * for an account is found without reading what they did. `account_bases` is to an account what `bases` is to a visitor,
 * one row for each recorded id, so that what somebody did goes with them. `superseded_accounts` is what `superseded` is.
 */
const ACCOUNTS = `
  ALTER TABLE entries ADD COLUMN account TEXT GENERATED ALWAYS AS (
    iif(type = 0 AND visitor IS NOT NULL, json_extract(data, '$.c.account'), NULL)) VIRTUAL;
  CREATE INDEX entries_by_account ON entries (site, account, visitor) WHERE account IS NOT NULL;
  CREATE TABLE account_bases (
    site INTEGER NOT NULL, account TEXT NOT NULL, visitor BLOB NOT NULL, since INTEGER NOT NULL,
    version INTEGER NOT NULL, data TEXT NOT NULL, PRIMARY KEY (site, account, visitor, since)
  );
  CREATE INDEX account_bases_by_visitor ON account_bases (site, visitor);
  CREATE TABLE superseded_accounts (
    seq INTEGER NOT NULL, site INTEGER NOT NULL, account TEXT NOT NULL, PRIMARY KEY (seq, account)
  ) WITHOUT ROWID;
`;

/** Scores (7): whoever passes them on reads on from a place, and most sites have nobody who does. */
const SCORES = `
  CREATE INDEX entries_of_scores ON entries (site, seq) WHERE type = 7;
`;

const MIGRATIONS: readonly string[] = [
  FIRST_SCHEMA,
  SUPERSEDED,
  MEMBERS + OUTGOING,
  ACCOUNTS,
  CAMPAIGNS,
  SCORES,
];

/** The schema this code writes. */
export const SCHEMA_VERSION = MIGRATIONS.length;

function readNumber(db: DatabaseSync, pragma: 'user_version' | 'application_id'): number {
  return Number(db.prepare(`PRAGMA ${pragma}`).get()?.[pragma]);
}

function isEmpty(db: DatabaseSync): boolean {
  return db.prepare('SELECT 1 FROM sqlite_schema LIMIT 1').get() === undefined;
}

function assertOurs(db: DatabaseSync, path: string): void {
  if (isEmpty(db) || readNumber(db, 'application_id') === APPLICATION_ID) return;
  throw new InklingError(
    'store_foreign',
    'embedded store',
    `${path} is a database of another program`,
    'point DATA_DIR at a folder of its own',
  );
}

/**
 * The schema number of an open database; 0 for an empty file. Changes nothing.
 *
 * @throws InklingError `store_newer` when a later version of Inkling wrote it, `store_foreign` when it is not ours.
 * @example migrate(db, readSchema(db, 'data/inkling.db'))
 */
export function readSchema(db: DatabaseSync, path: string): number {
  assertOurs(db, path);
  const found = readNumber(db, 'user_version');
  if (found <= SCHEMA_VERSION) return found;
  throw new InklingError(
    'store_newer',
    'embedded store',
    `${path} has schema ${found}, this version of Inkling knows schema ${SCHEMA_VERSION}`,
    'run the version of Inkling that wrote it, or a later one',
  );
}

/** @throws InklingError `store_older` for a schema that is not today's: only a store that is opened is brought to it. */
export function assertCurrent(found: number, path: string): void {
  if (found === SCHEMA_VERSION) return;
  throw new InklingError(
    'store_older',
    'embedded store',
    `${path} has schema ${found}, and ${SCHEMA_VERSION} is read here`,
    'open it once with this version, for example by `inkling site list`: that brings it up to date',
  );
}

/** Brings a database from the schema `found` to {@link SCHEMA_VERSION}: all steps or none. */
export function migrate(db: DatabaseSync, found: number): void {
  if (found === SCHEMA_VERSION) return;
  db.exec(`
    BEGIN IMMEDIATE;
    ${MIGRATIONS.slice(found).join('\n')}
    PRAGMA application_id = ${APPLICATION_ID};
    PRAGMA user_version = ${SCHEMA_VERSION};
    COMMIT;
  `);
}
