/** Both ends of `migrate`: the data folder and the database, each with what lies beside it, opened with the key in hand. */
import { existsSync } from 'node:fs';
import { InklingError } from '../../../core/errors.ts';
import { fitsStore } from '../../../core/identity/keys.ts';
import { createErasureFile } from '../../../core/stores/erasure-file.ts';
import { openEmbeddedSource, openEmbeddedTarget } from '../../../core/stores/migration/embedded-side.ts';
import type { Shelves, SourceSide, TargetSide } from '../../../core/stores/migration/sides.ts';
import { createSaltFile } from '../../../core/stores/salt-file.ts';
import { findMasterKey, masterKeyPath, readKeyFile } from '../master-key.ts';
import type { Settings } from '../settings.ts';
import { requireStore } from './data-folder.ts';
import { dialServer } from './dial.ts';

export type Direction = 'to' | 'from';

export type Ends = {
  readonly source: SourceSide;
  readonly target: TargetSide;
  readonly beside: { readonly source: Shelves; readonly target: Shelves };
  close(): Promise<void>;
};

export type EndsOptions = {
  readonly direction: Direction;
  /** Of the database. It holds a password, and is said nowhere. */
  readonly url: string;
  readonly settings: Settings;
  readonly now: () => number;
};

/** @throws InklingError where a server runs on the folder, the key is another one, or either end cannot be opened. */
export async function openEnds(options: EndsOptions): Promise<Ends> {
  const { direction, url, settings } = options;
  if ((await dialServer(settings.dataDir)) !== null)
    throw new InklingError(
      'server_running',
      'migrate',
      'a server uses this data folder',
      'stop it, and run the same command again',
    );
  const folder = folderShelves(settings);
  const { salts, erasureLog, close } = await openDatabaseShelves(url);
  const database: Shelves = { salts, erasures: erasureLog };
  try {
    const ends = await (direction === 'to' ? openTo(options) : openFrom(options));
    const [source, target] = direction === 'to' ? [folder, database] : [database, folder];
    return {
      ...ends,
      beside: { source, target },
      close: async () => {
        await ends.close();
        await close();
      },
    };
  } catch (error) {
    await close();
    throw error;
  }
}

async function openTo({ url, settings }: EndsOptions): Promise<Omit<Ends, 'beside'>> {
  return openBoth(openFolderSource(settings), async ({ records }) => {
    await findMasterKey({ ...settings, mongodbUrl: null }, records);
    return (await loadSides()).openMongoTarget(url);
  });
}

async function openFrom({ url, settings, now }: EndsOptions): Promise<Omit<Ends, 'beside'>> {
  return openBoth((await loadSides()).openMongoSource(url, now), async ({ records }) => {
    await requireKey(settings, records);
    return openEmbeddedTarget(settings.dataDir);
  });
}

/** The driver is loaded only where it is asked for. */
const loadSides = () => import('../../../integrations/mongodb/migration-side.ts');

async function openFolderSource({ dataDir }: Settings): Promise<SourceSide> {
  requireStore({ dataDir, mongodbUrl: null });
  return openEmbeddedSource(dataDir);
}

async function openBoth(
  opening: Promise<SourceSide>,
  open: (source: SourceSide) => Promise<TargetSide>,
): Promise<Omit<Ends, 'beside'>> {
  const source = await opening;
  try {
    const target = await open(source);
    const close = async (): Promise<void> => {
      await target.close();
      await source.close();
    };
    return { source, target, close };
  } catch (error) {
    await source.close();
    throw error;
  }
}

/** Everything that is sealed comes sealed: a folder whose servers have another key could not open it. */
async function requireKey({ dataDir, masterKey }: Settings, records: SourceSide['records']): Promise<void> {
  const key = masterKey ?? readKeyFile(dataDir);
  const fits = await fitsStore(key ?? new Uint8Array(32), records);
  if (fits === 'unsealed' || (key !== null && fits)) return;
  throw new InklingError(
    'wrong_master_key',
    masterKey === null ? masterKeyPath(dataDir) : 'MASTER_KEY',
    key === null ? 'there is no master key' : 'the database was sealed with another master key',
    'set MASTER_KEY to the key that the servers of this database have',
  );
}

function folderShelves({ dataDir, erasureLogPath }: Settings): Shelves {
  // Asked before the folder is made: a folder that is not there has neither.
  return { salts: createSaltFile(dataDir), erasures: createErasureFile(erasureLogPath) };
}

/** Each in a database of its own, which no backup of the store's holds. */
async function openDatabaseShelves(url: string) {
  const { openBeside } = await import('../../../integrations/mongodb/beside.ts');
  return openBeside(url);
}

/** Whether the folder's own file has the key that servers are to be given. */
export function hasKeyFile(dataDir: string): boolean {
  return existsSync(masterKeyPath(dataDir));
}
