/** The connection to the database: how sure a write has to be before it is acknowledged, and how long anything may take. */
import type { Db, MongoClient, MongoServerSelectionError } from 'mongodb';
import type { InklingError } from '../../core/errors.ts';
import { readAddress } from './address.ts';
import { toFault, unavailable, WRITE_MS } from './faults.ts';

export type ConnectOptions = {
  /** How long a primary is looked for before a command fails; five seconds when left out. */
  readonly primaryMs?: number | undefined;
  /** Told the name of each command that goes out, and nothing that it carries. */
  readonly onCommand?: ((name: string) => void) | undefined;
};

export type Connection = {
  readonly client: MongoClient;
  readonly db: Db;
  /** A mongos answers: collections may lie on several shards, today or some day. */
  readonly isSharded: boolean;
};

/** Longer than a set needs to choose a new primary where nobody waits for it, shorter than a page waits for its answer. */
export const PRIMARY_MS = 5_000;

/** Unauthorized and AuthenticationFailed; Atlas has one of its own. */
const REFUSALS_TO_LOG_IN: ReadonlySet<unknown> = new Set([13, 18, 8_000]);

/**
 * Writes are acknowledged by most servers of the set and are in their journals; reads see what those have.
 *
 * @param url As in https://www.mongodb.com/docs/manual/reference/connection-string; names the database, `inkling` where it does not.
 * @throws InklingError `store_unavailable` for an address that is none, and where nobody answers.
 * @example const { client, db } = await connect('mongodb://localhost/inkling')
 */
export async function connect(
  url: string,
  { primaryMs = PRIMARY_MS, onCommand }: ConnectOptions = {},
): Promise<Connection> {
  const { MongoClient: Client } = await import('mongodb');
  const address = readAddress(url);
  let client: MongoClient;
  try {
    client = new Client(url, {
      appName: 'inkling',
      writeConcern: { w: 'majority', journal: true },
      readConcern: { level: 'majority' },
      readPreference: 'primary',
      serverSelectionTimeoutMS: primaryMs,
      connectTimeoutMS: primaryMs,
      socketTimeoutMS: WRITE_MS,
      // One command is one document for the database: nothing that was not said is written.
      ignoreUndefined: true,
      monitorCommands: onCommand !== undefined,
    });
  } catch (error) {
    // The driver's words may quote the address, and with it a password.
    throw malformed(error);
  }
  if (address === null) throw malformed();
  if (onCommand !== undefined) client.on('commandStarted', ({ commandName }) => onCommand(commandName));
  try {
    await client.connect();
    const db = client.db(address.database);
    await db.command({ ping: 1 });
    // https://www.mongodb.com/docs/manual/reference/command/hello: what only a mongos says.
    const { msg } = await db.admin().command({ hello: 1 });
    return { client, db, isSharded: msg === 'isdbgrid' };
  } catch (error) {
    await client.close();
    throw explain(error, address.hosts);
  }
}

function malformed(cause?: unknown): InklingError {
  const cure = 'write mongodb://host/db, or unset it for the embedded store';
  return unavailable('MONGODB_URL is malformed', cure, cause);
}

/** Why nobody is there yet, before anything was asked of the database. */
function explain(error: unknown, hosts: string): InklingError {
  const name = error instanceof Error ? error.name : '';
  const set = strangeSet(error);
  if (set !== null)
    return unavailable(
      `nobody at ${hosts} is of the replica set ${set}`,
      'correct replicaSet in MONGODB_URL, rs.status().set in mongosh is its name, or leave it out where there is none',
      error,
    );
  if (name === 'MongoServerSelectionError' || name.startsWith('MongoNetwork'))
    return unavailable(
      `no primary answers at ${hosts} (${name})`,
      'start MongoDB there, or correct MONGODB_URL',
      error,
    );
  const code = error instanceof Error && 'code' in error ? error.code : null;
  if (REFUSALS_TO_LOG_IN.has(code))
    return unavailable(
      `the database at ${hosts} does not let us in`,
      'correct user, password and rights in MONGODB_URL (docs/settings.md)',
      error,
    );
  return toFault(error);
}

/** The replica set that the address names, where somebody answered and all who did are of another, or of none: the driver lets go of those. */
function strangeSet(error: unknown): string | null {
  if (!(error instanceof Error) || error.name !== 'MongoServerSelectionError') return null;
  const { setName, servers } = (error as MongoServerSelectionError).reason ?? {};
  return typeof setName === 'string' && servers?.size === 0 ? setName : null;
}
