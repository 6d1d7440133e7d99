/** Where everything lies that outlives the process: the data folder of this machine, or a database that servers share. */
import type { EnginePorts } from '../../core/engine.ts';
import { createSweepJobs } from '../../core/jobs.ts';
import type { Clock, ErasureLog, SaltShelf, Store } from '../../core/ports.ts';
import { createEmbeddedStore } from '../../core/stores/embedded.ts';
import { createErasureFile } from '../../core/stores/erasure-file.ts';
import { createSaltFile } from '../../core/stores/salt-file.ts';
import { systemClock } from './clock.ts';
import { type JobGroups, ofOne } from './job-groups.ts';
import type { Settings } from './settings.ts';

export type Storage = Pick<EnginePorts, 'fellows'> & {
  readonly store: Store;
  readonly salts: SaltShelf;
  readonly erasureLog: ErasureLog;
  /** @param store In which nothing of somebody who was erased is written. */
  openJobs(store: Store): Promise<JobGroups>;
  /** Begins to hear other servers: whoever wants to has said so. */
  start(): void;
  /** Lets go of it; what the store was told is durable. */
  close(): Promise<void>;
};

export type OpenStore = (dataDir: string) => Promise<Store>;
/** Puts something between everybody and the store, for example a fault. */
export type WrapStore = (store: Store) => Store;

export type StorageSettings = Pick<Settings, 'dataDir' | 'mongodbUrl' | 'erasureLogPath'>;

export type StoragePorts = {
  readonly clock: Clock;
  /** Faults of what works by itself. */
  readonly onFault: (error: unknown) => void;
  /** Opens the store in the data folder, instead of what the settings say. */
  readonly openStore?: OpenStore | undefined;
  readonly wrapStore?: WrapStore | undefined;
};

/**
 * @throws InklingError `store_locked` when another process has the folder, and whatever the store finds wrong.
 * @example const { store, salts, erasureLog } = await openStorage(settings, { clock, onFault });
 */
export async function openStorage(settings: StorageSettings, ports: StoragePorts): Promise<Storage> {
  const { wrapStore } = ports;
  const storage = await openWhereItLies(settings, ports);
  return wrapStore === undefined ? storage : { ...storage, store: wrapStore(storage.store) };
}

async function openWhereItLies(settings: StorageSettings, ports: StoragePorts): Promise<Storage> {
  const { mongodbUrl } = settings;
  if (mongodbUrl === null || ports.openStore !== undefined) return openInFolder(settings, ports);
  // Nobody else loads a line of it.
  const { openShared } = await import('./shared-storage.ts');
  return openShared({ ...settings, mongodbUrl }, ports);
}

/** The store for a moment, by the machine's clock, for whoever makes no engine of it. */
export function openStoreOnly(
  settings: StorageSettings,
  wrapStore?: WrapStore,
): Promise<Pick<Storage, 'store' | 'close'>> {
  // What goes on beside it is over before anybody could miss it.
  return openStorage(settings, { clock: systemClock, onFault: () => undefined, wrapStore });
}

async function openInFolder(
  { dataDir, erasureLogPath }: StorageSettings,
  { clock, openStore = openEmbedded }: StoragePorts,
): Promise<Storage> {
  const store = await openStore(dataDir);
  return {
    store,
    salts: createSaltFile(dataDir),
    erasureLog: createErasureFile(erasureLogPath),
    openJobs: async (guarded) => ofOne(createSweepJobs({ clock, store: guarded })),
    start: () => undefined,
    close: () => store.close(),
  };
}

function openEmbedded(dataDir: string): Promise<Store> {
  return createEmbeddedStore({ dataDir });
}
