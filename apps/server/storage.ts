/** Where everything lies that outlives the process: the data folder of this machine, or a database that servers share. */
import type { ErasureLog, SaltShelf, Store } from '../../core/ports.ts';
import { createEmbeddedStore } from '../../core/stores/embedded.ts';
import { createErasureFile } from '../../core/stores/erasure-file.ts';
import { createSaltFile } from '../../core/stores/salt-file.ts';
import type { Settings } from './settings.ts';

export type Storage = {
  readonly store: Store;
  readonly salts: SaltShelf;
  readonly erasureLog: ErasureLog;
  /** Lets go of it; what the store was told is durable. */
  close(): Promise<void>;
};

export type OpenStore = (dataDir: string) => Promise<Store>;

export type StorageSettings = Pick<Settings, 'dataDir' | 'mongodbUrl' | 'erasureLogPath'>;

/**
 * @param openStore Opens the store in the data folder, instead of what the settings say.
 * @throws InklingError `store_locked` when another process has the folder, and whatever the store finds wrong.
 * @example const { store, salts, erasureLog } = await openStorage(settings);
 */
export async function openStorage(settings: StorageSettings, openStore?: OpenStore): Promise<Storage> {
  const { mongodbUrl } = settings;
  if (mongodbUrl === null || openStore !== undefined) return openInFolder(settings, openStore);
  // Nobody else loads a line of it.
  const { openShared } = await import('./shared-storage.ts');
  return openShared({ ...settings, mongodbUrl });
}

async function openInFolder(
  { dataDir, erasureLogPath }: StorageSettings,
  openStore: OpenStore = openEmbedded,
): Promise<Storage> {
  const store = await openStore(dataDir);
  return {
    store,
    salts: createSaltFile(dataDir),
    erasureLog: createErasureFile(erasureLogPath),
    close: () => store.close(),
  };
}

function openEmbedded(dataDir: string): Promise<Store> {
  return createEmbeddedStore({ dataDir });
}
