/** The master key: from the environment, or a file of the data folder that is made at the first start. */
import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { InklingError } from '../../core/errors.ts';
import { fitsStore } from '../../core/identity/keys.ts';
import type { Store } from '../../core/ports.ts';

const KEY_BYTES = 32;
const MODE = 0o600;

export function masterKeyPath(dataDir: string): string {
  return join(dataDir, 'master.key');
}

/** Where a rotation keeps the new key until the store has turned to it. */
export function nextKeyPath(dataDir: string): string {
  return `${masterKeyPath(dataDir)}.next`;
}

/**
 * The key of this store: the given one, else the file's. A key that a cut-short rotation left beside it takes its place
 * where the store has turned to it already.
 *
 * @throws InklingError `wrong_master_key` when the file is gone though the store needs it, or holds something else.
 */
export async function findMasterKey(
  dataDir: string,
  given: Uint8Array | null,
  store: Pick<Store, 'getRecord'>,
): Promise<Uint8Array> {
  if (given !== null) return given;
  const path = masterKeyPath(dataDir);
  const next = nextKeyPath(dataDir);
  if (existsSync(next) && (await fitsStore(readKey(next), store)) === true) renameSync(next, path);
  if (!existsSync(path) && (await fitsStore(new Uint8Array(KEY_BYTES), store)) !== 'unsealed') {
    throw new InklingError(
      'wrong_master_key',
      path,
      'it is missing, and what the store holds was sealed with it',
      'put it back from your backup; without it contacts and site keys cannot be read',
    );
  }
  return loadMasterKey(dataDir, null);
}

/** Makes the file when it is missing. @throws InklingError `wrong_master_key` when it holds something else. */
export function loadMasterKey(dataDir: string, given: Uint8Array | null): Uint8Array {
  if (given !== null) return given;
  return readKey(masterKeyPath(dataDir));
}

function readKey(path: string): Uint8Array {
  const key = Buffer.from(readOrMake(path).trim(), 'base64');
  if (key.length === KEY_BYTES) return key;
  throw new InklingError(
    'wrong_master_key',
    path,
    'it does not hold 32 bytes in base64',
    'put the original file back; contacts and site keys open with no other',
  );
}

function readOrMake(path: string): string {
  try {
    if (!existsSync(path)) writeMasterKey(path, randomBytes(KEY_BYTES));
    chmodSync(path, MODE);
    return readFileSync(path, 'utf8');
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? String(error.code) : 'unknown reason';
    const cure = 'make it a file of the account that runs the server';
    throw new InklingError('wrong_master_key', path, `it cannot be read or made (${reason})`, cure, {
      cause: error,
    });
  }
}

/** Replaces the file's key. The new one is whole and durable before it takes the name: no start meets half a key. */
export function writeMasterKey(path: string, key: Uint8Array): void {
  const part = `${path}.part`;
  writeFileSync(part, `${Buffer.from(key).toString('base64')}\n`, { mode: MODE, flush: true });
  renameSync(part, path);
}
