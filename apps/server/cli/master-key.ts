/**
 * A new master key, at no moment without one that opens the store: the new key is durable in a file of its own before
 * the store turns to it, and takes the old one's place after.
 */
import { randomBytes } from 'node:crypto';
import { createKeyRing, createKeys, fitsStore, type KeyRing } from '../../../core/identity/keys.ts';
import type { Clock, Store } from '../../../core/ports.ts';
import { type AuditAct, createAuditLog } from '../../../core/privacy/audit.ts';
import { listSiteRows } from '../../../core/sites/site-rows.ts';
import { createTurns } from '../../../core/turns.ts';
import {
  findMasterKey,
  masterKeyPath,
  nextKeyPath,
  readNextKey,
  settleNextKey,
  syncFolder,
  writeMasterKey,
} from '../master-key.ts';
import type { Settings } from '../settings.ts';
import { openStoreOnly, type StorageSettings, type WrapStore } from '../storage.ts';
import { requireStore } from './data-folder.ts';
import { BY } from './reading.ts';

const KEY_BYTES = 32;

export type Rotation = {
  /** How many data keys were wrapped anew; 0 where only the end of an earlier rotation was left to do. */
  readonly dataKeys: number;
  readonly path: string;
  /** In base64, where the key does not live in the data folder; else null. */
  readonly masterKey: string | null;
};

/** What it takes to open the storage for it. */
export type OpeningPorts = {
  readonly settings: StorageSettings & Pick<Settings, 'masterKey'>;
  readonly clock: Pick<Clock, 'now'>;
};

export type RotationPorts = {
  readonly settings: Pick<Settings, 'dataDir' | 'masterKey'>;
  readonly store: Store;
  readonly clock: Pick<Clock, 'now'>;
};

/**
 * Finishes a rotation that was cut short, else makes one. For a folder that no server has.
 *
 * @param wrapStore Puts something before the store, for example a fault.
 * @throws InklingError `store_locked`, `no_data`, or whatever keys and store find wrong.
 */
export async function rotateMasterKey(
  { settings, clock }: OpeningPorts,
  wrapStore?: WrapStore,
): Promise<Rotation> {
  requireStore(settings);
  const { store, close } = await openStoreOnly(settings, wrapStore);
  try {
    return await rotate({ settings, store, clock }, async () =>
      createKeyRing(await findMasterKey(settings, store), store),
    );
  } finally {
    await close();
  }
}

/** The same beside a running engine; two that come at once are two rotations, one after the other. */
export function createRotator(ports: RotationPorts, ring: KeyRing): () => Promise<Rotation> {
  const inTurn = createTurns();
  return () => inTurn(() => rotate(ports, async () => ring));
}

async function rotate(ports: RotationPorts, openRing: () => Promise<KeyRing>): Promise<Rotation> {
  const { settings, store } = ports;
  const left = readNextKey(settings.dataDir);
  if (left !== null && (await fitsStore(left, store)) === true) {
    // Opening a ring clears what the old key wrapped.
    await createKeyRing(left, store);
    return settleFiles(ports, left, 0);
  }
  const ring = await openRing();
  const next = left ?? makeNextKey(settings.dataDir);
  return settleFiles(ports, next, await ring.rotateMaster(next));
}

/** Durable in a file of its own. */
export function makeNextKey(dataDir: string): Uint8Array {
  const fresh = randomBytes(KEY_BYTES);
  writeMasterKey(nextKeyPath(dataDir), fresh);
  syncFolder(dataDir);
  return fresh;
}

/** A key from the environment has its place there: the file of the new one stays until it was shown. */
async function settleFiles(
  { settings, store, clock }: RotationPorts,
  next: Uint8Array,
  dataKeys: number,
): Promise<Rotation> {
  const { dataDir, masterKey } = settings;
  await auditAll(store, clock, { act: 'master key rotated', by: BY, detail: { dataKeys } });
  const path = masterKeyPath(dataDir);
  if (masterKey !== null) return { dataKeys, path, masterKey: Buffer.from(next).toString('base64') };
  settleNextKey(dataDir);
  return { dataKeys, path, masterKey: null };
}

/** Of no site, so it stands in the audit log of each: all of them are sealed by it. */
export async function auditAll(store: Store, clock: Pick<Clock, 'now'>, act: AuditAct): Promise<void> {
  const audit = createAuditLog(store, clock, createKeys(randomBytes(KEY_BYTES)));
  for (const { stored } of await listSiteRows(store)) await audit.write(stored.siteId, act);
}
