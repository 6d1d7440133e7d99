/**
 * The embedded store: one SQLite file in the data folder, nothing to install. Writes go through one
 * thread, many at a time; reads are made beside it and see everything that was acknowledged.
 */
import { closeSync, openSync } from 'node:fs';
import type { Store } from '../ports.ts';
import { encodeJson, encodeStanding } from './codec.ts';
import { openReader } from './connection.ts';
import { holdFolder } from './folder.ts';
import { createPhase } from './phase.ts';
import { createQueue, type Queue } from './queue.ts';
import { createLogReads } from './read-log.ts';
import { createTableReads } from './read-tables.ts';
import { shutSites } from './shut-sites.ts';
import { startThread } from './thread.ts';

export type EmbeddedOptions = {
  /** Folder of the database; made, readable by its owner only, when it is missing. */
  readonly dataDir: string;
  /** Where the writer shows what it does (phase.ts); of its own making when left out. */
  readonly phase?: Int32Array<SharedArrayBuffer>;
  /** Rest between two commits, so that the next group fills. */
  readonly lingerMs?: number;
  /** Size at which the write-ahead log is copied into the database. */
  readonly walBytes?: number;
  /** After so long without a write, the write-ahead log is emptied. */
  readonly restMs?: number;
  /** Most the database may grow to; past it the store takes nothing until something was removed. */
  readonly maxBytes?: number;
};

export type EmbeddedStore = Store & {
  /** What the writing and the copying thread do now: see phase.ts for the numbers. */
  readonly phase: Int32Array<SharedArrayBuffer>;
};

type Reads = ReturnType<typeof createLogReads> & ReturnType<typeof createTableReads>;
type Writes = Omit<Store, keyof Reads | 'health' | 'close'>;

/** Smallest pause a timer keeps well, and enough for a group to fill under load. */
const LINGER_MS = 2;
/**
 * As SQLite itself has it. Commits share the disk with what is copied: a fourfold portion, scattered over a database of
 * 300 MB, kept them waiting for 70 ms (90th percentile) instead of 23.
 */
const WAL_BYTES = 4 * 1024 * 1024;
const REST_MS = 1_000;

function createWrites({ append, submit }: Queue): Writes {
  return {
    append,
    async saveProfiles(rows, checkpoint) {
      const bytes = rows.reduce((sum, { data, members }) => sum + data.length + 40 * members.length + 100, 0);
      await submit('saveProfiles', { rows, checkpoint: checkpoint ?? null }, bytes);
    },
    async resumContributions(site) {
      await submit('resumContributions', { site });
    },
    async dropProfiles(site, visitors) {
      await submit('dropProfiles', { site, visitors });
    },
    retire: (site, visitor, entryIds, base, accountBases = []) =>
      submit('retire', { site, visitor, entryIds, base, accountBases }),
    reserve: (reservation) => submit('reserve', reservation),
    confirm: (site, unit, id) => submit('confirm', { site, unit, id }),
    release: (site, unit, id) => submit('release', { site, unit, id }),
    sweepReservations: (now, confirmedBefore) => submit('sweepReservations', { now, confirmedBefore }),
    claim: (site, key, owner) => submit('claim', { site, key, owner }),
    unname: (site, visitor) => submit('unname', { site, visitor }),
    removePart: (site, visitor, part) => submit('removePart', { site, visitor, part }),
    removeVisitor: (site, visitors, { keepsTotals = false } = {}) =>
      submit('removeVisitor', { site, visitors, keepsTotals }),
    removeSite: (site, limit) => submit('removeSite', { site, limit }),
    async putRecord(collection, site, key, value, standing) {
      const text = encodeJson(value);
      const row = { collection, site, key, value: text, standing: encodeStanding(standing) };
      return submit('putRecord', row, text.length + 100);
    },
    deleteRecord: (collection, site, key, standing) => {
      const was = standing === undefined ? null : encodeJson(standing.was);
      return submit('deleteRecord', { collection, site, key, was });
    },
  };
}

/**
 * Opens the store in a folder, and takes the folder for this process.
 *
 * @throws InklingError `store_locked`, `store_newer`, `store_foreign` or `store_unavailable`, before any traffic.
 * @example const store = await createEmbeddedStore({ dataDir: 'data' });
 */
export async function createEmbeddedStore(options: EmbeddedOptions): Promise<EmbeddedStore> {
  const { dataDir, lingerMs = LINGER_MS, walBytes = WAL_BYTES, restMs = REST_MS, maxBytes = null } = options;
  const phase = options.phase ?? createPhase();
  const folder = holdFolder(dataDir);
  const reader = folder.whileOpening(() => openReader(folder.databasePath));
  // Closing any descriptor of a file ends all locks that the process has on it (fcntl(2)), those of the connections too:
  // this one is closed after them.
  const databaseFd = openSync(folder.databasePath, 'r+');
  const { databasePath } = folder;
  const thread = startThread({ databasePath, databaseFd, phase, walBytes, restMs, maxBytes });
  const queue = createQueue(thread, { phase, lingerMs });
  const { highestSeq, unreadable, ...tables } = createTableReads(reader);
  let closing: Promise<void> | null = null;

  async function shut(): Promise<void> {
    await queue.drain();
    reader.close();
    await thread.close();
    closeSync(databaseFd);
    folder.release();
  }

  /** Trying is the only way to learn that writing works again. */
  async function probe(): Promise<void> {
    await queue.submit('probe', null).then(
      () => undefined,
      () => undefined,
    );
  }

  await probe();
  return {
    ...createLogReads(reader),
    ...tables,
    ...shutSites(createWrites(queue)),
    phase,
    async health() {
      if (queue.health().reason !== undefined) await probe();
      const passedOver = unreadable();
      const known = { ...queue.health(), seq: highestSeq() };
      return passedOver.length === 0 ? known : { ...known, unreadable: passedOver };
    },
    close() {
      closing ??= shut();
      return closing;
    },
  };
}
