/**
 * The store for more than one machine: MongoDB, or a server that speaks its protocol. Nothing here needs transactions,
 * change streams, pipeline updates, or partial, hashed or expiring indexes: each step that has to be whole is one document.
 */
import { randomBytes } from 'node:crypto';
import type { News, Store } from '../../core/ports.ts';
import { createLoad } from '../../core/stores/load.ts';
import { assertWhole } from '../../core/stores/migration/note.ts';
import { createPhase } from '../../core/stores/phase.ts';
import { shutSites } from '../../core/stores/shut-sites.ts';
import { createAppend } from './append.ts';
import { createCheckpoints } from './checkpoints.ts';
import { type Collections, openCollections } from './collections.ts';
import { type Connection, type ConnectOptions, connect } from './connection.ts';
import { createDamage } from './damage.ts';
import { createEntryClaims, NO_CLAIMS } from './entry-claims.ts';
import { shuttingDown, toFault } from './faults.ts';
import { createGroups } from './groups.ts';
import { ensureIndexes } from './indexes.ts';
import { createLedger } from './ledger.ts';
import { createLogPlaces } from './log-places.ts';
import { readMigration } from './migration-side.ts';
import { createNews } from './news.ts';
import { createProfiles } from './profiles.ts';
import { createLogReads } from './read-log.ts';
import { createRecorded } from './recorded.ts';
import { createRecords } from './records.ts';
import { createRemoval } from './removal.ts';
import { createRetiring } from './retiring.ts';
import { createShutElsewhere, createSiteRemoval } from './shut-elsewhere.ts';
import { createTotals } from './totals.ts';

export type MongoOptions = ConnectOptions & {
  /** Address of the server or the set, with the name of the database. */
  readonly url: string;
  /** Name of this process among those that share the database: no dots. Drawn when it is left out. */
  readonly node?: string;
  /** UTC ms. */
  readonly now?: () => number;
};

/** The store, and what other servers on the same database write into its log. */
export type MongoStore = Store & {
  /**
   * @param listAlive Names of the servers that are alive.
   * @param isCurrent False once they may have stopped waiting for this one: it appends nothing then.
   */
  follow(listAlive: () => Promise<readonly string[]>, isCurrent?: () => boolean): News;
  readonly node: string;
};

type Asked = (...given: never[]) => Promise<unknown>;

/**
 * Opens the store, and makes what is missing of its indexes.
 *
 * @throws InklingError `store_unavailable` where no server answers, `half_migrated` for the beginning of a migration, before any traffic.
 * @example const store = await createMongoStore({ url: 'mongodb://localhost/inkling' })
 */
export async function createMongoStore(options: MongoOptions): Promise<MongoStore> {
  const { url, node = randomBytes(8).toString('hex'), now = Date.now } = options;
  const { client, db, isSharded } = await connect(url, options);
  const collections = await openWhole({ client, db, isSharded });
  let closing: Promise<void> | null = null;
  const { going, guardAll } = createGuard(
    () => closing !== null,
    () => elsewhere.again(),
  );
  const { unname, removeVisitor, removeSite, sweepSite } = createRemoval(db, collections, () => claims);
  const elsewhere = createShutElsewhere(sweepSite, () => [...going]);
  /** Until there are others. */
  let isCurrent = (): boolean => true;
  const watch = { noteShut: elsewhere.note, isCurrent: () => isCurrent() };
  const places = createLogPlaces(collections.meta, node, now, watch);
  const checkpoints = createCheckpoints(collections, node);
  const load = createLoad(createPhase(), 'mongodb');
  const claims = isSharded ? createEntryClaims(collections, places, now) : NO_CLAIMS;
  const { append, inTurn, drain } = createGroups(createAppend(collections, { places, node, claims }), load);
  const damage = createDamage();
  const { unreadable, ...records } = createRecords(collections, damage);
  const { retire, removePart, ...bases } = createRetiring(collections, damage, places);

  async function shut(): Promise<void> {
    await Promise.allSettled([...going, drain()]);
    await elsewhere.settle();
    await client.close();
  }

  const open = shutSites(
    {
      append,
      retire: (...given: Parameters<typeof retire>) => inTurn(() => retire(...given)),
      removePart: (...given: Parameters<typeof removePart>) => inTurn(() => removePart(...given)),
      unname: (...given: Parameters<typeof unname>) => inTurn(() => unname(...given)),
      removeVisitor: (...given: Parameters<typeof removeVisitor>) => inTurn(() => removeVisitor(...given)),
      removeSite: createSiteRemoval(
        places,
        () => [...going],
        (...given) => inTurn(() => removeSite(...given)),
      ),
      ...createLogReads(collections, places, damage),
      ...createProfiles(collections, checkpoints, damage),
      ...createTotals(collections),
      ...bases,
      ...createLedger(collections, now),
      ...records,
      ...createRecorded(db),
    },
    elsewhere.shut,
  );
  // Of sites that were removed while a server ended something may be left.
  await places.reach();

  return {
    ...guardAll(open),
    node,
    follow(listAlive, isInTouch = isCurrent) {
      isCurrent = isInTouch;
      return guardAll(createNews({ collections, places, checkpoints, damage, node, listAlive }));
    },
    async health() {
      const passedOver = [...unreadable(), ...damage.named()];
      const known = { ...load.read(), ...(passedOver.length > 0 && { unreadable: passedOver }) };
      try {
        return { writable: closing === null, seq: await places.reach(), ...known };
      } catch (error) {
        return { writable: false, reason: toFault(error).message, seq: 0, ...known };
      }
    },
    close() {
      closing ??= shut();
      return closing;
    },
  };
}

/** @param ended Told whenever something is over. */
function createGuard(isClosing: () => boolean, ended: () => void) {
  const going = new Set<Promise<unknown>>();

  /** Refuses once the store closes, is waited for before it does, and says what went wrong in our words. */
  function guard<F extends Asked>(ask: F): F {
    const guarded = async (...given: never[]): Promise<unknown> => {
      if (isClosing()) throw shuttingDown();
      const asked = ask(...given);
      going.add(asked);
      try {
        return await asked;
      } catch (error) {
        throw toFault(error);
      } finally {
        going.delete(asked);
        ended();
      }
    };
    return guarded as F;
  }

  return {
    going,
    guardAll: <T extends object>(asks: T): T =>
      Object.fromEntries(Object.entries(asks).map(([name, ask]) => [name, guard(ask as Asked)])) as T,
  };
}

/** With all indexes; closed again where that cannot be had. */
async function openWhole({ client, db, isSharded }: Connection): Promise<Collections> {
  const collections = openCollections(db);
  try {
    assertWhole(await readMigration(collections), 'mongodb');
    await ensureIndexes(collections, isSharded);
    return collections;
  } catch (error) {
    await client.close();
    throw toFault(error);
  }
}
