/** The master key: from the environment, or a file of the data folder that is made at the first start. */
import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { InklingError } from '../../core/errors.ts';

const KEY_BYTES = 32;
const MODE = 0o600;

export function masterKeyPath(dataDir: string): string {
  return join(dataDir, 'master.key');
}

/** @throws InklingError `wrong_master_key` when the file holds something else. */
export function loadMasterKey(dataDir: string, given: Uint8Array | null): Uint8Array {
  if (given !== null) return given;
  const path = masterKeyPath(dataDir);
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

/** Replaces the file's key. The file is durable before the old key is let go. */
export function writeMasterKey(path: string, key: Uint8Array): void {
  writeFileSync(path, `${Buffer.from(key).toString('base64')}\n`, { mode: MODE, flush: true });
}
