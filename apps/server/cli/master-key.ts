/**
 * A new master key, at no moment without one that opens the store: the new key is durable in a file of its own before
 * the store turns to it, and takes the old one's place after.
 */
import { randomBytes } from 'node:crypto';
import { closeSync, existsSync, fsyncSync, openSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { InklingError } from '../../../core/errors.ts';
import { createKeyRing } from '../../../core/identity/keys.ts';
import type { Store } from '../../../core/ports.ts';
import { createEmbeddedStore } from '../../../core/stores/embedded.ts';
import { loadMasterKey, masterKeyPath, nextKeyPath, writeMasterKey } from '../master-key.ts';
import type { Settings } from '../settings.ts';
import { requireStore } from './data-folder.ts';
import { dialServer } from './dial.ts';

const KEY_BYTES = 32;

export type Rotation = {
  /** How many data keys were wrapped anew. */
  readonly dataKeys: number;
  readonly path: string;
  /** In base64, where the key does not live in the data folder; else null. */
  readonly masterKey: string | null;
};

/**
 * Finishes a rotation that was cut short, else makes one.
 *
 * @throws InklingError `server_running`, `no_data`, or whatever keys and store find wrong.
 */
export async function rotateMasterKey(settings: Settings): Promise<Rotation> {
  const { dataDir } = settings;
  requireStore(dataDir);
  if ((await dialServer(dataDir)) !== null) {
    throw new InklingError(
      'server_running',
      'master-key rotate',
      'a server uses this data folder',
      'stop it, rotate, and start it again',
    );
  }
  const store = await createEmbeddedStore({ dataDir });
  try {
    const next = prepareNext(settings);
    const dataKeys = await turnTo(next, settings, store);
    return settleFiles(settings, next, dataKeys);
  } finally {
    await store.close();
  }
}

/** The key of a rotation that was cut short, or a fresh one; durable beside the one in force, and never the same. */
function prepareNext({ dataDir, masterKey }: Settings): Uint8Array {
  const path = nextKeyPath(dataDir);
  const left = existsSync(path) ? Buffer.from(readFileSync(path, 'utf8').trim(), 'base64') : null;
  const isInForce = left?.equals(loadMasterKey(dataDir, masterKey)) ?? false;
  if (left !== null && left.length === KEY_BYTES && !isInForce) return left;
  const fresh = randomBytes(KEY_BYTES);
  writeMasterKey(path, fresh);
  syncFolder(dataDir);
  return fresh;
}

/** Zero data keys where the store had turned already and only the file was left to do. */
async function turnTo(next: Uint8Array, settings: Settings, store: Store): Promise<number> {
  try {
    const ring = await createKeyRing(loadMasterKey(settings.dataDir, settings.masterKey), store);
    return await ring.rotateMaster(next);
  } catch (error) {
    if (!(error instanceof InklingError) || error.code !== 'wrong_master_key') throw error;
    await createKeyRing(next, store);
    return 0;
  }
}

function settleFiles({ dataDir, masterKey }: Settings, next: Uint8Array, dataKeys: number): Rotation {
  const path = masterKeyPath(dataDir);
  if (masterKey === null) {
    renameSync(nextKeyPath(dataDir), path);
    syncFolder(dataDir);
    return { dataKeys, path, masterKey: null };
  }
  return { dataKeys, path, masterKey: Buffer.from(next).toString('base64') };
}

/** After the key was shown to whoever keeps it: the data folder lets go of it. */
export function forgetNextKey(dataDir: string): void {
  rmSync(nextKeyPath(dataDir), { force: true });
}

function syncFolder(path: string): void {
  const folder = openSync(path, 'r');
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}
