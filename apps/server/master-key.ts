/** The master key: from the environment, or a file of the data folder that is made at the first start. */
import { randomBytes } from 'node:crypto';
import {
  closeSync,
  existsSync,
  fsyncSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { InklingError } from '../../core/errors.ts';
import { fitsStore } from '../../core/identity/keys.ts';
import type { Store } from '../../core/ports.ts';
import type { Settings } from './settings.ts';

const KEY_BYTES = 32;
const MODE = 0o600;
const OTHERS = 0o077;
const LOST = 'without it contacts and site keys cannot be read (docs/keys.md says what can be done then)';

/** A rotation beside this server may have put it in force. */
const ASK_OTHERS = `set it to the key of its other servers, which is the newest that a rotation printed; ${LOST}`;

/** Where a database is shared the key is in the environment of each server, and in no file. */
export type KeySettings = Pick<Settings, 'dataDir' | 'masterKey' | 'mongodbUrl'>;

type Marks = Pick<Store, 'getRecord' | 'listRecords'>;

export function masterKeyPath(dataDir: string): string {
  return join(dataDir, 'master.key');
}

/** Where a rotation keeps the new key until the store has turned to it. */
export function nextKeyPath(dataDir: string): string {
  return `${masterKeyPath(dataDir)}.next`;
}

/**
 * The key of this store: the given one, else the file's. A key that a cut-short rotation left beside it takes its place
 * where the store has turned to it already. A file is made for a store that was never sealed, and for no other.
 *
 * @throws InklingError `wrong_master_key` when there is none, another one, no key at all, or one that others can read.
 */
export async function findMasterKey(
  { dataDir, masterKey: given, mongodbUrl }: KeySettings,
  store: Marks,
): Promise<Uint8Array> {
  const path = masterKeyPath(dataDir);
  const next = readNextKey(dataDir);
  const isNext = next !== null && (await fitsStore(next, store)) === true;
  if (given !== null) {
    const isShared = mongodbUrl !== null;
    const cure = isNext ? cutShort(dataDir) : isShared ? ASK_OTHERS : putBack(dataDir);
    return requireFit('MASTER_KEY', given, store, { what: isShared ? 'database' : 'data folder', cure });
  }
  if (isNext) settleNextKey(dataDir);
  if (!existsSync(path) && (await fitsStore(new Uint8Array(KEY_BYTES), store)) !== 'unsealed')
    throw wrong(
      path,
      'it is missing, and what the store holds was sealed with it',
      `put it back from your backup; ${LOST}`,
    );
  const cure = `put the original file back; ${LOST}`;
  return requireFit(path, loadMasterKey(dataDir, null), store, { what: 'data folder', cure });
}

async function requireFit(
  place: string,
  key: Uint8Array,
  store: Marks,
  { what, cure }: { readonly what: string; readonly cure: string },
): Promise<Uint8Array> {
  if ((await fitsStore(key, store)) !== false) return key;
  throw wrong(place, `the ${what} was sealed with another master key`, cure);
}

function cutShort(dataDir: string): string {
  return `a rotation was cut short: run \`inkling master-key rotate\` again, it prints the key in force (${nextKeyPath(dataDir)})`;
}

function putBack(dataDir: string): string {
  return `put the original key back, or unset it where ${masterKeyPath(dataDir)} holds that; ${LOST}`;
}

/** Makes the file when it is missing. @throws InklingError `wrong_master_key` when it holds something else. */
export function loadMasterKey(dataDir: string, given: Uint8Array | null): Uint8Array {
  if (given !== null) return given;
  const path = masterKeyPath(dataDir);
  const key = readKey(readOrMake(path));
  if (key !== null) return key;
  throw wrong(path, 'it does not hold 32 bytes in base64', `put the original file back; ${LOST}`);
}

/** What the key's own file holds; null where there is none, or no key in it. */
export function readKeyFile(dataDir: string): Uint8Array | null {
  const path = masterKeyPath(dataDir);
  return existsSync(path) ? readKey(readPrivate(path)) : null;
}

/** What a rotation left; null where none was cut short, or where that is no key. */
export function readNextKey(dataDir: string): Uint8Array | null {
  const path = nextKeyPath(dataDir);
  return existsSync(path) ? readKey(readPrivate(path)) : null;
}

function readKey(text: string): Uint8Array | null {
  const key = Buffer.from(text.trim(), 'base64');
  return key.length === KEY_BYTES ? key : null;
}

function readOrMake(path: string): string {
  return onDisk(path, () => {
    if (!existsSync(path)) writeMasterKey(path, randomBytes(KEY_BYTES));
    return readPrivate(path);
  });
}

/** Making it private in silence would hide that somebody may have read it. */
function readPrivate(path: string): string {
  return onDisk(path, () => {
    // Windows keeps such things elsewhere; its mode bits say nothing.
    const file = statSync(path);
    if (process.platform !== 'win32' && file.isFile() && (file.mode & OTHERS) !== 0) {
      const cure = `chmod 600 ${path}; and rotate the master key where somebody else had access to this machine`;
      throw wrong(path, 'others may read it', cure);
    }
    return readFileSync(path, 'utf8');
  });
}

function onDisk<T>(path: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof InklingError) throw error;
    const reason = error instanceof Error && 'code' in error ? String(error.code) : 'unknown reason';
    const cure = 'make it a file of the account that runs the server';
    throw wrong(path, `it cannot be read or made (${reason})`, cure, error);
  }
}

function wrong(place: string, fault: string, cure: string, cause?: unknown): InklingError {
  return new InklingError('wrong_master_key', place, fault, cure, { cause });
}

/** Replaces the file's key. The new one is whole and durable before it takes the name: no start meets half a key. */
export function writeMasterKey(path: string, key: Uint8Array): void {
  const part = `${path}.part`;
  writeFileSync(part, `${Buffer.from(key).toString('base64')}\n`, { mode: MODE, flush: true });
  renameSync(part, path);
}

/**
 * Once the store has turned to the next key: that takes the name, and the bytes of the old one are overwritten first.
 * Until it has the name, it is found by its own.
 */
export function settleNextKey(dataDir: string): void {
  const path = masterKeyPath(dataDir);
  if (existsSync(path)) overwrite(path);
  renameSync(nextKeyPath(dataDir), path);
  syncFolder(dirname(path));
}

/** After the key was shown to whoever keeps it: the data folder lets go of it. */
export function forgetNextKey(dataDir: string): void {
  const path = nextKeyPath(dataDir);
  if (!existsSync(path)) return;
  overwrite(path);
  rmSync(path);
}

function overwrite(path: string): void {
  const file = openSync(path, 'r+');
  try {
    writeFileSync(file, Buffer.alloc(statSync(path).size));
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

export function syncFolder(path: string): void {
  const folder = openSync(path, 'r');
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}
